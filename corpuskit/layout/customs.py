"""How a document sets its paragraphs off, learnt from the breaks that are beyond doubt."""

import numpy as np

from corpuskit.layout.lines import CELL, AnyArray, BoolArray, SmallArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass

RATE = 20
"""Rates are counted in twentieths."""
_ENDS, _TIMES = 3, 3
"""A custom of ends shows in so many sure ones, and there so many times as often as at sure wraps."""
_RUN = 5
"""Of nine lines in a row so many stand in where a page, not a paragraph, is set further in."""
_WIDEST = 128
"""Indents from this one on are one, in half cells."""


def full_width(page: Page) -> SmallArray:
    """For every document, the median width of its lines that reach the margin in mid-sentence.

    Hanging marks widen the column that forced the breaks; the median line has none.
    """
    owner, documents = page.lines.document, len(page.bounds) - 1
    able = (~page.ink.stopped & (np.abs(page.slack) < 4 * CELL)).nonzero()[0]
    key = np.zeros(len(able) + 1, np.int64)
    key[:-1] = (owner.take(able) << 32) + page.widths.take(able)
    key[:-1].sort()
    first = key[:-1].searchsorted(np.arange(documents + 1) << 32)
    median = key.take((first[:-1] + first[1:]) // 2) & 0xFFFFFFFF
    return (median * (first[1:] > first[:-1])).astype(np.int32)


def _rates(page: Page, pairs: list[tuple[BoolArray, BoolArray, int]]) -> SmallArray:
    """For each (flags, among, default): in each document, how many of the lines in ``among`` have the flag,
    in twentieths, rounded; ``default`` where there is none."""
    counts = page.counts([flags & among for flags, among, _ in pairs] + [among for _, among, _ in pairs])
    hits, total = counts[: len(pairs)], counts[len(pairs) :]
    rates = (hits * RATE + total // 2) // np.maximum(total, 1)
    defaults = np.array([default for _, _, default in pairs])[:, None]
    return np.where(total > 0, rates, defaults).astype(np.int32)


def _sure(page: Page, fit: SmallArray) -> tuple[BoolArray, BoolArray, BoolArray, BoolArray]:
    """Breaks that surely end a paragraph, those that surely do not, lines that end in a stop, and lines that
    end at the margin; ``fit`` is what would have been left of the column."""
    ink, near = page.ink, np.abs(fit)
    stopped = ink.stopped
    goes_on = (near < 3 * CELL) & CJK.take(ink.last)
    goes_on |= (near < 6 * CELL) & (ink.last == CharClass.LOWER)
    return stopped & (fit >= 6 * CELL), goes_on & ~stopped, stopped, near < 3 * CELL


def stand_out(page: Page) -> BoolArray:
    """Breaks before a line that begins where first lines do and lines that go on do not, where that is a
    custom of ends in this document: its first lines stand in, or the others do.

    A heading may be as wide as the column and look like a sure wrap, so a few of these may do so, too. Where
    line after line stands in, a paragraph ends at the end of a sentence, or before a step.
    """
    if not np.count_nonzero(page.lines.indents):
        return np.zeros(len(page.lines), np.bool_)
    follows, indents = page.follows, page.at(page.lines.indents, 1)
    ends, wraps, stopped, _ = _sure(page, page.room)
    ends, wraps = ends & follows, wraps & follows
    further = _commonest(page, indents, wraps)
    apart = (np.abs(indents - further) > CELL // 2) & follows
    if not np.count_nonzero(apart):
        return np.zeros(len(apart), np.bool_)
    first = _commonest(page, indents, ends & apart)
    apart &= np.abs(indents - first) <= CELL // 2
    at_ends, many, at_wraps, others = page.counts((apart & ends, ends, apart & wraps, wraps))
    custom = (2 * at_ends + 1) * (others + 1) >= _TIMES * (2 * at_wraps + 1) * (many + 1)
    steps = np.abs(page.lines.indents - first) > CELL // 2
    plain = stopped | steps | (page.near([apart])[0] < _RUN)
    found = apart & plain & (custom & (at_ends >= _ENDS)).take(page.lines.document)
    return np.asarray(found, np.bool_)


def _commonest(page: Page, indents: SmallArray, among: BoolArray) -> IntArray:
    """For every line the commonest of those ``indents`` of its document that are ``among``."""
    owner, documents = page.lines.document, len(page.bounds) - 1
    steps = np.minimum(indents // (CELL // 2), _WIDEST - 1)
    counts = np.bincount((owner * _WIDEST + steps)[among], minlength=documents * _WIDEST)
    common: IntArray = counts.reshape(-1, _WIDEST).argmax(axis=1)
    return common.take(owner) * (CELL // 2)


def customs(page: Page) -> dict[str, AnyArray]:
    """Features that compare a break with what its document does at sure ends and inside sure paragraphs.

    A line that ends a sentence far from the margin ends a paragraph; one that is full and stops in the
    middle of a sentence goes on. ``first-line``: B is as short as this document's first lines, which lost
    their indent; ``gap-custom``, ``indent-custom``: the blank line or indent, or none, is what this
    document has at ends; ``first-gap``: the blank line after B, or none, is what it has after first lines;
    ``since-end``: lines since the last sure end.
    """
    at, lines = page.at, page.lines
    ends, goes_on, margin_stops, at_margin = _sure(page, page.room)
    wide = lines.gaps > 1
    gap, next_gap = at(wide, 1), at(wide, 2)
    indented = at(lines.indents, 1) > lines.indents + CELL // 2
    next_slack = at(page.slack, 1)
    short = (next_slack >= 3 * CELL) & (next_slack < 6 * CELL)
    next_full = next_slack < 2 * CELL
    either = short | next_full
    ended = at(ends, -1)
    rates = _rates(
        page,
        [
            (short, ends & either, 10),
            (short, goes_on & either, 2),
            (gap, ends, 10),
            (gap, goes_on, 10),
            (indented, ends, 10),
            (indented, goes_on, 10),
            (gap, ended & ~ends, -1),
            (margin_stops, at_margin, 21),
        ],
    )
    at_end, inside, gap_end, gap_inside, in_end, in_inside, first, margin = rates.take(lines.document, axis=1)
    custom, gap_custom, indent_custom = at_end - inside, gap_end - gap_inside, in_end - in_inside
    first_line = short & (next_slack - 4 * CELL < at(page.units, 2))
    first_gap = np.where(first < 0, 10, gap_inside - first)
    rows = np.arange(len(lines))
    opened = np.where(ended | (rows == page.bounds.take(lines.document)), rows, 0)
    return {
        "first-gap": np.where(next_gap, -first_gap, 1 + first_gap),
        "first-line": np.where(first_line, 1 + custom, np.where(next_full, -1 - custom, 0)),
        "gap-custom": np.where(gap, 1 + gap_custom, -1 - gap_custom),
        "indent-custom": np.where(indented, 1 + indent_custom, -1 - indent_custom),
        "short-at-end": at_end,
        "stop-at-margin": margin,
        "since-end": rows - np.maximum.accumulate(opened),
    }
