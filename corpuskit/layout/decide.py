"""The decision about every line break of a page, with its reason and its confidence."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from corpuskit.layout.alone import alone
from corpuskit.layout.customs import stand_out
from corpuskit.layout.cuts import Cuts
from corpuskit.layout.echoes import echoes
from corpuskit.layout.evidence import may_show, weights, wrapped
from corpuskit.layout.features import features
from corpuskit.layout.firsts import first_or_last
from corpuskit.layout.gutters import far_in
from corpuskit.layout.lines import COLONS, Batch, BoolArray
from corpuskit.layout.lists import listed, without_sentences
from corpuskit.layout.looks import Looks
from corpuskit.layout.marks import Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.notices import is_notice
from corpuskit.layout.numbered import notes, numbered
from corpuskit.layout.openings import begins
from corpuskit.layout.overlaps import overlap
from corpuskit.layout.page import Page
from corpuskit.layout.passages import passages
from corpuskit.layout.pieces import one_line
from corpuskit.layout.reasons import Reason
from corpuskit.layout.recurring import recurring
from corpuskit.layout.sections import sections
from corpuskit.layout.sources import is_source
from corpuskit.layout.strangers import strangers
from corpuskit.layout.trees import Trees, percent
from corpuskit.layout.words import Words
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass

LIKELY, SURE, CERTAIN = 50, 90, 95
THRESHOLD = 50
"""From this probability of a wrap on, in percent, a break is joined; where wrapping shows, from `DOUBT` on
one that is not joined is reported."""
THRESHOLDS = range(LIKELY, 100)
"""What may stand in for `THRESHOLD`: below even odds nothing is joined."""
DOUBT = 35
_TIGHT, _WIDE, _FEW, _RATHER = 10, 5, 2, 80
"""Where empty lines part paragraphs one break in so many without one may be kept, and one in so many with
one, or so few, be joined, if it is as sure as that."""


class How(NamedTuple):
    """How to decide: with which model, from which probability on a break is joined, and whether to say why
    breaks are ``kept`` in texts that show no wrapping."""

    model: Trees
    threshold: int = THRESHOLD
    kept: bool = True


class Decisions(msgspec.Struct, frozen=True):
    """Over the lines of a page: what was decided about the break after each, and what its line looks like.

    ``goes_on`` says that a paragraph goes on behind page furniture, where nothing is joined.
    """

    joins: BoolArray
    goes_on: BoolArray
    reasons: IntArray
    confidences: IntArray
    looks: Looks


class _Seen(NamedTuple):
    """What is asked: a page of a batch, its texts, and what its lines look like."""

    batch: Batch
    page: Page
    texts: Sequence[str]
    looks: Looks


def _around(page: Page, flags: BoolArray) -> BoolArray:
    """Breaks beside a flagged line."""
    return flags | page.at(flags, 1)


def _turns(page: Page, kinds: Nature) -> BoolArray:
    """Breaks at the end of a sentence between CJK and a line of nothing but Latin words: a bilingual text."""
    ink, at = page.ink, page.at
    into = CJK.take(ink.penultimate) & at(kinds.prose, 1)
    out = kinds.prose & CJK.take(page.next_first)
    return np.asarray(ink.stopped & (into | out), np.bool_)


def _apart(page: Page, kinds: Nature, said: IntArray, inside: BoolArray) -> BoolArray:
    """Breaks beside a line that stands for itself: a table row, a header, something technical, a source,
    a byline; and where a text turns to its translation.

    The last word of a sentence may look technical: before one, the line above must have come to an end, and
    neither stands ``inside`` brackets. A colon is an end, but not before numbers that close a sentence: the
    pages of a reference.
    """
    alone = kinds.row
    if np.count_nonzero(said):
        alone = alone | (said == Words.SOURCE) | (said == Words.BYLINE)
    apart = _around(page, alone)
    if np.count_nonzero(kinds.technical):
        pages = (page.lines.letters == 0) & (page.ink.last == CharClass.STOP)
        announced = COLONS.take(page.ink.end) & ~page.at(pages, 1)
        ended = page.ink.stopped | announced | kinds.technical
        apart |= ~inside & (kinds.technical | (ended & page.at(kinds.technical, 1)))
    apart |= _turns(page, kinds)
    header = kinds.key & kinds.latin
    apart |= header & page.at(header, 1)
    return np.asarray(apart, np.bool_)


def _parted(page: Page, likely: BoolArray, chance: IntArray) -> BoolArray:
    """Breaks at empty lines, in documents that part their paragraphs by these and by nothing else.

    There few sentences that end before another line end their paragraphs, and few others go on behind an
    empty line: those in the middle of a sentence that are rather sure, or at the end of a page.
    """
    wide = (page.at(page.lines.gaps, 1) > 1) & page.follows
    if not np.count_nonzero(wide & likely):
        return wide & likely
    tight = page.follows & ~wide
    ended = page.ink.stopped | COLONS.take(page.ink.end)
    joined, kept, over, every = page.counts([tight & likely, tight & ended & ~likely, wide & likely, wide])
    custom = (joined > _FEW) & (kept * _TIGHT <= joined) & ((over * _WIDE <= every) | (over <= _FEW))
    between = wide & ~page.across & ~page.at(page.lines.pages, 1)
    found = between & ((chance < _RATHER) | ended) & custom.take(page.lines.document)
    return np.asarray(found, np.bool_)


def _certain(page: Page, found: Cuts, kinds: Nature) -> IntArray:
    """`CERTAIN` for breaks that cut what is one, in the middle of a sentence; 0 for all others."""
    unmarked = page.at(page.ink.marks, 1) == Mark.NONE
    cut = (found.certain | found.inside | (found.word & kinds.prose)) & ~page.ink.stopped
    return np.where(cut & unmarked, CERTAIN, 0)


def _why_joined(page: Page, found: Cuts) -> IntArray:
    """Why each break would be joined. A blank line is worth a word only where most lines have none."""
    reasons = np.full(len(page.lines), Reason.HARD_WRAP, np.int64)
    wide = page.lines.gaps > 1
    if np.count_nonzero(wide):
        rare = page.percents([wide])[0].take(page.lines.document) < 50
        reasons[page.at(wide, 1) & rare] = Reason.BLANK_LINE_INSIDE_BLOCK
    reasons[found.word] = Reason.WORD_CUT
    reasons[found.number] = Reason.NUMBER_CUT
    return reasons


def _chances(seen: _Seen, model: Trees, able: BoolArray) -> tuple[IntArray, IntArray]:
    """For every break the probability of a wrap, in percent, and what its line lacks of a full one; nothing
    for those that are not ``able``."""
    batch, page, _, looks = seen
    lines, kinds, found = page.lines, looks.kinds, looks.cuts
    if not np.count_nonzero(able):
        return np.zeros(len(lines), np.int64), np.zeros(len(lines), np.int64)
    known = features(page, looks)
    rows = able.nonzero()[0]
    asked = known if len(rows) == len(lines) else {name: one.take(rows) for name, one in known.items()}
    scores = model.scores(asked, lambda unsure: echoes(batch, page, rows.take(unsure)))
    chances = np.zeros(len(lines), np.int64)
    chances[rows] = np.maximum(percent(scores), _certain(page, found, kinds).take(rows))
    return chances, known["full-slack"]


def _may_change(seen: _Seen, shows: BoolArray, english: BoolArray) -> BoolArray:
    """Of each document with lines that ``shows`` wrapping, whether it is neither source nor a notice nor a
    dump of chunks that overlap; ``english``: its script is Latin."""
    batch, page, texts, _ = seen
    found = page.counts([shows])[0] > 0
    for document in found.nonzero()[0].tolist():
        latin = bool(english[document])
        found[document] = not is_source(texts[document], titles=latin)
        found[document] &= not (latin and is_notice(texts[document]))
    found &= ~overlap(batch, page, texts, found)
    return np.asarray(found, np.bool_)


def _stays(seen: _Seen, chance: IntArray, pieces: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Breaks that stay whatever the model makes of them: those of verses, and those beside other lines that
    stand for themselves. ``pieces`` are breaks inside of what was one line."""
    batch, page, texts, looks = seen
    kinds, found = looks.kinds, looks.cuts
    poem = _around(page, looks.metrical) & (chance < SURE)
    apart = _apart(page, kinds, looks.said, found.inside) & (chance < SURE)
    apart |= (page.at(looks.said, 1) == Words.NOTE) | _around(page, looks.torn | page.ink.titles | looks.code)
    apart |= numbered(page) | notes(page) | sections(page) | far_in(page)
    likely = (chance >= LIKELY) & page.follows
    apart |= strangers(batch, page, likely) | alone(batch, page, texts, kinds, likely)
    apart |= begins(batch, page, kinds, likely & ~found.sure)
    left = likely & ~apart & ~poem
    apart |= _around(page, recurring(batch, page, texts, left)) & ~pieces
    return poem, np.asarray(apart, np.bool_)


