"""Find the lines of a batch and measure them.

Every character is looked at once: one look-up gives its class, another its widths, and all counts are taken
from the few places that hold a mark. A batch is measured a piece at a time, so that what belongs to the
characters of a piece stays in the cache.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from corpuskit.layout.lines import (
    CELL,
    CLOSING,
    COLONS,
    HEAD,
    MAY_BREAK,
    NOWHERE,
    PAUSES,
    STOPS,
    TAIL,
    WIDEST,
    Batch,
    BoolArray,
    Lines,
)
from corpuskit.layout.widths import packed, unpacked, unpacked_widths
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import (
    CELLS,
    CJK,
    CLASS_COUNT,
    CharClass,
    ClassArray,
    class_set,
)

_TAB, _FEED, _FORM_FEED, _RETURN = 9, 10, 12, 13
PIECE = 1 << 16
"""About so many characters are measured at a time."""
_LONGEST_UNIT = 40
_LONGEST = 8000
"""Longer lines are summed up in parts."""
_NARROW = class_set(CharClass.STOP, CharClass.COMMA, CharClass.COLON)
_AFTER_PAUSE = CLOSING | class_set(CharClass.BLANK, CharClass.LINE_END, CharClass.QUOTE, CharClass.DASH)
_LEADERS = class_set(CharClass.STOP, CharClass.DASH, CharClass.BULLET, CharClass.HYPHEN)
_FIRST_MARK = CharClass.DIGIT
"""Classes from this one on are marks; blanks and line ends are, too."""
_GROUPS = (
    class_set(CharClass.BLANK),
    class_set(CharClass.DIGIT),
    class_set(CharClass.COMMA),
    class_set(CharClass.SYMBOL),
    class_set(CharClass.OPEN),
    class_set(CharClass.CLOSE),
    class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE),
    class_set(CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE),
)
_GROUP = np.full(CLASS_COUNT, len(_GROUPS), np.int64)
for _index, _members in enumerate(_GROUPS):
    _GROUP[_members] = _index


class _Piece:
    """Whole lines of a batch, measured together: offsets are the piece's.

    ``places`` are the offsets of all marks, blanks and line ends, ``marks`` their classes, ``line`` the line
    each belongs to; what is counted in a line is counted among them. ``blanks`` are the blanks among them.
    """

    def __init__(self, codes: CodeArray, kinds: ClassArray, ends_of_texts: IntArray) -> None:
        self.codes, self.kinds = codes, kinds
        self.places = ((kinds - np.uint8(2)) >= np.uint8(_FIRST_MARK - 2)).nonzero()[0]
        self.marks = kinds.take(self.places)
        ends = self.marks == CharClass.LINE_END
        returns = np.count_nonzero(codes.take(self.places[ends]) == _RETURN)
        if returns:
            self._join_feeds(ends, ends_of_texts)
        self.at = ends.nonzero()[0]
        self.stops = self.places.take(self.at)
        self.blanks = (self.marks == CharClass.BLANK).nonzero()[0]
        self.line = ends.cumsum()
        self.line -= ends
        self.begins = np.zeros(len(self.stops), np.int64)
        self.begins[1:] = self.stops[:-1] + 1
        self.first = np.zeros(len(self.stops), np.int64)
        self.first[1:] = self.at[:-1] + 1
        if returns:
            # The feed of a CRLF is the first mark of the next line, and no ink of it.
            feed = self.marks.take(self.first) == CharClass.LINE_END
            feed &= self.first < self.at
            self.begins += feed
            self.first += feed

    def _join_feeds(self, ends: BoolArray, ends_of_texts: IntArray) -> None:
        """Let the feed of a CRLF end no line of its own."""
        codes = self.codes.take(self.places)
        second = np.zeros(len(ends), np.bool_)
        second[1:] = (codes[1:] == _FEED) & (codes[:-1] == _RETURN)
        second[1:] &= self.places[1:] == self.places[:-1] + 1
        second &= ~np.isin(self.places, ends_of_texts)
        ends &= ~second

    def ink(self) -> tuple[IntArray, IntArray, IntArray]:
        """The lines with ink: their rows, and where their ink starts and ends.

        Blanks at the edges of a line are the marks there that follow one another without a gap.
        """
        blank = self.blanks
        if not len(blank):
            rows = (self.stops > self.begins).nonzero()[0]
            return rows, self.begins[rows], self.stops[rows]
        line, place, many = self.line.take(blank), self.places.take(blank), len(self.stops)
        before, after = blank - self.first.take(line), self.at.take(line) - blank
        leads = place - self.begins.take(line) == before
        trails = self.stops.take(line) - place == after
        starts = self.begins + _prefix(line, before, leads, many)
        backwards = _prefix((many - 1 - line)[::-1], (after - 1)[::-1], trails[::-1], many)
        ends = self.stops - backwards[::-1]
        rows = (ends > starts).nonzero()[0]
        return rows, starts[rows], ends[rows]

    def counts(self, among: IntArray, rows: IntArray) -> IntArray:
        """How many of the marks ``among`` are in each of the lines ``rows``."""
        if not len(among):
            return np.zeros(len(rows), np.int64)
        counts = np.bincount(self.line.take(among), minlength=len(self.stops))
        return np.asarray(counts.take(rows), np.int64)

    def first_in(self, among: IntArray, rows: IntArray, starts: IntArray) -> IntArray:
        """How far into each line the first of the marks ``among`` stands; `NOWHERE` where there is none."""
        if not len(among):
            return np.full(len(rows), NOWHERE)
        found = np.full(len(self.stops), 2 * NOWHERE)
        # Backwards, so that the first is the last that is written.
        found[self.line.take(among)[::-1]] = self.places.take(among)[::-1]
        return np.minimum(found.take(rows) - starts, NOWHERE)

    def sums(self, starts: IntArray, ends: IntArray, units: IntArray) -> list[IntArray]:
        """Width on a grid and as set, letters and CJK characters of each line; both widths of its unit.

        Sums over a long piece overflow, but differences of them are right as long as what they hold fits.
        """
        sums = np.zeros(len(self.codes) + 1, np.int64)
        packed(self.codes).cumsum(out=sums[1:])
        before = sums.take(starts)
        found = [*unpacked(sums.take(ends) - before), *unpacked_widths(sums.take(units) - before)]
        for row in (ends - starts > _LONGEST).nonzero()[0].tolist():
            edges = np.append(np.arange(starts[row], ends[row], _LONGEST), ends[row])
            for column, values in zip(found, unpacked(np.diff(sums[edges])), strict=False):
                column[row] = values.sum()
            for column in found[:2]:
                column[row] = min(int(column[row]), WIDEST)
        return found

    def tally(self, rows: IntArray, starts: IntArray, ends: IntArray) -> list[IntArray]:
        """Blanks, digits, commas, odd signs, opening and closing marks of each line."""
        many = len(self.stops)
        key = _GROUP.take(self.marks)
        key *= many
        key += self.line
        # What is of no group, a feed behind the last line among it, is counted behind all that is.
        size = len(_GROUPS) * many
        table = np.bincount(key, minlength=size)[:size].reshape(-1, many)
        blank, digit, comma, symbol, open_, close, wide_open, wide_close = table.take(rows, axis=1)
        margins = (starts - self.begins.take(rows)) + (self.stops.take(rows) - ends)
        return [
            blank - margins,
            digit,
            comma,
            symbol + open_ + close,
            open_ + wide_open,
            close + wide_close,
        ]

    def pauses(self, rows: IntArray, starts: IntArray) -> list[IntArray]:
        """Pauses, stops, and where the first pause and the first colon stand.

        A narrow mark is a pause only before a blank, a line end or a closing mark, or between two CJK
        characters (``3.5``, ``a:b`` and ``x,y`` hold none).
        """
        able = PAUSES.take(self.marks).nonzero()[0]
        marks = self.marks.take(able)
        colons = able[COLONS.take(marks)]
        narrow = _NARROW.take(marks).nonzero()[0]
        if len(narrow):
            at = self.places.take(able[narrow])
            after, before = (self.kinds.take(places, mode="clip") for places in (at + 1, at - 1))
            real = np.ones(len(able), np.bool_)
            real[narrow] = _AFTER_PAUSE.take(after) | (CJK.take(before) & CJK.take(after))
            able, marks = able[real], marks[real]
        return [
            self.counts(able, rows),
            self.counts(able[STOPS.take(marks)], rows),
            self.first_in(able, rows, starts),
            self.first_in(colons, rows, starts),
        ]

    def cells(self, rows: IntArray, starts: IntArray, ends: IntArray) -> list[IntArray]:
        """Where the first blank stands, stretches of several blanks, runs of dots, and where the ink behind
        the last of several blanks begins."""
        blanks = self.blanks
        places = self.places.take(blanks)
        if len(blanks):
            line, low, high = self.line.take(blanks), self.stops.copy(), self.begins.copy()
            low[rows], high[rows] = starts, ends
            inner = ((places >= low.take(line)) & (places < high.take(line))).nonzero()[0]
            blanks, places = blanks.take(inner), places.take(inner)
        dots = _LEADERS.take(self.marks).nonzero()[0]
        at = self.places.take(dots)
        triple = dots[2:][at[2:] - at[:-2] == 2]
        cells, *gutters = self._wide(blanks, places, rows)
        return [
            self.first_in(blanks, rows, starts),
            cells,
            self.counts(triple, rows),
            *gutters,
        ]

    def _wide(self, blanks: IntArray, places: IntArray, rows: IntArray) -> list[IntArray]:
        """Stretches of several blanks, tabs too, and where the ink behind the last one begins; ``blanks`` are
        those inside of lines, ``places`` where they stand."""
        follows = _steps(places, -2) == 1
        tabs = self.codes.take(places) == _TAB
        if not len(places) or not np.count_nonzero(follows | tabs):
            return [np.zeros(len(rows), np.int64)] * 3
        second = follows.copy()
        second[1:] &= ~follows[:-1]
        return [self.counts(blanks[second | tabs], rows), *self._gutters(places[follows], rows)]

    def _gutters(self, places: IntArray, rows: IntArray) -> list[IntArray]:
        """Cells, and characters, before the ink behind the last stretch of several blanks of each line;
        ``places`` are all blanks inside of lines that follow on a blank, in order."""
        gutters = np.zeros((2, len(self.stops)), np.int64)
        if len(places):
            line = self.line.take(self.places.searchsorted(places))
            last = np.append(line[1:] != line[:-1], True)
            line, places = line[last], places[last] + 1
            size = places - self.begins.take(line)
            codes, firsts = self._before(places, size)
            gutters[0, line] = np.add.reduceat(CELLS.take(codes).astype(np.int64), firsts)
            gutters[1, line] = size
        return list(gutters.take(rows, axis=1))

    def indents(self, rows: IntArray, starts: IntArray) -> IntArray:
        """The blanks before the ink of each line, in tenths of a cell; a tab is four cells."""
        lead = starts - self.begins.take(rows)
        indents = np.zeros(len(rows), np.int64)
        some = lead.nonzero()[0]
        if len(some):
            codes, firsts = self._before(starts[some], lead[some])
            cells = np.where(codes == _TAB, 4, CELLS.take(codes)).astype(np.int64)
            indents[some] = np.add.reduceat(cells, firsts) * CELL
        return indents

    def _before(self, places: IntArray, sizes: IntArray) -> tuple[CodeArray, IntArray]:
        """The ``sizes`` characters before each of ``places``, in a row, and where in it those of each are."""
        after = sizes.cumsum()
        return self.codes.take((places - after).repeat(sizes) + np.arange(after[-1])), after - sizes

    def heads(self, starts: IntArray, ends: IntArray) -> tuple[ClassArray, CodeArray, IntArray]:
        """The first characters of each line, and where the part of it that cannot be broken ends."""
        window = starts[:, None] + np.arange(HEAD)
        beyond = window >= ends[:, None]
        kinds, codes = self.kinds.take(window, mode="clip"), self.codes.take(window, mode="clip")
        kinds[beyond], codes[beyond] = CharClass.LINE_END, 0
        units = starts + self._unit(kinds)
        long_ = ((units == starts + HEAD) & (ends - starts > HEAD)).nonzero()[0]
        if len(long_):
            window = starts[long_, None] + np.arange(_LONGEST_UNIT)
            more = self.kinds.take(window, mode="clip")
            more[window >= ends[long_, None]] = CharClass.LINE_END
            units[long_] = starts[long_] + self._unit(more)
        return kinds, codes, np.minimum(units, ends)

    @staticmethod
    def _unit(kinds: ClassArray) -> IntArray:
        """After how many characters of each row a line may be broken first; all, if nowhere."""
        # As one row: to step over the last column of every row takes longer than to look at it.
        flat = kinds.reshape(-1)
        pairs = flat[:-1].astype(np.uint16)
        pairs *= np.uint16(CLASS_COUNT)
        pairs += flat[1:]
        chances = np.ones(kinds.shape, np.bool_)
        chances.reshape(-1)[:-1] = MAY_BREAK.take(pairs)
        chances[:, -1] = True
        return np.asarray(chances.argmax(axis=1) + 1, np.int64)

    def tails(self, starts: IntArray, ends: IntArray) -> ClassArray:
        """The last characters of each line, the last one first."""
        window = ends[:, None] - np.arange(1, TAIL + 1)
        kinds: ClassArray = self.kinds.take(window, mode="clip")
        kinds[window < starts[:, None]] = CharClass.LINE_END
        return kinds


def _prefix(line: IntArray, index: IntArray, good: BoolArray, lines: int) -> IntArray:
    """For each line, how many of its blanks, counted by ``index`` from its edge, are ``good`` one after the
    other; blanks come in order."""
    able = good.nonzero()[0]
    if not len(able):
        return np.zeros(lines, np.int64)
    # A blank is good only where all marks between it and the edge are blanks, too: its index is its rank.
    line, index = line.take(able), index.take(able)
    rank = np.arange(len(line))
    opens = np.ones(len(line), np.bool_)
    opens[1:] = line[1:] != line[:-1]
    rank -= np.maximum.accumulate(np.where(opens, rank, 0))
    return np.bincount(line[rank == index], minlength=lines)


def _steps(values: IntArray, before: int) -> IntArray:
    """From each value to the next; ``before`` is the one before the first."""
    steps = values.copy()
    steps[1:] -= values[:-1]
    steps[:1] -= before
    return steps


def _pieces(batch: Batch) -> Iterator[tuple[int, int]]:
    """Where each piece of a batch begins and ends: after a line end, or at the end."""
    size, start = len(batch.codes), 0
    if size > 2 * PIECE:
        feeds = (batch.codes == _FEED).nonzero()[0]
        while size - start > 2 * PIECE:
            end = int(feeds[feeds.searchsorted(start + PIECE)]) + 1
            yield start, end
            start = end
    if start < size:
        yield start, size


def _measured(batch: Batch, first: int, last: int) -> tuple[list[Any], int, int]:
    """The columns of `Lines` for a piece of the batch, ``document`` and ``gaps`` but for their rows, and how
    many line ends and form feeds the piece has."""
    codes, kinds = batch.codes[first:last], batch.kinds[first:last]
    low, high = batch.bases.searchsorted((first, last), side="right")
    piece = _Piece(codes, kinds, batch.bases[low:high] - 1 - first)
    rows, starts, ends = piece.ink()
    head, head_codes, units = piece.heads(starts, ends)
    grid, set_, letters, cjk, grid_unit, set_unit = piece.sums(starts, ends, units)
    feeds = piece.stops[codes.take(piece.stops) == _FORM_FEED]
    return [
        rows, piece.begins.take(rows) + first, starts + first, ends + first,
        feeds.searchsorted(starts) if len(feeds) else np.zeros(len(rows), np.int64),
        piece.indents(rows, starts), grid, set_, grid_unit, set_unit, units - starts, letters, cjk,
        *piece.tally(rows, starts, ends), *piece.pauses(rows, starts), *piece.cells(rows, starts, ends),
        head, head_codes, piece.tails(starts, ends), codes[ends - 1],
    ], len(piece.stops), len(feeds)  # fmt: skip


def measure(batch: Batch) -> Lines:
    """Find and measure the lines of ``batch``."""
    parts = []
    row = feed = 0
    for first, last in _pieces(batch):
        part, some_rows, some_feeds = _measured(batch, first, last)
        part[0] += row
        part[4] += feed
        row += some_rows
        feed += some_feeds
        parts.append(part)
    columns = [np.concatenate(column) if len(parts) > 1 else column[0] for column in zip(*parts, strict=True)]
    rows, heads, starts, ends, feeds = columns[:5]
    counts = [column.astype(np.int32) for column in (ends - starts, *columns[5:-4])]
    document = batch.bases.searchsorted(starts, side="right") - 1
    opens = _steps(document, -1) > 0
    gaps = np.where(opens, 1, _steps(rows, -1)).astype(np.int32)
    pages = (_steps(feeds, 0) > 0) & ~opens
    return Lines(document, heads, starts, ends, gaps, pages, *counts, *columns[-4:])
