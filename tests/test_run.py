import gzip
import json
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpuskit.batching import BATCH
from corpuskit.model import Document, Fix
from corpuskit.readers import Found, Rejected, jsonl
from corpuskit.rules import load_rules
from corpuskit.run import Settings, Worker, process_files, tasks
from tests.samples import CLEAN, REPAIRED, WRAPPED, write

RULES = load_rules()


def found(folder: Path) -> list[Found]:
    return [Found(path, path.stem, False) for path in sorted(folder.glob("*.txt"))]


def test_tasks_keep_the_order_and_their_size(tmp_path: Path) -> None:
    inputs = found(write(tmp_path, a="x" * 60, b="x" * 60, c="x" * 500, d="x", e="x" * 90))
    made = [*tasks(inputs, Settings(RULES), limit=100)]
    assert [[one.id for one in batch if isinstance(one, Found)] for batch in made] == [
        ["a"],
        ["b"],
        ["c"],
        ["d", "e"],
    ]


def packed_rows(path: Path, texts: Sequence[str]) -> Path:
    data = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def row_group(path: Path, texts: Sequence[str]) -> Path:
    pq.write_table(pa.table({"text": texts}), path, compression="none")
    return path


@pytest.mark.parametrize(
    ("name", "written"),
    [("rows.jsonl.gz", packed_rows), ("rows.jsonl", packed_rows), ("rows.parquet", row_group)],
)
def test_no_more_is_held_at_a_time_than_a_batch_however_much_a_part_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, written: Callable[[Path, Sequence[str]], Path]
) -> None:
    texts = [f"{number}" + "字" * 30_000 for number in range(60)]
    inputs = [Found(written(tmp_path / name, texts), "rows", True)]
    sizes: list[int] = []

    def told(self: Worker, documents: Sequence[Document]) -> list[str]:
        sizes.append(sum(len(one.text) for one in documents))
        return [one.text for one in documents]

    monkeypatch.setattr(Worker, "process_safely", told)
    outcomes = [*process_files(inputs, Settings(RULES))]
    assert [one.error for one in outcomes] == texts
    assert [one.id for one in outcomes] == [f"rows:{number}" for number in range(1, 61)]
    assert max(sizes) < 1.5 * BATCH


def test_outcomes_come_in_order_with_the_reasons_of_those_that_fail(tmp_path: Path) -> None:
    write(tmp_path, a=WRAPPED, c=CLEAN)
    (tmp_path / "b.txt").write_bytes(b"\xff")
    outcomes = list(process_files(found(tmp_path), Settings(RULES)))
    assert [one.found.id for one in outcomes] == ["a", "b", "c"]
    assert [one.checked.text if one.checked else None for one in outcomes] == [REPAIRED, None, CLEAN]
    assert "not utf-8" in outcomes[1].error


def test_a_document_that_raises_is_rejected_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path, a=WRAPPED, b="poison", c=CLEAN)
    whole = Worker.process

    def fragile(self: Worker, documents: list[Document]) -> object:
        if any(one.text == "poison" for one in documents):
            raise RuntimeError("a bug")
        return whole(self, documents)

    monkeypatch.setattr(Worker, "process", fragile)
    outcomes = list(process_files(found(folder), Settings(RULES)))
    assert [bool(one.checked) for one in outcomes] == [True, False, True]
    assert "RuntimeError: a bug" in outcomes[1].error


def test_what_a_reader_chokes_on_is_rejected_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path, a=WRAPPED, c=CLEAN)
    rows = folder / "b.jsonl"
    rows.write_text(json.dumps({"text": CLEAN}) + "\n", encoding="utf-8")
    whole = jsonl.read

    def fragile(*args: Any) -> Iterator[Document | Rejected]:
        yield from whole(*args)
        raise RuntimeError("a bug")

    monkeypatch.setattr(jsonl, "read", fragile)
    first, last = found(folder)
    outcomes = list(process_files([first, Found(rows, "b", True), last], Settings(RULES)))
    assert [bool(one.checked) for one in outcomes] == [True, True, False, True]
    assert outcomes[2].error == f"{rows.as_posix()}: cannot be read: RuntimeError: a bug"


def test_a_segmenter_asks_for_annotation(tmp_path: Path) -> None:
    folder = write(tmp_path, a=WRAPPED)
    (plain,) = process_files(found(folder), Settings(RULES))
    (annotated,) = process_files(found(folder), Settings(RULES, segmenter="chars"))
    assert plain.annotated is None
    assert annotated.annotated is not None
    assert annotated.checked is annotated.annotated.checked


def test_text_taken_as_it_stands_is_not_changed(tmp_path: Path) -> None:
    (one,) = process_files(found(write(tmp_path, a=WRAPPED)), Settings(RULES, fix=False, level=Fix.SAFE))
    assert one.checked is not None
    assert one.checked.text == WRAPPED
    assert len(one.checked.blocks) == 5


def test_the_threshold_for_line_breaks_goes_to_the_workers(tmp_path: Path) -> None:
    inputs = found(write(tmp_path, a=WRAPPED))
    worker = pickle.loads(pickle.dumps(Worker(Settings(RULES, line_break_threshold=99))))
    (one,), (other,) = worker(inputs), process_files(inputs, Settings(RULES))
    assert one.checked and other.checked
    assert other.checked.text == REPAIRED != one.checked.text
