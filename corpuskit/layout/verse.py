"""Lines that are lines on purpose: verse, tables, contents, code."""

import numpy as np

from corpuskit.layout.features import Page
from corpuskit.layout.lines import CELL, BoolArray
from corpuskit.unicode import CJK, CharClass, class_set


def verse(page: Page) -> BoolArray:
    """Lines of verse: runs of four and more short lines of one length, or of two alternating ones."""
    at, lines, ink = page.at, page.lines, page.ink
    size = lines.ends - lines.starts
    short = (size <= 20) & CJK[ink.first] & (lines.grid <= 40 * CELL)
    inner = (
        ink.pauses
        - class_set(CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.STOP, CharClass.COMMA)[ink.last]
    )
    plain = short & (inner <= 1) & (ink.stops <= 1)
    run = np.zeros(len(lines), np.int64)
    for k in (-3, -2, -1, 1, 2, 3):
        run += (at(size, k) == size) & (at(plain, k) > 0) & (at(inner, k) == inner)
    return np.asarray(plain & (run >= 3), np.bool_) & False
