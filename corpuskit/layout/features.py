"""What is known about each line break, as small integers: the columns of the model's table.

A break lies between line A and line B; C follows B, Z precedes A. A line that is not there (before the first,
after the last of a document) reads as an empty one. Widths are in tenths of a cell.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from corpuskit.layout.customs import customs, full_width
from corpuskit.layout.lines import CELL, COMMAS, AnyArray, BoolArray, SmallArray
from corpuskit.layout.looks import Looks
from corpuskit.layout.page import Page
from corpuskit.unicode import CJK, CLASS_COUNT, LETTERS, CharClass

FeatureArray = npt.NDArray[np.int16]
_MOST = 30_000
"""Further from 0 no feature goes: a line of 1,700 Han is wider than an int16 can say."""
_TOGETHER = 4096
"""So many breaks are put in the table at a time: more do not fit a cache."""
_END_RANK = np.zeros(CLASS_COUNT, np.int32)
_START_RANK = np.zeros(CLASS_COUNT, np.int32)
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


def _fits(page: Page) -> dict[str, AnyArray]:
    """The fit test, by several measures; of the break after each line."""
    at, lines, columns = page.at, page.lines, page.columns
    widths, owner = page.widths, lines.document
    need = page.needs
    need_after = at(page.units, 2)
    letters = LETTERS.take(page.ink.last)
    space = (letters & LETTERS.take(page.next_first)) * np.int32(CELL // 2)
    slack = page.slack
    used = widths + need + space
    around = page.around(widths)
    before, next_width, after = around[3], around[5], around[6]
    widest = np.sort(around, axis=0)
    full = full_width(page).take(owner)
    set_ = columns.set_.take(owner) - lines.set_ - at(lines.set_unit, 1) - space
    alike_near, alike = _alike(page, widths - CELL // 2, used)
    next_slack = (page.column - next_width) * page.follows
    wide = np.maximum(page.column, 1)
    return {
        "fit": page.column - used,
        "fit-set": set_,
        "fit-local": widest[-1] - used,
        "fit-second": widest[-3] - used,
        "alike": alike,
        "alike-near": alike_near,
        "slack": slack * 64 // wide,
        "slack-cells": slack,
        "full-slack": full - widths,
        "next-full-slack": (full - next_width) * page.follows,
        "next-fit": next_slack - need_after,
        "next-slack": next_slack * 64 // wide,
        "next-slack-cells": next_slack,
        "before-fit": page.column - before - page.units,
        "equal": widths - next_width,
        "equal-after": next_width - after,
        "equal-before": before - widths,
        "need": need,
    }


def _alike(page: Page, narrow: SmallArray, wide: SmallArray) -> tuple[AnyArray, AnyArray]:
    """How many of the 3 and of the 8 breaks on either side could be of one column with each break.

    ``narrow`` and ``wide`` enclose the column widths that would have forced it.
    """
    found = np.zeros(len(narrow), np.int8)
    near = found
    for step in range(1, min(9, len(narrow))):
        overlap = np.maximum(narrow[step:], narrow[:-step]) < np.minimum(wide[step:], wide[:-step])
        if not page.alone:
            overlap &= page.same(step)
        found[step:] += overlap
        found[:-step] += overlap
        if step == 3:
            near = found.copy()
    return (near if len(narrow) > 3 else found), found


def _spaces(page: Page) -> dict[str, AnyArray]:
    """Blank lines and indents, each against what its document does."""
    at, lines = page.at, page.lines
    gaps = lines.gaps
    indent = lines.indents - _common_indent(page)
    next_indent = at(indent, 1)
    return {
        "gap": at(gaps, 1),
        "gap-next": at(gaps, 2),
        "gap-before": gaps * (at(gaps, -1) > 0),
        "indent-a": indent,
        "indent-b": next_indent,
        "indent-step": next_indent - indent,
    }


def _common_indent(page: Page) -> SmallArray:
    """The commonest indent of each line's document, of the smallest where several tie."""
    lines = page.lines
    steps = np.minimum(lines.indents // (CELL // 2), 127)
    if not steps.any():
        return np.zeros(len(lines), np.int32)
    documents = len(page.bounds) - 1
    counts = np.bincount(lines.document * 128 + steps, minlength=documents * 128).reshape(-1, 128)
    common = counts.argmax(axis=1).astype(np.int32) * (CELL // 2)
    return np.asarray(common.take(lines.document), np.int32)


def _signs(page: Page) -> dict[str, AnyArray]:
    """Punctuation at the edges, marks, brackets."""
    at, ink, lines = page.at, page.ink, page.lines
    ends, starts, size = _END_RANK.take(ink.last), _START_RANK.take(ink.first), lines.sizes
    inner = _END_RANK.take(ink.end)
    return {
        "end": ends,
        "end-inner": inner,
        "end-before": at(ends, -1),
        "next-end": at(inner, 1),
        "start": at(starts, 1),
        "start-second": at(_START_RANK.take(ink.second), 1),
        "start-a": starts,
        "mark-a": ink.marks,
        "mark-b": at(ink.marks, 1),
        "depth-a": lines.opens - lines.closes,
        "in-brackets": page.in_brackets,
        "in-title": page.in_title,
        "in-quotes": page.in_quotes,
        "pauses": lines.pauses,
        "pauses-b": at(lines.pauses, 1),
        "stops-b": at(lines.stops, 1),
        "length": size,
        "length-b": at(size, 1),
    }


def _habits(page: Page) -> dict[str, AnyArray]:
    """What the document and the lines around do."""
    ink, lines, owner = page.ink, page.lines, page.lines.document
    stop_end = ink.stopped
    paused = stop_end | COMMAS.take(ink.end)
    full = page.slack < 4 * CELL
    inner = (lines.pauses > 0) & ~paused
    near_paused, near_full, near_inner, near_width, near_many = page.near((paused, full, inner, page.widths))
    flags: tuple[BoolArray, ...] = (
        stop_end, paused, ink.first == CharClass.UPPER, inner, CJK.take(ink.first), full
    )  # fmt: skip
    shares = (page.counts(flags) * 20 // np.maximum(page.sizes, 1)).astype(np.int32)
    stopped, pauses, upper, inside, cjk, filled = shares.take(owner, axis=1)
    votes = (page.columns.votes * 40 // np.maximum(page.columns.breaks, 1)).astype(np.int32)
    return {
        "near-paused": near_paused,
        "near-full": near_full,
        "near-inner": near_inner,
        "near-mean": near_width // near_many * 32 // np.maximum(page.column, 1),
        "share-stopped": stopped,
        "share-paused": pauses,
        "share-upper": upper,
        "share-inner": inside,
        "share-cjk": cjk,
        "share-full": filled,
        "votes": votes.take(owner),
        "column": page.column,
    }


def _looks(page: Page, looks: Looks) -> dict[str, AnyArray]:
    """What lines A (1) and B (2) look like, and what the break goes through."""
    kinds, found = looks.kinds, looks.cuts
    names = "row", "technical", "key", "prose", "latin", "metrical"
    flags = np.array(
        [kinds.row, kinds.technical, kinds.key, kinds.prose, kinds.latin, looks.metrical], np.int8
    )
    flags += 2 * page.at(flags, 1)
    return dict(zip(names, flags, strict=True)) | {
        "cut": found.word + 2 * found.inside + 4 * found.sure + 8 * found.number,
        "said-a": looks.said,
        "said-b": page.at(looks.said, 1),
    }


_GROUPS: tuple[Callable[[Page], dict[str, AnyArray]], ...] = (_fits, _spaces, _signs, _habits, customs)


def features(page: Page, looks: Looks) -> dict[str, AnyArray]:
    """All features by name, each with one entry a line: of the break after it."""
    found = _looks(page, looks)
    for group in _GROUPS:
        found.update(group(page))
    return found


def table(found: dict[str, AnyArray], names: tuple[str, ...]) -> FeatureArray:
    """The features called ``names``, a row each, within `_MOST` of 0; zeros for one that is not there yet."""
    size = len(found["fit"])
    absent = np.zeros(size, np.int8)
    columns = [found.get(name, absent) for name in names]
    rows = np.empty((len(names), size), np.int16)
    for start in range(0, size, _TOGETHER):
        end = min(start + _TOGETHER, size)
        parts = [column[start:end] for column in columns] if size > _TOGETHER else columns
        part = np.concatenate(parts, dtype=np.int32, casting="unsafe")
        np.maximum(part, -_MOST, out=part)
        rows[:, start:end] = np.minimum(part, _MOST, out=part).reshape(len(names), -1)
    return rows
