"""Items of a stream put together, as many as are worth working on at once."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")
#: Characters of text that are processed together.
BATCH = 400_000


def batches(items: Iterable[_T], weigh: Callable[[_T], int], most: int = BATCH) -> Iterator[list[_T]]:
    """``items`` in order, together until they weigh ``most``.

    >>> list(batches(["a", "bc", "d", "e"], len, 3))
    [['a', 'bc'], ['d', 'e']]
    """
    batch: list[_T] = []
    weight = 0
    for one in items:
        batch.append(one)
        weight += weigh(one)
        if weight >= most:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
