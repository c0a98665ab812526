import pytest
from hypothesis import given
from msgspec.structs import replace

from corpuskit.edits import apply, changes
from corpuskit.errors import InputError
from corpuskit.model import Change, Edit
from corpuskit.undo import Record, apply_changes, restore, sha256, undo_changes
from tests.strategies import edited

SOURCE = "发展新质\n\n生产力,推动\n"
CHANGES = (Change(4, 6, "\n\n", "", ("LB002",)), Change(9, 10, ",", "，", ("PU001",)))
TEXT = "发展新质生产力，推动\n"
RECORD = Record("a", sha256(SOURCE), sha256(TEXT), CHANGES)


@given(edited())
def test_undoing_is_the_inverse_of_applying(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    text, alignment = apply(source, edits)
    [done] = changes([source], [text], [alignment], [[]])
    assert apply_changes(source, done) == text
    assert undo_changes(text, done) == source


def test_restore_gives_the_source() -> None:
    assert restore(TEXT, RECORD) == SOURCE


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (TEXT.replace("，", "、"), "a.txt:1: column 8: expected “，”, found “、”"),
        ("好\n" + TEXT, "a.txt:2: column 6: expected “，”, found “产”"),
        ("发展", "a.txt:1: column 3: the text ends here too early"),
    ],
)
def test_a_text_that_no_longer_fits_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        restore(text, RECORD, file="a.txt")
    assert str(caught.value).startswith(place)


def test_an_edit_between_the_changes_is_refused() -> None:
    with pytest.raises(InputError, match=r"^a.txt: a: the text is not the one that was written"):
        restore(TEXT.replace("推动", "促进"), RECORD, file="a.txt")


@pytest.mark.parametrize("wrong", ["source_sha256", "text_sha256"])
def test_a_record_of_another_text_is_refused(wrong: str) -> None:
    with pytest.raises(InputError, match=r"its SHA-256 differs"):
        restore(TEXT, replace(RECORD, **{wrong: sha256("")}))


@pytest.mark.parametrize(
    "changes",
    [
        (Change(0, 2, "发展", "", ()), Change(1, 2, "展", "", ())),
        (Change(2, 4, "新质", "", ()), Change(0, 2, "发展", "", ())),
        (Change(9, 30, SOURCE[9:], "", ()),),
        (Change(0, 1, "发展", "", ()),),
    ],
    ids=["overlap", "order", "behind the end", "length"],
)
def test_changes_that_cannot_be_are_refused(changes: tuple[Change, ...]) -> None:
    with pytest.raises(InputError, match=r"^a.txt:"):
        apply_changes(SOURCE, changes, file="a.txt")


def test_a_source_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match=r"^a.txt:1: column 5: expected "):
        apply_changes("发展新质生产力,推动\n", CHANGES, file="a.txt")


def test_lone_surrogates_have_a_hash() -> None:
    assert sha256("\ud800") != sha256("\ud801")
