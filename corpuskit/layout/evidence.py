"""Does a document show wrapping at all? Without evidence not a byte of it is changed.

A break is evidence when only a margin explains it: it goes through a number or a word, or the line is full
and its sentence goes on. Each kind of evidence has a weight; a document is wrapped when they add up to
`ENOUGH` and nothing about the document as a whole forbids it.
"""

import numpy as np

from corpuskit.layout.cuts import LETTERS, Cuts
from corpuskit.layout.lines import CELL, BoolArray
from corpuskit.layout.marks import OPENING, STOPS, Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, class_set

ENOUGH = 4
STRONG, MEDIUM, WEAK = 4, 2, 1
_COMMAS = class_set(CharClass.WIDE_COMMA, CharClass.COMMA, CharClass.WIDE_COLON, CharClass.COLON)
_TEXT = CJK | LETTERS | class_set(CharClass.DIGIT)
_PERCENT = 100
_STANDS_OUT, _OVER = 4 * CELL, 25
"""Lines this much wider than the column; in percent, how many a wrapped document may have."""
_KEYS, _TECHNICAL = 40, 25
_LATIN_KEYS, _LATIN_TECHNICAL, _LATIN_PROSE, _LATIN_LOWER = 10, 10, 65, 45


def weights(page: Page, found: Cuts, likely: BoolArray, kinds: Nature) -> IntArray:
    """The evidence of the break after each line; only ``likely`` joins count."""
    ink, at = page.ink, page.at
    forced = page.column - page.widths - at(page.units, 1) < CELL
    ends = STOPS[ink.end]
    prose = (ink.pauses > (ends | _COMMAS[ink.end])) | (at(ink.pauses, 1) > 0)
    text = _TEXT[ink.last] & ~OPENING[at(ink.first, 1)]
    runs_on = kinds.prose & (at(ink.first, 1) == CharClass.LOWER) & ~ends
    weight = np.zeros(len(page.lines), np.int64)
    weight[forced & ~ends & prose & ~kinds.latin] = WEAK
    weight[forced & text & (ink.pauses > 0) & ~kinds.latin] = MEDIUM
    weight[found.sure & found.bracket & ~kinds.latin] = MEDIUM
    weight[forced & runs_on] = WEAK
    size = page.lines.ends - page.lines.starts
    parallel = np.zeros(len(size), np.bool_)
    for step in (-1, 1):
        alike = (at(size, step) == size) & (at(ink.pause_at, step) == ink.pause_at)
        parallel |= alike & (ink.pauses > 0) & (ink.pause_at < size - 1)
    weight[parallel | (LETTERS[ink.first] & LETTERS[at(ink.first, 1)] & ~kinds.latin)] = 0
    weight[found.number | found.start | (found.word & kinds.prose)] = STRONG
    own = kinds.key | (at(kinds.key, 1) > 0) | kinds.row | kinds.technical | (at(ink.marks, 1) != Mark.NONE)
    weight[~likely | own] = 0
    return weight


def _shares(page: Page, flags: BoolArray, among: BoolArray, documents: int) -> IntArray:
    """Percent of each document's lines in ``among`` that have the flag."""
    owner = page.lines.document
    hits = np.bincount(owner[flags & among], minlength=documents)
    total = np.bincount(owner[among], minlength=documents)
    return np.asarray(hits * _PERCENT // np.maximum(total, 1), np.int64)


def wrapped(page: Page, weight: IntArray, likely: BoolArray, kinds: Nature) -> tuple[BoolArray, BoolArray]:
    """For each document, whether it shows wrapping and nothing forbids it; and whether its script is Latin.

    A document of Latin script must read as prose: words with blanks between, few symbols, few lines
    ``Key: value``, and lines that go on in lower case.
    """
    documents = len(page.columns.breaks)
    every = np.ones(len(page.lines), np.bool_)
    total = np.bincount(page.lines.document, weights=weight, minlength=documents).astype(np.int64)
    latin = _shares(page, kinds.latin, every, documents) > 2 * _PERCENT // 3
    keys = _shares(page, kinds.key, every, documents)
    technical = _shares(page, kinds.technical, every, documents)
    prose = _shares(page, kinds.prose, every, documents)
    lower = _shares(page, page.at(page.ink.first, 1) == CharClass.LOWER, likely, documents)
    over = _shares(page, page.widths > page.column + _STANDS_OUT, every, documents)
    bound = np.where(latin, _LATIN_KEYS, _KEYS), np.where(latin, _LATIN_TECHNICAL, _TECHNICAL)
    allowed = (keys <= bound[0]) & (technical <= bound[1]) & (over <= _OVER)
    allowed &= ~latin | ((prose >= _LATIN_PROSE) & (lower >= _LATIN_LOWER))
    return np.asarray((total >= ENOUGH) & allowed, np.bool_), np.asarray(latin, np.bool_)
