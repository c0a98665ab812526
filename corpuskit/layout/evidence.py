"""Does a document show wrapping at all? Without evidence not a byte of it is changed.

A break is evidence when only a margin explains it. Each kind of evidence has its weight; a document is
wrapped when its weights reach `ENOUGH`.
"""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.features import Page
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.marks import OPENING, STOPS, Mark
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, class_set

ENOUGH = 4
STRONG = 4
MEDIUM = 2
WEAK = 1
_UNITS = np.array(
    sorted(ord(c) for c in "年月日时時分秒个個亿億万萬千百元人次岁歲米斤吨项項件条條家户页倍位名年届屆號号"),
    np.uint32,
)
_WIDE_NO_START = class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE, CharClass.UNIT
)
_COMMAS = class_set(CharClass.WIDE_COMMA, CharClass.COMMA, CharClass.WIDE_COLON, CharClass.COLON)
_LATIN = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
_HYPHENS = class_set(CharClass.HYPHEN, CharClass.SOFT_HYPHEN)
_TEXT = CJK | _LATIN | class_set(CharClass.DIGIT)


@dataclass(frozen=True, slots=True)
class Cuts:
    """What a break cuts in two; of the break after each line."""

    number: BoolArray
    word: BoolArray
    start: BoolArray
    bracket: BoolArray


def cuts(batch: Batch, page: Page) -> Cuts:
    """Breaks that go through a number, a Latin word, a bracket or quote, or before a mark that closes."""
    lines, ink, at = page.lines, page.ink, page.at
    first = at(ink.first, 1)
    code = np.append(batch.codes[lines.starts[1:]], 0)
    prose = CJK[ink.penultimate] | CJK[at(ink.second, 1)]
    digit = ink.last == CharClass.DIGIT
    number = digit & prose & ((np.isin(code, _UNITS)) | (first == CharClass.UNIT))
    hyphen = _HYPHENS[ink.last] & _LATIN[ink.penultimate] & (first == CharClass.LOWER)
    start = _WIDE_NO_START[first] & _TEXT[ink.last]
    bracket = (ink.opens > ink.closes) & (at(ink.closes, 1) > at(ink.opens, 1)) & CJK[first | 0]
    return Cuts(number, hyphen, start, bracket)


def weights(page: Page, found: Cuts, likely: BoolArray) -> IntArray:
    """The evidence of the break after each line; only ``likely`` joins count."""
    ink, at = page.ink, page.at
    forced = page.column - page.widths - at(page.units, 1) < CELL
    ends = STOPS[ink.end]
    paused = ends | _COMMAS[ink.end]
    prose = (ink.pauses > paused) | (at(ink.pauses, 1) > 0)
    text = _TEXT[ink.last] & ~OPENING[at(ink.first, 1)]
    weight = np.zeros(len(page.lines), np.int64)
    weight[forced & ~ends & prose] = WEAK
    weight[forced & text & (ink.pauses > 0)] = MEDIUM
    weight[found.bracket & forced] = MEDIUM
    weight[found.number | found.start | found.word] = STRONG
    own = (ink.marks == Mark.KEY) | (at(ink.marks, 1) != Mark.NONE)
    weight[~likely | own] = 0
    return weight


def wrapped(page: Page, weight: IntArray, documents: int) -> BoolArray:
    """For each document, whether its breaks show wrapping."""
    total = np.bincount(page.lines.document, weights=weight, minlength=documents).astype(np.int64)
    return np.asarray(total >= ENOUGH, np.bool_)
