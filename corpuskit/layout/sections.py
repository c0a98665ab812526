"""Numbers of sections at the start of lines (``1.2``, ``(3.1.4)``): those that count on in their document."""

import numpy as np

from corpuskit.layout.lines import CELL, COLONS, DIGIT_VALUE, HEAD, STOPS, BoolArray, among
from corpuskit.layout.page import Page
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CharClass, ClassArray, class_set, code_points

_DOTS, _SEMICOLONS = code_points(".．"), code_points(";；")
_OPENED = class_set(CharClass.WIDE_OPEN, CharClass.OPEN)
_CLOSED = class_set(CharClass.WIDE_CLOSE, CharClass.CLOSE)
_BEHIND = class_set(
    CharClass.BLANK, CharClass.LINE_END, CharClass.HAN, CharClass.KANA, CharClass.WIDE_COLON,
    CharClass.WIDE_OPEN, CharClass.OPEN, CharClass.OPEN_QUOTE,
)  # fmt: skip
"""What may stand behind a number that no bracket encloses: no sign, no Latin unit."""
_BEHIND_CODES = code_points("、.．")
_ENDS = STOPS | COLONS
_WORD_STARTS = class_set(CharClass.UPPER, CharClass.BLANK)
"""One of these shortly before a stop: it may be that of an abbreviation, ``Fig.``."""
_LEVELS, _BITS = 4, 10
"""Levels of a number, and bits for each: it has three digits at most."""
_LINKS = 2
"""So many numbers of a document must be the next of another one before: three in a row, or two and two."""


def sections(page: Page) -> BoolArray:
    """Breaks before lines that begin with the number of a section, where such numbers count on: 1.1, 1.2, ...

    The line above has come to an end, or it had room for what comes next: a price or a percentage that a
    margin brought to the start of a line is none.
    """
    found = np.zeros(len(page.lines), np.bool_)
    rows = _begins(page)
    if len(rows) > _LINKS:
        levels, depth, valid = _parse(page.lines.head_codes[rows], page.lines.head[rows])
        rows, levels, depth = rows[valid], levels[valid], depth[valid]
        found[rows[_counts_on(page.lines.document[rows], levels, depth)] - 1] = True
    return np.asarray(found & page.follows, np.bool_)


def _begins(page: Page) -> IntArray:
    """Lines that begin with a digit, in a bracket or none, and a dot, below one that does not go on there;
    none where too few lines begin with a digit."""
    ink, lines, digit = page.ink, page.lines, CharClass.DIGIT
    rows = ((ink.first == digit) | (_OPENED.take(ink.first) & (ink.second == digit))).nonzero()[0]
    if len(rows) <= _LINKS:
        return np.zeros(0, np.int64)
    rows = rows[among(lines.head_codes[rows], _DOTS).any(axis=1)]
    above = rows - 1
    room = page.slack[above] - page.units[rows] >= 2 * CELL
    short = (ink.last[above] == CharClass.STOP) & _WORD_STARTS[lines.tail[above, 1:]].any(axis=1)
    ended = (_ENDS[ink.end[above]] & ~short) | among(lines.last_codes[above], _SEMICOLONS)
    return np.asarray(rows[ended | room | ~page.follows[above]], np.int64)


def _parse(codes: CodeArray, kinds: ClassArray) -> tuple[IntArray, IntArray, BoolArray]:
    """The levels of the numbers that rows begin with, the index of the last, whether they may be a section's.

    A number that is longer than `HEAD` is cut there.
    """
    row = np.arange(len(codes))
    opened = _OPENED.take(kinds[:, 0])
    places = np.minimum(np.arange(HEAD + 1) + opened[:, None], HEAD)
    codes = np.pad(codes, ((0, 0), (0, 1)))[row[:, None], places]
    kinds = np.pad(kinds, ((0, 0), (0, 1)), constant_values=CharClass.LINE_END)[row[:, None], places]
    digits = kinds == CharClass.DIGIT
    dots = among(codes, _DOTS)
    dots[:, :-1] &= digits[:, 1:]
    number = np.logical_and.accumulate(digits | dots, axis=1)
    levels, depth = np.zeros((len(codes), _LEVELS), np.int64), np.zeros(len(codes), np.int64)
    for place in range(HEAD):
        depth += dots[:, place] & number[:, place]
        value = 10 * levels[row, depth] + (codes[:, place] & DIGIT_VALUE)
        levels[row, depth] = np.where(digits[:, place] & number[:, place], value, levels[row, depth])
    end = number.sum(axis=1)
    behind, behind_code = kinds[row, end], codes[row, end]
    plain = _BEHIND.take(behind) | among(behind_code, _BEHIND_CODES)
    valid = (depth > 0) & (levels < 1 << _BITS).all(axis=1) & np.where(opened, _CLOSED.take(behind), plain)
    return levels, depth, valid


def _counts_on(document: IntArray, levels: IntArray, depth: IntArray) -> BoolArray:
    """Which of the numbers, in the order of their lines, belong to a sequence of their document.

    Most of its different numbers are the first or the next of another: of amounts, however many, few are.
    """
    shifts = _BITS * np.arange(_LEVELS)[::-1]
    keys = (((document << 2) | depth) << _BITS * _LEVELS) | (levels << shifts).sum(axis=1)
    steps = np.int64(1) << shifts[depth]
    known, first, own = np.unique(keys, return_index=True, return_inverse=True)
    before = known - steps[first]
    place = known.searchsorted(before)
    next_ = (known[place] == before) & (first[place] < first)
    one = levels[first, depth[first]] == 1
    owner = document[first]
    every = np.bincount(owner)
    links, fits = (np.bincount(owner[flags], minlength=len(every)) for flags in (next_, next_ | one))
    sequence = (links >= _LINKS) & (2 * fits > every)
    return np.asarray(((next_ | one | np.isin(known, before[next_])) & sequence[owner])[own], np.bool_)
