"""Does a document show wrapping at all? Without evidence not a byte of it is changed.

A break is evidence when only a margin explains it: it goes through a number or a word, or the line is full
and its sentence goes on. Each kind of evidence has a weight; a document is wrapped when they add up to
`ENOUGH` and nothing about the document as a whole forbids it.
"""

from typing import NamedTuple

import numpy as np

from corpuskit.layout.cuts import LETTERS, Cuts
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.marks import OPENING, STOPS, Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, class_set

ENOUGH, PLENTY = 4, 24
STRONG, MEDIUM, WEAK = 4, 2, 1
_COMMAS = class_set(CharClass.WIDE_COMMA, CharClass.COMMA, CharClass.WIDE_COLON, CharClass.COLON)
_TEXT = CJK | LETTERS | class_set(CharClass.DIGIT)
_PERCENT = 100
_STANDS_OUT, _OVER = 4 * CELL, 25
"""Lines this much wider than the column; in percent, how many a wrapped document may have,
unless it has plenty of evidence, for every other line."""


class Bounds(NamedTuple):
    """In percent of a document's lines: how many headers and technical lines it may have at most (``keys``,
    ``technical``), how many lines of words, with a comma, with a full stop it must have (``prose``,
    ``paused``, ``stopped``), how many of its joins must go on in lower case (``lower``), and how many of
    the lines that end in the middle of a sentence may stand alone (``loose``)."""

    keys: int
    technical: int
    prose: int = 0
    lower: int = 0
    paused: int = 0
    stopped: int = 0
    loose: int = 100


LATIN = Bounds(keys=10, technical=10, prose=65, lower=45, paused=20)
OTHER = Bounds(keys=40, technical=25, stopped=8, loose=30)


def weights(batch: Batch, page: Page, found: Cuts, likely: BoolArray, kinds: Nature) -> IntArray:
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
    weight[found.inside & ~kinds.latin] = MEDIUM
    weight[forced & runs_on] = WEAK
    size = page.lines.ends - page.lines.starts
    parallel = np.zeros(len(size), np.bool_)
    for step in (-1, 1):
        alike = (at(size, step) == size) & (at(ink.pause_at, step) == ink.pause_at)
        parallel |= alike & (ink.pauses > 0) & (ink.pause_at < size - 1)
    begins = (at(ink.first, 1) == ink.first) & (at(ink.second, 1) == ink.second) & ~CJK[ink.first]
    head = batch.codes[page.lines.starts]
    begins |= at(head, 1) == head
    begins |= LETTERS[ink.first] & LETTERS[at(ink.first, 1)]
    weight[parallel | (begins & ~kinds.latin)] = 0
    weight[found.sure | (found.word & kinds.prose)] = STRONG
    own = kinds.key | (at(kinds.key, 1) > 0) | kinds.row | kinds.technical | (at(ink.marks, 1) != Mark.NONE)
    weight[~likely | own] = 0
    return weight


def _shares(page: Page, flags: BoolArray, among: BoolArray) -> IntArray:
    """Percent of each document's lines in ``among`` that have the flag."""
    documents = len(page.columns.breaks)
    owner = page.lines.document
    hits = np.bincount(owner[flags & among], minlength=documents)
    total = np.bincount(owner[among], minlength=documents)
    return np.asarray(hits * _PERCENT // np.maximum(total, 1), np.int64)


def _prose(page: Page, likely: BoolArray, kinds: Nature, latin: BoolArray, total: IntArray) -> BoolArray:
    """For each document, whether it reads as prose.

    One of Latin script has words with blanks between, some commas, few symbols, few lines ``Key: value``,
    and lines that go on in lower case. One of another script has sentences: full stops, and either one in
    the middle of a line that goes on, or few lines that end in the middle of a sentence and do not go on,
    or plenty of evidence.
    """
    ink, every = page.ink, np.ones(len(page.lines), np.bool_)
    lower = _shares(page, page.at(ink.first, 1) == CharClass.LOWER, likely)
    words = (_shares(page, kinds.prose, every) >= LATIN.prose) & (lower >= LATIN.lower)
    words &= _shares(page, ink.pauses > 0, every) >= LATIN.paused
    ends, text = STOPS[ink.end], _TEXT[ink.last]
    sentences = _shares(page, ink.stops > 0, every) >= OTHER.stopped
    inside = _shares(page, (ink.stops > ends) & text, every) > 0
    loose = _shares(page, ~likely & (page.at(every, 1) > 0), text) <= OTHER.loose
    return np.where(latin, words, sentences & (inside | loose | (total >= PLENTY)))


def wrapped(page: Page, weight: IntArray, likely: BoolArray, kinds: Nature) -> tuple[BoolArray, BoolArray]:
    """For each document, whether it shows wrapping and nothing forbids it; whether its script is Latin."""
    every = np.ones(len(page.lines), np.bool_)
    documents = len(page.columns.breaks)
    total = np.bincount(page.lines.document, weights=weight, minlength=documents).astype(np.int64)
    certain = np.bincount(page.lines.document[weight >= STRONG], minlength=documents) > 0
    latin = _shares(page, kinds.latin, every) > 2 * _PERCENT // 3
    allowed = _shares(page, kinds.key, every) <= np.where(latin, LATIN.keys, OTHER.keys)
    allowed &= _shares(page, kinds.technical, every) <= np.where(latin, LATIN.technical, OTHER.technical)
    over = _shares(page, page.widths > page.column + _STANDS_OUT, every) > _OVER
    size = np.bincount(page.lines.document, minlength=documents)
    allowed &= ~over | ((total >= PLENTY) & (2 * total >= size))
    allowed &= _prose(page, likely, kinds, latin, total) | (certain & ~latin)
    return np.asarray((total >= ENOUGH) & allowed, np.bool_), latin
