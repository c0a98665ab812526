"""Numbered lines: what a tool that numbers lines prints, and items of one line each."""

import numpy as np

from corpuskit.layout.lines import DIGIT_VALUE, HEAD, BoolArray
from corpuskit.layout.page import Page
from corpuskit.unicode import CharClass

_FEWEST = 3


def numbered(page: Page) -> BoolArray:
    """Breaks between lines that begin with numbers which count on, `_FEWEST` lines and more."""
    lines = page.lines
    rows = (page.ink.first == CharClass.DIGIT).nonzero()[0]
    if len(rows) < _FEWEST:
        return np.zeros(len(lines), np.bool_)
    number = np.full(len(lines), -1, np.int64)
    digit = np.logical_and.accumulate(lines.head[rows] == CharClass.DIGIT, axis=1)
    value = np.zeros(len(rows), np.int64)
    for place in range(HEAD):
        longer = 10 * value + (lines.head_codes[rows, place] & DIGIT_VALUE)
        value = np.where(digit[:, place], longer, value)
    number[rows] = value
    on = (number >= 0) & (page.at(number, 1) == number + 1) & page.follows
    return np.asarray(on & (page.at(on, 1) | page.at(on, -1)), np.bool_)
