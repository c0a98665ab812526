"""Edits: which of them win, what the text is after them, and what was written in the source."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt

from corpuskit.alignments import Alignments
from corpuskit.model import Change, Edit, Edits, IntArray
from corpuskit.offsets import Alignment


def settle(edits: Sequence[Edit], owners: IntArray, ranks: IntArray) -> npt.NDArray[np.bool_]:
    """Which hits may make their edits: an array of booleans, one for each hit.

    ``owners`` gives, for each edit, its hit; ``ranks``, for each hit, the place of its rule. Of hits whose
    edits overlap, the earliest wins, then the longest, then the first rule; a hit makes all its edits or
    none. Two insertions at one place overlap; identical edits do not. A hit without edits does not win.

    >>> settle([Edit(0, 4, "账户"), Edit(2, 3, "")], np.array([0, 1]), np.array([0, 1]))
    array([ True, False])
    """
    won = np.zeros(len(ranks), np.bool_)
    if not edits:
        return won
    owners = np.asarray(owners, np.int64)
    starts = np.array([edit[0] for edit in edits], np.int64)
    ends = np.array([edit[1] for edit in edits], np.int64)
    if not _overlapping(starts, ends):
        won[owners] = True
        return won
    first = np.full(len(ranks), np.iinfo(np.int64).max)
    last = np.full(len(ranks), -1)
    np.minimum.at(first, owners, starts)
    np.maximum.at(last, owners, ends)
    by_owner: list[list[Edit]] = [[] for _ in range(len(ranks))]
    for edit, owner in zip(edits, owners.tolist(), strict=True):
        by_owner[owner].append(edit)
    taken: list[Edit] = []
    for hit in np.lexsort((ranks, first - last, first)).tolist():
        mine = by_owner[hit]
        if mine and all(_free(taken, edit) for edit in mine):
            won[hit] = True
            for edit in mine:
                _take(taken, edit)
    return won


def _overlapping(starts: IntArray, ends: IntArray) -> bool:
    """Whether any two of the edits share a character or a place of insertion."""
    if np.all(starts[1:] > ends[:-1]):
        return False
    order = np.lexsort((ends, starts))
    start, end = starts[order], ends[order]
    reach = np.maximum.accumulate(end)[:-1]
    same = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    return bool(np.any((start[1:] < reach) | same))


def _free(taken: list[Edit], edit: Edit) -> bool:
    """Whether ``edit`` overlaps none of ``taken``, which are sorted and disjoint, or is one of them."""
    at = bisect_left(taken, edit)
    for other in taken[max(0, at - 2) : at + 2]:
        crossing = edit.start < other.end and other.start < edit.end
        same_place = edit[:2] == other[:2]
        if (crossing or same_place) and edit != other:
            return False
    return True


def _take(taken: list[Edit], edit: Edit) -> None:
    at = bisect_left(taken, edit)
    if at == len(taken) or taken[at] != edit:
        insort(taken, edit)


def trim(text: str, edit: Edit) -> Edit:
    """``edit`` without the characters that it replaces by themselves at its two ends.

    >>> trim("发展新型质生产力", Edit(2, 8, "新质生产力"))
    Edit(start=3, end=4, new='')
    """
    start, end, new = edit
    if not new or start == end or (text[start] != new[0] and text[end - 1] != new[-1]):
        return edit
    old = text[start:end]
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(edit.start + head, edit.end - tail, new[head : len(new) - tail])


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, Alignment]:
    """``text`` after ``edits``, and the alignment of the result with ``text``.

    Edits must not overlap; identical ones count once; the order does not matter. Each is trimmed first, so
    that the alignment is exact to the character. Raises ``ValueError`` where edits overlap.

    >>> apply("科创\\n\\n板", [Edit(2, 4, "")])[0]
    '科创板'
    """
    asked = (edits if isinstance(edits, Edits) else Edits.of([[*edits]])).ordered()
    if not asked.apart():
        once = sorted(set(asked))
        if (at := _first_overlap(once)) is not None:
            raise ValueError(f"edits overlap: {once[at - 1]} and {once[at]}")
        asked = Edits.of([once])
    pieces, place = list[str](), 0
    starts, ends, sizes = list[int](), list[int](), list[int]()
    for start, end, new in zip(*asked.columns(), strict=True):
        if new.startswith(text[start:end]):  # most that are not empty add an empty line between blocks
            start, new = end, new[end - start :]
        elif new:
            start, end, new = trim(text, Edit(start, end, new))
        if new or start < end:
            pieces += text[place:start], new
            starts.append(start)
            ends.append(end)
            sizes.append(len(new))
            place = end
    if not pieces:
        return text, Alignment.identity(len(text))
    pieces.append(text[place:])
    return "".join(pieces), Alignment.of_edits(len(text), starts, ends, sizes)


def _first_overlap(edits: Sequence[Edit]) -> int | None:
    """The first of ``edits`` that does not stand behind the one before it, or stands at the same place."""
    last_start = last_end = -1
    for index, (start, end, _) in enumerate(edits):
        if start < last_end or (start == last_start and end == last_end):
            return index
        last_start, last_end = start, end
    return None


class Changes(Sequence[Change]):
    """Changes that are made when they are first looked at: who only reads findings needs none."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[Change, ...]]) -> None:
        """``make`` gives them."""
        self._make: Callable[[], tuple[Change, ...]] | None = make
        self._made: tuple[Change, ...] = ()

    def _all(self) -> tuple[Change, ...]:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Change]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type, tuple[tuple[Change, ...]]]:
        """What travels is a plain tuple."""
        return tuple, (self._all(),)


