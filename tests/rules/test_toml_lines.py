import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpuskit.rules.files import KeyPath
from corpuskit.rules.toml_lines import locate

TEXT = '''# a comment with [brackets] and "quotes
title = """first
[[not.a.table]]
last"""            # 2

[pack]
name = 'it is "x"'   # = not a key
"odd.key" = 1
a.b . "c" = [ # comment ]
  "]", # another
  { x = 1, "y]" = 2 },
  [1, 2,
   3],
]

[[rule]]
code = "A#1"
date = 1979-05-27 07:32:00

[[rule.unless]]
inside = \'\'\'multi
'quoted'\'\'\'\'
[[rule.unless]]
inside = "x"

[rule.deep]
key = 2

[[rule]]
code = "B\\"]"
[[rule.unless]]
inside = """a""\\"""b"""""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("pack",), 6),
        (("pack", "name"), 7),
        (("pack", "odd.key"), 8),
        (("pack", "a", "b", "c"), 9),
        (("pack", "a", "b", "c", 0), 10),
        (("pack", "a", "b", "c", 1), 11),
        (("pack", "a", "b", "c", 1, "y]"), 11),
        (("pack", "a", "b", "c", 2, 2), 13),
        (("rule", 0), 16),
        (("rule", 0, "date"), 18),
        (("rule", 0, "unless", 0, "inside"), 21),
        (("rule", 0, "unless", 1), 23),
        (("rule", 0, "deep", "key"), 27),
        (("rule", 1, "code"), 30),
        (("rule", 1, "unless", 0, "inside"), 32),
    ],
)
def test_every_key_has_its_line(path: KeyPath, line: int) -> None:
    assert locate(TEXT)[path] == line


def keys(value: object, path: KeyPath = ()) -> set[KeyPath]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path, *(key for name, one in items for key in keys(one, (*path, name)))}


def test_finds_the_keys_that_tomllib_finds_and_no_others() -> None:
    assert set(locate(TEXT)) | {()} == keys(tomllib.loads(TEXT))


TRICKY = st.sampled_from(["", "]", "}", "#", "=", ",", "[[rule]]", "科创", "\\\\", "a.b"])
STRINGS = TRICKY.flatmap(
    lambda text: st.sampled_from([f'"{text}"', f"'{text}'", f'"""{text}\n{text}"""', f"'''{text}\n'''"])
)
SCALARS = STRINGS | st.sampled_from(["1", "-2.5", "true", "1979-05-27 07:32:00", '"\\"#"', '"""a""\\""""'])
GAPS = st.sampled_from(["", " ", "\n", ' # ]}, "\n  '])
NAMES = st.sampled_from(["a", "b-1", '"x.y"', "'#'", "c.d"])


def arrays(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(GAPS, inner, GAPS), max_size=3)
    return items.map(lambda rows: "[" + ",".join(map("".join, rows)) + "\n]")


def inline_tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.dictionaries(NAMES, inner, max_size=3)
    return pairs.map(lambda rows: "{" + ", ".join(f"{key} = {one}" for key, one in rows.items()) + "}")


VALUES = st.recursive(SCALARS, lambda inner: arrays(inner) | inline_tables(inner), max_leaves=8)
BODIES = st.dictionaries(NAMES, VALUES, max_size=3).map(
    lambda rows: "".join(f"{key} = {value} # it's\n" for key, value in rows.items())
)
HEADERS = st.sampled_from(["[[rule]]\n", "[[ rule ]] # x\n", "[[rule.unless]]\n", "\n"])


@given(BODIES, st.lists(st.tuples(HEADERS, BODIES), max_size=4))
def test_finds_the_keys_of_any_toml(first: str, rest: list[tuple[str, str]]) -> None:
    text = "top = 1\n[table]\n" + first + "[[rule]]\n" + "".join(map("".join, rest))
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    assert set(locate(text)) | {()} == keys(values)


def test_crlf_counts_as_one_line() -> None:
    assert locate("a = 1\r\n\r\nb = 2\r\n")["b",] == 3
