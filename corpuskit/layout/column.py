"""The width of the column that a text was set in.

A break between lines A and B that the margin forced says something exact about the column: A fitted, and
A with the first unbreakable unit of B did not. Its width lies in ``[width(A), width(A) + unit(B))``. Every
break votes for such an interval; the width with most votes is the column's. Breaks that were forced vote
for nearly the same place; ends of paragraphs vote anywhere.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from corpuskit.layout.lines import CELL, BoolArray
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, ClassArray, class_set

_STEP = CELL // 2
_LIMIT = 400 * CELL
_HANGS = class_set(CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE)
_SLACK = CELL // 2
"""Justified lines may stand out a little: punctuation hangs, glyphs are squeezed."""
_TOGETHER = 64
"""So many documents vote at a time: more votes do not fit a cache."""


class Columns(msgspec.Struct, frozen=True):
    """For each document, widths in tenths of a cell (0: no lines to tell from).

    ``grid`` and ``set_`` are the column's width by either measure, ``proportional`` says that the second
    has more votes, ``votes`` is how many of the ``breaks`` voted for the better one.
    """

    grid: IntArray
    set_: IntArray
    proportional: BoolArray
    votes: IntArray
    breaks: IntArray

    def by_measure(self, grid: IntArray, set_: IntArray, owner: IntArray) -> IntArray:
        """``grid`` or ``set_`` of lines of documents ``owner``, by the measure that suits the document."""
        if not self.proportional.any():
            return grid
        return np.where(self.proportional.take(owner), set_, grid)

    def widths(self, owner: IntArray) -> IntArray:
        """The column of each of the documents ``owner``, by the measure that suits it."""
        return self.by_measure(self.grid.take(owner), self.set_.take(owner), owner)


class Measures(NamedTuple):
    """Of lines: their documents, the classes of their last characters, their widths and those of what cannot
    be broken at their start, on a grid and as set."""

    document: IntArray
    last: ClassArray
    grid: IntArray
    set_: IntArray
    grid_unit: IntArray
    set_unit: IntArray


def _vote(low: IntArray, high: IntArray, ballot: IntArray, ballots: int) -> tuple[IntArray, IntArray]:
    """For each ballot the place that most of its intervals ``[low, high)`` cover, and how many do."""
    low = np.minimum(np.maximum(low, 0), _LIMIT) // _STEP
    high = np.minimum(high, _LIMIT + 1) // _STEP + 1
    places = max(int(high.max(initial=0)), int(low.max(initial=0))) + 2
    row = ballot * places
    low += row
    high += row
    size = ballots * places
    votes = np.bincount(low, minlength=size) - np.bincount(high, minlength=size)
    table = np.cumsum(votes.astype(np.int32).reshape(ballots, places), axis=1)
    most = table.max(axis=1)
    # From the right: where the last stretch of most votes begins, and where it ends.
    best = (table == most[:, None])[:, ::-1]
    first = best.argmax(axis=1)
    after = np.arange(places) > first[:, None]
    last = (after & ~best).argmax(axis=1) - 1
    last[last < 0] = places - 1
    size_of_run = last - first + 1
    left = places - 1 - last
    return (left + size_of_run // 2) * _STEP, most


def columns(measures: Measures, documents: int) -> Columns:
    """The column of each of ``documents`` texts.

    A mark that may not begin a line may hang out of it: a line that ends in one votes for a column narrower
    by that mark, too.
    """
    owner = measures.document
    within = (owner[1:] == owner[:-1]).nonzero()[0]
    a, b, owner = within, within + 1, owner[within]
    hang = np.where(_HANGS.take(measures.last[a]), 2 * CELL, _SLACK)
    low = np.concatenate([measures.grid[a] - hang, measures.set_[a] - hang])
    high = np.concatenate([measures.grid[a] + measures.grid_unit[b], measures.set_[a] + measures.set_unit[b]])
    table = np.zeros((2, documents), np.int64)
    votes = np.zeros((2, documents), np.int64)
    bounds = owner.searchsorted(np.arange(documents + 1))
    for first in range(0, documents, _TOGETHER):
        last = min(first + _TOGETHER, documents)
        rows = np.arange(bounds[first], bounds[last])
        ballot = owner[rows] - first
        both = np.concatenate([rows, rows + len(a)])
        ballots = np.concatenate([ballot, ballot + last - first])
        found, most = _vote(low[both], high[both], ballots, 2 * (last - first))
        table[:, first:last] = found.reshape(2, -1)
        votes[:, first:last] = most.reshape(2, -1)
    breaks = bounds[1:] - bounds[:-1]
    table[:, breaks == 0] = 0
    better = votes[1] > votes[0]
    return Columns(table[0], table[1], better, np.where(better, votes[1], votes[0]), breaks)
