"""Labels: which of the entities that overlap win."""

import numpy as np

from corpuskit.model import IntArray

ROUNDS = 8
"""How often groups of spans that overlap are settled together."""


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


def _disjoint(order: IntArray, starts: IntArray, ends: IntArray) -> IntArray:
    """Those of ``order`` that overlap none taken before them.

    Of spans that hang together the first in order wins, whatever it overlaps loses, and the rest falls apart
    into groups of which the same is true: few rounds settle all groups at once. What is left after `ROUNDS`,
    long chains in which each span overlaps but the next, is gone through one by one.
    """
    by_start = np.argsort(starts[order], kind="stable")
    won = [order[:0]]
    for _ in range(ROUNDS):
        if not len(by_start):
            break
        here = order[by_start]
        first, last = starts[here], ends[here]
        reach = np.maximum.accumulate(last)
        opens = np.append(True, first[1:] >= reach[:-1])
        best = order[np.minimum.reduceat(by_start, np.flatnonzero(opens))]
        won.append(best)
        group = np.cumsum(opens) - 1
        by_start = by_start[(last <= starts[best][group]) | (first >= ends[best][group])]
    return np.concatenate([*won, _one_by_one(order[np.sort(by_start)], starts, ends)])


def _one_by_one(order: IntArray, starts: IntArray, ends: IntArray) -> IntArray:
    first, last = starts[order], ends[order]
    low = int(first.min(initial=0))
    taken = bytearray(int(last.max(initial=0)) - low)
    cells = b"\1" * int((last - first).max(initial=0))
    won = []
    for index, start, end in zip(order.tolist(), (first - low).tolist(), (last - low).tolist(), strict=True):
        if taken.find(1, start, end) < 0:
            taken[start:end] = cells[: end - start]
            won.append(index)
    return np.array(won, np.int64)
