"""What a run has checked is not held in memory, and is reported as if it were."""

import pickle
import tempfile
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpuskit.checker import check_many
from corpuskit.cli import main, spool
from corpuskit.cli.spool import Spool
from corpuskit.model import Checked, Document
from corpuskit.rules import load_rules
from tests.samples import WRAPPED, write

REPORTS = ("text", "concise", "json", "sarif", "gitlab", "junit")


def documents() -> list[Checked]:
    texts = [WRAPPED, "错,了。", "", "没有什么可说的。", WRAPPED * 2]
    return [*check_many([Document(f"{number}", text) for number, text in enumerate(texts)], load_rules())]


def known(checked: Iterable[Checked]) -> list[object]:
    """What there is to compare of documents: arrays are not equal or unequal, but so in places."""
    return [(one.document, one.text, one.diagnostics, [*one.changes], one.blocks) for one in checked]


@pytest.mark.parametrize("room", [0, 150, 10_000])
def test_documents_come_back_in_order_as_often_as_asked(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "ROOM", room)
    kept = Spool()
    for one in documents():
        kept.add(one)
    assert known(kept) == known(kept) == known(documents())
    first, second = zip(*zip(kept, kept, strict=True), strict=True)
    assert known(first) == known(second) == known(documents())


def test_what_is_added_while_others_read_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "ROOM", 0)
    first, second, *_ = documents()
    kept = Spool()
    kept.add(first)
    reading = iter(kept)
    assert known([next(reading)]) == known([first])
    kept.add(second)
    assert known(reading) == known([second])


@pytest.mark.parametrize("command", ["check", "fix"])
def test_reports_are_the_same_wherever_it_lies(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for room in (spool.ROOM, 0):
        monkeypatch.setattr(spool, "ROOM", room)
        write(tmp_path, **{name: f"{WRAPPED}\n{name}“错,了。\n" for name in "abc"})
        reports = [f"--output={name}={tmp_path / name}" for name in REPORTS]
        assert main([command, "--isolated", *reports, str(tmp_path)]) == 1
        texts = [(tmp_path / name).read_text("utf-8") for name in REPORTS]
        told.append((capsys.readouterr(), texts, (tmp_path / "b.txt").read_text("utf-8")))
    assert told[0] == told[1]


def test_a_temporary_folder_without_room_is_an_error_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spool, "ROOM", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    path = write(tmp_path, a=WRAPPED) / "a.txt"
    assert main(["fix", "--isolated", str(path)]) == 2
    assert f"{tmp_path / 'gone'}: cannot keep what was found: No such file" in capsys.readouterr().err
    assert path.read_text("utf-8") == WRAPPED


def test_documents_beyond_the_room_are_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "ROOM", 1_000)
    data = pickle.dumps(documents()[0])
    tracemalloc.start()
    kept = Spool()
    for _ in range(2_000):
        kept.add(pickle.loads(data))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 2_000 * len(data) / 10
    assert sum(1 for _ in kept) == 2_000
