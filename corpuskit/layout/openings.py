"""How lines begin that begin a block: items with their marks, speeches with names, notes with labels.

One line says little: a list runs on inside of paragraphs, too, and a margin may bring any item to the start
of a line. But where items begin lines of their own, most lines above them are short, and what comes next
would have fitted; where they run on, the lines above them are full. So all lines of a document that begin in
one manner tell it for those whose line above happens to be full.
"""

import numpy as np

from corpuskit.layout.lines import CELL, Batch, BoolArray, among
from corpuskit.layout.marks import MARK_COUNT, Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, class_set, code_points

_IDEOGRAPHIC_BLANK, _BRACKET, _CLOSED = code_points("\u3000【】")
_SEMICOLONS = code_points(";；")
_COLON, _SET_OFF, _LABEL, _COUNT, _STYLES = range(MARK_COUNT, MARK_COUNT + 5)
_OUT = 4 * CELL
"""A line that stands out by so much no margin ended, as little as one with room for what comes next."""
_FEWEST, _TIMES = 3, 4
"""So many lines that begin in one manner follow a short one, and as many as follow a full one; so many times
as many where a sentence need not be at an end."""
_NAME, _LATIN_NAME, _CAPITALS, _DIGITS = 6, 24, 3, 3
"""Characters of a name or label at most, how many capitals begin one that a full stop sets off, and how many
digits a number of things or of a part has."""
_CITED = np.isin(np.arange(_STYLES), (Mark.ARTICLE, Mark.BRACKETED, _COLON))
"""So begins what stands in the middle of a sentence, too: ``违反第九条``, ``[4]``, ``如下：``."""
_SPEECH = class_set(CharClass.OPEN_QUOTE, CharClass.QUOTE)


def _styles(batch: Batch, page: Page, kinds: Nature) -> IntArray:
    """How each line begins: with a `Mark`, or a name and a colon, a name set off by an ideographic blank, a
    label in lenticular brackets, a number and a blank in Latin script; 0 for most."""
    lines, ink = page.lines, page.ink
    styles = ink.marks.copy()
    plain = styles == Mark.NONE
    place, blank = lines.colon_at, lines.blank_at
    named = plain & kinds.key & (place > 0) & (place <= np.where(kinds.latin, _LATIN_NAME, _NAME))
    rows = named.nonzero()[0]
    said = _SPEECH.take(batch.kinds.take(lines.starts[rows] + place[rows] + 1, mode="clip"))
    named[rows[said]] = False
    styles[rows[~said]] = _COLON
    latin = plain & kinds.latin
    rows = (latin & (ink.first == CharClass.UPPER) & (lines.pause_at <= _LATIN_NAME)).nonzero()[0]
    styles[rows[(lines.head[rows, :_CAPITALS] == CharClass.UPPER).all(axis=1)]] = _COLON
    rows = ((blank <= _NAME) & (blank > 0) & plain & ~named & ~latin).nonzero()[0]
    off = batch.codes.take(lines.starts[rows] + blank[rows]) == _IDEOGRAPHIC_BLANK
    styles[rows[off]] = _SET_OFF
    rows = (lines.head_codes[:, 0] == _BRACKET).nonzero()[0]
    styles[rows[(lines.head_codes[rows] == _CLOSED).any(axis=1)]] = _LABEL
    rows = (latin & (ink.first == CharClass.DIGIT) & (blank <= _DIGITS)).nonzero()[0]
    if len(rows):
        digits = np.logical_and.accumulate(lines.head[rows] == CharClass.DIGIT, axis=1).sum(axis=1)
        styles[rows[digits == blank[rows]]] = _COUNT
    return styles


def begins(batch: Batch, page: Page, kinds: Nature, likely: BoolArray) -> BoolArray:
    """Those of the ``likely`` joins of a ``page`` of ``batch`` before lines that begin in a manner in which,
    in their document, lines begin that begin a block."""
    lines = page.lines
    if not np.count_nonzero(likely):
        return likely
    styles = page.at(_styles(batch, page, kinds), 1)
    found = styles > 0
    asked = (found & likely).nonzero()[0]
    if not len(asked):
        return np.zeros(len(lines), np.bool_)
    many = len(page.bounds) - 1
    key = lines.document * _STYLES + styles
    room = page.roomy | (page.slack <= -_OUT)
    short, full = (np.bincount(key[found & flag], minlength=many * _STYLES) for flag in (room, ~room))
    enough = (short >= _FEWEST) & (short >= full)
    anywhere = enough & (short >= _TIMES * (full - 1))
    ended = page.ink.stopped[asked] | among(lines.last_codes[asked], _SEMICOLONS)
    going = anywhere.take(key[asked]) & ~_CITED.take(styles[asked]) & ~page.inside[asked]
    stays = np.zeros(len(lines), np.bool_)
    stays[asked] = (ended & enough.take(key[asked])) | going
    return stays
