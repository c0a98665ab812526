"""Would a repaired text be repaired again? Mostly not, and that can be seen without looking at it anew.

The lines of the repaired text are its blocks. Their widths are the sums of their lines' widths, their edges
are edges of lines; so the column of the repaired text, the breaks that it would force, and the most that
these could weigh as evidence are known. Where that is not enough to show wrapping, nothing would be joined.
"""

import numpy as np

from corpuskit.layout.blocks import Blocks, runs
from corpuskit.layout.column import Measures, columns, numbers
from corpuskit.layout.evidence import MEDIUM, STRONG, TEXT, WEAK, enough, real
from corpuskit.layout.filled import ENOUGH as FILLED
from corpuskit.layout.filled import TELLING, WORDS, between_blanks
from corpuskit.layout.lines import CANNOT_END, CANNOT_START, CELL, HYPHENS, OPENING, BoolArray
from corpuskit.layout.page import Page
from corpuskit.layout.passages import one_margin
from corpuskit.layout.roles import Role
from corpuskit.layout.widths import char_widths
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, class_set

_BLANK = np.array(((CELL,), (6,), (1,)))
"""How wide a blank is on a grid and as set, and how many characters it is."""
_SHORT = 3
"""The edge of a block whose last line is as short as this may be that of the line before."""
_NARROW = class_set(CharClass.STOP, CharClass.COMMA, CharClass.COLON)
"""At the start of a line these are no pauses; between what was joined they may be."""
_ROLES = np.uint16(Role.MEASURE | Role.YEAR | Role.MONTH_DAY)


def unsettled(page: Page, joins: BoolArray, spaced: BoolArray, dropped: BoolArray, made: Blocks) -> BoolArray:
    """Which documents could be repaired again once ``joins`` are ``made`` blocks, those ``spaced`` with a
    blank, those ``dropped`` without the hyphen before them."""
    documents = len(page.sizes)
    lines, ink = page.lines, page.ink
    first, last = runs(joins)
    owner = lines.document[first]
    measured = np.array((lines.grid, lines.set_, lines.sizes)) + (joins & spaced) * _BLANK
    gone = (joins & dropped).nonzero()[0]
    if len(gone):
        measured[:, gone] -= *char_widths(lines.last_codes[gone]), np.ones(len(gone), np.int64)
    grid, set_, size = np.add.reduceat(measured, first, axis=1)
    units = lines.grid_unit[first], lines.set_unit[first]
    measures = Measures(owner, ink.last[last], grid, set_, *units, size, lines.unit_sizes[first])
    found = columns(measures, documents)
    width, unit = found.by_measure(grid, set_, owner), found.by_measure(*units, owner)
    follows = page.follows[last]
    filled = width[:-1] + unit[1:]
    forced = np.zeros(len(first), np.bool_)
    forced[:-1] = found.width.take(owner[:-1]) - filled < CELL
    paused = np.logical_or.reduceat((lines.pauses > 0) | _NARROW.take(ink.first), first)
    weight = _most(page, last, forced, paused) * follows
    total = np.bincount(owner, weights=weight, minlength=documents)
    shows = enough(total.astype(np.int64), np.bincount(owner, minlength=documents)) & real(found)
    inner = weight >= MEDIUM
    inner = inner[:-1] & inner[1:]
    if np.count_nonzero(inner):
        shows[owner[:-1][inner & one_margin(width, unit)]] = True
    # A verse too long for the column is as wide as all that end in a pause.
    ended = ink.paused[last]
    open_ = ~ended & CJK.take(ink.last[last]) & follows
    if np.count_nonzero(open_):
        widest = np.zeros(documents, np.int64)
        np.maximum.at(widest, owner[ended], width[ended])
        open_[:-1] &= filled > widest[owner[:-1]]
        shows[owner[open_]] = True
    # Measured by another measure, both or one of them.
    shows |= page.counted | page.worded | _would_be_worded(page, joins, made)
    if _goes_on(page, joins) >= FILLED:
        shows |= numbers(measures, found, documents) > 0
    # What was not summed up exactly: a first line that is one unit.
    shows[owner[joins[first] & (units[0] == lines.grid[first])]] = True
    return shows


def _most(page: Page, rows: IntArray, forced: BoolArray, paused: BoolArray) -> IntArray:
    """The most that the break after each of the lines ``rows`` can weigh; ``forced``: by the margin;
    ``paused``: behind a pause."""
    lines, ink = page.lines, page.ink
    first = ink.first.take(rows + 1, mode="clip")
    roles = ink.roles[:, 0].take(rows + 1, mode="clip")
    size, last = lines.sizes[rows], ink.last[rows]
    ends = ink.stopped[rows] & (size > _SHORT)
    text = TEXT.take(last) & ~OPENING.take(first)
    sure = CANNOT_START.take(first) & CJK.take(last)
    sure |= CANNOT_END.take(last) & (CJK.take(ink.penultimate[rows]) | (size == 1))
    measure = ((roles & _ROLES) > 0) | (first == CharClass.UNIT)
    sure |= (ink.tail_digits[rows] > 0) & measure
    sure |= HYPHENS.take(last) & (first == CharClass.LOWER)
    sure |= (roles & Role.LEANING) > 0
    weight = np.where(forced & ~ends, np.where(text & paused, MEDIUM, WEAK), 0)
    return np.where(sure, STRONG, np.where(page.inside[rows], MEDIUM, weight))


def _goes_on(page: Page, joins: BoolArray) -> int:
    """After how many lines that no ``joins`` put to the next it could show that lines were filled."""
    first = page.next_first
    narrow = ~CJK.take(page.ink.last) & ~CJK.take(first)
    return int(np.count_nonzero(page.follows & ~joins & (CANNOT_START.take(first) | page.inside | narrow)))


def _would_be_worded(page: Page, joins: BoolArray, made: Blocks) -> BoolArray:
    """Which documents are broken at blanks alone once ``joins`` are ``made`` blocks: only lines of a block
    that keeps its own stand below one another then, without an empty line between."""
    last, first = page.ink.last, page.next_first
    out = WORDS.take(last) & CJK.take(first) & page.follows & ~joins
    if np.count_nonzero(out) < TELLING:
        return np.zeros(len(page.sizes), np.bool_)
    block = made.starts.searchsorted(page.lines.starts, side="right") - 1
    inside = made.own.take(block) & (page.at(block + 1, 1) == block + 1)
    return between_blanks(page.lines, page.ink, len(page.sizes), inside)
