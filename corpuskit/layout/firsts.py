"""First lines that lost their indent: two characters short, where all other lines are full."""

import numpy as np

from corpuskit.layout.lines import CELL, BoolArray
from corpuskit.layout.marks import STOPS
from corpuskit.layout.page import Page
from corpuskit.model import IntArray

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


def never_first(page: Page) -> BoolArray:
    """Breaks before a line that cannot be a first one: it is full, and all first lines here are short.

    The line above must be full, or as short as a first line: what is not may be a title or end a block.
    """
    owner, documents = page.lines.document, len(page.columns.breaks)
    width = _full_width(page)
    slack = width - page.widths
    ends = STOPS[page.ink.end] & (slack >= 6 * CELL)
    next_slack = page.at(slack, 1, 1 << 20)
    short = (next_slack >= 3 * CELL) & (next_slack < 6 * CELL)
    full = np.abs(next_slack) < 2 * CELL
    firsts = np.bincount(owner[ends & short], minlength=documents)
    others = np.bincount(owner[ends & full], minlength=documents)
    habit = (firsts >= FEW) & (firsts >= _RATE * others)
    return np.asarray(habit[owner] & full & (slack < 6 * CELL) & (page.at(page.ink.pauses, 1) > 0), np.bool_)
