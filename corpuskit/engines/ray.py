"""Shards as Ray Core tasks (https://docs.ray.io): one task a shard. Needs the extra ``ray``.

A cluster is found by ``RAY_ADDRESS``; without it Ray is started on this machine. corpuskit must be installed
on every node, and the folders of inputs and outputs be the same on all.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corpuskit.engines.done import ATTEMPTS, Done
from corpuskit.errors import ConfigError

#: Tasks that wait in the cluster for each of its CPUs: enough to keep it busy while new ones are sent.
AHEAD = 2


def run(function: Callable[[Any], Any], shards: Iterable[Any], jobs: int = 1) -> Iterator[Done]:
    """What becomes of each shard, as soon as it is known.

    Ray tries a task again whose worker or node died. ``jobs`` are the CPUs of a Ray that is started here; in
    a cluster there are as many as it has. Raises ``ConfigError`` without Ray.
    """
    ray = _ray()
    started = not ray.is_initialized()
    if started:
        _connect(ray, jobs)
    try:
        yield from _run(ray, function, shards)
    finally:
        if started:
            ray.shutdown()


def _run(ray: Any, function: Callable[[Any], Any], shards: Iterable[Any]) -> Iterator[Done]:
    call = ray.remote(num_cpus=1, max_retries=ATTEMPTS - 1)(_call)
    shared = ray.put(function)
    most = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
    waiting: dict[Any, int] = {}
    for index, shard in enumerate(shards):
        waiting[call.remote(shared, shard)] = index
        while len(waiting) >= most:
            yield _next(ray, waiting)
    while waiting:
        yield _next(ray, waiting)


def _next(ray: Any, waiting: dict[Any, int]) -> Done:
    (ready,), _ = ray.wait([*waiting], num_returns=1)
    index = waiting.pop(ready)
    try:
        return Done(index, ray.get(ready))
    except ray.exceptions.RayTaskError as error:
        raise error.cause if isinstance(error.cause, Exception) else error from None
    except (
        ray.exceptions.WorkerCrashedError,
        ray.exceptions.NodeDiedError,
        ray.exceptions.OutOfMemoryError,
    ):
        return Done(index, None, ATTEMPTS, lost=True)


def _call(function: Callable[[Any], Any], shard: Any) -> Any:
    return function(shard)


def _connect(ray: Any, jobs: int) -> None:
    quiet = {"log_to_driver": False, "logging_level": "warning"}
    address = os.environ.get("RAY_ADDRESS")
    if not address:
        ray.init(num_cpus=jobs, include_dashboard=False, **quiet)
        return
    try:
        ray.init(**quiet)
    except (ConnectionError, RuntimeError) as error:
        allowed = "a cluster that runs, and whose token is set where it asks for one"
        raise ConfigError(f"RAY_ADDRESS: {address}: {error}; allowed: {allowed}") from None


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise ConfigError(f'the engine ray needs Ray ({error}); try: pip install "corpuskit[ray]"') from None
    return ray
