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


def _vote(edges: AnyArray, ballot: IntArray, ballots: int) -> IntArray:
    """For each of the ``ballots`` the place that most of its intervals cover, in the second row how many do.

    ``edges`` are those of all intervals ``[low, high)``, first the low ones and then the high ones, none of
    these below 0; ``ballot``, of their shape, is the one that each interval belongs to."""
    edges = np.minimum(np.maximum(edges, 0), _LIMIT) // _STEP
    places = int(edges[1].max(initial=0)) + 3
    size = ballots * places
    edges += ballot * places
    edges[1] += size + 1
    sides = np.bincount(edges.ravel(), minlength=2 * size)
    table = (sides[:size] - sides[size:]).reshape(ballots, places).cumsum(axis=1, dtype=np.int32)
    most = table.max(axis=1)
    # From the right: where the last stretch of most votes ends, and where it begins. Nothing covers the last
    # place, so a stretch that begins nowhere begins at the first one.
    best = (table == most[:, None])[:, ::-1]
    end, begin = best.argmax(axis=1), (best[:, :-1] > best[:, 1:]).argmax(axis=1)
    begin = (places - 1 - begin) % (places - 1)
    return np.array(((begin + places - end) // 2 * _STEP, most))


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


def _together(low: AnyArray, high: AnyArray, ballot: IntArray) -> IntArray:
    """`_vote` on ``ballot``s that come in order, each of which has an interval; not too many at a time."""
    found = []
    for first in range(0, int(ballot[-1]) + 1, _TOGETHER):
        rows = slice(*ballot.searchsorted((first, first + _TOGETHER)).tolist())
        own = ballot[rows] - first
        found.append(_vote(np.array((low[rows], high[rows])), own, int(own[-1]) + 1))
    return np.concatenate(found, axis=1)


def _columns(measures: Measures, documents: int, asked: BoolArray) -> Columns:
    """The column of each text, by the breaks behind the lines that are ``asked``.

    A mark that may not begin a line may hang out of it: a line that ends in one votes for a column narrower
    by that mark, too.
    """
    owner = measures.document
    within = ((owner[1:] == owner[:-1]) & asked[:-1]).nonzero()[0]
    owner = owner[within]
    widths = np.array((measures.grid, measures.set_)).take(within, axis=1)
    units = np.array((measures.grid_unit, measures.set_unit)).take(within + 1, axis=1)
    edges = np.array((widths - _HANG.take(measures.last[within]), widths + units))
    bounds = owner.searchsorted(np.arange(documents + 1))
    found = []
    for first in range(0, documents, _TOGETHER):
        many = min(_TOGETHER, documents - first)
        rows = slice(bounds[first], bounds[first + many])
        # A ballot for each measure of each document.
        ballot = owner[rows] - first + np.array(((0,), (many,)))
        found.append(_vote(edges[:, :, rows], ballot, 2 * many).reshape(2, 2, many))
    (grid, set_), (votes, votes_set) = np.concatenate(found, axis=2)
    breaks = bounds[1:] - bounds[:-1]
    set_ = (set_ * (breaks > 0)).astype(np.int32)
    better = votes_set > votes
    width = np.where(better, set_, grid * (breaks > 0)).astype(np.int32)
    return Columns(width, set_, better, np.where(better, votes_set, votes), breaks)
