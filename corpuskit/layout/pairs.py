"""Brackets and quotes across line breaks: which breaks lie inside a pair, and how long the pair is."""

import numpy as np

from corpuskit.layout.lines import Batch, Lines
from corpuskit.layout.marks import CLOSING, OPENING
from corpuskit.model import CodeArray, IntArray

ROUND = ("（([〔【", "）)]〕】")
TITLE = ("《〈「『", "》〉」』")
QUOTE = ("“‘", "”’")
OUTSIDE = 1 << 20


_ABLE = OPENING | CLOSING
_LONGEST = 400


def _codes(characters: str) -> CodeArray:
    return np.array(sorted(map(ord, characters)), np.uint32)


def _matches(batch: Batch, opening: str, closing: str) -> tuple[IntArray, IntArray]:
    """Offsets of the pairs, openers and closers: each closer with the nearest opener at its own depth.

    Pairs longer than a long sentence are no pairs: a mark between them was lost.
    """
    places = np.flatnonzero(_ABLE[batch.kinds])
    places = places[np.isin(batch.codes[places], _codes(opening + closing))]
    opens = np.isin(batch.codes[places], _codes(opening))
    owner = np.searchsorted(batch.bases, places, side="right") - 1
    level = np.cumsum(np.where(opens, 1, -1)) + ~opens
    order = np.lexsort((places, level, owner))
    places, opens, owner, level = places[order], opens[order], owner[order], level[order]
    follow = opens[:-1] & ~opens[1:] & (owner[1:] == owner[:-1]) & (level[1:] == level[:-1])
    first = np.flatnonzero(follow)
    first = first[places[first + 1] - places[first] <= _LONGEST]
    return places[first], places[first + 1]


def spans(batch: Batch, lines: Lines, opening: str, closing: str) -> IntArray:
    """For the break after each line, the length of the shortest pair around it; else `OUTSIDE`."""
    first, last = _matches(batch, opening, closing)
    length = np.full(len(lines), OUTSIDE, np.int64)
    low = np.searchsorted(lines.ends, first, side="right")
    high = np.searchsorted(lines.ends, last, side="right")
    crossed = high - low
    pair = np.repeat(np.arange(len(first)), crossed)
    row = np.arange(len(pair)) - np.repeat(np.cumsum(crossed) - crossed, crossed) + low[pair]
    np.minimum.at(length, row, (last - first)[pair])
    return length
