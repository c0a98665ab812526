"""Lines with all that was found out about them: the input of every feature and every decision."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpuskit.layout.column import Columns
from corpuskit.layout.column import columns as find_columns
from corpuskit.layout.lines import Batch, BoolArray, Lines, measure
from corpuskit.layout.marks import Ink, inspect
from corpuskit.layout.pairs import QUOTE, ROUND, TITLE, spans
from corpuskit.model import IntArray

_NEAR = 4


@dataclass(frozen=True, slots=True)
class Page:
    """Arrays over the lines of a batch.

    ``widths``, ``units`` and ``column`` are by the measure that suits the line's document; ``in_brackets``,
    ``in_title`` and ``in_quotes`` give, for the break after each line, the length of the pair around it.
    """

    lines: Lines
    ink: Ink
    columns: Columns
    widths: IntArray
    units: IntArray
    column: IntArray
    in_brackets: IntArray
    in_title: IntArray
    in_quotes: IntArray

    @classmethod
    def of(cls, batch: Batch, documents: int) -> "Page":
        """Measure the lines of ``batch``; every line by the measure that suits its document."""
        lines = measure(batch)
        ink = inspect(batch, lines)
        columns = find_columns(lines, ink, documents)
        by_face = columns.proportional[lines.document].astype(np.bool_)
        return cls(
            lines,
            ink,
            columns,
            np.where(by_face, lines.set_, lines.grid),
            np.where(by_face, lines.set_unit, lines.grid_unit),
            np.where(by_face, columns.set_[lines.document], columns.grid[lines.document]),
            spans(batch, lines, *ROUND),
            spans(batch, lines, *TITLE),
            spans(batch, lines, *QUOTE),
        )

    def at(self, values: npt.NDArray[np.generic], offset: int, absent: int = 0) -> IntArray:
        """``values`` of the line ``offset`` lines on; ``absent`` where the document has none."""
        size = len(values)
        moved = np.full(size, absent, np.int64)
        if abs(offset) >= size:
            return moved
        here = slice(max(0, -offset), size - max(0, offset))
        there = slice(max(0, offset), size - max(0, -offset))
        same = self.lines.document[here] == self.lines.document[there]
        moved[here] = np.where(same, values[there], absent)
        return moved

    def near(self, values: npt.NDArray[np.generic]) -> IntArray:
        """For every line, the sum of ``values`` over the nine lines around it, in its document."""
        sums = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
        owner, row = self.lines.document, np.arange(len(values))
        bounds = np.searchsorted(owner, np.arange(len(self.columns.breaks) + 1))
        low = np.maximum(row - _NEAR, bounds[owner])
        high = np.minimum(row + _NEAR + 1, bounds[owner + 1])
        return np.asarray(sums[high] - sums[low], np.int64)

    def share(self, flags: BoolArray, scale: int) -> IntArray:
        """For every line, the share of its document's lines that have the flag, in ``1/scale``."""
        documents = len(self.columns.breaks)
        hits = np.bincount(self.lines.document[flags], minlength=documents)
        total = np.bincount(self.lines.document, minlength=documents)
        return np.asarray((hits * scale // np.maximum(total, 1))[self.lines.document], np.int64)
