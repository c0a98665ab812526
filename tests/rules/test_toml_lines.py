import tomllib

import pytest

from corpuskit.rules.toml_lines import KeyPath, locate

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


def test_finds_the_keys_that_tomllib_finds_and_no_others() -> None:
    def keys(value: object, path: KeyPath = ()) -> set[KeyPath]:
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        return {path, *(key for name, one in items for key in keys(one, (*path, name)))}

    assert set(locate(TEXT)) | {()} == keys(tomllib.loads(TEXT))


def test_crlf_counts_as_one_line() -> None:
    assert locate("a = 1\r\n\r\nb = 2\r\n")["b",] == 3
