"""What a line is by its characters alone: prose, something technical, a key with its value, a table row."""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, Lines
from corpuskit.layout.marks import PAUSES, STOPS, Ink, counts
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, class_set

_ODD = class_set(CharClass.SYMBOL, CharClass.OPEN, CharClass.CLOSE)
_COLONS = class_set(CharClass.WIDE_COLON, CharClass.COLON)
_BLANK = class_set(CharClass.BLANK)
_LEADERS = np.array(sorted(ord(c) for c in ".…·．・-—_"), np.uint32)
_TAB, _BAR = ord("\t"), ord("|")
_KEY_LENGTH = 8
_HEADER_LENGTH = 30
_NEVER = 1 << 40


@dataclass(frozen=True, slots=True)
class Nature:
    """Flags of every line; a line may have none (a heading, the last word of a paragraph).

    ``latin``: no Han, kana or Hangul. ``prose``: words of a Latin script with blanks between them.
    ``technical``: symbols, numbers, identifiers. ``key``: begins with a short key and a colon.
    ``row``: dot leaders before a number, bars, or cells set apart by tabs or several blanks.
    """

    latin: BoolArray
    prose: BoolArray
    technical: BoolArray
    key: BoolArray
    row: BoolArray


def _first(places: IntArray, lines: Lines) -> IntArray:
    """How far into each line the first of ``places`` lies; far beyond where there is none."""
    known = np.append(places, _NEVER)
    return known[np.searchsorted(known, lines.starts)] - lines.starts


def _rows(batch: Batch, lines: Lines, ink: Ink) -> BoolArray:
    """Lines that are rows of a table or of a contents page.

    Justified text has wide blanks as well; cells count only where the line above or below has as many.
    """
    blank = batch.kinds == CharClass.BLANK
    second = np.flatnonzero(blank[1:] & blank[:-1]) + 1
    wide = np.concatenate([second[~blank[second - 2]], np.flatnonzero(batch.codes == _TAB)])
    wide.sort()
    cells = np.searchsorted(wide, lines.ends) - np.searchsorted(wide, lines.starts)
    celled = (cells > 0) & (ink.pauses == 0) & (ink.blanks <= 3 * cells)
    twin = (cells[1:] == cells[:-1]) & celled[1:] & celled[:-1] & (lines.document[1:] == lines.document[:-1])
    leader = np.isin(batch.codes, _LEADERS)
    triple = np.flatnonzero(leader[2:] & leader[1:-1] & leader[:-2]) + 2
    leaders = np.searchsorted(triple, lines.ends) - np.searchsorted(triple, lines.starts)
    bars = (batch.codes[lines.starts] == _BAR) & (batch.codes[lines.ends - 1] == _BAR)
    led = (leaders > 0) & (ink.last == CharClass.DIGIT)
    return np.asarray(bars | led | np.append(twin, False) | np.append(False, twin), np.bool_)


def nature(batch: Batch, lines: Lines, ink: Ink) -> Nature:
    """Look at what each line is made of."""
    size = lines.ends - lines.starts
    latin = counts(CJK, batch, lines) == 0
    odd = counts(_ODD, batch, lines)
    letters = ink.letters * 10
    inked = size - ink.blanks
    prose = latin & (letters >= inked * 8) & (ink.blanks >= 3) & (odd * 15 <= size)
    technical = (size > 3) & ((odd * 12 > size) | (letters < inked * 6) | ((ink.blanks == 0) & (size >= 20)))
    colon = _first(np.flatnonzero(_COLONS[batch.kinds]), lines)
    pause = _first(np.flatnonzero((PAUSES | STOPS)[batch.kinds]), lines)
    blank = _first(np.flatnonzero(_BLANK[batch.kinds]), lines)
    header = (colon <= _HEADER_LENGTH) & (blank > colon) & (colon > 1)
    key = (colon < size) & (pause == colon) & np.where(latin, header, colon <= _KEY_LENGTH)
    return Nature(
        latin, prose, latin & ~prose & technical, np.asarray(key, np.bool_), _rows(batch, lines, ink)
    )
