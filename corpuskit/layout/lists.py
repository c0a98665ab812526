"""Lists of things, a line each, in Latin script: what would be a paragraph of them has no full stop.

The items begin in lower case, as lines that go on do. But there is no sentence in them, and not all of them
are full: what comes next would have fitted.
"""

import numpy as np

from corpuskit.layout.lines import CELL, PAUSES, BoolArray
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page

_ROOM = 2 * CELL
_FEWEST = 3


def listed(page: Page, kinds: Nature, joins: BoolArray) -> BoolArray:
    """Those of the ``joins`` that would make a paragraph of a list: of `_FEWEST` joins and more, without a
    full stop and a mark at its end, with a line that is not full."""
    found = np.zeros(len(joins), np.bool_)
    rows = (joins & kinds.latin).nonzero()[0]
    if len(rows) < _FEWEST:
        return found
    lines = page.lines
    rows = joins.nonzero()[0]
    opens = np.append(True, rows[1:] != rows[:-1] + 1)
    owner = opens.cumsum() - 1
    last = rows[np.append(opens[1:], True)] + 1
    many = np.bincount(owner)
    stops, other, loose = (
        np.bincount(owner, weights=flags)
        for flags in (lines.stops[rows] > 0, ~kinds.latin[rows], page.room[rows] >= _ROOM)
    )
    ended = PAUSES.take(page.ink.end[last]) | (lines.stops[last] > 0) | ~kinds.latin[last]
    found[rows] = ((many >= _FEWEST) & (stops == 0) & (other == 0) & (loose > 0) & ~ended)[owner]
    return found
