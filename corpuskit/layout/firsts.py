"""First lines that lost their indent: two characters short, where all other lines are full."""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import CELL, BoolArray
from corpuskit.layout.marks import STOPS
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import NO_LINE_START

FEW = 3
"""A habit shows in so many places at least."""
_RATE = 10


def settled(page: Page) -> BoolArray:
    """Lines of documents with enough ends of paragraphs to show a habit."""
    stopped = STOPS[page.ink.end] & (page.column - page.widths >= 6 * CELL)
    ends = np.bincount(page.lines.document[stopped], minlength=len(page.columns.breaks))
    return np.asarray(ends[page.lines.document] >= FEW, np.bool_)


def _full_width(page: Page) -> IntArray:
    """For every line, the median width of its document's lines that reach the margin in mid-sentence.

    Hanging marks widen the column that forced the breaks; the median line has none.
    """
    owner, documents = page.lines.document, len(page.columns.breaks)
    able = np.flatnonzero(~STOPS[page.ink.end] & (np.abs(page.column - page.widths) < 4 * CELL))
    order = able[np.lexsort((page.widths[able], owner[able]))]
    first = np.searchsorted(owner[order], np.arange(documents + 1))
    middle = (first[:-1] + first[1:]) // 2
    median = np.zeros(documents, np.int64)
    some = first[1:] > first[:-1]
    median[some] = page.widths[order[middle[some]]]
    return median[owner]


@dataclass(frozen=True, slots=True)
class Firsts:
    """Over the breaks of a batch: the next line is no first line; it is one if it ends no block."""

    never: BoolArray
    unless_last: BoolArray


def firsts(page: Page) -> Firsts:
    """What it says of a line that it is full, or short by an indent.

    In documents in which all first lines lost their indent a full line is none, if the line above is full, or
    as short as a first line: what is not may be a title or end a block. A line that is short by an indent,
    though what follows would have fitted, ends a block or begins one, if the line above is full and ends a
    sentence; a mark at its end may hang.
    """
    owner, documents = page.lines.document, len(page.columns.breaks)
    slack = _full_width(page) - page.widths
    ends = STOPS[page.ink.end] & (slack >= 6 * CELL)
    next_slack = page.at(slack, 1, 1 << 20)
    short = (next_slack >= 3 * CELL) & (next_slack < 6 * CELL)
    full = np.abs(next_slack) < 2 * CELL
    indents = np.bincount(owner[ends & short], minlength=documents)
    others = np.bincount(owner[ends & full], minlength=documents)
    habit = ((indents >= FEW) & (indents >= _RATE * others))[owner]
    paused = page.at(page.ink.pauses, 1) > 0
    fitted = page.at(page.units, 2, 1 << 20) <= next_slack
    hung = next_slack + 2 * CELL * NO_LINE_START[page.at(page.ink.last, 1)]
    opening = short | ((hung >= 3 * CELL) & (hung < 6 * CELL))
    above = STOPS[page.ink.end] & (np.abs(slack) < 2 * CELL)
    return Firsts(
        never=np.asarray(habit & full & (slack < 6 * CELL) & paused, np.bool_),
        unless_last=np.asarray(opening & fitted & above, np.bool_),
    )