def _shown(seen: _Seen, likely: BoolArray, chance: IntArray, weight: IntArray, threshold: int) -> BoolArray:
    """Where wrapping shows: in documents of which it is certain, and in passages of others.

    ``likely`` are the joins of which ``weight`` says what each is worth as evidence, and those are made that
    are as sure as ``threshold``.
    """
    page = seen.page
    show, english = wrapped(page, weight * likely, likely, seen.looks.kinds)
    shows = show.take(page.lines.document)
    shows |= passages(page, likely & ~shows, chance >= SURE, weight)
    shows &= _may_change(seen, shows, english).take(page.lines.document)
    joins = likely & (chance >= threshold) & shows
    return np.asarray(shows & ~without_sentences(page, joins).take(page.lines.document), np.bool_)


def decide(batch: Batch, page: Page, texts: Sequence[str], how: How) -> Decisions:
    """Decide about every break of a ``page`` of ``batch``, which holds ``texts``.

    Unless it is asked why breaks are kept, no model is asked about a text that could not show wrapping if all
    of its breaks were wraps.
    """
    lines, looks = page.lines, Looks.of(batch, page, texts)
    seen = _Seen(batch, page, texts, looks)
    kinds, found = looks.kinds, looks.cuts
    weight = weights(page, found, kinds)
    able = np.ones(len(lines), np.bool_) if how.kept else may_show(page, weight).take(lines.document)
    chance, slack = _chances(seen, how.model, able)
    chance[stand_out(page) & ~found.certain] = 0
    pieces = one_line(page, kinds)
    chance[pieces] = SURE
    poem, apart = _stays(seen, chance, pieces)
    likely = (chance >= LIKELY) & page.follows & ~apart & ~poem
    likely &= ~_parted(page, likely, chance)
    shows = _shown(seen, likely, chance, weight, how.threshold)
    joins = likely & (chance >= how.threshold) & shows
    if np.count_nonzero(joins):
        joins &= ~(first_or_last(page, slack) & page.at(joins, 1) & ~found.certain & ~found.inside)
        joins &= ~listed(page, kinds, joins)
    goes_on = joins & page.across
    joins &= ~page.across
    unsure = (chance >= DOUBT) & page.follows & shows
    reasons, kept = _why_joined(page, found), ~joins
    for flag, reason in (
        (kept, Reason.KEPT_BLOCK_END),
        (unsure, Reason.KEPT_UNSURE),
        (likely & ~shows, Reason.KEPT_NO_WRAPPING),
        (poem, Reason.KEPT_VERSE),
        (apart, Reason.KEPT_OWN_LINE),
        (page.across, Reason.KEPT_FURNITURE),
    ):
        reasons[flag & kept] = reason
    return Decisions(joins, goes_on, reasons, np.where(joins, chance, 100 - chance), looks)
