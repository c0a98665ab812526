"""What is known about each line break, as small integers: the columns of the model's table.

A break lies between line A and line B; C follows B, Z precedes A. Every feature is a byte; a line that is
not there (before the first, after the last of a document) reads as an empty one.
"""

from collections.abc import Callable

import numpy as np

from corpuskit.layout.bins import FeatureArray, bins
from corpuskit.layout.customs import customs
from corpuskit.layout.lines import CELL
from corpuskit.layout.marks import STOPS
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CLASS_COUNT, CharClass, class_set

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


def _fits(page: Page) -> dict[str, FeatureArray]:
    """The fit test, by several measures; of the break after each line."""
    at, lines, columns = page.at, page.lines, page.columns
    document = lines.document
    need, need_after = at(page.units, 1), at(page.units, 2)
    space = np.where(_LATIN[page.ink.last] & _LATIN[at(page.ink.first, 1)], CELL // 2, 0)
    fit = page.column - page.widths - need - space
    set_ = columns.set_[document] - lines.set_ - at(lines.set_unit, 1) - space
    around = np.stack([at(page.widths, k) for k in (-4, -3, -2, -1, 0, 1, 2, 3, 4)])
    local = around.max(axis=0) - page.widths - need - space
    second = np.sort(around, axis=0)[-3] - page.widths - need - space
    alike_near, alike = _alike(page, page.widths - CELL // 2, page.widths + need + space)
    next_width = at(page.widths, 1)
    return {
        "fit": bins(fit, -100, 5, 64),
        "fit-set": bins(set_, -100, 10, 40),
        "fit-local": bins(local, -60, 10, 40),
        "fit-second": bins(second, -100, 10, 40),
        "alike": alike,
        "alike-near": alike_near,
        "slack": bins((page.column - page.widths) * 64 // np.maximum(page.column, 1), -8, 1, 72),
        "slack-cells": bins(page.column - page.widths, -60, 10, 60),
        "next-fit": bins(page.column - next_width - need_after, -100, 10, 40),
        "next-slack": bins((page.column - next_width) * 64 // np.maximum(page.column, 1), -8, 2, 36),
        "next-slack-cells": bins(page.column - next_width, -60, 10, 60),
        "before-fit": bins(page.column - at(page.widths, -1) - page.units, -100, 10, 40),
        "equal": bins(page.widths - next_width, -45, 10, 10),
        "equal-after": bins(next_width - at(page.widths, 2), -45, 10, 10),
        "equal-before": bins(at(page.widths, -1) - page.widths, -45, 10, 10),
        "need": bins(need, 0, 10, 30),
    }


def _alike(page: Page, low: IntArray, high: IntArray) -> tuple[FeatureArray, FeatureArray]:
    """How many of the 3 and of the 8 breaks on either side could be of one column with each break.

    ``low`` and ``high`` enclose the column widths that would have forced it.
    """
    owner, found = page.lines.document, np.zeros(len(low), np.uint8)
    near = found
    for step in range(1, min(9, len(low))):
        overlap = (np.maximum(low[step:], low[:-step]) < np.minimum(high[step:], high[:-step])) & (
            owner[step:] == owner[:-step]
        )
        found[step:] += overlap
        found[:-step] += overlap
        if step == 3:
            near = found.copy()
    return near if len(low) > 3 else found, found


def _spaces(page: Page) -> dict[str, FeatureArray]:
    """Blank lines and indents, each against what its document does."""
    at, lines = page.at, page.lines
    gap, next_gap = at(lines.gaps, 1), at(lines.gaps, 2)
    base = _common_indent(page)
    indent = lines.indents - base
    return {
        "gap": bins(gap, 0, 1, 5),
        "gap-next": bins(next_gap, 0, 1, 5),
        "gap-before": bins(lines.gaps * (at(lines.gaps, -1) > 0), 0, 1, 5),
        "indent-b": bins(at(indent, 1), -40, 10, 24),
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
        "mark-a": ink.marks.astype(np.uint8),
        "mark-b": at(ink.marks, 1).astype(np.uint8),
        "depth-a": bins(depth, -2, 1, 5),
        "in-brackets": bins(page.in_brackets, 0, 8, 20),
        "in-quotes": bins(page.in_quotes, 0, 8, 30),
        "pauses": bins(ink.pauses, 0, 1, 6),
        "pauses-b": bins(at(ink.pauses, 1), 0, 1, 6),
        "stops-b": bins(at(ink.stops, 1), 0, 1, 4),
        "length": bins(page.lines.ends - page.lines.starts, 0, 2, 40),
        "length-b": bins(at(page.lines.ends - page.lines.starts, 1), 0, 2, 40),
    }


def _habits(page: Page) -> dict[str, FeatureArray]:
    """What the document and the lines around do."""
    ink, lines = page.ink, page.lines
    stop_end = STOPS[ink.end]
    paused = stop_end | class_set(CharClass.WIDE_COMMA, CharClass.COMMA)[ink.end]
    full = page.column - page.widths < 4 * CELL
    upper = ink.first == CharClass.UPPER
    mean = page.near(page.widths) // page.near(np.ones(len(lines), np.int64))
    votes = page.columns.votes * 40 // np.maximum(page.columns.breaks, 1)
    inner = (ink.pauses - paused > 0) & ~paused
    return {
        "near-paused": page.near(paused).astype(np.uint8),
        "near-full": page.near(full).astype(np.uint8),
        "near-inner": page.near(inner).astype(np.uint8),
        "near-mean": bins(mean * 32 // np.maximum(page.column, 1), 0, 1, 36),
        "share-stopped": page.share(stop_end, 20).astype(np.uint8),
        "share-paused": page.share(paused, 20).astype(np.uint8),
        "share-upper": page.share(upper, 20).astype(np.uint8),
        "share-inner": page.share(inner, 20).astype(np.uint8),
        "share-cjk": page.share(CJK[ink.first], 20).astype(np.uint8),
        "votes": votes[lines.document].astype(np.uint8),
        "column": bins(page.column, 0, 20, 100),
    }


_GROUPS: tuple[Callable[[Page], dict[str, FeatureArray]], ...] = (_fits, _spaces, _signs, _habits, customs)


def features(page: Page) -> dict[str, FeatureArray]:
    """All features by name, each with one entry a line: of the break after it."""
    found: dict[str, FeatureArray] = {}
    for group in _GROUPS:
        found.update(group(page))
    return found
