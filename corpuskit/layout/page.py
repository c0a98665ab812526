"""Lines with all that was found out about them: the input of every feature and every decision."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.layout.column import Columns, Measures, numbers
from corpuskit.layout.column import columns as find_columns
from corpuskit.layout.filled import ENOUGH, between_blanks, going_on, with_long_units
from corpuskit.layout.furniture import furniture
from corpuskit.layout.lines import SQUARE, Batch, BoolArray, Lines, SmallArray
from corpuskit.layout.marks import Ink, inspect
from corpuskit.layout.measure import measure
from corpuskit.layout.pairs import OUTSIDE, ROUND, TITLE, spans
from corpuskit.model import IntArray
from corpuskit.unicode import ClassArray

_NEAR = 4
_STEPS = np.arange(2 * _NEAR + 1)[:, None]
_Scalar = TypeVar("_Scalar", bound=np.generic)


def _measures(lines: Lines, ink: Ink) -> Measures:
    """What the columns of ``lines`` are told from."""
    widths = lines.grid, lines.set_, lines.grid_unit, lines.set_unit, lines.sizes, lines.unit_sizes
    return Measures(lines.document, ink.last, *widths)


def _filled_by_number(lines: Lines, ink: Ink, columns: Columns, inside: BoolArray) -> BoolArray:
    """Which documents are filled with so many characters a line, and not with widths."""
    owner, documents = lines.document, len(columns.width)
    filled = numbers(_measures(lines, ink), columns, documents)
    found = filled > 0
    if np.count_nonzero(found):
        full = np.abs(lines.sizes - filled.take(owner)) <= 1
        found &= going_on(lines, ink, inside, full, documents) >= ENOUGH
    return found


class Running(msgspec.Struct, frozen=True):
    """Lines of page furniture, as `Lines` has them."""

    document: IntArray
    heads: IntArray
    starts: IntArray
    ends: IntArray

    def __len__(self) -> int:
        return len(self.starts)


class Page(msgspec.Struct, frozen=True):
    """Arrays over the lines of a batch.

    ``widths``, ``units`` and ``column`` are by the measure that suits the line's document; ``needs`` is the
    unit of the next line, 0 where the document has none, ``slack`` what is left of the column behind a line,
    ``room`` what would be left behind that unit, ``roomy`` that it is as much as a Han character.
    ``next_first`` is the class of the next line's first character, as `at` gives it. ``in_brackets``,
    ``in_title`` and ``in_quotes`` give, for the break after each line, the length of the pair around it;
    ``inside`` says that it is inside of brackets, or of the marks of a title.
    ``bounds`` are the first lines of the documents, and the number of lines, ``sizes`` how many lines each
    has, ``counted`` which are filled with so many characters a line, ``worded`` which are broken at blanks
    alone; ``follows`` says that a line of the same document follows, ``across`` that page furniture stands
    between. Lines of furniture, ``running``, are none of the page's ``lines``. ``alone``: this is the page
    of one document.
    """

    lines: Lines
    ink: Ink
    columns: Columns
    widths: SmallArray
    units: SmallArray
    needs: SmallArray
    column: SmallArray
    slack: SmallArray
    room: SmallArray
    roomy: BoolArray
    next_first: ClassArray
    in_brackets: SmallArray
    in_title: SmallArray
    in_quotes: SmallArray
    inside: BoolArray
    bounds: IntArray
    sizes: IntArray
    counted: BoolArray
    worded: BoolArray
    follows: BoolArray
    across: BoolArray
    running: Running
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
        some = bool(np.count_nonzero(flags))
        edges = lines.document, lines.heads, lines.starts, lines.ends
        running = Running(*(edge[flags] if some else edge[:0] for edge in edges))
        if some:
            lines = lines.pick(~flags)
        ink = inspect(lines)
        owner = lines.document
        worded = between_blanks(lines, ink, documents)
        if np.count_nonzero(worded):
            lines = with_long_units(batch, lines, ink, worded)
        columns, pairs = find_columns(_measures(lines, ink), documents), spans(batch, lines)
        inside = np.minimum(pairs[ROUND], pairs[TITLE]) < OUTSIDE
        by_number = _filled_by_number(lines, ink, columns, inside)
        if np.count_nonzero(by_number):
            lines = lines.counted(by_number.take(owner))
            columns = find_columns(_measures(lines, ink), documents)
        widths = columns.by_measure(lines.grid, lines.set_, owner)
        units = columns.by_measure(lines.grid_unit, lines.set_unit, owner)
        follows = np.zeros(len(lines), np.bool_)
        follows[:-1] = owner[1:] == owner[:-1]
        across = np.zeros(len(lines), np.bool_)
        if some:
            behind = lines.starts.searchsorted(running.starts) - 1
            across[behind[behind >= 0]] = True
            across &= follows
        bounds = owner.searchsorted(np.arange(documents + 1))
        column = columns.width.take(owner)
        needs = np.zeros(len(lines), np.int32)
        needs[:-1] = units[1:]
        needs *= follows
        slack = column - widths
        room = slack - needs
        first = np.zeros(len(lines), np.uint8)
        first[:-1] = ink.first[1:]
        first *= follows
        measured = lines, ink, columns, widths, units, needs, column, slack, room, room >= SQUARE, first
        sizes = bounds[1:] - bounds[:-1]
        said = by_number, worded, follows, across
        return cls(*measured, *pairs, inside, bounds, sizes, *said, running, documents == 1)

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
        """``values`` (a row, or rows, of one a line) of the line ``offset`` lines on; 0 where the document
        has none."""
        moved = np.zeros(values.shape, values.dtype)
        if offset > 0:
            moved[..., :-offset] = values[..., offset:]
        else:
            moved[..., -offset:] = values[..., :offset]
        if not self.alone:
            moved[..., self._foreign(offset)] = 0
        return moved

    def around(self, values: SmallArray) -> SmallArray:
        """``values`` of the nine lines around each line, a row for each step from the one four lines before
        on; 0 where the document has none."""
        size = len(values)
        padded = np.zeros(size + 2 * _NEAR, values.dtype)
        padded[_NEAR : _NEAR + size] = values
        found = padded.take(_STEPS + np.arange(size))
        if not self.alone:
            for row, step in enumerate(range(-_NEAR, _NEAR + 1)):
                found[row, self._foreign(step)] = 0
        return found

    def near(self, values: Sequence[BoolArray | SmallArray]) -> SmallArray:
        """For every line, the sums of each of ``values`` over the nine lines around it, in its document; in
        the last row how many these lines are."""
        owner, places = self.lines.document, np.arange(len(self.follows) + 1)
        low = np.maximum(places[:-1] - _NEAR, self.bounds.take(owner))
        high = np.minimum(places[1:] + _NEAR, self.bounds.take(owner + 1))
        # Sums over many lines overflow, but differences of them are right.
        sums = np.zeros((len(values) + 1, len(places)), np.int32)
        np.array(values, np.int32).cumsum(axis=1, dtype=np.int32, out=sums[:-1, 1:])
        sums[-1] = places
        return np.asarray(sums.take(high, axis=1) - sums.take(low, axis=1), np.int32)

    def widest(self, flags: BoolArray) -> IntArray:
        """For each document, how wide the widest of its flagged lines is; 0 where none is flagged."""
        rows, widest = flags.nonzero()[0], np.zeros(len(self.sizes), np.int64)
        np.maximum.at(widest, self.lines.document[rows], self.widths[rows])
        return widest

    def counts(self, flags: Sequence[BoolArray]) -> IntArray:
        """How many lines of each document (columns) have each of ``flags`` (rows)."""
        if self.alone:
            return np.array([np.count_nonzero(flag) for flag in flags], np.int64)[:, None]
        ends = np.array([flag.nonzero()[0].searchsorted(self.bounds) for flag in flags])
        return np.asarray(ends[:, 1:] - ends[:, :-1], np.int64)

    def percents(self, flags: Sequence[BoolArray]) -> IntArray:
        """Percent of each document's lines that have each of ``flags``; shaped as `counts`."""
        return self.counts(flags) * 100 // np.maximum(self.sizes, 1)
