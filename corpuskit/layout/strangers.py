"""Lines that go on in no other: repetitions of the line above, the edges of quotations, comments of code."""

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, among
from corpuskit.layout.page import Page
from corpuskit.unicode import CharClass, code_points

_QUOTES = ord(">")
_COMMENTS = code_points("/;%#")
"""Two of one of these, and a blank, begin a line of a comment; it begins so in no paragraph."""
_SHORTEST = 4
"""Shorter lines may repeat the one above by chance: ``哈哈``."""


def strangers(batch: Batch, page: Page, likely: BoolArray) -> BoolArray:
    """Those of the ``likely`` joins of a ``page`` of ``batch`` before a line that is the one above once more,
    where a quotation begins or ends whose lines have a ``>`` before them, as those of mail have, and
    before a line of a comment, as ``// `` begins it. No last line of a document is joined."""
    if not np.count_nonzero(likely):
        return likely
    lines, codes, last = page.lines, page.lines.head_codes, page.lines.last_codes
    first = codes[:, 0]
    found = first == _QUOTES
    if np.count_nonzero(found):
        found &= page.ink.second != CharClass.DIGIT
        found = (found != page.at(found, 1)) & likely
    rows = (first == codes[:, 1]).nonzero()[0]
    rows = rows[among(first[rows], _COMMENTS) & (lines.head[rows, 2] == CharClass.BLANK)]
    found[rows - 1] |= likely[rows - 1]
    size = lines.sizes
    alike = (last[1:] == last[:-1]) & (first[1:] == first[:-1]) & (size[1:] == size[:-1])
    rows = (alike & likely[:-1]).nonzero()[0]
    for row in rows[size[rows] >= _SHORTEST].tolist():
        one, other = (batch.codes[lines.starts[r] : lines.ends[r]] for r in (row, row + 1))
        found[row] |= np.array_equal(one, other)
    return np.asarray(found, np.bool_)
