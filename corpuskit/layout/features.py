"""What is known about each line break, as small integers: the columns of the model's table.

A break lies between line A and line B; C follows B, Z precedes A. Every feature is a byte; a line that is
not there (before the first, after the last of a document) reads as an empty one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpuskit.layout.column import Columns
from corpuskit.layout.column import columns as find_columns
from corpuskit.layout.lines import CELL, Batch, BoolArray, Lines, measure
from corpuskit.layout.marks import STOPS, Ink, Mark, inspect
from corpuskit.layout.pairs import QUOTE, ROUND, TITLE, spans
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CLASS_COUNT, CharClass, class_set

FeatureArray = npt.NDArray[np.uint8]
_LATIN = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
_END_RANK = np.zeros(CLASS_COUNT, np.int64)
_START_RANK = np.zeros(CLASS_COUNT, np.int64)
for _rank, _kinds in enumerate(
    (
        (CharClass.HYPHEN, CharClass.SOFT_HYPHEN, CharClass.WIDE_OPEN, CharClass.OPEN, CharClass.OPEN_QUOTE),
        (CharClass.LOWER,),
        (CharClass.UPPER, CharClass.LETTER),
        (CharClass.HAN, CharClass.KANA, CharClass.SMALL_KANA, CharClass.HANGUL),
        (CharClass.DIGIT,),
        (CharClass.WIDE_COMMA, CharClass.COMMA),
        (CharClass.DASH,),
        (CharClass.UNIT, CharClass.SYMBOL, CharClass.OTHER, CharClass.BULLET, CharClass.CIRCLED),
        (CharClass.WIDE_CLOSE, CharClass.CLOSE, CharClass.QUOTE, CharClass.CLOSE_QUOTE),
        (CharClass.WIDE_COLON, CharClass.COLON),
        (CharClass.WIDE_STOP, CharClass.STOP),
    ),
    1,
):
    _END_RANK[list(_kinds)] = _rank
for _rank, _kinds in enumerate(
    (
        (CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.STOP, CharClass.COMMA,
         CharClass.COLON, CharClass.UNIT, CharClass.SMALL_KANA, CharClass.HYPHEN),
        (CharClass.WIDE_CLOSE, CharClass.CLOSE, CharClass.CLOSE_QUOTE),
        (CharClass.LOWER,),
        (CharClass.HAN, CharClass.KANA, CharClass.HANGUL, CharClass.LETTER),
        (CharClass.DIGIT,),
        (CharClass.UPPER,),
        (CharClass.DASH,),
        (CharClass.OPEN, CharClass.QUOTE, CharClass.OPEN_QUOTE),
        (CharClass.WIDE_OPEN,),
        (CharClass.SYMBOL, CharClass.OTHER, CharClass.WIDE_OTHER),
        (CharClass.BULLET, CharClass.CIRCLED),
    ),
    1,
):  # fmt: skip
    _START_RANK[list(_kinds)] = _rank


@dataclass(frozen=True, slots=True)
class Page:
    """Lines with what was found out about them: the input of every feature."""

    lines: Lines
    ink: Ink
    columns: Columns
    widths: IntArray
    units: IntArray
    column: IntArray
    in_brackets: IntArray
    in_title: IntArray
    in_quotes: IntArray

    @classmethod
    def of(cls, batch: Batch, documents: int) -> "Page":
        """Measure the lines of ``batch``; every line by the measure that suits its document."""
        lines = measure(batch)
        ink, columns = inspect(batch, lines), find_columns(lines, documents)
        by_face = columns.proportional[lines.document].astype(np.bool_)
        return cls(
            lines,
            ink,
            columns,
            np.where(by_face, lines.set_, lines.grid),
            np.where(by_face, lines.set_unit, lines.grid_unit),
            np.where(by_face, columns.set_[lines.document], columns.grid[lines.document]),
            spans(batch, lines, *ROUND),
            spans(batch, lines, *TITLE),
            spans(batch, lines, *QUOTE),
        )

    def at(self, values: npt.NDArray[np.generic], offset: int, absent: int = 0) -> IntArray:
        """``values`` of the line ``offset`` lines on; ``absent`` where the document has none."""
        size = len(values)
        moved = np.full(size, absent, np.int64)
        if abs(offset) >= size:
            return moved
        here = slice(max(0, -offset), size - max(0, offset))
        there = slice(max(0, offset), size - max(0, -offset))
        same = self.lines.document[here] == self.lines.document[there]
        moved[here] = np.where(same, values[there], absent)
        return moved

    def share(self, flags: BoolArray, scale: int) -> IntArray:
        """For every line, the share of its document's lines that have the flag, in ``1/scale``."""
        documents = len(self.columns.breaks)
        hits = np.bincount(self.lines.document[flags], minlength=documents)
        total = np.bincount(self.lines.document, minlength=documents)
        return np.asarray((hits * scale // np.maximum(total, 1))[self.lines.document], np.int64)


def _bins(values: npt.NDArray[np.generic], low: int, step: int, size: int) -> FeatureArray:
    """``values`` in steps from ``low``, clipped to ``size`` bins."""
    return np.clip((values.astype(np.int64) - low) // step, 0, size - 1).astype(np.uint8)


def _fits(page: Page) -> dict[str, FeatureArray]:
    """The fit test, by several measures; of the break after each line."""
    at, lines, columns = page.at, page.lines, page.columns
    document = lines.document
    need, need_after = at(page.units, 1), at(page.units, 2)
    space = np.where(_LATIN[page.ink.last] & _LATIN[at(page.ink.first, 1)], CELL // 2, 0)
    fit = page.column - page.widths - need - space
    grid = columns.grid[document] - lines.grid - at(lines.grid_unit, 1) - space
    set_ = columns.set_[document] - lines.set_ - at(lines.set_unit, 1) - space
    around = np.stack([at(page.widths, k) for k in (-4, -3, -2, -1, 0, 1, 2, 3, 4)])
    local = around.max(axis=0) - page.widths - need - space
    second = np.sort(around, axis=0)[-3] - page.widths - need - space
    low, high = page.widths - CELL // 2, page.widths + need + space
    alike = np.zeros(len(lines), np.int64)
    alike_near = np.zeros(len(lines), np.int64)
    for k in range(1, 9):
        for step in (-k, k):
            overlap = np.maximum(low, at(low, step, 1 << 30)) < np.minimum(high, at(high, step))
            alike += overlap
            if k <= 3:
                alike_near += overlap
    next_width = at(page.widths, 1)
    return {
        "fit": _bins(fit, -100, 5, 64),
        "fit-grid": _bins(grid, -100, 10, 40),
        "fit-set": _bins(set_, -100, 10, 40),
        "fit-local": _bins(local, -60, 10, 40),
        "fit-second": _bins(second, -100, 10, 40),
        "alike": alike.astype(np.uint8),
        "alike-near": alike_near.astype(np.uint8),
        "slack": _bins((page.column - page.widths) * 64 // np.maximum(page.column, 1), -8, 1, 72),
        "slack-cells": _bins(page.column - page.widths, -60, 10, 60),
        "next-fit": _bins(page.column - next_width - need_after, -100, 10, 40),
        "next-slack": _bins((page.column - next_width) * 64 // np.maximum(page.column, 1), -8, 2, 36),
        "next-slack-cells": _bins(page.column - next_width, -60, 10, 60),
        "next-indent-fit": _bins(page.column - 4 * CELL - next_width - need_after, -100, 10, 40),
        "before-fit": _bins(page.column - at(page.widths, -1) - page.units, -100, 10, 40),
        "equal": _bins(page.widths - next_width, -45, 10, 10),
        "equal-after": _bins(next_width - at(page.widths, 2), -45, 10, 10),
        "equal-before": _bins(at(page.widths, -1) - page.widths, -45, 10, 10),
        "need": _bins(need, 0, 10, 30),
    }


def _spaces(page: Page) -> dict[str, FeatureArray]:
    """Blank lines and indents, each against what its document does."""
    at, lines = page.at, page.lines
    blank = lines.gaps > 1
    gap, next_gap = at(lines.gaps, 1), at(lines.gaps, 2)
    base = _common_indent(page)
    indent = lines.indents - base
    return {
        "gap": _bins(gap, 0, 1, 5),
        "gap-next": _bins(next_gap, 0, 1, 5),
        "gap-before": _bins(lines.gaps * (at(lines.gaps, -1) > 0), 0, 1, 5),
        "gap-before-2": _bins(at(lines.gaps, -1), 0, 1, 5),
        "gap-next-2": _bins(at(lines.gaps, 3), 0, 1, 5),
        "blank-share": page.share(blank, 20).astype(np.uint8),
        "page": at(lines.pages, 1).astype(np.uint8),
        "indent-a": _bins(indent, -40, 10, 24),
        "indent-b": _bins(at(indent, 1), -40, 10, 24),
        "indent-c": _bins(at(indent, 2), -40, 10, 24),
        "indent-change": _bins(at(lines.indents, 1) - lines.indents, -60, 10, 14),
        "indent-share": page.share(indent > CELL // 2, 20).astype(np.uint8),
        "trailing": lines.trailing.astype(np.uint8),
    }


def _common_indent(page: Page) -> IntArray:
    """The commonest indent of each line's document, of the smallest where several tie."""
    lines = page.lines
    key = lines.document * 256 + np.minimum(lines.indents // (CELL // 2), 255)
    values, counts = np.unique(key, return_counts=True)
    order = np.lexsort((values, -counts, values // 256))
    documents, first = np.unique(values[order] // 256, return_index=True)
    table = np.zeros(len(page.columns.breaks), np.int64)
    table[documents] = values[order][first] % 256 * (CELL // 2)
    return table[lines.document]


def _signs(page: Page) -> dict[str, FeatureArray]:
    """Punctuation at the edges, marks, brackets."""
    at, ink = page.at, page.ink
    depth = ink.opens - ink.closes
    return {
        "end": _END_RANK[ink.last].astype(np.uint8),
        "end-inner": _END_RANK[ink.end].astype(np.uint8),
        "end-before": _END_RANK[at(ink.last, -1)].astype(np.uint8),
        "next-end": _END_RANK[at(ink.end, 1)].astype(np.uint8),
        "start": _START_RANK[at(ink.first, 1)].astype(np.uint8),
        "start-second": _START_RANK[at(ink.second, 1)].astype(np.uint8),
        "start-a": _START_RANK[ink.first].astype(np.uint8),
        "start-c": _START_RANK[at(ink.first, 2)].astype(np.uint8),
        "mark-a": ink.marks.astype(np.uint8),
        "mark-b": at(ink.marks, 1).astype(np.uint8),
        "mark-c": at(ink.marks, 2).astype(np.uint8),
        "article-b": (at(ink.marks, 1) == Mark.ARTICLE).astype(np.uint8),
        "depth-a": _bins(depth, -2, 1, 5),
        "depth-b": _bins(at(depth, 1), -2, 1, 5),
        "depth-both": _bins(np.clip(depth, -2, 2) - np.clip(at(depth, 1), -2, 2), -4, 1, 9),
        "in-brackets": _bins(page.in_brackets, 0, 8, 20),
        "in-title": _bins(page.in_title, 0, 4, 20),
        "in-quotes": _bins(page.in_quotes, 0, 8, 30),
        "pauses": _bins(ink.pauses, 0, 1, 6),
        "pauses-b": _bins(at(ink.pauses, 1), 0, 1, 6),
        "stops-b": _bins(at(ink.stops, 1), 0, 1, 4),
        "blanks": _bins(ink.blanks, 0, 1, 12),
        "blanks-b": _bins(at(ink.blanks, 1), 0, 1, 12),
        "length": _bins(page.lines.ends - page.lines.starts, 0, 2, 40),
        "length-b": _bins(at(page.lines.ends - page.lines.starts, 1), 0, 2, 40),
    }


def _habits(page: Page) -> dict[str, FeatureArray]:
    """What the document and the lines around do."""
    at, ink, lines = page.at, page.ink, page.lines
    stop_end = STOPS[ink.end]
    paused = stop_end | class_set(CharClass.WIDE_COMMA, CharClass.COMMA)[ink.end]
    full = page.column - page.widths < 4 * CELL
    upper = ink.first == CharClass.UPPER
    steps = (-4, -3, -2, -1, 0, 1, 2, 3, 4)
    presence = np.ones(len(lines), np.int64)
    around = sum(at(presence, k) for k in steps)
    widths = np.stack([at(page.widths, k) for k in steps])
    mean = widths.sum(axis=0) // np.maximum(around, 1)
    known = np.stack([at(presence, k) for k in steps])
    spread = (np.abs(widths - mean) * known).sum(axis=0) // np.maximum(around, 1)
    inner = (ink.pauses - paused > 0) & ~paused

    def near(flags: npt.NDArray[np.generic]) -> FeatureArray:
        return np.asarray(sum(at(flags, k) for k in steps), np.uint8)

    return {
        "near-paused": near(paused),
        "near-stopped": near(stop_end),
        "near-full": near(full),
        "near-upper": near(upper),
        "near-inner": near(inner),
        "near-spread": _bins(spread, 0, 10, 30),
        "near-mean": _bins(mean * 32 // np.maximum(page.column, 1), 0, 1, 36),
        "share-full": page.share(full, 20).astype(np.uint8),
        "share-stopped": page.share(stop_end, 20).astype(np.uint8),
        "share-paused": page.share(paused, 20).astype(np.uint8),
        "share-upper": page.share(upper, 20).astype(np.uint8),
        "share-inner": page.share(inner, 20).astype(np.uint8),
        "share-cjk": page.share(CJK[ink.first], 20).astype(np.uint8),
        "votes": _bins(
            page.columns.votes[lines.document] * 40 // np.maximum(page.columns.breaks, 1)[lines.document],
            0,
            1,
            41,
        ),
        "column": _bins(page.column, 0, 20, 100),
        "lines": _bins(np.minimum(page.columns.breaks, 63)[lines.document], 0, 2, 32),
    }


def _rate(page: Page, flags: BoolArray, among: BoolArray) -> FeatureArray:
    """For every line, how many of its document's lines in ``among`` have the flag: 0-20; 21 where none are."""
    documents, owner = len(page.columns.breaks), page.lines.document
    hits = np.bincount(owner[flags & among], minlength=documents)
    total = np.bincount(owner[among], minlength=documents)
    rate = np.where(total > 0, (hits * 20 + total // 2) // np.maximum(total, 1), 21)
    return np.asarray(rate[owner], np.uint8)


def _customs(page: Page) -> dict[str, FeatureArray]:
    """How the document starts its paragraphs, learnt from the breaks that are beyond doubt.

    A line that ends a sentence far from the margin ends a paragraph; one that is full and ends in the
    middle of a sentence goes on.
    """
    at, ink, lines = page.at, page.ink, page.lines
    fit = page.column - page.widths - at(page.units, 1)
    stopped = STOPS[ink.end]
    ends = stopped & (fit >= 6 * CELL)
    goes_on = ~stopped & (np.abs(fit) < 3 * CELL) & CJK[ink.last]
    goes_on |= ~stopped & (np.abs(fit) < 6 * CELL) & (ink.last == CharClass.LOWER)
    gap = at(lines.gaps, 1) > 1
    indented = at(lines.indents, 1) > lines.indents + CELL // 2
    next_slack = page.column - at(page.widths, 1)
    short = (next_slack >= 3 * CELL) & (next_slack < 6 * CELL)
    full = next_slack < 2 * CELL
    short_rate = _rate(page, short, ends & (short | full))
    short_inside = _rate(page, short, goes_on & (short | full))
    custom = np.where(short_rate > 20, 10, short_rate).astype(np.int64) - np.where(
        short_inside > 20, 2, short_inside
    )
    first_line = short & (next_slack - 4 * CELL < at(page.units, 2))
    gap_rate, gap_inside = _rate(page, gap, ends), _rate(page, gap, goes_on)
    gap_custom = np.where(gap_rate > 20, 10, gap_rate).astype(np.int64) - np.where(
        gap_inside > 20, 10, gap_inside
    )
    after_end = at(ends, -1) > 0
    next_gap = at(lines.gaps, 2) > 1
    first_rate = _rate(page, gap, after_end & ~ends)
    first_gap = np.where(first_rate > 20, 10, gap_inside.astype(np.int64) - first_rate)
    return {
        "first-gap": np.where(next_gap, 21 - first_gap, 22 + first_gap).clip(0, 42).astype(np.uint8),
        "first-line": np.where(first_line, 22 + custom, np.where(full, 20 - custom, 21))
        .clip(0, 42)
        .astype(np.uint8),
        "gap-custom": np.where(gap, 22 + gap_custom, 20 - gap_custom).clip(0, 42).astype(np.uint8),
        "gap-at-end": gap_rate,
        "gap-inside": gap_inside,
        "indent-at-end": _rate(page, indented, ends),
        "indent-inside": _rate(page, indented, goes_on),
        "short-at-end": short_rate,
        "short-inside": short_inside,
        "stop-at-margin": _rate(page, stopped, (np.abs(fit) < 3 * CELL)),
    }


_GROUPS: tuple[Callable[[Page], dict[str, FeatureArray]], ...] = (_fits, _spaces, _signs, _habits, _customs)


def features(page: Page) -> dict[str, FeatureArray]:
    """All features by name, each with one entry a line: of the break after it."""
    found: dict[str, FeatureArray] = {}
    for group in _GROUPS:
        found.update(group(page))
    return found
