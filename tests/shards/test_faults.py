"""A build that is killed, or whose disk is full, leaves nothing half-written and goes on where it stopped."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import ROOT
from tests.shards.corpora import made, rows, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc")

Whole = dict[str, bytes]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rows(tmp_path_factory.mktemp("in") / "r.jsonl", 1500, bad=50)


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Whole, float]:
    """What an undisturbed run leaves, and the seconds that one takes with two workers."""
    output = tmp_path_factory.mktemp("whole") / "corpus"
    made([source], output, segmenter=None, data="parquet")
    start = time.monotonic()
    assert started(source, output.parent / "other/corpus").wait() == 0
    return compared(output), time.monotonic() - start


def started(
    source: Path, output: Path, before: Callable[[], None] | None = None
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.shards.run_build", str(source), str(output), "2"]
    return subprocess.Popen(command, cwd=ROOT, preexec_fn=before, stderr=subprocess.PIPE)


def compared(output: Path) -> Whole:
    """A build's files; of the records all but how often a shard was tried."""
    found = tree(output)
    for name in found:
        if name.startswith("state/") and name.endswith(".json"):
            record = json.loads(found[name])
            del record["attempts"]
            found[name] = json.dumps(record).encode()
    return found


def workers(process: int) -> list[int]:
    """The worker processes of a build."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
        return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    except OSError:
        return []


def nothing_is_half_written(output: Path, whole: Whole) -> None:
    """Every file at its final place is there to the last byte."""
    for path, data in compared(output).items():
        if not path.endswith(".partial") and path != "manifest.json":
            assert data == whole[path], path


def disturb(source: Path, output: Path, victim: str, moment: float) -> None:
    """Run a build and kill it, or one of its workers, ``moment`` seconds after its beginning."""
    running = started(source, output)
    time.sleep(moment)
    pids = [running.pid] if victim == "parent" else workers(running.pid)[-1:]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    running.communicate()
    assert victim == "parent" or running.returncode == 0


@pytest.mark.parametrize("victim", ["worker", "parent"])
def test_a_build_goes_on_after_a_kill(
    source: Path, whole: tuple[Whole, float], tmp_path: Path, victim: str
) -> None:
    disturb(source, tmp_path / "corpus", victim, whole[1] * 0.6)
    nothing_is_half_written(tmp_path / "corpus", whole[0])
    made([source], tmp_path / "corpus", segmenter=None, data="parquet")
    assert compared(tmp_path / "corpus") == whole[0]


@pytest.mark.install
@pytest.mark.parametrize("number", range(20))
def test_a_build_goes_on_after_kills_at_random_moments(
    source: Path, whole: tuple[Whole, float], tmp_path: Path, number: int
) -> None:
    chance = random.Random(number)
    for _ in range(2):
        disturb(source, tmp_path / "corpus", chance.choice(["worker", "parent"]), chance.random() * whole[1])
        if (tmp_path / "corpus").is_dir():
            nothing_is_half_written(tmp_path / "corpus", whole[0])
    made([source], tmp_path / "corpus", segmenter=None, data="parquet")
    assert compared(tmp_path / "corpus") == whole[0]


def test_a_full_disk_ends_the_build_with_its_reason_and_nothing_is_cut(
    source: Path, whole: tuple[Whole, float], tmp_path: Path
) -> None:
    import resource

    largest = max(len(data) for name, data in whole[0].items() if name.startswith("data/"))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 1, largest - 1))

    running = started(source, tmp_path / "corpus", limit)
    _, said = running.communicate()
    assert running.returncode == 1
    assert b"cannot write" in said and b"Exception ignored" not in said
    assert not [*tmp_path.rglob("*.partial")], "of workers that were ended with it"
    nothing_is_half_written(tmp_path / "corpus", whole[0])
    made([source], tmp_path / "corpus", segmenter=None, data="parquet")
    assert compared(tmp_path / "corpus") == whole[0]


def test_a_shard_that_kills_its_workers_is_quarantined_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpuskit.engines import ENGINES, Done, processes

    def run(function: object, shards: object, jobs: int) -> object:
        for done in processes.run(function, shards, jobs):  # type: ignore[arg-type]
            yield done if done.number != 1 else Done(1, None, 3, lost=True)

    engine = type("Engine", (), {"run": staticmethod(run)})
    monkeypatch.setitem(ENGINES, "processes", engine)
    source = rows(tmp_path / "in/r.jsonl", 600)
    built = made([source], tmp_path / "corpus", segmenter=None)
    manifest = json.loads((tmp_path / "corpus/manifest.json").read_bytes())
    assert manifest["shards"][1]["quarantined"] is True
    assert manifest["totals"]["in"] == manifest["totals"]["out"] + manifest["totals"]["rejected"]
    (rejected,) = map(json.loads, (tmp_path / "corpus/rejected.jsonl").read_bytes().splitlines())
    assert rejected["id"] == "r-00001"
    assert "workers died" in rejected["reason"]
    monkeypatch.undo()
    assert built.counts.documents < 600
    again = made([source], tmp_path / "corpus", segmenter=None)
    assert (again.counts.documents, again.counts.rejected) == (600, 0)
