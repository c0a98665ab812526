"""Lines with all that was found out about them: the input of every feature and every decision."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.layout.column import Columns, Measures
from corpuskit.layout.column import columns as find_columns
from corpuskit.layout.furniture import furniture
from corpuskit.layout.lines import Batch, BoolArray, Lines
from corpuskit.layout.marks import Ink, inspect
from corpuskit.layout.measure import measure
from corpuskit.layout.pairs import spans
from corpuskit.model import IntArray

_NEAR = 4
_Scalar = TypeVar("_Scalar", bound=np.generic)


class Page(msgspec.Struct, frozen=True):
    """Arrays over the lines of a batch.

    ``widths``, ``units`` and ``column`` are by the measure that suits the line's document; ``in_brackets``,
    ``in_title`` and ``in_quotes`` give, for the break after each line, the length of the pair around it.
    ``bounds`` are the first lines of the documents, and the number of lines; ``follows`` says that a line
    of the same document follows, ``across`` that page furniture stands between. Lines of furniture,
    ``running``, are none of the page's ``lines``. ``alone``: this is the page of one document.
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
    bounds: IntArray
    follows: BoolArray
    across: BoolArray
    running: Lines
    alone: bool
    _same: dict[int, BoolArray] = msgspec.field(default_factory=dict)
    _others: dict[int, IntArray] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, batch: Batch, texts: Sequence[str]) -> "Page":
        """Measure the lines of ``batch``, which holds ``texts``; every line by the measure that suits its
        document."""
        documents = len(texts)
        lines = measure(batch)
        flags = furniture(batch, lines, texts)
        running = lines.pick(flags)
        if len(running):
            lines = lines.pick(~flags)
        ink = inspect(lines)
        owner = lines.document
        columns = find_columns(
            Measures(owner, ink.last, lines.grid, lines.set_, lines.grid_unit, lines.set_unit), documents
        )
        widths = columns.by_measure(lines.grid, lines.set_, owner)
        units = columns.by_measure(lines.grid_unit, lines.set_unit, owner)
        follows = np.zeros(len(lines), np.bool_)
        follows[:-1] = owner[1:] == owner[:-1]
        across = np.zeros(len(lines), np.bool_)
        if len(running):
            behind = lines.starts.searchsorted(running.starts) - 1
            across[behind[behind >= 0]] = True
            across &= follows
        bounds = owner.searchsorted(np.arange(documents + 1))
        pairs = spans(batch, lines)
        column = columns.widths(owner)
        measured = lines, ink, columns, widths, units, column
        return cls(*measured, *pairs, bounds, follows, across, running, documents == 1)

    def same(self, offset: int) -> BoolArray:
        """For every line but the last (first) ones: is the line ``offset`` lines on of its document?"""
        step = abs(offset)
        if step not in self._same:
            owner = self.lines.document
            self._same[step] = owner[step:] == owner[: max(0, len(owner) - step)]
        return self._same[step]

    def _foreign(self, offset: int) -> IntArray:
        """The lines whose line ``offset`` lines on is another document's."""
        if offset not in self._others:
            rows = (~self.same(offset)).nonzero()[0]
            self._others[offset] = rows - offset if offset < 0 else rows
        return self._others[offset]

    def at(self, values: npt.NDArray[_Scalar], offset: int) -> npt.NDArray[_Scalar]:
        """``values`` of the line ``offset`` lines on; 0 where the document has none."""
        size = len(values)
        moved = np.zeros(size, values.dtype)
        if 0 < offset < size:
            moved[:-offset] = values[offset:]
        elif -size < offset < 0:
            moved[-offset:] = values[:offset]
        if not self.alone:
            moved[self._foreign(offset)] = 0
        return moved

    def near(self, values: Sequence[npt.NDArray[np.generic]]) -> IntArray:
        """For every line, the sums of each of ``values`` over the nine lines around it, in its document."""
        sums = np.zeros((len(values), len(self.lines) + 1), np.int64)
        np.cumsum(_table(values), axis=1, out=sums[:, 1:], dtype=np.int64)
        owner, row = self.lines.document, np.arange(len(self.lines))
        low = np.maximum(row - _NEAR, self.bounds.take(owner))
        high = np.minimum(row + _NEAR + 1, self.bounds.take(owner + 1))
        return np.asarray(sums[:, high] - sums[:, low], np.int64)

    def counts(self, flags: Sequence[BoolArray]) -> IntArray:
        """How many lines of each document (columns) have each of ``flags`` (rows)."""
        if self.alone:
            return np.array([np.count_nonzero(flag) for flag in flags], np.int64)[:, None]
        sums = np.zeros((len(flags), len(self.lines) + 1), np.int64)
        np.cumsum(_table(flags), axis=1, out=sums[:, 1:])
        ends = sums.take(self.bounds, axis=1)
        return ends[:, 1:] - ends[:, :-1]

    def sizes(self) -> IntArray:
        """How many lines each document has."""
        return self.bounds[1:] - self.bounds[:-1]

    def percents(self, flags: Sequence[BoolArray]) -> IntArray:
        """Percent of each document's lines that have each of ``flags``; shaped as `counts`."""
        return self.counts(flags) * 100 // np.maximum(self.sizes(), 1)

    def slack(self) -> IntArray:
        """What is left of the column behind each line."""
        return self.column - self.widths


def _table(rows: Sequence[npt.NDArray[np.generic]]) -> npt.NDArray[np.generic]:
    """``rows``, which are equally long, as a table."""
    return np.concatenate(rows).reshape(len(rows), -1)
