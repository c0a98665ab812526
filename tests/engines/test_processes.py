import os
from dataclasses import dataclass

import pytest

from corpuskit.engines.processes import run
from corpuskit.errors import CorpuskitError


@dataclass(frozen=True)
class Multiply:
    factor: int

    def __call__(self, shard: int) -> int:
        if shard < 0:
            raise ValueError(f"shard {shard}")
        return shard * self.factor


def die(shard: int) -> int:
    os._exit(shard)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_shards(jobs: int) -> None:
    assert list(run(Multiply(3), range(20), jobs)) == [3 * shard for shard in range(20)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_of_the_function_is_raised_here(jobs: int) -> None:
    with pytest.raises(ValueError, match="shard -1"):
        list(run(Multiply(3), [1, -1, 2], jobs))


def test_a_worker_that_dies_ends_the_run_with_an_error() -> None:
    with pytest.raises(CorpuskitError, match="worker process died"):
        list(run(die, [1, 2, 3], 2))


def test_nothing_to_do_is_done() -> None:
    assert list(run(Multiply(3), [], 4)) == []
