"""What a line break cuts in two: numbers, words, brackets; and the marks that no line may begin with."""

import msgspec
import numpy as np

from corpuskit.layout.lines import CANNOT_END, CANNOT_START, HYPHENS, BoolArray
from corpuskit.layout.page import Page
from corpuskit.layout.roles import Role
from corpuskit.unicode import CJK, LETTERS, CharClass, class_set

_WIDE_PAUSES = class_set(CharClass.WIDE_STOP, CharClass.WIDE_COMMA)
_LISTING = ord("、")
_VERSES, _OPEN = 8, 10
"""So many lines with a pause in them tell that lines end in one, if at most one in so many does not."""


class Cuts(msgspec.Struct, frozen=True):
    """Flags of the break after each line: what it goes through.

    ``number``: between digits and their unit. ``word``: a Latin word with a hyphen. ``inside``: brackets or
    the marks of a title. ``sure``: a date, a percentage, before a mark that may not begin a line, after one
    that may not end it: nothing but a line break explains it. ``leaning``: before a particle of Chinese and a
    pause (``了。``), which leans on the word before it. ``verse``: in a verse too long for the column.
    ``certain``: nothing but a line break explains it, for one of these reasons.
    """

    number: BoolArray
    word: BoolArray
    inside: BoolArray
    sure: BoolArray
    leaning: BoolArray
    verse: BoolArray
    certain: BoolArray


def cuts(page: Page) -> Cuts:
    """What the breaks of a page go through."""
    lines, ink = page.lines, page.ink
    first, digits = page.next_first, ink.tail_digits
    cjk_last = CJK.take(ink.last)
    word = HYPHENS.take(ink.last) & LETTERS.take(ink.penultimate) & (first == CharClass.LOWER)
    start = CANNOT_START.take(first) & cjk_last & ~CANNOT_START.take(ink.first) & page.follows
    sure = start | (CANNOT_END.take(ink.last) & CJK.take(ink.penultimate) & page.follows)
    number = np.zeros(len(lines), np.bool_)
    inside = page.inside
    rows = ((digits > 0) & page.follows).nonzero()[0]
    if len(rows):
        han = (lines.sizes[rows] > digits[rows]) & CJK.take(ink.first[rows])
        percent = first[rows] == CharClass.UNIT
        measure = (ink.roles[rows + 1, 0] & Role.MEASURE) > 0
        number[rows] = (measure | percent) & han
        sure[rows] |= han & (percent | _date(page, rows))
    leaning, verse = _leaning(page), _verse(page)
    return Cuts(number, word, inside, sure, leaning, verse, sure | leaning | verse)


def _leaning(page: Page) -> BoolArray:
    """Breaks from Han to a particle and the pause behind it; ``、`` may stand between particles that are
    listed."""
    ink, lines = page.ink, page.lines
    found = np.zeros(len(lines), np.bool_)
    after = (ink.roles[:, 0] & Role.LEANING).nonzero()[0]
    after = after[_WIDE_PAUSES.take(ink.second[after]) & (lines.head_codes[after, 1] != _LISTING)]
    found[after - 1] = ink.last[after - 1] == CharClass.HAN
    return np.asarray(found & page.follows, np.bool_)


def _date(page: Page, rows: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> BoolArray:
    """``2023|年`` and ``3|月`` after ``rows``, where the second line goes on as a date does."""
    ink = page.ink
    first, second = ink.roles[rows + 1, 0], ink.roles[rows + 1, 1]
    digits, han = ink.tail_digits[rows], CJK.take(ink.second[rows + 1])
    year = (digits == 4) & ((first & Role.YEAR) > 0) & ((second & Role.NO_YEAR) == 0)
    day = (digits <= 2) & ((first & Role.MONTH_DAY) > 0) & (~han | ((second & Role.DATE_GOES_ON) > 0))
    return np.asarray(year | day, np.bool_)


def _verse(page: Page) -> BoolArray:
    """Breaks behind a line that ends in no pause, where as good as all lines with one inside do: it is as
    wide as any of them, and what is left of it, shorter, ends in a pause."""
    lines, ink, at = page.lines, page.ink, page.at
    ended = ink.paused
    inner = lines.pauses > ended
    found = inner & ~ended & CJK.take(ink.last) & page.follows & at(ended, 1) & CJK.take(page.next_first)
    if not np.count_nonzero(found):
        return found
    many, open_ = page.counts([inner, inner & ~ended])
    custom = (many >= _VERSES) & (open_ * _OPEN <= many)
    if not np.count_nonzero(custom):
        return np.zeros(len(found), np.bool_)
    widest = page.widest(ended).take(lines.document)
    found &= (page.widths + page.needs > widest) & (at(page.widths, 1) < page.widths)
    return np.asarray(found & custom.take(lines.document), np.bool_)
