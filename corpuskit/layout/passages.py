"""Passages that show wrapping by themselves, in documents that as a whole do not: a note in a book of poems.

Such a passage is filled up to one margin of its own, and its sentences go on and end anywhere in its lines.
"""

import numpy as np

from corpuskit.layout.evidence import MEDIUM, OTHER, cut_off
from corpuskit.layout.lines import CELL, BoolArray, SmallArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray

_FEWEST = 2
"""So many of its breaks in a row at least are sure and in the middle of a sentence."""
_INDENT, _HANG = 4 * CELL, 2 * CELL
"""By so much its first line may be shorter, its indent lost; by so much a mark at an end may stand out."""


def passages(page: Page, likely: BoolArray, sure: BoolArray, weight: IntArray) -> BoolArray:
    """Which of the ``likely`` joins of ``page`` belong to such a passage, some of them ``sure``; ``weight``
    is what each break is worth as evidence, should it be a join."""
    inner = likely & sure & (weight >= MEDIUM) & ~page.ink.stopped
    inner &= page.at(inner, 1) | page.at(inner, -1)
    found = np.zeros(len(likely), np.bool_)
    if not np.count_nonzero(inner):
        return found
    rows = likely.nonzero()[0]
    opens = likely & ~page.at(likely, -1)
    # Passages are numbered from 1.
    owner = opens.cumsum()[rows]
    margin = np.zeros(int(owner[-1]) + 1, np.int64)
    np.maximum.at(margin, owner, page.widths[rows])
    room = margin[owner] - page.widths[rows]
    filled = room - _INDENT * opens[rows] < page.needs[rows] + _HANG
    filled &= page.widths[rows + 1] <= margin[owner] + _HANG
    stopped = (page.lines.stops[rows] > 0) & ~page.ink.stopped[rows]
    every = np.bincount(owner, minlength=len(margin))
    loose, many, sentences = (
        np.bincount(owner[flags], minlength=len(margin)) for flags in (~filled, inner[rows], stopped)
    )
    prose = (sentences > 0) & (sentences * 100 >= every * OTHER.stopped)
    shows = prose & (loose == 0) & (many >= _FEWEST)
    found[rows] = shows[owner]
    return found & ~cut_off(page).take(page.lines.document) if np.count_nonzero(found) else found


def one_margin(widths: SmallArray, units: SmallArray) -> BoolArray:
    """For every line but the last, whether it and the next, joined to the one behind, could be filled up to
    one margin; lines are so wide, and ``units`` is what cannot be broken at their start."""
    step, needs = widths[:-1] - widths[1:], np.append(units[1:], np.int32(0))
    return np.asarray((step < needs[1:] + _HANG) & (-step < needs[:-1] + _HANG + _INDENT), np.bool_)
