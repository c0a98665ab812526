"""The width of the column that a text was set in.

A break between lines A and B that the margin forced says something exact about the column: A fitted, and
A with the first unbreakable unit of B did not. Its width lies in ``[width(A), width(A) + unit(B))``. Every
break votes for such an interval; the width with most votes is the column's. Breaks that were forced vote
for nearly the same place; ends of paragraphs vote anywhere.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from corpuskit.layout.lines import CELL, SQUARE, AnyArray, BoolArray, SmallArray
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, ClassArray, class_set

_STEP = CELL // 2
_LIMIT = 400 * CELL
_HANGS = class_set(CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE)
_HANG = np.where(_HANGS, 2 * CELL, CELL // 2)
"""How far a line that ends in each class of characters may stand out: punctuation hangs, and to justify
lines glyphs are squeezed a little."""
_NARROW, _TIMES, _ROUNDS = 11 * CELL, 2, 3
"""No column is as narrow as the first: lines that are so many times as wide cast doubt on it, so often at
most."""
_MANY, _SHARE = 8, 25
"""So many of them, or so many in a hundred."""
_MIXED = 125, 199
"""Between so many hundredths of a cell the characters of a text are wide that is neither of narrow ones nor
of wide ones."""
_FILLED, _BETTER = 20, 135
"""In percent, how many breaks vote for a number of characters where lines are filled so, and how many that is
of those that vote for a width."""
_TOGETHER = 64
"""So many documents vote at a time: more votes do not fit a cache."""


class Columns(msgspec.Struct, frozen=True):
    """For each document, widths in tenths of a cell (0: no lines to tell from).

    ``width`` is the column's by the better measure, ``set_`` by the second one, ``proportional`` says that
    this has more votes, ``votes`` is how many of the ``breaks`` voted for the better one.
    """

    width: SmallArray
    set_: SmallArray
    proportional: BoolArray
    votes: IntArray
    breaks: IntArray

    def by_measure(self, grid: SmallArray, set_: SmallArray, owner: IntArray) -> SmallArray:
        """``grid`` or ``set_`` of lines of documents ``owner``, by the measure that suits the document."""
        if not np.count_nonzero(self.proportional):
            return grid
        return np.where(self.proportional.take(owner), set_, grid)


class Measures(NamedTuple):
    """Of lines: their documents, the classes of their last characters, their widths and those of what cannot
    be broken at their start, on a grid and as set, and how many characters both have."""

    document: IntArray
    last: ClassArray
    grid: SmallArray
    set_: SmallArray
    grid_unit: SmallArray
    set_unit: SmallArray
    sizes: SmallArray
    unit_sizes: SmallArray


def _vote(low: AnyArray, high: AnyArray, ballot: IntArray, ballots: int) -> tuple[IntArray, SmallArray]:
    """For each of the ``ballots`` the place that most of its intervals ``[low, high)`` cover, and how many
    do; ``ballot`` is the one that each interval belongs to. All are of one shape."""
    low = np.minimum(np.maximum(low, 0), _LIMIT) // _STEP
    high = np.minimum(high, _LIMIT + 1) // _STEP + 1
    places = int(high.max(initial=0)) + 2
    row = ballot * places
    low, high = low + row, high + row
    size = ballots * places
    votes = np.bincount(low.ravel(), minlength=size) - np.bincount(high.ravel(), minlength=size)
    table = votes.reshape(ballots, places).cumsum(axis=1, dtype=np.int32)
    most = table.max(axis=1)
    # From the right: where the last stretch of most votes begins, and where it ends.
    best = (table == most[:, None])[:, ::-1]
    first = best.argmax(axis=1)
    after = np.arange(places) > first[:, None]
    last = ((after > best).argmax(axis=1) - 1) % places
    size_of_run = last - first + 1
    left = places - 1 - last
    return (left + size_of_run // 2) * _STEP, most


def columns(measures: Measures, documents: int) -> Columns:
    """The column of each of ``documents`` texts.

    Where one that has most votes is too narrow and many lines are much wider, it is that of other lines, such
    as cells of a table that stand one below the other: none but the wider lines are asked again.
    """
    owner = measures.document
    asked = np.ones(len(owner), np.bool_)
    found = _columns(measures, documents, asked)
    for _ in range(_ROUNDS):
        narrow = (found.width < _NARROW) & (found.breaks > 0)
        if not np.count_nonzero(narrow):
            break
        every = np.bincount(owner[asked], minlength=documents)
        widths = found.by_measure(measures.grid, measures.set_, owner)
        asked = asked & (widths > _TIMES * found.width.take(owner))
        many = np.bincount(owner[asked], minlength=documents)
        narrow &= (many >= _MANY) | (many * 100 > every * _SHARE)
        asked &= narrow.take(owner)
        again = _columns(measures, documents, asked)
        both = ((getattr(again, name), getattr(found, name)) for name in found.__struct_fields__)
        found = Columns(*(np.where(narrow, new, old) for new, old in both))
    return found


def numbers(measures: Measures, found: Columns, documents: int) -> IntArray:
    """With how many characters a line each of ``documents`` texts, whose columns are ``found``, may be
    filled; 0 for most.

    Programs that know nothing of widths break lines so. Only where narrow characters stand among wide ones is
    it another measure: then breaks agree on a number, and not on a width.
    """
    owner = measures.document
    size, width = (
        np.bincount(owner, weights=values, minlength=documents) for values in (measures.sizes, measures.grid)
    )
    hundredths = width * 100 // np.maximum(size * CELL, 1)
    chosen = (hundredths > _MIXED[0]) & (hundredths < _MIXED[1]) & (found.breaks > 0)
    chosen &= found.votes * _BETTER < found.breaks * 100
    filled = np.zeros(documents, np.int64)
    if not np.count_nonzero(chosen):
        return filled
    able = (chosen.take(owner[1:]) & (owner[1:] == owner[:-1])).nonzero()[0]
    ranks = chosen.cumsum() - 1
    low = measures.sizes[able] * SQUARE
    place, most = _together(low, low + measures.unit_sizes[able + 1] * SQUARE, ranks.take(owner[able]))
    votes, breaks = found.votes[chosen], found.breaks[chosen]
    good = (most * 100 >= np.maximum(votes * _BETTER, breaks * _FILLED)) & (place > 2 * _NARROW)
    filled[chosen] = place // SQUARE * good
    return filled


def _together(low: AnyArray, high: AnyArray, ballot: IntArray) -> tuple[IntArray, IntArray]:
    """`_vote` on ``ballot``s that come in order, each of which has an interval; not too many at a time."""
    found = []
    for first in range(0, int(ballot[-1]) + 1, _TOGETHER):
        rows = slice(*ballot.searchsorted((first, first + _TOGETHER)).tolist())
        own = ballot[rows] - first
        found.append(_vote(low[rows], high[rows], own, int(own[-1]) + 1))
    places, most = zip(*found, strict=True)
    return np.concatenate(places), np.concatenate(most)


def _columns(measures: Measures, documents: int, asked: BoolArray) -> Columns:
    """The column of each text, by the breaks behind the lines that are ``asked``.

    A mark that may not begin a line may hang out of it: a line that ends in one votes for a column narrower
    by that mark, too.
    """
    owner = measures.document
    within = ((owner[1:] == owner[:-1]) & asked[:-1]).nonzero()[0]
    before, after, owner = within, within + 1, owner[within]
    widths = np.array((measures.grid, measures.set_)).take(before, axis=1)
    low = widths - _HANG.take(measures.last[before])
    high = widths + np.array((measures.grid_unit, measures.set_unit)).take(after, axis=1)
    table = np.zeros((2, documents), np.int32)
    votes = np.zeros((2, documents), np.int64)
    bounds = owner.searchsorted(np.arange(documents + 1))
    for first in range(0, documents, _TOGETHER):
        last = min(first + _TOGETHER, documents)
        rows = slice(bounds[first], bounds[last])
        ballot = owner[rows] - first + np.array(((0,), (last - first,)))
        found, most = _vote(low[:, rows], high[:, rows], ballot, 2 * (last - first))
        table[:, first:last] = found.reshape(2, -1)
        votes[:, first:last] = most.reshape(2, -1)
    breaks = bounds[1:] - bounds[:-1]
    table *= breaks > 0
    better = votes[1] > votes[0]
    width, most = (np.where(better, both[1], both[0]) for both in (table, votes))
    return Columns(width, table[1], better, most, breaks)
