"""The step in pipelines of the real datatrove."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import corpuskit
from corpuskit.integrations.datatrove import Fixer
from corpuskit.run import Worker
from tests.samples import CLEAN, REPAIRED, WRAPPED
from tests.shards.corpora import row, rows


def test_documents_get_their_fixed_texts_and_counts() -> None:
    step = Fixer(select=["LB", "CH"])
    wrapped = Document(text=WRAPPED, id="a", metadata={"url": "x"})
    done = [*step.run(iter([wrapped, Document(text=CLEAN, id="b"), Document(text="", id="c")]))]
    assert [(one.id, one.text) for one in done] == [("a", REPAIRED), ("b", CLEAN), ("c", "")]
    counts = {"corpuskit_findings": 1, "corpuskit_fixed": 1, "corpuskit_joined": 4, "corpuskit_error": ""}
    assert done[0].metadata == {"url": "x", **counts}
    assert step.stats["total"].total == 3
    assert step.stats["joined"].total == 4


def test_a_document_that_fails_keeps_its_text_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Worker.process

    def process(self: Worker, documents: Any) -> Any:
        if any(one.id == "bad" for one in documents):
            raise RuntimeError("boom")
        return whole(self, documents)

    monkeypatch.setattr(Worker, "process", process)
    step = Fixer()
    one, other = step.run(iter([Document(text=WRAPPED, id="bad"), Document(text=WRAPPED, id="good")]))
    assert (one.text, other.text) == (WRAPPED, REPAIRED)
    assert "boom" in one.metadata["corpuskit_error"]
    assert step.stats["failed"].total == 1


@pytest.mark.parametrize("batch", [1, 1_000, 400_000])
def test_batches_give_the_same(batch: int) -> None:
    texts = [str(row(1, number)["text"]) for number in range(40)]
    step = Fixer(batch=batch)
    done = [*step.run(Document(text=text, id=str(at)) for at, text in enumerate(texts))]
    assert [one.text for one in done] == corpuskit.fix_many(texts)
    assert [one.id for one in done] == [str(at) for at in range(40)]


def test_a_pipeline_drops_nothing(tmp_path: Path) -> None:
    pytest.importorskip("orjson")
    for part in range(3):
        rows(tmp_path / f"in/{part}.jsonl", 50, seed=part)
    steps = [JsonlReader(str(tmp_path / "in")), Fixer(), JsonlWriter(str(tmp_path / "out"), compression=None)]
    log = str(tmp_path / "log")
    LocalPipelineExecutor(steps, tasks=3, workers=2, logging_dir=log, skip_completed=False).run()
    found = [
        json.loads(line) for path in sorted((tmp_path / "out").glob("*.jsonl")) for line in path.open("rb")
    ]
    texts = [str(row(part, number)["text"]) for part in range(3) for number in range(50)]
    assert [one["text"] for one in found] == corpuskit.fix_many(texts)
    assert all("corpuskit_joined" in one["metadata"] for one in found)
