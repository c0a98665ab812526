import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.cells import cells, joined, numbers

TEXTS = st.text(st.characters(codec="utf-8", min_codepoint=1), max_size=60)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8))
def test_a_line_is_its_cells_around_its_text_however_long_that_is(rows: list[tuple[str, str, str]]) -> None:
    before, texts, behind = ([one.encode() for one in column] for column in zip(*rows, strict=True))
    bounds = np.cumsum([0, *map(len, texts)])
    found = joined([cells(before)], b"".join(texts), bounds[:-1], bounds[1:], [cells(behind), cells(before)])
    lines = zip(before, texts, behind, before, strict=True)
    assert found == b"".join(part for line in lines for part in line)


@given(st.lists(st.integers(0, 1 << 40), min_size=1), st.integers(0, 40))
def test_numbers_are_written_as_python_writes_them(values: list[int], shift: int) -> None:
    own = np.array(values, np.int64) >> shift
    none = np.zeros(len(own), np.int64)
    found = joined([], b"", none, none, [numbers(own, b"\n")])
    assert found == b"".join(b"%d\n" % value for value in own.tolist())


@pytest.mark.parametrize("value", [0, 9, 10, 65_535, 65_536, 99_999, 100_000])
def test_a_number_at_an_edge(value: int) -> None:
    none = np.zeros(1, np.int64)
    assert joined([], b"", none, none, [numbers(np.array([value]), b":")]) == b"%d:" % value
