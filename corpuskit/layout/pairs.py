"""Brackets and quotes across line breaks: which breaks lie inside a pair, and how long the pair is."""

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, Lines, SmallArray, among
from corpuskit.model import IntArray
from corpuskit.unicode import CODE_POINTS, CharClass, class_set, code_points

PAIRS = (("（([〔【︵︹︻", "）)]〕】︶︺︼"), ("《〈「『︽﹁﹃", "》〉」』︾﹂﹄"), ("“‘", "”’"))
ROUND, TITLE, QUOTE = range(3)
OUTSIDE = 1 << 20
_LONGEST = 400
_TOGETHER = 1024
"""So many pairs are laid over the lines at a time: one may cross as many lines as it is long."""
_OPENS, _CLOSES = 1, 2
_CORNERS = code_points("「『﹁﹃")
"""They enclose a title or a term, and, in traditional characters and in Japanese, what is said."""
_PAUSES = class_set(CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON)
_LISTING = code_points("、︑﹑､")


def _table() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """For every code point: 0, or twice its kind of pair and `_OPENS` or `_CLOSES`."""
    table = np.zeros(CODE_POINTS, np.uint8)
    for index, (opening, closing) in enumerate(PAIRS):
        table[[ord(mark) for mark in opening]] = 2 * index + _OPENS
        table[[ord(mark) for mark in closing]] = 2 * index + _CLOSES
    return table


_SIDES = _table()


def _matches(batch: Batch) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Pairs: offsets of openers and closers, each closer with the nearest opener at its own depth; how long
    each is, and which of `PAIRS`.

    Pairs longer than a long sentence are no pairs: a mark between them was lost. Their length is counted
    without blanks, so that it is the same however the text is broken.
    """
    low, high = np.uint8(CharClass.WIDE_OPEN), np.uint8(CharClass.CLOSE)
    places = ((batch.kinds - low) <= high - low).nonzero()[0]
    sides = _SIDES.take(batch.codes[places])
    places, side = places[sides > 0], sides[sides > 0].astype(np.int64) - 1
    ink = places - (batch.kinds <= CharClass.LINE_END).nonzero()[0].searchsorted(places)
    owner = batch.bases.searchsorted(places, side="right") - 1
    group = owner * len(PAIRS) + side // 2
    order = group.argsort(kind="stable")
    places, ink, group, opens = places[order], ink[order], group[order], side[order] % 2 == 0
    depth = np.where(opens, 1, -1).cumsum() + ~opens
    # Depths of different groups start anywhere, but only those of one group are compared.
    order = np.lexsort((depth, group))
    places, ink, group, opens, depth = (
        places[order], ink[order], group[order], opens[order], depth[order],
    )  # fmt: skip
    follow = opens[:-1] & ~opens[1:] & (group[1:] == group[:-1]) & (depth[1:] == depth[:-1])
    length = ink[1:] - ink[:-1]
    first = (follow & (length <= _LONGEST)).nonzero()[0]
    which = group[first] % len(PAIRS)
    which[_says(batch, places[first], places[first + 1])] = QUOTE
    return places[first], places[first + 1], length[first], which


def _says(batch: Batch, first: IntArray, last: IntArray) -> BoolArray:
    """Which of the pairs from ``first`` to ``last`` are of corner brackets around what has clauses, or
    several sentences: no title, but a quotation."""
    corner = among(batch.codes.take(first), _CORNERS)
    if not corner.any():
        return corner
    pauses = _PAUSES.take(batch.kinds).nonzero()[0]
    pauses = pauses[~among(batch.codes.take(pauses), _LISTING)]
    return np.asarray(corner & (pauses.searchsorted(last) > pauses.searchsorted(first)), np.bool_)


def spans(batch: Batch, lines: Lines) -> tuple[SmallArray, SmallArray, SmallArray]:
    """For each of `PAIRS`: of the break after each line, the length of the shortest pair around it, else
    `OUTSIDE`."""
    first, last, size, which = _matches(batch)
    low = lines.ends.searchsorted(first, side="right")
    crossed = lines.ends.searchsorted(last, side="right") - low
    many = crossed.nonzero()[0]
    length = np.full(len(PAIRS) * len(lines), OUTSIDE, np.int32)
    for start in range(0, len(many), _TOGETHER):
        some = many[start : start + _TOGETHER]
        lengths = crossed[some]
        pair = some.repeat(lengths)
        row = np.arange(len(pair)) + (low[some] + lengths - lengths.cumsum()).repeat(lengths)
        np.minimum.at(length, which[pair] * len(lines) + row, size[pair].astype(np.int32))
    found = length.reshape(len(PAIRS), -1)
    return found[ROUND], found[TITLE], found[QUOTE]
