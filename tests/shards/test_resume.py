"""A second run does what is missing or out of date, and nothing else."""

import errno
import json
import os
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pytest

from corpuskit.build import complete_manifest, read_manifest
from corpuskit.errors import ConfigError, InputError
from corpuskit.readers import Fields
from corpuskit.run import Settings, Worker
from corpuskit.shards import locked, plan
from corpuskit.shards.lock import is_locked
from tests.samples import CLEAN, WRAPPED, write
from tests.shards.corpora import RULES, SHARD_BYTES, inputs, made, rows, tree


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents that are processed."""
    ids: list[str] = []
    whole = Worker.process

    def process(self: Worker, documents: object) -> object:
        ids.extend(one.id for one in documents)  # type: ignore[attr-defined]
        return whole(self, documents)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "process", process)
    return ids


def test_a_second_run_does_nothing(tmp_path: Path, counted: list[str]) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 400)
    made([corpus], tmp_path / "out")
    first = tree(tmp_path / "out")
    assert len(counted) == 400
    made([corpus], tmp_path / "out")
    assert len(counted) == 400
    assert tree(tmp_path / "out") == first


def test_what_is_missing_or_damaged_is_made_again(tmp_path: Path, counted: list[str]) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 600)
    made([corpus], tmp_path / "out")
    first = tree(tmp_path / "out")
    names = sorted(name for name in first if name.startswith("data/"))
    (tmp_path / "out" / names[0]).unlink()
    (tmp_path / "out" / names[1]).write_bytes(b"cut")
    counted.clear()
    made([corpus], tmp_path / "out")
    assert 0 < len(counted) < 600
    assert tree(tmp_path / "out") == first


def test_rows_added_at_the_end_leave_the_shards_before_alone(tmp_path: Path, counted: list[str]) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 600)
    made([corpus], tmp_path / "out/corpus")
    rows(corpus, 650)
    counted.clear()
    made([corpus], tmp_path / "out/corpus")
    assert 50 <= len(counted) < 300
    made([corpus], tmp_path / "again/corpus")
    assert tree(tmp_path / "out/corpus") == tree(tmp_path / "again/corpus")


def test_another_option_or_rule_makes_all_of_it_again(tmp_path: Path, counted: list[str]) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 100)
    made([corpus], tmp_path / "out/corpus")
    made([corpus], tmp_path / "out/corpus", split=(20, 20))
    assert len(counted) == 200
    made([corpus], tmp_path / "new/corpus", split=(20, 20))
    assert tree(tmp_path / "out/corpus") == tree(tmp_path / "new/corpus")


def test_what_is_no_longer_asked_for_is_removed(tmp_path: Path) -> None:
    one, two = rows(tmp_path / "in/a.jsonl", 50), rows(tmp_path / "in/b.jsonl", 50, seed=2)
    made([one, two], tmp_path / "out/corpus", data="parquet")
    made([two], tmp_path / "out/corpus")
    made([two], tmp_path / "new/corpus")
    assert tree(tmp_path / "out/corpus") == tree(tmp_path / "new/corpus")


def test_files_that_moved_are_told_where_they_are_now(tmp_path: Path) -> None:
    write(tmp_path / "in", a=CLEAN)
    rows(tmp_path / "in/r.jsonl", 5)
    made([tmp_path / "in/a.txt", tmp_path / "in/r.jsonl"], tmp_path / "out/corpus")
    (tmp_path / "in").rename(tmp_path / "elsewhere")
    moved = [tmp_path / "elsewhere/a.txt", tmp_path / "elsewhere/r.jsonl"]
    made(moved, tmp_path / "out/corpus")
    made(moved, tmp_path / "new/corpus")
    assert tree(tmp_path / "out/corpus") == tree(tmp_path / "new/corpus")


def test_a_part_of_more_input_leaves_no_build_that_says_it_is_complete(tmp_path: Path) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 300)
    made([corpus], tmp_path / "out")
    fewer = complete_manifest(tmp_path / "out")["planned"]
    rows(corpus, 600)
    made([corpus], tmp_path / "out", part=(1, 2))
    with pytest.raises(ConfigError, match="not complete"):
        complete_manifest(tmp_path / "out")
    assert (
        read_manifest(tmp_path / "out")["planned"] == len([*plan(inputs(corpus), size=SHARD_BYTES)]) > fewer
    )


def test_whoever_asks_how_far_a_build_is_keeps_none_from_beginning(tmp_path: Path) -> None:
    asking = ExitStack()
    asking.enter_context(locked(tmp_path))
    threading.Timer(0.05, asking.close).start()
    with locked(tmp_path, "0-of-2"):
        assert is_locked(tmp_path)
    assert not is_locked(tmp_path)


def test_what_runs_that_ended_early_had_made_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, options = rows(tmp_path / "in/r.jsonl", 50), ({"split": (50, 0)}, {"data": "parquet"})
    with monkeypatch.context() as patched:
        patched.setattr("corpuskit.build.finish", lambda *_: 1 // 0)
        for chosen in options:
            with pytest.raises(ZeroDivisionError):
                made([corpus], tmp_path / "out/corpus", **chosen)
    made([corpus], tmp_path / "out/corpus")
    made([corpus], tmp_path / "new/corpus")
    assert tree(tmp_path / "out/corpus") == tree(tmp_path / "new/corpus")


def test_two_runs_in_one_folder(tmp_path: Path) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 5)
    with locked(tmp_path / "out"), pytest.raises(ConfigError, match="another run"):
        made([corpus], tmp_path / "out")
    with locked(tmp_path / "out", "0-of-2"):
        with pytest.raises(ConfigError, match="another run"):
            made([corpus], tmp_path / "out")
        with pytest.raises(ConfigError, match="another run"):
            made([corpus], tmp_path / "out", part=(0, 2))
        made([corpus], tmp_path / "out", part=(1, 2))
    assert made([corpus], tmp_path / "out").finished


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")
def test_where_there_are_no_locks_a_build_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: IO[bytes], how: int) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", refuse)
    corpus = rows(tmp_path / "in/r.jsonl", 5)
    for part in ((0, 1), None):
        (told,) = made([corpus], tmp_path / "out", part=part, segmenter=None).notes
        assert f"{(tmp_path / 'out').as_posix()} has no locks" in told
    assert not is_locked(tmp_path / "out")


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")
def test_a_lock_that_is_shared_is_on_a_file_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(file: IO[bytes], how: int) -> None:  # as NFS has it
        if not (file.readable() and file.writable()):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr("fcntl.flock", flock)
    with locked(tmp_path, "0-of-2") as told:
        assert not told


def test_totals_add_up_in_every_shard_and_in_all(tmp_path: Path) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 300, bad=7)
    built = made([corpus], tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    for one in (manifest["totals"], *manifest["shards"]):
        assert one["in"] == one["out"] + one["rejected"]
    assert manifest["totals"] == {"in": 343, "out": 300, "rejected": 43}
    out = [line for path in tmp_path.glob("out/data/*/*") for line in path.read_bytes().splitlines()]
    rejected = (tmp_path / "out/rejected.jsonl").read_bytes().splitlines()
    assert (len(out), len(rejected), len(built.rejected)) == (300, 43, 43)
    assert json.loads(rejected[0])["row"] == 2


def test_strict_stops_at_the_first_bad_row(tmp_path: Path) -> None:
    corpus = rows(tmp_path / "in/r.jsonl", 20, bad=7)
    with pytest.raises(InputError, match=r"r\.jsonl:2: not JSON.*--strict"):
        made([corpus], tmp_path / "out", strict=True)
    assert not list(tmp_path.glob("out/data/*/*"))


def test_shards_of_files_depend_on_few_of_their_neighbours(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", **{f"t{n}": "字" * 200 for n in range(3000)})
    before = {shard.inputs for shard in plan(inputs(folder), size=SHARD_BYTES)}
    write(folder, t0000="new")
    after = {shard.inputs for shard in plan(inputs(folder), size=SHARD_BYTES)}
    assert len(before) > 40
    assert len(before & after) > len(before) * 0.7


def test_a_document_that_raises_is_rejected_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Worker.process

    def process(self: Worker, documents: object) -> object:
        if any("poison" in one.text for one in documents):  # type: ignore[attr-defined]
            raise ValueError("poisoned")
        return whole(self, documents)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "process", process)
    folder = write(tmp_path / "in", a=WRAPPED, b="poison", c=CLEAN)
    built = made([folder], tmp_path / "out")
    assert (built.documents_in, built.counts.documents, built.counts.rejected) == (3, 2, 1)
    assert "poisoned" in built.rejected[0]


def test_a_document_that_is_too_long_is_rejected_by_its_limit(tmp_path: Path) -> None:
    found = inputs(write(tmp_path / "in", a="字" * 11, b="字" * 10, c="x" * 100))
    worker = Worker(Settings(RULES, fields=Fields(limit=10)))
    outcomes = worker(found)
    assert [one.checked is not None for one in outcomes] == [False, True, False]
    assert "11 characters; allowed: 10" in outcomes[0].error
    assert "100 bytes" in outcomes[2].error
