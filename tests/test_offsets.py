import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.edits import apply
from corpuskit.model import Edit
from corpuskit.offsets import Alignment, LineIndex
from tests.strategies import edited, texts


def spans(data: st.DataObject, length: int) -> tuple[int, int]:
    start = data.draw(st.integers(0, length))
    return start, data.draw(st.integers(start, length))


@given(texts(), st.data())
def test_identity_maps_a_span_to_itself(text: str, data: st.DataObject) -> None:
    start, end = spans(data, len(text))
    source = Alignment.identity(len(text)).to_source([start], [end])
    assert (source[0][0], source[1][0]) == (start, end)


@given(edited())
def test_untouched_text_maps_to_itself(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    cleaned, alignment = apply(text, edits)
    inside = np.zeros(len(cleaned) + 1, bool)
    for start, end in zip(alignment.starts, alignment.ends, strict=True):
        inside[start:end] = True
    for at in np.flatnonzero(~inside[: len(cleaned)]).tolist():
        starts, ends = alignment.to_source([at], [at + 1])
        assert ends[0] - starts[0] == 1
        assert text[starts[0]] == cleaned[at]


@given(edited(), st.data())
def test_composition_equals_stepwise_mapping(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    source, edits = case
    middle, earlier = apply(source, edits)
    _, again = data.draw(edited(middle))
    cleaned, later = apply(middle, again)
    both = later.compose(earlier)
    assert (both.length, both.source_length) == (len(cleaned), len(source))
    at = np.arange(len(cleaned) + 1)
    start, end = both.start_to_source(at), both.end_to_source(at)
    stepwise_start = earlier.start_to_source(later.start_to_source(at))
    stepwise_end = earlier.end_to_source(later.end_to_source(at))
    np.testing.assert_array_equal(start, stepwise_start)
    np.testing.assert_array_equal(end, stepwise_end)


@given(edited())
def test_inversion_is_its_own_inverse_and_undoes(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    _, alignment = apply(text, edits)
    twice = alignment.invert().invert()
    for name in ("starts", "ends", "source_starts", "source_ends"):
        np.testing.assert_array_equal(getattr(alignment, name), getattr(twice, name))
    assert_undone(alignment)


@given(edited(), st.data())
def test_what_two_steps_did_is_undone_by_the_inversion(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    middle, earlier = apply(*case)
    _, later = apply(*data.draw(edited(middle)))
    assert_undone(later.compose(earlier))


def assert_undone(alignment: Alignment) -> None:
    """The way to the source and back leads to the character that it began at."""
    at = np.arange(alignment.length)
    starts, ends = alignment.to_source(at, at + 1)
    there = alignment.invert().to_source(starts, ends)
    np.testing.assert_array_less(there[0] - 1, at)
    np.testing.assert_array_less(at, there[1])


@given(texts())
def test_places_count_lines_as_editors_do(text: str) -> None:
    index = LineIndex(text)
    line, column = 1, 1
    for offset, character in enumerate(text):
        assert index.place(offset) == (line, column)
        if character == "\n" or (character == "\r" and text[offset + 1 : offset + 2] != "\n"):
            line, column = line + 1, 1
        else:
            column += 1


@given(texts(), st.data())
def test_many_places_are_those_of_each(text: str, data: st.DataObject) -> None:
    index = LineIndex(text)
    offsets = data.draw(st.lists(st.integers(0, len(text)), max_size=5))
    lines, columns = index.places(offsets)
    assert list(zip(lines, columns, strict=True)) == [index.place(at) for at in offsets]
    starts, ends = index.line_spans(lines, len(text))
    for line, at, column, start, end in zip(lines, offsets, columns, starts, ends, strict=True):
        assert start == at - column + 1
        assert all(index.place(one)[0] == line for one in range(start, end))
        assert end == len(text) or index.place(end) == (line + 1, 1)


def test_only_what_meets_is_composed() -> None:
    with pytest.raises(ValueError, match="middle lengths differ: 3 and 2"):
        Alignment.identity(3).compose(Alignment.identity(2))


def test_a_cut_word_maps_over_its_line_break() -> None:
    source = "取得了积极进展，2023\n\n年研发经费"
    cut = source.index("\n\n")
    cleaned, alignment = apply(source, [Edit(cut, cut + 2, "")])
    at = cleaned.index("2023年")
    starts, ends = alignment.to_source([at], [at + 5])
    assert source[starts[0] : ends[0]] == "2023\n\n年"
