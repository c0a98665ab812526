from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.edits import apply, changes, settle, trim
from corpuskit.model import Change, Edit, Edits
from tests.growth import grows_linearly
from tests.strategies import edited, texts


def replay(source: str, written: tuple[Change, ...]) -> str:
    pieces, at = [], 0
    for change in written:
        assert source[change.start : change.end] == change.old
        pieces += [source[at : change.start], change.new]
        at = change.end
    return "".join([*pieces, source[at:]])


def undo(cleaned: str, written: tuple[Change, ...]) -> str:
    pieces, at, shift = [], 0, 0
    for change in written:
        start = change.start + shift
        assert cleaned[start : start + len(change.new)] == change.new
        pieces += [cleaned[at:start], change.old]
        at = start + len(change.new)
        shift += len(change.new) - len(change.old)
    return "".join([*pieces, cleaned[at:]])


@given(edited())
def test_changes_applied_give_the_cleaned_text_and_undone_the_source(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    cleaned, alignment = apply(text, edits)
    [written] = changes([text], [cleaned], [alignment], [[(e.start, e.end, "XX001") for e in edits]])
    assert replay(text, written) == cleaned
    assert undo(cleaned, written) == text
    assert all(change.codes == ("XX001",) for change in written)
    gaps = [after.start - before.end for before, after in pairwise(written)]
    assert all(gap > 0 for gap in gaps)


@given(edited(), st.data())
def test_changes_of_two_steps_do_the_same(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    source, edits = case
    middle, first = apply(source, edits)
    _, again = data.draw(edited(middle))
    cleaned, second = apply(middle, again)
    [written] = changes([source], [cleaned], [second.compose(first)], [[]])
    assert replay(source, written) == cleaned
    assert undo(cleaned, written) == source


few = st.text("新质", max_size=6)


@given(texts() | few, st.data())
def test_trimmed_edits_do_the_same(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = Edit(start, end, data.draw(texts(4) | few | st.just(text[start:end])))
    small = trim(text, edit)
    assert text[: small.start] + small.new + text[small.end :] == text[:start] + edit.new + text[end:]
    if small.new and small.start < small.end:
        assert small.new[0] != text[small.start]
        assert small.new[-1] != text[small.end - 1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=4), st.randoms())
def test_edits_are_apart_with_a_character_between_any_two(
    spans: list[tuple[int, int]], random: Random
) -> None:
    edits = [Edit(start, start + size, "") for start, size in spans]
    pairs = combinations(sorted(edits), 2)
    random.shuffle(edits)
    in_order = Edits.of([edits]).ordered()
    assert [one.start for one in in_order] == sorted(one.start for one in edits)
    assert in_order.apart() == all(first.end < second.start for first, second in pairs)


def test_the_earliest_then_longest_then_first_rule_wins() -> None:
    edits = [
        Edit(2, 6, "a"),
        Edit(0, 3, "b"),
        Edit(0, 4, "c"),
        Edit(9, 10, "d"),
        Edit(9, 10, "d"),
        Edit(12, 12, "e"),
    ]
    won = settle(edits, np.array([0, 1, 2, 3, 4, 5]), np.array([0, 1, 2, 4, 3, 5]))
    assert won.tolist() == [False, False, True, True, True, True]


def test_a_hit_makes_all_its_edits_or_none() -> None:
    edits = [Edit(0, 2, ""), Edit(5, 6, ""), Edit(5, 7, "x")]
    assert settle(edits, np.array([0, 0, 1]), np.array([0, 1])).tolist() == [True, False]


def test_two_insertions_at_one_place_do_not_both_win() -> None:
    assert settle([Edit(3, 3, "a"), Edit(3, 3, "b")], np.array([0, 1]), np.array([0, 1])).tolist() == [
        True,
        False,
    ]


@given(edited(), st.data())
def test_what_settles_can_be_applied(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    more = data.draw(edited(text))[1]
    both = edits + more
    won = settle(both, np.arange(len(both)), np.arange(len(both)))
    apply(text, [edit for edit, wins in zip(both, won, strict=True) if wins])
    if edits:
        assert won.any()


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply("发展新质生产力", [Edit(0, 3, ""), Edit(2, 4, "")])


def edit_and_map(length: int) -> None:
    """Settle, apply and map back an edit in every ten characters."""
    text = "发展新质生产力。" * (length // 8)
    edits = [Edit(at, at + 1, "账户" if at % 3 else "") for at in range(0, length - 1, 10)]
    won = settle(edits, np.arange(len(edits)), np.arange(len(edits)))
    assert won.all()
    cleaned, alignment = apply(text, edits)
    changes([text], [cleaned], [alignment], [[]])
    alignment.to_source(np.arange(len(cleaned)), np.arange(1, len(cleaned) + 1))


def test_twice_the_text_takes_less_than_thrice_the_time() -> None:
    assert grows_linearly(edit_and_map, 500_000)
