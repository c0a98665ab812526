"""Numbered lines: what a tool that numbers lines prints, items of one line each, and notes below a page."""

import numpy as np

from corpuskit.layout.lines import DIGIT_VALUE, HEAD, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, class_set

_FEWEST = 3
_NOTED = class_set(CharClass.HAN, CharClass.KANA, CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE, CharClass.BLANK)
"""What stands behind the number of a note."""
_LONGEST = 3
"""Digits of the number of a note at most."""
_MOST = 3
"""Of so many lines that begin with a number in this manner one less, and more, are notes where any are."""


def _digits(page: Page, rows: IntArray) -> IntArray:
    """How many digits the lines ``rows`` begin with."""
    digit = page.lines.head[rows] == CharClass.DIGIT
    return np.asarray(np.logical_and.accumulate(digit, axis=1).sum(axis=1), np.int64)


def _values(page: Page, rows: IntArray, digits: IntArray) -> IntArray:
    """The numbers of so many ``digits`` that the lines ``rows`` begin with."""
    value = np.zeros(len(rows), np.int64)
    for place in range(int(digits.max(initial=0))):
        longer = 10 * value + (page.lines.head_codes[rows, place] & DIGIT_VALUE)
        value = np.where(place < digits, longer, value)
    return value


def numbered(page: Page) -> BoolArray:
    """Breaks between lines that begin with numbers which count on, `_FEWEST` lines and more."""
    found = np.zeros(len(page.lines), np.bool_)
    rows = (page.ink.first == CharClass.DIGIT).nonzero()[0]
    below = (rows[1:] == rows[:-1] + 1) & page.follows[rows[:-1]]
    if np.count_nonzero(below) < _FEWEST - 1:
        return found
    value = _values(page, rows, _digits(page, rows))
    found[rows[:-1][below & (value[1:] == value[:-1] + 1)]] = True
    return np.asarray(found & (page.at(found, 1) | page.at(found, -1)), np.bool_)


def notes(page: Page) -> BoolArray:
    """Breaks before the notes of a document: lines that begin with a number and go on without a stop.

    Their numbers count on through the document, or anew on each page, `_FEWEST` of them and more, and
    hardly a line begins with another number in this manner, as the middle of a sentence may (12 | 月).
    """
    found = np.zeros(len(page.lines), np.bool_)
    rows = (page.ink.first == CharClass.DIGIT).nonzero()[0]
    if len(rows) < _FEWEST:
        return found
    size = _digits(page, rows)
    behind = page.lines.head[rows, np.minimum(size, HEAD - 1)]
    noted = (size <= _LONGEST) & _NOTED.take(behind)
    rows, size = rows[noted], size[noted]
    if len(rows) < _FEWEST:
        return found
    value, owner = _values(page, rows, size), page.lines.document[rows]
    on = np.append(False, (value[1:] == value[:-1] + 1) & (owner[1:] == owner[:-1]))
    every, next_, fits = (
        np.bincount(owner[flags], minlength=len(page.sizes))
        for flags in (np.ones(len(rows), np.bool_), on, on | (value == 1))
    )
    known = (next_ >= _FEWEST - 1) & (_MOST * fits >= (_MOST - 1) * every)
    notes = rows[known.take(owner) & (on | np.append(on[1:], False) | (value == 1))]
    found[notes[notes > 0] - 1] = True
    return np.asarray(found & page.follows, np.bool_)
