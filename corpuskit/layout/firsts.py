"""First lines that lost their indent: two characters short, where all other lines are full."""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import CELL, STOPS, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import NO_LINE_START

FEW = 3
"""A habit shows in so many places at least."""
_RATE = 10


def full_width(page: Page) -> IntArray:
    """For every document, the median width of its lines that reach the margin in mid-sentence.

    Hanging marks widen the column that forced the breaks; the median line has none.
    """
    owner, documents = page.lines.document, len(page.bounds) - 1
    able = np.flatnonzero(~STOPS.take(page.ink.end) & (np.abs(page.column - page.widths) < 4 * CELL))
    key = (owner[able] << 32) + page.widths[able]
    key.sort()
    first = np.searchsorted(key, np.arange(documents + 1) << 32)
    middle = (first[:-1] + first[1:]) // 2
    median = np.append(key, 0)[middle] & 0xFFFFFFFF
    return np.where(first[1:] > first[:-1], median, 0)


@dataclass(frozen=True, slots=True)
class Firsts:
    """Over the breaks of a batch: the next line is no first line; it is one if it ends no block.

    ``settled`` says of the line's document that it has enough ends of paragraphs to show a habit.
    """

    never: BoolArray
    unless_last: BoolArray
    settled: BoolArray


def firsts(page: Page, full: IntArray) -> Firsts:
    """What it says of a line that it is full, or short by an indent; ``full`` is the `full_width`.

    In documents in which all first lines lost their indent a full line is none, if the line above is full, or
    as short as a first line: what is not may be a title or end a block. A line that is short by an indent,
    though what follows would have fitted, ends a block or begins one, if the line above is full and ends a
    sentence; a mark at its end may hang.
    """
    at, ink, owner = page.at, page.ink, page.lines.document
    stops = STOPS.take(ink.end)
    slack = full.take(owner) - page.widths
    ends = stops & (slack >= 6 * CELL)
    next_slack = at(slack, 1)
    short = (next_slack >= 3 * CELL) & (next_slack < 6 * CELL) & page.follows
    level = (np.abs(next_slack) < 2 * CELL) & page.follows
    stopped = stops & (page.slack() >= 6 * CELL)
    indents, others, habits = page.counts([ends & short, ends & level, stopped])
    habit = ((indents >= FEW) & (indents >= _RATE * others)).take(owner)
    above = stops & (np.abs(slack) < 2 * CELL)
    unless_last = np.zeros(len(owner), np.bool_)
    rows = np.flatnonzero(above & page.follows)
    if len(rows):
        after, room = rows + 1, next_slack[rows]
        hung = room + 2 * CELL * NO_LINE_START.take(ink.last[after])
        opening = short[rows] | ((hung >= 3 * CELL) & (hung < 6 * CELL))
        unless_last[rows] = opening & (at(page.units, 1)[after] <= room) & page.follows[after]
    return Firsts(
        never=habit & level & (slack < 6 * CELL) & (at(page.lines.pauses, 1) > 0),
        unless_last=unless_last,
        settled=(habits >= FEW).take(owner),
    )
