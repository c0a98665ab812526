"""Shards in this process, or in worker processes started by spawn."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from corpuskit.errors import CorpuskitError

if TYPE_CHECKING:
    from concurrent.futures import Future

Shard = TypeVar("Shard")
Result = TypeVar("Result")

#: Shards in flight for each worker: enough to keep it busy, few enough to bound what waits in memory.
AHEAD = 3

_function: Callable[[Any], Any]


def run(function: Callable[[Shard], Result], shards: Sequence[Shard], jobs: int = 1) -> Iterator[Result]:
    """``function(shard)`` for each shard, in order; with ``jobs`` > 1 in that many processes.

    ``function`` and its results must pickle; the function is sent once to each worker. An exception that it
    raises is raised here. A worker that is killed ends the run with a ``CorpuskitError``.
    """
    workers = min(jobs, len(shards))
    if workers <= 1:
        yield from map(function, shards)
    else:
        yield from _in_processes(function, shards, workers)


def _in_processes(
    function: Callable[[Shard], Result], shards: Sequence[Shard], workers: int
) -> Iterator[Result]:
    # One process needs none of these, and they are slow to load.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, get_context("spawn"), _install, (function,)) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for shard in shards:
                waiting.append(pool.submit(_call, shard))
                if len(waiting) >= workers * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise CorpuskitError(
                "a worker process died (killed, or out of memory); nothing of this run was kept: "
                "run it again, perhaps with fewer --jobs"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _install(function: Callable[[Any], Any]) -> None:
    global _function
    _function = function


def _call(shard: Any) -> Any:
    return _function(shard)
