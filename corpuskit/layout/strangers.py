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
    before a line of a comment, as ``// `` begins it."""
    if not np.count_nonzero(likely):
        return likely
    lines, at = page.lines, page.at
    quoted = (lines.head_codes[:, 0] == _QUOTES) & (page.ink.second != CharClass.DIGIT)
    found = (quoted != at(quoted, 1)) & likely
    codes = lines.head_codes
    comment = among(codes[:, 0], _COMMENTS) & (codes[:, 0] == codes[:, 1])
    found |= at(comment & (lines.head[:, 2] == CharClass.BLANK), 1) & likely
    size = lines.sizes
    alike = (at(size, 1) == size) & (at(lines.last_codes, 1) == lines.last_codes) & (size >= _SHORTEST)
    alike &= (at(lines.grid, 1) == lines.grid) & (at(lines.head_codes[:, 0], 1) == lines.head_codes[:, 0])
    for row in (alike & likely).nonzero()[0].tolist():
        one, other = (batch.codes[lines.starts[r] : lines.ends[r]] for r in (row, row + 1))
        found[row] |= np.array_equal(one, other)
    return np.asarray(found, np.bool_)
