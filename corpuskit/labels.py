"""Labels: which of the entities that overlap win."""

from collections.abc import Sequence

import numpy as np

from corpuskit.model import IntArray


def settle_labels(
    starts: IntArray, ends: IntArray, priorities: IntArray, ranks: IntArray
) -> tuple[IntArray, IntArray]:
    """Indices of the spans that win and of those that lose, each sorted by start.

    Spans are ``[start, end)``, not empty. Of spans that overlap, the one with the highest priority wins, then
    the longest, then the earliest, then the first rule; winners do not overlap. Linear in the spans, but for
    the sorting.

    >>> winners, losers = settle_labels(*np.array([[0, 0], [2, 4], [0, 0], [0, 1]]))
    >>> winners.tolist(), losers.tolist()
    ([1], [0])
    """
    won = np.zeros(len(starts), np.bool_)
    if len(starts):
        by_start = np.argsort(starts, kind="stable")
        reach = np.maximum.accumulate(ends[by_start])
        opens = np.concatenate([[True], starts[by_start][1:] >= reach[:-1]])
        clusters = np.cumsum(opens) - 1
        crowded = np.bincount(clusters)[clusters] > 1
        won[by_start[~crowded]] = True
        rest = by_start[crowded]
        order = np.lexsort((ranks[rest], starts[rest], starts[rest] - ends[rest], -priorities[rest]))
        won[_disjoint(rest[order], starts, ends)] = True
    winners, losers = np.flatnonzero(won), np.flatnonzero(~won)
    by_place = np.lexsort((ranks[losers], ends[losers], starts[losers]))
    return winners[np.argsort(starts[winners])], losers[by_place]


def _disjoint(order: IntArray, starts: IntArray, ends: IntArray) -> Sequence[int]:
    """Those of ``order`` that overlap none taken before them."""
    first, last = starts[order], ends[order]
    low = int(first.min(initial=0))
    taken = bytearray(int(last.max(initial=0)) - low)
    cells = b"\1" * int((last - first).max(initial=0))
    won = []
    for index, start, end in zip(order.tolist(), (first - low).tolist(), (last - low).tolist(), strict=True):
        if taken.find(1, start, end) < 0:
            taken[start:end] = cells[: end - start]
            won.append(index)
    return won
