import gc
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from corpuskit.engines.done import Done
from corpuskit.engines.processes import run, run_in_order
from corpuskit.errors import CorpuskitError
from tests.samples import ROOT


@dataclass(frozen=True)
class Multiply:
    factor: int

    def __call__(self, shard: int) -> int:
        if shard < 0:
            raise ValueError(f"shard {shard}")
        return shard * self.factor


def threshold(shard: int) -> int:
    return gc.get_threshold()[0]


def die(shard: int) -> int:
    os._exit(shard)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_shards(jobs: int) -> None:
    assert list(run_in_order(Multiply(3), range(20), jobs)) == [3 * shard for shard in range(20)]


def test_workers_look_for_garbage_seldom() -> None:
    assert list(run_in_order(threshold, range(2), 2)) == [100_000, 100_000]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_of_the_function_is_raised_here(jobs: int) -> None:
    with pytest.raises(ValueError, match="shard -1"):
        list(run_in_order(Multiply(3), [1, -1, 2], jobs))


def test_a_worker_that_dies_ends_the_run_with_an_error() -> None:
    with pytest.raises(CorpuskitError, match="died 3 times"):
        list(run_in_order(die, [1, 2, 3], 2))


def die_once(shard: str) -> str:
    """The first time, leave a mark and die; ``-`` always dies."""
    if shard == "-":
        os._exit(1)
    if shard and not os.path.exists(shard):  # noqa: PTH110
        open(shard, "wb").close()  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)
    return shard


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_shard_whose_worker_is_killed_is_tried_again_and_lost_after_three_times(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    done = sorted(run(die_once, ["", mark, "-", "", ""], 2))
    assert [(one.result, one.attempts, one.lost) for one in done] == [
        ("", 1, False), (mark, 2, False), (None, 3, True), ("", 1, False), ("", 1, False),
    ]  # fmt: skip


def test_nothing_to_do_is_done() -> None:
    assert list(run_in_order(Multiply(3), [], 4)) == []


class DeadOnArrival:
    """Something large at which a worker dies before it has read the whole of it."""

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return DeadOnArrival, (Exit(), b"-" * 2**22)

    def __call__(self, shard: int) -> int:
        return shard


class Exit:
    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os._exit, (1,)


def test_a_worker_that_dies_as_it_starts_does_not_hold_the_run_up() -> None:
    outcome: list[Done] = []
    running = Thread(target=lambda: outcome.extend(run(DeadOnArrival(), [1, 2], 2)), daemon=True)
    running.start()
    running.join(120)
    assert [(one.attempts, one.lost) for one in outcome] == [(3, True), (3, True)]


def nap(shard: int) -> None:
    sys.stdout.write("here\n")  # in one piece, where output is not buffered, too
    sys.stdout.flush()
    time.sleep(60)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_workers_say_nothing_of_an_interrupt() -> None:
    # A shell that starts something in the background lets it ignore the signal.
    heed = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    script = f"{heed}from {__name__} import nap, run\nlist(run(nap, range(2), 2))\n"
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == [b"here\n"] * 2
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=30)[1].decode()
    assert told.count("Traceback") == 1 and "SpawnProcess" not in told


def test_a_script_that_does_its_work_unguarded_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    lines = (
        "from operator import neg",
        "from corpuskit.engines.processes import run_in_order",
        "print(list(run_in_order(neg, range(4), 2)))",
    )
    script.write_text("\n".join(lines), "utf-8")
    done = subprocess.run(
        [sys.executable, script], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 1
    assert "must stand below `if __name__ == '__main__':`" in done.stderr
