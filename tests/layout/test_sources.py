import pytest

import corpuskit
from corpuskit.layout.sources import is_source
from tests.growth import grows_linearly
from tests.samples import REPAIRED, WRAPPED

QUOTED = "".join(f"> {line}\n" for line in WRAPPED.splitlines())
ENGLISH = """\
The canal has carried grain and silk for two thousand years, and it still
does. Barges pass by day and by night; the towns along its banks have grown
around the locks, and their houses open onto the water, so that whoever opens
a window sees the boats go by. In winter the ice closes it for a month or so.
"""


@pytest.mark.parametrize(
    "source",
    [
        f"{WRAPPED}\n{QUOTED}\n见[运河志](志/运河.md)。\n",
        f"{WRAPPED}\n[^1]: 见《运河志》，\n    第二卷。\n[^2]: 同上。\n\n{WRAPPED}",
        f"\\section{{运河}}\n% 一行注释，它后面是正文\n{WRAPPED}\\begin{{itemize}}\n\\item 河段\n\\end{{itemize}}\n",
        f"{WRAPPED}\n.. note::\n\n   {WRAPPED.splitlines()[0]}\n   续行\n\n.. image:: 图.png\n",
        f"<div>\n{WRAPPED}</div>\n\n<p>\n{WRAPPED}</p>\n",
        f"On Monday he wrote:\n> {ENGLISH.replace(chr(10), chr(10) + '> ')}\n> Yours\n\n> and mine\n> alike\n\n{ENGLISH}",
        f"The canal\n=========\n\n{ENGLISH}\nIts locks\n---------\n\n{ENGLISH}",
        f"# The canal\n\n{ENGLISH}\n## Its locks\n\n* one,\n  or two\n\n{ENGLISH}",
    ],
)
def test_a_source_of_a_markup_language_keeps_its_lines(source: str) -> None:
    assert corpuskit.fix(source, select=["LB"]) == source


NAMES = [
    "boats",
    "locks",
    "harbours",
    "reservoirs",
    "towpaths",
    "weirs",
    "pilots",
    "sluices",
    "fords",
    "ferries",
]
PROGRAMS = [
    "from . import canal\n# Hack to open gates\n" + "".join(f"from . import {name}\n" for name in NAMES),
    f'"""The canal\n\n{ENGLISH}\n{ENGLISH}"""\n\ntry:\n    from . import _locks\nexcept ImportError:\n    pass\n',
    f'#!/usr/bin/env python\n"""{ENGLISH}\n{ENGLISH}"""\n\nimport locks\n',
    f'"""运河\n\n{WRAPPED}"""\n\nimport os\n\n\ndef 船闸(河: str) -> None:\n    return None\n',
    f"/* {WRAPPED}\n*/\nint main(void) {{\n  return 0;\n}}\n",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_keeps_its_lines_however_much_of_it_is_prose(program: str) -> None:
    assert corpuskit.fix(program, select=["LB"]) == program


@pytest.mark.parametrize(
    "text",
    [
        f"{ENGLISH}\nimport the boats\n\n{ENGLISH}",
        f"import duties\n\n{ENGLISH}\n{ENGLISH}",
        f'"""{ENGLISH}"""\n\n{ENGLISH}',
        f"{ENGLISH}\ntry:\n    import os\n\n{ENGLISH}",
    ],
)
def test_prose_with_one_line_of_code_is_repaired(text: str) -> None:
    assert "it still does. Barges" in corpuskit.fix(text)


def test_prose_with_one_sign_is_repaired() -> None:
    assert corpuskit.fix(f"{WRAPPED}\n见[运河志](运河.md)。\n") == f"{REPAIRED}\n见[运河志](运河.md)。\n"
    assert "it still does. Barges" in corpuskit.fix(f"{ENGLISH}\n{ENGLISH}")


def test_a_title_of_markdown_is_a_line_of_its_own() -> None:
    lines = WRAPPED.splitlines()
    cut = "\n".join(lines[:-1])
    assert f"{''.join(lines[:-1])}\n\n## 运河 的历史\n\n" in corpuskit.fix(
        f"{cut}\n## 运河 的历史\n{WRAPPED}"
    )


def test_a_number_of_a_reference_beside_brackets_is_no_link() -> None:
    assert not is_source("见文献[3](下册)与[4](上册)。\n", titles=False)
    assert is_source("见[第三](下册.md)与[第四](#上册)。\n", titles=False)


def test_a_hash_without_a_blank_is_no_title() -> None:
    assert not is_source("#话题# 运河\n#话题# 船闸\n", titles=True)


@pytest.mark.parametrize("part", ["> 甲\n", "[甲](", "``甲", "# 甲\n", "甲\n===\n", ":a:`", "|-", "[甲]: "])
def test_time_grows_with_the_text(part: str) -> None:
    assert grows_linearly(lambda size: is_source("甲" + part * size, titles=True), 20_000)


@pytest.mark.parametrize(
    "part", ["\n", " ", "import ", "from . ", "def f(", "if a:", "return ", "const a ", "public "]
)
def test_time_grows_with_the_program(part: str) -> None:
    assert grows_linearly(lambda size: is_source("#!/bin/sh\n" + part * size, titles=True), 20_000)
