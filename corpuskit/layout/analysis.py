"""From texts to decisions: measure, score, weigh the evidence, decide, and put the blocks together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpuskit.layout.blocks import Guess, blocks, guess
from corpuskit.layout.column import columns
from corpuskit.layout.evidence import Cuts, cuts, weights, wrapped
from corpuskit.layout.features import Page, features
from corpuskit.layout.furniture import furniture
from corpuskit.layout.glue import blanks, glues
from corpuskit.layout.lines import Batch, BoolArray, measure
from corpuskit.layout.marks import STOPS, inspect
from corpuskit.layout.nature import Nature, nature
from corpuskit.layout.normal import normal_form
from corpuskit.layout.notices import is_notice
from corpuskit.layout.reasons import Reason
from corpuskit.layout.trees import percent, shipped
from corpuskit.layout.verse import verse
from corpuskit.layout.words import Words, words
from corpuskit.model import IntArray, Layout
from corpuskit.unicode import CharClass, class_set

THRESHOLD = 55
LIKELY = 50
CHUNK = 1 << 20
"""Texts are analysed together up to about so many characters: more does not fit a cache."""


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """``threshold``: a break is joined when its probability, in percent, is at least this."""

    threshold: int = THRESHOLD


@dataclass(frozen=True, slots=True)
class _Decided:
    """Arrays over the lines of a batch: what was decided about the break after each."""

    joins: BoolArray
    reasons: IntArray
    confidences: IntArray
    spaced: BoolArray
    looks: Guess


def _reasons(page: Page, found: Cuts) -> IntArray:
    """Why each break would be joined."""
    gap, after = page.at(page.lines.gaps, 1), page.at(page.lines.gaps, 2)
    usual = page.share(page.lines.gaps > 1, 100) >= 50
    reasons = np.full(len(page.lines), Reason.HARD_WRAP, np.int64)
    reasons[(gap > 1) & ~usual & (after >= 0)] = Reason.BLANK_LINE_INSIDE_BLOCK
    reasons[found.word] = Reason.WORD_CUT
    reasons[found.number] = Reason.NUMBER_CUT
    return reasons


def _own_lines(page: Page, kinds: Nature) -> BoolArray:
    """Breaks beside a line that stands for itself; the last word of a sentence may look technical, too."""
    ends = (STOPS | class_set(CharClass.WIDE_COLON, CharClass.COLON))[page.ink.end] | kinds.technical
    return np.asarray(
        kinds.row
        | (page.at(kinds.row, 1) > 0)
        | kinds.technical
        | (ends & (page.at(kinds.technical, 1) > 0)),
        np.bool_,
    )


def _said(page: Page, said: IntArray) -> BoolArray:
    """Breaks around a source line or a byline, and before a note."""
    whole = np.isin(said, (Words.SOURCE, Words.BYLINE))
    return np.asarray(whole | np.append(whole[1:], False) | (page.at(said, 1) == Words.NOTE), np.bool_)


def _decide(batch: Batch, page: Page, texts: Sequence[str], threshold: int) -> _Decided:
    lines, count = page.lines, len(texts)
    chance = percent(shipped().scores(features(page)))
    inside = np.append(lines.document[1:] == lines.document[:-1], False)
    running = furniture(batch, lines, list(texts))
    poem = verse(page)
    kinds = nature(batch, lines, page.ink)
    beside = running | np.append(running[1:], False)
    apart = _own_lines(page, kinds) | _said(page, words(batch, lines, page.ink, texts))
    found = cuts(batch, page)
    likely = (chance >= LIKELY) & inside & ~beside & ~apart & ~poem
    show = wrapped(page, weights(page, found, likely, kinds), likely, kinds, count)
    show &= ~np.fromiter((is_notice(text) for text in texts), np.bool_, count)
    shows = show[lines.document]
    joins = likely & (chance >= threshold) & shows
    reasons = _reasons(page, found)
    for flag, reason in (
        (~joins, Reason.KEPT_BLOCK_END),
        (~joins & likely, Reason.KEPT_UNSURE),
        (~joins & likely & ~shows, Reason.KEPT_NO_WRAPPING),
        (poem, Reason.KEPT_VERSE),
        (apart, Reason.KEPT_OWN_LINE),
        (beside, Reason.KEPT_FURNITURE),
    ):
        reasons[flag & ~joins] = reason
    sure = np.where(joins | likely, chance, 100 - chance)
    looks = guess(batch, page, kinds, running, poem)
    return _Decided(joins, reasons, sure, blanks(batch, page, count), looks)


def _layout(text: str, base: int, rows: slice, page: Page, decided: _Decided) -> Layout:
    """The layout of one document: its rows of the batch's arrays, in its own offsets."""
    lines = page.lines
    starts, ends = lines.starts[rows] - base, lines.ends[rows] - base
    pairs = slice(rows.start, max(rows.start, rows.stop - 1))
    joins = decided.joins[pairs]
    shows = bool(joins.any())
    typed, own = blocks(text, starts, ends, joins, _rows(decided.looks, rows))
    separators, leading = normal_form(text, typed, own) if shows else ((), ())
    spaced = decided.spaced[pairs].tolist()
    glue = glues(text, ends[:-1].tolist(), starts[1:].tolist(), joins.tolist(), spaced)
    width = int(page.column[rows.start]) // 10 if len(starts) else 0
    return Layout(
        wrapped=shows,
        width=width,
        starts=ends[:-1],
        ends=starts[1:],
        joins=joins,
        reasons=decided.reasons[pairs].astype(np.int8),
        confidences=decided.confidences[pairs].astype(np.int8),
        glues=glue,
        separators=separators,
        leading=leading,
        blocks=tuple(typed),
    )


def _rows(looks: Guess, rows: slice) -> Guess:
    return Guess(looks.types[rows], looks.sure[rows], looks.closed[rows])


def _chunk(texts: Sequence[str], threshold: int) -> list[Layout]:
    batch = Batch.of(texts)
    lines = measure(batch)
    page = Page.of(lines, inspect(batch, lines), columns(lines, len(texts)))
    decided = _decide(batch, page, texts, threshold)
    bounds = np.searchsorted(lines.document, np.arange(len(texts) + 1)).tolist()
    return [
        _layout(text, int(batch.bases[index]), slice(bounds[index], bounds[index + 1]), page, decided)
        for index, text in enumerate(texts)
    ]


def analyse(texts: Sequence[str], *, threshold: int = THRESHOLD) -> list[Layout]:
    """The layout of each text; a batch gives exactly what its texts give one by one."""
    found: list[Layout] = []
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > CHUNK:
            found += _chunk(chunk, threshold)
            chunk, size = [], 0
        chunk.append(text)
        size += len(text) + 1
    return found + (_chunk(chunk, threshold) if chunk else [])
