"""What a line is by its characters alone: prose, something technical, a key with its value, a table row."""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, Lines
from corpuskit.layout.marks import Ink, first_within
from corpuskit.unicode import CJK, CharClass, class_set

_ODD = class_set(CharClass.SYMBOL, CharClass.OPEN, CharClass.CLOSE)
_COLONS = class_set(CharClass.WIDE_COLON, CharClass.COLON)
_BLANK = class_set(CharClass.BLANK)
_LEADERS = class_set(CharClass.STOP, CharClass.DASH, CharClass.BULLET, CharClass.HYPHEN)
_TAB, _BAR = ord("\t"), ord("|")
_KEY_LENGTH = 8
_HEADER_LENGTH = 30


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


def _rows(batch: Batch, lines: Lines, ink: Ink) -> BoolArray:
    """Lines that are rows of a table or of a contents page.

    Justified text has wide blanks as well; cells count only where the line above or below has as many.
    """
    blanks = np.flatnonzero(batch.kinds == CharClass.BLANK)
    follows = np.diff(blanks, prepend=-2) == 1
    second = follows & ~np.append(False, follows[:-1])
    wide = blanks[second | (batch.codes[blanks] == _TAB)]
    cells = np.searchsorted(wide, lines.ends) - np.searchsorted(wide, lines.starts)
    celled = (cells > 0) & (ink.pauses == 0) & (ink.blanks <= 3 * cells)
    twin = (cells[1:] == cells[:-1]) & celled[1:] & celled[:-1] & (lines.document[1:] == lines.document[:-1])
    numbers = (ink.blanks > 1) & (ink.pauses == 0) & (4 * ink.digits > lines.ends - lines.starts - ink.blanks)
    same = (ink.blanks[1:] == ink.blanks[:-1]) & (numbers[1:] | numbers[:-1]) & (ink.pauses[1:] == 0)
    twin |= same & (ink.pauses[:-1] == 0) & (lines.document[1:] == lines.document[:-1])
    commas = ink.tally[:, CharClass.COMMA]
    listed = (commas > 1) & (ink.pauses - (ink.first == CharClass.DIGIT) <= commas)
    listed &= (ink.blanks == 0) & (ink.stops == 0)
    same = (commas[1:] == commas[:-1]) & listed[1:] & listed[:-1]
    twin |= same & (lines.document[1:] == lines.document[:-1])
    dots = np.flatnonzero(_LEADERS[batch.kinds])
    triple = dots[2:][dots[2:] - dots[:-2] == 2]
    leaders = np.searchsorted(triple, lines.ends) - np.searchsorted(triple, lines.starts)
    bars = (batch.codes[lines.starts] == _BAR) & (batch.codes[lines.ends - 1] == _BAR)
    led = (leaders > 0) & (ink.last == CharClass.DIGIT)
    return np.asarray(bars | led | np.append(twin, False) | np.append(False, twin), np.bool_)


def nature(batch: Batch, lines: Lines, ink: Ink) -> Nature:
    """Look at what each line is made of."""
    size = lines.ends - lines.starts
    latin = ink.tally[:, CJK].sum(axis=1) == 0
    odd = ink.tally[:, _ODD].sum(axis=1)
    letters = ink.letters * 10
    inked = size - ink.blanks
    prose = latin & (letters >= inked * 8) & (ink.blanks >= 3) & (odd * 15 <= size)
    technical = (size > 3) & ((odd * 12 > size) | (letters < inked * 6) | ((ink.blanks == 0) & (size >= 20)))
    colon = first_within(np.flatnonzero(_COLONS[batch.kinds]), lines)
    blank = first_within(np.flatnonzero(_BLANK[batch.kinds]), lines)
    header = (colon <= _HEADER_LENGTH) & (blank > colon) & (colon > 1)
    key = (colon < size) & (ink.pause_at >= colon) & np.where(latin, header, colon <= _KEY_LENGTH)
    return Nature(
        latin, prose, latin & ~prose & technical, np.asarray(key, np.bool_), _rows(batch, lines, ink)
    )