#: Where codes were written in a source: its start, its end, the code.
Places: TypeAlias = Sequence[tuple[int, int, str]]
_new_change = partial(tuple.__new__, Change)


def changes(
    sources: Sequence[str], texts: Sequence[str], alignments: Sequence[Alignment], written: Sequence[Places]
) -> list[tuple[Change, ...]]:
    """What turns each of ``sources`` into its text: disjoint, in order, regions that touch made one.

    ``written`` names what was written in each; a change carries the codes of all that touch it.
    """
    every = Alignments.of(alignments)
    one = every.joined
    if not len(one.starts):
        return [()] * len(sources)
    fresh = (one.source_starts[1:] > one.source_ends[:-1]) & (one.starts[1:] > one.ends[:-1])
    first = np.flatnonzero(np.append(True, fresh))
    last = np.append(first[1:], len(one.starts)) - 1
    begins, ends, starts, stops = (
        one.source_starts[first],
        one.source_ends[last],
        one.starts[first],
        one.ends[last],
    )
    codes = _codes(begins, ends, every.source_bases, written)
    bounds = starts.searchsorted(every.bases)
    shift, moved = (np.repeat(bases[:-1], np.diff(bounds)) for bases in (every.source_bases, every.bases))
    places = [column.tolist() for column in (begins - shift, ends - shift, starts - moved, stops - moved)]
    made: list[tuple[Change, ...]] = []
    for source, text, (low, high) in zip(sources, texts, pairwise(bounds.tolist()), strict=True):
        begin, end, start, stop = (column[low:high] for column in places)
        olds = map(source.__getitem__, map(slice, begin, end))
        news = map(text.__getitem__, map(slice, start, stop))
        made.append(tuple(map(_new_change, zip(begin, end, olds, news, codes[low:high], strict=True))))
    return made


def _codes(
    begins: IntArray, ends: IntArray, bases: IntArray, written: Sequence[Places]
) -> list[tuple[str, ...]]:
    """For each change, the codes of what was written there, in order; the sources begin at ``bases``."""
    found: list[tuple[str, ...]] = [()] * len(begins)
    rows = [place for places in written for place in places]
    shift = np.repeat(bases[:-1], [len(places) for places in written])
    lows = ends.searchsorted(np.array([row[0] for row in rows], np.int64) + shift, side="left")
    highs = begins.searchsorted(np.array([row[1] for row in rows], np.int64) + shift, side="right")
    for low, high, (_, _, code) in zip(lows.tolist(), highs.tolist(), rows, strict=True):
        for change in range(low, high):
            if code not in found[change]:
                found[change] = tuple(sorted((*found[change], code))) if found[change] else (code,)
    return found
