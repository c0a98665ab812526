"""First lines that lost their indent: two characters short, where all other lines are full."""

import numpy as np

from corpuskit.layout.lines import CELL, AnyArray, BoolArray
from corpuskit.layout.page import Page
from corpuskit.unicode import NO_LINE_START


def first_or_last(page: Page, slack: AnyArray) -> BoolArray:
    """Breaks before a line that begins a block or ends one: it is short by an indent, though what follows
    would have fitted, and the line above is full and ends a sentence. A mark at its end may hang.

    ``slack`` is what each line lacks of the `full_width` (the feature ``full-slack``)."""
    ink = page.ink
    found = np.zeros(len(slack), np.bool_)
    rows = (ink.stopped & (np.abs(slack) < 2 * CELL) & page.follows).nonzero()[0]
    if len(rows):
        after, room = rows + 1, slack[rows + 1]
        hung = room + 2 * CELL * NO_LINE_START.take(ink.last[after])
        short = ((room >= 3 * CELL) & (room < 6 * CELL)) | ((hung >= 3 * CELL) & (hung < 6 * CELL))
        found[rows] = short & (page.needs[after] <= room) & page.follows[after]
    return found
