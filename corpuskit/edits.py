"""Edits: which of them win, what the text is after them, and what was written in the source."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from corpuskit.model import Change, Edit, IntArray
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
    starts = np.array([edit.start for edit in edits], np.int64)
    ends = np.array([edit.end for edit in edits], np.int64)
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
    if not edit.new or edit.start == edit.end:
        return edit
    old, new = text[edit.start : edit.end], edit.new
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
    asked = list(edits)
    if _first_overlap(asked) is not None:
        asked = sorted(set(asked))
        if (at := _first_overlap(asked)) is not None:
            raise ValueError(f"edits overlap: {asked[at - 1]} and {asked[at]}")
    pieces: list[str] = []
    rows: list[tuple[int, int, int]] = []
    done = 0
    for edit in asked:
        start, end, new = trim(text, edit) if edit[2] else edit
        if start < end or new:
            pieces += (text[done:start], new)
            rows.append((start, end, len(new)))
            done = end
    if not rows:
        return text, Alignment.identity(len(text))
    return "".join([*pieces, text[done:]]), Alignment.of_edits(len(text), rows)


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


def changes(
    source: str, text: str, alignment: Alignment, written: Sequence[tuple[int, int, str]]
) -> tuple[Change, ...]:
    """What turns ``source`` into ``text``: disjoint, in order, regions that touch made one.

    ``written`` names what was written: ``(source start, source end, code)``; a change carries the codes of
    all that touch it.
    """
    if not len(alignment.starts):
        return ()
    fresh = (alignment.source_starts[1:] > alignment.source_ends[:-1]) & (
        alignment.starts[1:] > alignment.ends[:-1]
    )
    first = np.flatnonzero(np.concatenate([[True], fresh]))
    last = np.concatenate([first[1:] - 1, [len(alignment.starts) - 1]])
    begins, ends = alignment.source_starts[first], alignment.source_ends[last]
    codes = _codes(begins, ends, written)
    spans = zip(
        begins.tolist(),
        ends.tolist(),
        alignment.starts[first].tolist(),
        alignment.ends[last].tolist(),
        codes,
        strict=True,
    )
    return tuple(
        Change(begin, end, source[begin:end], text[start:stop], tuple(sorted(of)))
        for begin, end, start, stop, of in spans
    )


def _codes(begins: IntArray, ends: IntArray, written: Sequence[tuple[int, int, str]]) -> list[set[str]]:
    """For each change, the codes of what was written there."""
    found: list[set[str]] = [set() for _ in begins]
    if not written:
        return found
    lows = np.searchsorted(ends, [start for start, _, _ in written], side="left")
    highs = np.searchsorted(begins, [end for _, end, _ in written], side="right")
    for low, high, (_, _, code) in zip(lows.tolist(), highs.tolist(), written, strict=True):
        for change in range(low, high):
            found[change].add(code)
    return found
