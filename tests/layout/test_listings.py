import pytest

import corpuskit
from corpuskit.layout import analyse
from tests.growth import grows_linearly
from tests.samples import REPAIRED, WRAPPED


def code(text: str) -> list[str]:
    """The lines of ``text`` that are code."""
    (layout,) = analyse([text])
    return [
        line for one in layout.blocks if one.type == "code" for line in text[one.start : one.end].split("\n")
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("如下，\n\\begin{verbatim}\n对 甲,乙 做:\n\\end{verbatim}\n以上。", 3),
        ("如下，\n\\begin{align*}\n甲,乙 \\\\\n丙:丁\n\\end{align*}\n以上。", 4),
        ("如下，\n\\begin{quote}\n甲,乙。\n\\end{quote}\n以上。", 2),
        ("如下，\n<pre>\n甲,乙\n丙:丁</pre>\n以上。", 3),
        ("如下，\n<script src='甲'></script>\n甲,乙\n以上。", 0),
        ("如下，\n$$\n甲,乙\n$$\n以上。", 3),
        ("如下，\n#+BEGIN_SRC python\n甲,乙\n#+END_SRC\n以上。", 3),
        ("如下，\n[code=甲]\n甲,乙\n[/code]\n以上。", 3),
        ("---\n标签: [甲,乙]\ntags:\n  - 甲,乙\n---\n\n正文,如下。", 5),
        ("---\n甲,乙说的话\n---\n\n正文,如下。", 0),
        ("如下::\n\n  甲,乙\n  丙,丁\n\n以上。", 2),
        (".. code-block:: python\n   :name: 甲\n\n   甲,乙\n\n以上。", 0),
        (".. code-block:: python\n\n   甲,乙\n   丙:丁\n\n以上。", 2),
        ("# 一\n\n说明，\n\n    甲,乙\n    丙:丁\n\n以上。\n以上。\n以上。\n以上。\n以上。", 2),
        ("# 一\n\n- 说明，\n\n    甲,乙\n    丙:丁\n\n以上。\n以上。\n以上。\n以上。\n以上。", 0),
        ("# 一\n\n    甲,乙。\n\n    丙,丁。\n\n    以上。", 0),
        ("说明，\n\n    甲,乙\n    丙:丁\n\n以上。\n以上。\n以上。\n以上。\n以上。", 0),
    ],
)
def test_code_without_fences(text: str, lines: int) -> None:
    assert len(code(text)) == lines


def test_what_opens_is_closed_in_its_own_document() -> None:
    first, second = analyse(["<pre>\n甲,乙", "丙,丁\n</pre>\n"])
    assert "甲,乙" not in [
        ("<pre>\n甲,乙")[one.start : one.end] for one in first.blocks if one.type == "code"
    ]
    assert all(one.type != "code" for one in second.blocks if one.start == 0)


def test_code_keeps_its_marks_and_prose_beside_it_is_mended() -> None:
    source = "如下::\n\n    甲,乙\n\n科技创新,产业升级。\n"
    assert corpuskit.fix(source) == source.replace("创新,", "创新，")


@pytest.mark.parametrize(
    ("opening", "closing"), [("```text", "```"), ("~~~", "~~~"), ("<pre>", "</pre>"), ("$$", "$$")]
)
def test_what_is_enclosed_keeps_its_lines_even_if_it_is_wrapped_prose(opening: str, closing: str) -> None:
    enclosed = f"{opening}\n{WRAPPED}{closing}\n"
    assert corpuskit.fix(f"{WRAPPED}{enclosed}{WRAPPED}") == f"{REPAIRED}\n{enclosed}\n{REPAIRED}"


def test_code_keeps_its_lines_in_wrapped_prose() -> None:
    source = "<pre>\n一行很长很长的代码,\n  它的第二行\n</pre>"
    assert corpuskit.fix(f"{WRAPPED}\n{source}\n\n{WRAPPED}") == f"{REPAIRED}\n{source}\n\n{REPAIRED}"


@pytest.mark.parametrize(
    "part",
    [
        "<pre>\n",
        "\\begin{verbatim}\n",
        "甲::\n\n",
        "甲>\n",
        "---\n甲: 一\n",
        "$$\n",
        "# 甲\n\n    乙\n丙\n丁\n",
    ],
)
def test_time_grows_with_the_text(part: str) -> None:
    assert grows_linearly(lambda size: analyse([part * size]), 1_000)
