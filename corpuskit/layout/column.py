"""The width of the column that a text was set in.

A break between lines A and B that the margin forced says something exact about the column: A fitted, and
A with the first unbreakable unit of B did not. Its width lies in ``[width(A), width(A) + unit(B))``. Every
break votes for such an interval; the width with most votes is the column's. Breaks that were forced vote
for nearly the same place; ends of paragraphs vote anywhere.
"""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import CELL, Lines
from corpuskit.layout.marks import Ink
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, class_set

_STEP = CELL // 2
_LIMIT = 400 * CELL
_HANGS = class_set(CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE)
_SLACK = CELL // 2
"""Justified lines may stand out a little: punctuation hangs, glyphs are squeezed."""


@dataclass(frozen=True, slots=True)
class Columns:
    """For each document, widths in tenths of a cell (0: no lines to tell from).

    ``grid`` and ``set_`` are the column's width by either measure, ``proportional`` says that the second
    has more votes, ``votes`` is how many of the ``breaks`` voted for the better one.
    """

    grid: IntArray
    set_: IntArray
    proportional: IntArray
    votes: IntArray
    breaks: IntArray


def _vote(low: IntArray, high: IntArray) -> tuple[int, int]:
    """The place that most of the intervals ``[low, high)`` cover, and how many do."""
    low, high = np.clip(low, 0, _LIMIT) // _STEP, np.minimum(high, _LIMIT + 1) // _STEP + 1
    size = int(high.max()) + 1
    votes = np.cumsum(np.bincount(low, minlength=size) - np.bincount(high, minlength=size))
    most = int(votes.max())
    best = np.flatnonzero(votes == most)
    run = best[best > best[-1] - len(best)]
    return int(run[len(run) // 2]) * _STEP, most


def columns(lines: Lines, ink: Ink, documents: int) -> Columns:
    """The column of each of ``documents`` texts.

    A mark that may not begin a line may hang out of it: a line that ends in one votes for a column narrower
    by that mark, too.
    """
    table = np.zeros((5, documents), np.int64)
    bounds = np.searchsorted(lines.document, np.arange(documents + 1))
    for index in range(documents):
        first, last = int(bounds[index]), int(bounds[index + 1])
        if last - first < 2:
            continue
        a, b = slice(first, last - 1), slice(first + 1, last)
        hang = np.where(_HANGS[ink.last[a]], 2 * CELL, _SLACK)
        grid, votes = _vote(lines.grid[a] - hang, lines.grid[a] + lines.grid_unit[b])
        set_, other = _vote(lines.set_[a] - hang, lines.set_[a] + lines.set_unit[b])
        table[:, index] = grid, set_, other > votes, max(votes, other), last - first - 1
    return Columns(*table)
