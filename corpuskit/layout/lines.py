"""The lines of a batch of texts, measured: everything later is arithmetic on these arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import (
    CELLS,
    CJK,
    CLASS_COUNT,
    CLASSES,
    CODE_POINTS,
    NO_LINE_END,
    NO_LINE_START,
    CharClass,
    ClassArray,
    class_set,
    code_points,
)

BoolArray = npt.NDArray[np.bool_]
_TAB, _FORM_FEED = 9, 12
CELL = 10
"""Widths are counted in tenths of a cell; a Han character is two cells."""
_WIDE_INK = CJK | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN,
    CharClass.WIDE_CLOSE, CharClass.DASH, CharClass.WIDE_OTHER, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
    CharClass.SYMBOL, CharClass.CIRCLED, CharClass.BULLET,
)  # fmt: skip


def _break_table() -> BoolArray:
    """``[left, right]``: may a line be broken between two characters of these classes?"""
    wide = _WIDE_INK
    table = wide[:, None] | wide[None, :]
    table[:, NO_LINE_START] = False
    table[NO_LINE_END, :] = False
    table[CharClass.DASH, CharClass.DASH] = False
    table[CharClass.BLANK, :] = True
    table[CharClass.HYPHEN, np.flatnonzero(class_set(CharClass.UPPER, CharClass.LOWER))] = True
    return table


_PROPORTIONAL: tuple[tuple[str, int], ...] = (
    ("ijl.,;:'!|‘’·", 5),
    ("ftrI()[]{}-/\\ \xa0`", 6),
    ("“”", 9),
    ("ABCDEFGHKLNOPQRSTUVXYZ&", 14),
    ("mwMW@%", 16),
)


def _proportional_table() -> ClassArray:
    """Advance widths of a common serif face, in tenths of a cell: Latin letters are about one cell."""
    table = CELLS * np.uint8(CELL)
    for characters, width in _PROPORTIONAL:
        table[[ord(character) for character in characters]] = width
    return table


MAY_BREAK = _break_table().reshape(-1)
_GRID = CELLS * np.uint8(CELL)
_SET = _proportional_table()
assert len(_SET) == CODE_POINTS


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as one array of code points, a line feed after each; ``bases[i]`` is where text ``i`` begins."""

    codes: CodeArray
    kinds: ClassArray
    bases: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Batch":
        """Concatenate ``texts``; ``bases`` has one entry more than there are texts."""
        sizes = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        codes = code_points("".join(text + "\n" for text in texts))
        return cls(codes, CLASSES[codes], np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that are not blank, in order, of all texts of a batch; one entry a line in every array.

    ``starts`` and ``ends`` enclose the ink of a line (batch offsets), ``heads`` is where the line begins,
    blanks included. ``gaps`` counts the line ends since the line before (1: directly below, or the first; a
    CRLF is one); ``pages`` says that a form feed is among them.
    ``grid`` and ``set_`` are the line's width, ``grid_unit`` and ``set_unit`` that of what cannot be
    broken at its start, in tenths of a cell: on a grid of cells, and as a proportional face sets it.
    """

    document: IntArray
    heads: IntArray
    starts: IntArray
    ends: IntArray
    gaps: IntArray
    pages: BoolArray
    indents: IntArray
    trailing: BoolArray
    grid: IntArray
    set_: IntArray
    grid_unit: IntArray
    set_unit: IntArray

    def __len__(self) -> int:
        return len(self.starts)


def _line_ends(batch: Batch) -> IntArray:
    """Offsets of the characters that end a line; the feed of a CRLF does not end another one."""
    ends = np.flatnonzero(batch.kinds == CharClass.LINE_END)
    codes = batch.codes[ends]
    second = np.zeros(len(ends), np.bool_)
    second[1:] = (codes[1:] == 10) & (codes[:-1] == 13) & (ends[1:] == ends[:-1] + 1)
    second &= ~np.isin(ends, batch.bases[1:] - 1)
    return ends[~second]


def _unit_ends(kinds: ClassArray, starts: IntArray, ends: IntArray) -> IntArray:
    """Where the part of each line that cannot be broken ends."""
    pairs = kinds[:-1].astype(np.uint16) * np.uint16(CLASS_COUNT) + kinds[1:]
    chances = np.flatnonzero(MAY_BREAK[pairs]) + 1
    chances = np.append(chances, len(kinds))
    return np.minimum(chances[np.searchsorted(chances, starts, side="right")], ends)


def measure(batch: Batch) -> Lines:
    """Find and measure the lines of ``batch``."""
    ink = np.flatnonzero(batch.kinds > CharClass.LINE_END)
    stops = _line_ends(batch)
    begins = np.concatenate([[0], stops[:-1] + 1])
    low, high = np.searchsorted(ink, begins), np.searchsorted(ink, stops)
    row = np.flatnonzero(high > low)
    starts, ends = ink[low[row]], ink[high[row] - 1] + 1
    document = np.searchsorted(batch.bases, starts, side="right") - 1
    opens = np.diff(document, prepend=-1) > 0
    feeds = np.flatnonzero(batch.codes == _FORM_FEED)
    before = np.searchsorted(feeds, starts)
    grid = np.concatenate([[0], np.cumsum(_GRID[batch.codes], dtype=np.int64)])
    set_ = np.concatenate([[0], np.cumsum(_SET[batch.codes], dtype=np.int64)])
    units = _unit_ends(batch.kinds, starts, ends)
    tabs = np.flatnonzero(batch.codes == _TAB)
    begin = begins[row]
    return Lines(
        document=document,
        heads=begin,
        starts=starts,
        ends=ends,
        gaps=np.where(opens, 1, np.diff(row, prepend=-1)),
        pages=(np.diff(before, prepend=0) > 0) & ~opens,
        indents=grid[starts]
        - grid[begin]
        + 3 * CELL * (np.searchsorted(tabs, starts) - np.searchsorted(tabs, begin)),
        trailing=stops[row] > ends,
        grid=grid[ends] - grid[starts],
        set_=set_[ends] - set_[starts],
        grid_unit=grid[units] - grid[starts],
        set_unit=set_[units] - set_[starts],
    )
