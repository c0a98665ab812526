"""Columns side by side: a page of several columns, copied line by line as it stands.

Each of its lines is a piece of one column, blanks, and a piece of another; no line goes on in the next one.
What gives it away is the gutter: line after line, the ink behind the last wide blank begins at one place, and
what stands on both sides is no cell of a table but text. Programs that lay out a page in plain text count
that place in cells, or in characters. A line that has no neighbour in the other column stands alone, at the
left or far in.
"""

import numpy as np

from corpuskit.layout.lines import CELL, BoolArray, SmallArray
from corpuskit.layout.page import Page

_NARROWEST, _NARROWEST_AT = 20, 10
"""In cells, in characters: behind less on its left there is a list's marks or names, and no gutter."""
_FAR = 12
"""Cells by which one line of a column seldom stands in further than the next."""
_EXACT, _NEAR = 3, 5
"""Of the nine lines around one that is beside a gutter so many have it in one place, and so many share it,
with those that an indent moves."""
_FEW = 4
"""Stretches of several blanks in such a line; more of them justify it."""
_INDENT = 4
"""Cells by which a paragraph's first line stands in."""


def side_by_side(page: Page) -> BoolArray:
    """Lines of columns that stand side by side."""
    lines = page.lines
    if np.count_nonzero(lines.cells) < _NEAR:
        return np.zeros(len(lines), np.bool_)
    able = (lines.cells > 0) & (lines.cells <= _FEW)
    able &= (lines.gutters >= _NARROWEST) & (lines.gutters_at >= _NARROWEST_AT)
    if np.count_nonzero(able) < _NEAR:
        return np.zeros(len(able), np.bool_)
    shared = _shared(page, lines.gutters * able) | _shared(page, lines.gutters_at * able)
    return np.asarray(able & (page.near([shared])[0] >= _EXACT), np.bool_)


def _shared(page: Page, gutters: SmallArray) -> BoolArray:
    """Lines that share their gutter with enough of those around."""
    apart = np.abs(page.around(gutters) - gutters)
    exact, near = (apart == 0).sum(axis=0), (apart <= _INDENT).sum(axis=0)
    return np.asarray((gutters > 0) & (exact >= _EXACT) & (near >= _NEAR), np.bool_)


def far_in(page: Page) -> BoolArray:
    """Breaks between two lines of which one stands far in, where several are near: lines of columns whose
    lines do not lie at one height. A centred title has one or two such breaks."""
    indents = page.lines.indents
    far = indents >= _FAR * CELL
    if np.count_nonzero(far) < _EXACT:
        return np.zeros(len(indents), np.bool_)
    several = page.counts([far])[0] >= _EXACT
    found = several.take(page.lines.document) & page.follows
    found &= np.abs(page.at(indents, 1) - indents) >= _FAR * CELL
    return np.asarray(found & (page.near([found])[0] >= _EXACT), np.bool_)
