import unicodedata

import pytest

from corpuskit.display import escaped, is_printable
from corpuskit.formats.conllu import _quoted
from corpuskit.names import safe_name

#: Assigned after Unicode 14, which is that of Python 3.11: Han in 15, 15.1 and 17, Kawi, a description mark.
NEW = ["\U00031350", "\U0002ebf0", "\U000323b0", "\U00011f02", "\u31ef"]
NONCHARACTERS = ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0003ffff"]


def test_of_characters_that_python_knows_it_says_the_same_as_python() -> None:
    known = (one for one in map(chr, range(0x110000)) if unicodedata.category(one) != "Cn")
    assert [hex(ord(one)) for one in known if is_printable(one) != one.isprintable()] == []


@pytest.mark.parametrize("one", NEW)
def test_a_character_that_this_python_may_not_know_stays_whatever_the_python(one: str) -> None:
    assert is_printable(one)
    assert escaped(f"科{one}") == safe_name(f"科{one}") == _quoted(f"科{one}", "%") == f"科{one}"


@pytest.mark.parametrize("one", [*NONCHARACTERS, "\U00040000", "\U000e0fff", "\U0010ffff", "\U0001343f"])
def test_what_will_never_be_seen_is_not_printable(one: str) -> None:
    assert not is_printable(one)
    assert escaped(one).startswith("\\")
    assert safe_name(one).startswith("%")
