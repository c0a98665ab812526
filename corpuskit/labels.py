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
    count = len(starts)
    by_place = np.lexsort((ranks, ends, starts)).astype(np.int64)
    if not count:
        return by_place, by_place
    first, last = starts[by_place], ends[by_place]
    reach = np.maximum.accumulate(last)
    opens = np.concatenate([[True], first[1:] >= reach[:-1]])
    clusters = np.cumsum(opens) - 1
    crowded = np.bincount(clusters)[clusters] > 1
    won = np.zeros(count, np.bool_)
    won[by_place[~crowded]] = True
    rest = by_place[crowded]
    order = np.lexsort((ranks[rest], starts[rest], starts[rest] - ends[rest], -priorities[rest]))
    won[_disjoint(rest[order], starts, ends)] = True
    return by_place[won[by_place]], by_place[~won[by_place]]


def _disjoint(order: IntArray, starts: IntArray, ends: IntArray) -> Sequence[int]:
    """Those of ``order`` that overlap none taken before them."""
    taken: set[int] = set()
    won = []
    for index in order.tolist():
        cells = range(int(starts[index]), int(ends[index]))
        if taken.isdisjoint(cells):
            taken.update(cells)
            won.append(index)
    return won
