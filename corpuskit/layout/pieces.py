"""Pieces of justified lines: words, or single characters, each in a line of its own.

Where the gaps between the words of a justified line are wide, programs take them for gutters, and give the
words of that one line as lines, often with empty ones between. The pieces stand behind a whole line that ends
in the middle of a sentence, and together they are as wide as a line.
"""

import numpy as np

from corpuskit.layout.lines import CELL, COLONS, BoolArray
from corpuskit.layout.marks import Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.unicode import CharClass

_FEWEST, _MOST = 3, 2
"""So many pieces make a line; so many lines in a row may be in pieces."""
_NARROW, _WIDE, _WHOLE = 2, 2, 70
"""A piece is at most one part in so many of the column, a line of them at least one part in so many; a whole
line has so many hundredths of it at least."""
_PLAIN = 60
"""In percent, how many pieces of a line begin in lower case, or are one character of CJK."""


def words(page: Page, kinds: Nature) -> BoolArray:
    """Lines of one word or two that begin in lower case."""
    lines = page.lines
    found = kinds.latin & (page.ink.first == CharClass.LOWER) & (lines.blanks < 2)
    return np.asarray(found & (lines.letters + lines.pauses + lines.blanks >= lines.sizes - 1), np.bool_)


def one_line(page: Page, kinds: Nature) -> BoolArray:
    """Breaks before and between the pieces of one line, or of a few in a row, and behind the last one where
    it does not end a sentence."""
    lines, ink, at = page.lines, page.ink, page.at
    found = np.zeros(len(lines), np.bool_)
    small = (page.widths * _NARROW <= page.column) & (ink.marks == Mark.NONE) & (lines.digits == 0)
    if not np.count_nonzero(small[2:] & small[1:-1] & small[:-2]):
        return found
    plain = words(page, kinds) | ((lines.sizes == 1) & (lines.cjk > 0))
    small &= plain | (kinds.latin & (lines.blanks == 0) & (lines.odd == 0))
    going = ~ink.stopped & ~COLONS.take(ink.end)
    # A sentence that begins in lower case is none.
    goes_on = ~ink.stopped | (page.next_first != CharClass.LOWER)
    whole = (page.widths * 100 >= page.column * _WHOLE) & going
    starts = small & going & at(small, 1) & at(small, 2) & at(whole, -1)
    for first in starts.nonzero()[0].tolist():
        column, bound = int(page.column[first]), int(page.bounds[lines.document[first] + 1])
        width, after = 0, first
        while after < bound and small[after] and width <= _MOST * column:
            if after > first and not goes_on[after - 1]:
                break
            width += int(page.widths[after]) + CELL // 2
            after += 1
        many = after - first
        fits = column <= width * _WIDE and width <= _MOST * column and after < bound and not small[after]
        if fits and many >= _FEWEST and np.count_nonzero(plain[first:after]) * 100 >= many * _PLAIN:
            found[first - 1 : after - 1] = True
            found[after - 1] = going[after - 1]
    return found
