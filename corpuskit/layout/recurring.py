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
    holds ``texts``. No last line of a document is joined."""
    lines = page.lines
    found = np.zeros(len(joins), np.bool_)
    rows = ((_ROOM * page.room >= page.column) & (lines.pauses == 0)).nonzero()[0]
    rows = rows[joins[rows] | joins[rows - 1]]
    rows = rows[(lines.sizes[rows] >= _SHORTEST) & (lines.sizes[rows] <= _LONGEST)]
    rows = rows[(page.ink.marks[rows] == Mark.NONE) & ~OPENING.take(page.ink.first[rows])]
    if not len(rows):
        return found
    shape = shapes(lines)
    wanted = np.sort(shape[rows])
    places = (wanted.take(wanted.searchsorted(shape), mode="clip") == shape).nonzero()[0]
    if len(places) == len(rows) and not np.count_nonzero(wanted[1:] == wanted[:-1]):
        return found
    alike: dict[tuple[int, str], list[int]] = defaultdict(list)
    said = zip(lines.document[places].tolist(), line_texts(batch, lines, texts, places), strict=True)
    for row, key in zip(places.tolist(), said, strict=True):
        alike[key].append(row)
    asked = set(rows.tolist())
    for same in alike.values():
        apart = len(same) > 1 and min(np.diff(same)) >= _PAGE
        if apart and not asked.isdisjoint(same) and _between_others(page, np.array(same)):
            found[same] = True
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
