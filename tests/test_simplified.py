from hypothesis import given
from hypothesis import strategies as st

from corpuskit.rules import shipped_root
from corpuskit.simplified import simplified

TRADITIONAL = "臺灣價格為國學說聯合體"


@given(st.text(TRADITIONAL + "科创乾著\n𠮷a"))
def test_each_character_stays_where_it_is(text: str) -> None:
    other = simplified(text)
    assert len(other) == len(text)
    assert simplified(other) == other
    assert all(old == new or old in TRADITIONAL for old, new in zip(text, other, strict=True))


def test_the_shipped_lists_are_as_they_were() -> None:
    for name in ("divisions.txt", "surnames.txt", "titles.txt"):
        text = (shipped_root() / "zh" / name).read_text("utf-8")
        assert simplified(text) is text
