"""What runs shards: ``run(function, shards, jobs)`` gives what becomes of each, as it does.

An engine keeps no state. ``function`` and its results must pickle. An exception that the function raises is
raised by ``run`` and ends it; a shard whose worker dies is tried again, ``ATTEMPTS`` times, then it is lost.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from corpuskit.engines import processes, ray
from corpuskit.engines.done import ATTEMPTS, Done


class Engine(Protocol):
    """What the module of an engine offers."""

    def run(self, function: Callable[[Any], Any], shards: Iterable[Any], jobs: int) -> Iterator[Done]:
        """What becomes of each shard; at most ``jobs`` at a time where the engine decides that."""


ENGINES: Mapping[str, Engine] = {"processes": processes, "ray": ray}

__all__ = ["ATTEMPTS", "ENGINES", "Done", "Engine"]
