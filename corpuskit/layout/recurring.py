"""Running heads that no page number or form feed gives away: short lines that recur inside of paragraphs.

Where paragraphs were cut into lines, no two of the short ones are alike. A short line without punctuation
that seems to belong to the line before or the next, and stands in the document elsewhere, too, a page's lines
away and between other lines, belongs to the page.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from corpuskit.layout.lines import OPENING, Batch, BoolArray, line_texts, shapes
from corpuskit.layout.marks import Mark
from corpuskit.layout.page import Page
from corpuskit.model import IntArray

_SHORTEST, _LONGEST = 4, 80
_ROOM = 4
"""One part in so many of the column is left behind a head and what comes next."""
_PAGE = 10
"""Two heads are at least so many lines apart."""


def recurring(batch: Batch, page: Page, texts: Sequence[str], joins: BoolArray) -> BoolArray:
    """Which lines are heads that ``joins`` would take into paragraphs; ``page`` is that of ``batch``, which
    holds ``texts``."""
    lines, at = page.lines, page.at
    found = np.zeros(len(lines), np.bool_)
    if not np.count_nonzero(joins):
        return found
    asked = (joins | at(joins, -1)) & (_ROOM * page.room >= page.column) & (lines.pauses == 0)
    asked &= (lines.sizes >= _SHORTEST) & (lines.sizes <= _LONGEST) & (page.ink.marks == Mark.NONE)
    asked &= ~OPENING.take(page.ink.first)
    if not np.count_nonzero(asked):
        return found
    shape = shapes(lines)
    alike: dict[tuple[int, str], list[int]] = defaultdict(list)
    places = np.isin(shape, shape[asked]).nonzero()[0]
    said = zip(lines.document[places].tolist(), line_texts(batch, lines, texts, places), strict=True)
    for row, key in zip(places.tolist(), said, strict=True):
        alike[key].append(row)
    for rows in alike.values():
        apart = len(rows) > 1 and min(np.diff(rows)) >= _PAGE
        if apart and asked[rows].any() and _between_others(page, np.array(rows)):
            found[rows] = True
    return found


def _between_others(page: Page, rows: IntArray) -> bool:
    """Whether what stands before the lines ``rows`` differs, and what stands behind, as far as edges tell: a
    text that stands twice in a document has lines that recur, too."""
    lines = page.lines
    for step in (-1, 1):
        beside = np.clip(rows + step, 0, len(lines) - 1)
        edges = lines.sizes[beside], lines.head_codes[beside, 0], lines.last_codes[beside]
        own = (lines.document[beside] == lines.document[rows]) & (beside != rows)
        if len(set(zip(*(edge * own for edge in edges), strict=True))) < 2:
            return False
    return True
