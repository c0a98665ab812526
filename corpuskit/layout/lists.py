"""Lists of things, a line each, that look like paragraphs cut into lines: they hold no sentence.

The items begin in lower case, or in Han, as lines that go on do, and by chance some end where a column would.
But what they would make has no full stop, and in most paragraphs there is one.
"""

from typing import NamedTuple

import numpy as np

from corpuskit.layout.lines import CELL, CLOSING, COLONS, BoolArray
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import code_points

_FEWEST = 3
_NARROW = 16 * CELL
_PROSE = 6
"""Of so many lines with a full stop a list has no item."""
_SEMICOLONS = code_points(";；")


class _Made(NamedTuple):
    """What joins would make: the lines that are joined to the next, the paragraph of each, and for every
    paragraph its last line and how many of its lines hold a full stop."""

    rows: IntArray
    owner: IntArray
    last: IntArray
    stopped: IntArray

    @classmethod
    def of(cls, page: Page, joins: BoolArray) -> "_Made":
        rows = joins.nonzero()[0]
        opens = np.ones(len(rows), np.bool_)
        opens[1:] = rows[1:] != rows[:-1] + 1
        owner = opens.cumsum() - 1
        closes = np.ones(len(rows), np.bool_)
        closes[:-1] = opens[1:]
        last = rows[closes] + 1
        stops = page.lines.stops > 0
        stopped = np.bincount(owner[stops[rows]], minlength=len(last)) + stops[last]
        return cls(rows, owner, last, stopped)


def listed(page: Page, kinds: Nature, joins: BoolArray) -> BoolArray:
    """Those of the ``joins`` that would make a paragraph of a list in Latin script: of `_FEWEST` joins and
    more, without a full stop and a mark at its end, with a line that is not full."""
    found = np.zeros(len(joins), np.bool_)
    if np.count_nonzero(joins & kinds.latin) < _FEWEST:
        return found
    rows, owner, last, stopped = _Made.of(page, joins)
    many = np.bincount(owner)
    other, loose = (np.bincount(owner, weights=flags) for flags in (~kinds.latin[rows], page.roomy[rows]))
    ended = page.ink.paused[last] | ~kinds.latin[last]
    found[rows] = ((many >= _FEWEST) & (stopped == 0) & (other == 0) & (loose > 0) & ~ended)[owner]
    return found


def without_sentences(page: Page, joins: BoolArray) -> BoolArray:
    """In which documents many of the ``joins`` would make paragraphs without a sentence.

    Half of them are in paragraphs with neither a full stop nor, at their end, a semicolon or a colon; or
    three in five are in such that do not end in one of these, the last of the document set aside: it may be
    cut off. In columns of a few characters others end so where a break was not joined; and one of many
    sentences is prose, whatever it ends in, such as the source of a quotation.
    """
    many = len(page.bounds) - 1
    if not np.count_nonzero(joins):
        return np.zeros(many, np.bool_)
    rows, owner, last, stopped = _Made.of(page, joins)
    end = page.ink.end[last]
    code = page.lines.last_codes[last]
    closed = (code == _SEMICOLONS[0]) | (code == _SEMICOLONS[1]) | COLONS.take(end)
    bare = (stopped == 0) & ~closed
    ended = closed | page.ink.stopped[last] | (CLOSING.take(page.ink.last[last]) & (stopped > 0))
    going = ~ended & (stopped < _PROSE) & page.follows[last]
    document = page.lines.document[rows]
    every, without, open_ = (
        np.bincount(part, minlength=many)
        for part in (document, document[bare[owner]], document[going[owner]])
    )
    found = (2 * without >= every) | ((5 * open_ >= 3 * every) & (page.columns.width >= _NARROW))
    return np.asarray(found & (every > 0), np.bool_)
