"""What is asked of many alignments side by side is what each says alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.alignments import Alignments, compose
from corpuskit.edits import apply
from corpuskit.offsets import Alignment
from tests.strategies import edited


def facts(one: Alignment) -> list[object]:
    columns = one.starts, one.ends, one.source_starts, one.source_ends
    return [one.length, one.source_length, *(column.tolist() for column in columns)]


@given(st.lists(edited(), min_size=1, max_size=4))
def test_spans_map_side_by_side_as_they_do_alone(cases: list[tuple[str, list]]) -> None:  # type: ignore[type-arg]
    alone = [apply(text, edits)[1] for text, edits in cases]
    many = Alignments.of(alone)
    for number, one in enumerate(alone):
        starts, ends = np.triu_indices(one.length + 1)
        found = many.to_source(np.full(len(starts), number), starts, ends)
        assert np.array_equal(found, one.to_source(starts, ends))
    assert [facts(one) for one in many.split()] == [facts(one) for one in alone]


@given(st.lists(edited(), min_size=1, max_size=4), st.data())
def test_pairs_compose_side_by_side_as_they_do_alone(cases: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    middles, earlier = zip(*(apply(text, edits) for text, edits in cases), strict=True)
    later = [apply(middle, data.draw(edited(middle))[1])[1] for middle in middles]
    alone = [one.compose(before) for one, before in zip(later, earlier, strict=True)]
    assert [facts(one) for one in compose(later, earlier)] == [facts(one) for one in alone]
