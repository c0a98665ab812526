"""Verse: a decision for a run of lines, never for one."""

import numpy as np

from corpuskit.layout.lines import NOWHERE, BoolArray, SmallArray
from corpuskit.layout.marks import Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.unicode import CJK

SHORTEST, LONGEST = 5, 20
RUN = 4
_NEAR = (-2, -1, 1, 2)


def _run_somewhere(flags: BoolArray) -> bool:
    """Whether a run of `RUN` lines is flagged, of one document or of several."""
    two = flags[1:] & flags[:-1]
    return bool(np.count_nonzero(two[2:] & two[:-2]))


def _in_runs(page: Page, flags: BoolArray) -> BoolArray:
    """Lines of runs of `RUN` and more flagged lines of one document."""
    if not _run_somewhere(flags):
        return np.zeros(len(flags), np.bool_)
    opens = flags & ~page.at(flags, -1)
    run = opens.cumsum() * flags
    sizes = np.bincount(run)
    return np.asarray(flags & (sizes.take(run) >= RUN), np.bool_)


def _parallel(page: Page, able: BoolArray, beat: SmallArray) -> BoolArray:
    """Lines of ``able`` as long as one of the four around them, with the first pause at the same place."""
    if not _run_somewhere(able):
        return np.zeros(len(able), np.bool_)
    size = page.lines.sizes.astype(np.int64)
    key = np.where(able, (size << 32) + np.minimum(beat, NOWHERE), -1)
    twin = np.zeros(len(size), np.bool_)
    for step in _NEAR:
        twin |= (page.at(key, step) == key) & able
    return twin


def _able(page: Page, kinds: Nature, asked: BoolArray) -> BoolArray:
    """Those of the lines ``asked`` that a verse may be, where some stand below one another."""
    size = page.lines.sizes
    plain = asked & CJK.take(page.ink.first) & (size >= SHORTEST) & (size <= LONGEST)
    if not _run_somewhere(plain):
        return np.zeros(len(size), np.bool_)
    plain &= (page.ink.marks == Mark.NONE) & ~kinds.key & ~kinds.row & ~kinds.technical
    return plain


def metrical(page: Page, kinds: Nature) -> BoolArray:
    """Lines of verse that shows its metre: in a run all end in a pause, lengths and inner pauses recur.

    Prose in a narrow column has lines of one length too, but its pauses fall anywhere.
    """
    return _in_runs(page, _parallel(page, _able(page, kinds, page.ink.paused), page.lines.pause_at))


def bare(page: Page, kinds: Nature, joins: BoolArray) -> BoolArray:
    """Lines of verse without punctuation among the lines that were not joined."""
    alone = ~joins & ~page.at(joins, -1)
    able = _able(page, kinds, alone & (page.lines.pauses == 0))
    return _in_runs(page, _parallel(page, able, page.lines.pause_at))
