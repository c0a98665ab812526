"""Columns side by side: a page of several columns, copied line by line as it stands.

Each of its lines is a piece of one column, blanks, and a piece of another; no line goes on in the next one.
What gives it away is the gutter: line after line, the ink behind the last wide blank begins at one place, and
what stands on both sides is no cell of a table but text.
"""

import numpy as np

from corpuskit.layout.lines import BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray

_NARROWEST, _WIDEST = 20, 255
"""In cells: behind less on its left there is a list's marks or names, and no gutter."""
_EXACT, _NEAR = 3, 5
"""Of the nine lines around one that is beside a gutter so many have it in one place, and so many share it,
with those that stand in behind it."""
_FEW = 2
"""Stretches of several blanks in such a line; more of them justify it."""
_INDENT = 4
"""Cells by which a paragraph's first line stands in."""


def side_by_side(page: Page) -> BoolArray:
    """Lines of columns that stand side by side."""
    gutters = page.lines.gutters
    able = (gutters >= _NARROWEST) & (page.lines.cells <= _FEW)
    gutters = np.where(able, np.minimum(gutters, _WIDEST), 0)
    if np.count_nonzero(gutters) < _NEAR:
        return np.zeros(len(gutters), np.bool_)
    most = _commonest(page, gutters)
    exact = (gutters == most) & (most > 0)
    exacts, around = page.near([exact, exact | ((gutters > most) & (gutters <= most + _INDENT) & (most > 0))])
    return np.asarray((exacts >= _EXACT) & (around >= _NEAR), np.bool_)


def _commonest(page: Page, gutters: IntArray) -> IntArray:
    """For every line the commonest gutter of its document; 0 where it has none."""
    owner, size, documents = page.lines.document, _WIDEST + 1, len(page.bounds) - 1
    counts = np.bincount(owner * size + gutters, minlength=documents * size).reshape(-1, size)
    counts[:, 0] = 0
    return np.asarray(counts.argmax(axis=1).take(owner), np.int64)
