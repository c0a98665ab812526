import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.rules import shipped_root
from corpuskit.simplified import simplified

TRADITIONAL = "臺灣價格為國學說聯合體"
SHARED = "著作於餘名乾坤後"


@given(st.text(TRADITIONAL + SHARED + "科创\n𠮷a"))
def test_each_character_stays_where_it_is(text: str) -> None:
    other = simplified(text)
    assert len(other) == len(text)
    assert simplified(other) == other
    assert all(old == new or old in TRADITIONAL + SHARED for old, new in zip(text, other, strict=True))


def test_the_shipped_lists_are_as_they_were() -> None:
    for name in ("divisions.txt", "surnames.txt", "titles.txt"):
        text = (shipped_root() / "zh" / name).read_text("utf-8")
        assert simplified(text) is text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("後來他們站著說，毛巾乾了", "后来他们站着说，毛巾干了"),
        ("這部著作的原著顯著不同，乾隆年間著名", "这部著作的原著显著不同，乾隆年间著名"),
        ("对于著作的於菟与乾燥", "对于著作的於菟与乾燥"),
    ],
)
def test_characters_of_both_scripts_are_read_as_the_text_is_written(text: str, plain: str) -> None:
    assert simplified(text) == plain


def test_no_character_is_in_both_lists() -> None:
    narrow, wide = (
        {line[0] for line in (shipped_root() / "zh" / name).read_text("utf-8").splitlines()[1:]}
        for name in ("traditional.tsv", "traditional-wide.tsv")
    )
    assert not narrow & wide
