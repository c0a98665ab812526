"""The decision about every line break of a batch, with its reason and its confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpuskit.layout.bins import RATE, FeatureArray
from corpuskit.layout.cuts import Cuts, cuts
from corpuskit.layout.evidence import weights, wrapped
from corpuskit.layout.features import features
from corpuskit.layout.firsts import Firsts, firsts, settled
from corpuskit.layout.furniture import furniture
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.marks import STOPS, Mark
from corpuskit.layout.nature import Nature, nature
from corpuskit.layout.notices import is_notice
from corpuskit.layout.page import Page
from corpuskit.layout.reasons import Reason
from corpuskit.layout.trees import percent, shipped
from corpuskit.layout.verse import metrical
from corpuskit.layout.words import Words, words
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, class_set

LIKELY, CERTAIN = 50, 95
_SENTENCE_ENDS = STOPS | class_set(CharClass.WIDE_COLON, CharClass.COLON)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Over the lines of a batch: what was decided about the break after each, and what each line is."""

    joins: BoolArray
    reasons: IntArray
    confidences: IntArray
    furniture: BoolArray
    kinds: Nature


def _around(page: Page, flags: BoolArray) -> BoolArray:
    """Breaks beside a flagged line."""
    return np.asarray(flags | (page.at(flags, 1) > 0), np.bool_)


def _apart(page: Page, kinds: Nature, said: IntArray, inside: BoolArray) -> BoolArray:
    """Breaks beside a line that stands for itself: a table row, a header, something technical, a source,
    a byline.

    The last word of a sentence may look technical: before one, the line above must have come to an end, and
    neither stands ``inside`` brackets.
    """
    ended = _SENTENCE_ENDS[page.ink.end] | kinds.technical
    apart = _around(page, kinds.row | np.isin(said, (Words.SOURCE, Words.BYLINE)))
    apart |= kinds.key & kinds.latin & (page.at(kinds.key & kinds.latin, 1) > 0)
    apart |= ~inside & (kinds.technical | (ended & (page.at(kinds.technical, 1) > 0)))
    return np.asarray(apart | (page.at(said, 1) == Words.NOTE), np.bool_)


def _certain(page: Page, found: Cuts, kinds: Nature, openings: Firsts) -> IntArray:
    """`CERTAIN` for breaks that are no ends, 0 for all others.

    They cut what is one, in the middle of a sentence; or the next line is full where all first lines lost
    their indent and so are two characters short.
    """
    unmarked = page.at(page.ink.marks, 1) == Mark.NONE
    cut = (found.sure | found.inside | (found.word & kinds.prose)) & ~STOPS[page.ink.end]
    return np.where((cut | openings.never) & unmarked, CERTAIN, 0)


def _titles(page: Page) -> BoolArray:
    """Lines wider than the column, without a pause: a line of running text would have been broken.

    A line stretched by blanks between its characters is as wide as its column all the same.
    """
    lines, ink, columns = page.lines, page.ink, page.columns
    over = np.minimum(lines.grid - columns.grid[lines.document], lines.set_ - columns.set_[lines.document])
    plain = (ink.pauses == 0) & (3 * ink.blanks < lines.ends - lines.starts) & CJK[ink.first]
    return np.asarray(plain & (over >= 2 * CELL), np.bool_)


def _first_lines(page: Page, table: Mapping[str, FeatureArray], apart: BoolArray) -> BoolArray:
    """Breaks between a title and a first line.

    Where first lines lost their indent they are two characters short. When the next line is, and this one
    opens a block itself, this one is a title.
    """
    stopped = STOPS[page.ink.end] & (page.column - page.widths >= 6 * CELL)
    opens = (page.at(stopped | apart, -1) > 0) | (page.at(np.ones(len(page.lines)), -1) == 0)
    habit = (table["first-line"] >= 2 * RATE) & opens & (page.ink.pauses == 0)
    return np.asarray(habit & settled(page), np.bool_)


def _why_joined(page: Page, found: Cuts) -> IntArray:
    """Why each break would be joined. A blank line is worth a word only where most lines have none."""
    reasons = np.full(len(page.lines), Reason.HARD_WRAP, np.int64)
    rare = page.share(page.lines.gaps > 1, 100) < 50
    reasons[(page.at(page.lines.gaps, 1) > 1) & rare] = Reason.BLANK_LINE_INSIDE_BLOCK
    reasons[found.word] = Reason.WORD_CUT
    reasons[found.number] = Reason.NUMBER_CUT
    return reasons


def decide(batch: Batch, page: Page, texts: Sequence[str], threshold: int) -> Decisions:
    """Decide about every break of ``batch``, which holds ``texts``."""
    lines = page.lines
    kinds, found = nature(batch, lines, page.ink), cuts(batch, page)
    table = features(page)
    openings = firsts(page)
    chance = np.maximum(percent(shipped().scores(table)), _certain(page, found, kinds, openings))
    running = furniture(batch, lines, texts)
    beside, poem = _around(page, running), _around(page, metrical(page, kinds))
    apart = _titles(page) | _apart(page, kinds, words(batch, lines, page.ink, texts), found.inside)
    apart |= _first_lines(page, table, apart) & ~found.sure & ~found.inside
    inside = page.at(np.ones(len(lines)), 1) > 0
    likely = (chance >= LIKELY) & inside & ~beside & ~apart & ~poem
    show, english = wrapped(page, weights(batch, page, found, likely, kinds), likely, kinds)
    for document in np.flatnonzero(show & english).tolist():
        show[document] = not is_notice(texts[document])
    shows = show[lines.document]
    joins = likely & (chance >= threshold) & shows
    joins &= ~(openings.unless_last & (page.at(joins, 1) > 0) & ~found.sure & ~found.inside)
    reasons = _why_joined(page, found)
    for flag, reason in (
        (~joins, Reason.KEPT_BLOCK_END),
        (likely, Reason.KEPT_UNSURE),
        (likely & ~shows, Reason.KEPT_NO_WRAPPING),
        (poem, Reason.KEPT_VERSE),
        (apart, Reason.KEPT_OWN_LINE),
        (beside, Reason.KEPT_FURNITURE),
    ):
        reasons[flag & ~joins] = reason
    return Decisions(joins, reasons, np.where(likely, chance, 100 - chance), running, kinds)
