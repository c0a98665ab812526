"""A step of a datatrove pipeline (https://github.com/huggingface/datatrove). Needs the extra ``datatrove``.

```python
pipeline = [JsonlReader("raw"), Fixer(), JsonlWriter("clean")]
```
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from datatrove.pipeline.base import PipelineStep

from corpuskit.batching import BATCH, batches
from corpuskit.layout import THRESHOLD
from corpuskit.model import Annotated, Checked, Document, Fix
from corpuskit.rules import load_rules
from corpuskit.run import Settings, Worker


class Fixer(PipelineStep):  # type: ignore[misc]
    """Gives each document its fixed text; none is dropped, and their order stays.

    The metadata get whole numbers: ``corpuskit_findings``, ``corpuskit_fixed`` (findings), and
    ``corpuskit_joined`` (line breaks); and ``corpuskit_error``, a text, which is not empty where a document
    could not be processed and keeps its text. The same are the step's statistics. Options are those of
    `corpuskit.load_rules` and `corpuskit.check`; documents are processed in batches of ``batch`` characters.
    """

    type = "✂️ - FORMAT"
    name = "🧹 corpuskit"

    def __init__(
        self,
        rules: Sequence[str] = (),
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        language: str | None = None,
        unsafe_fixes: bool = False,
        line_break_threshold: int = THRESHOLD,
        batch: int = BATCH,
    ) -> None:
        super().__init__()
        self.batch = batch
        self.settings = Settings(
            load_rules(rules, select=select, ignore=ignore),
            language=language,
            level=Fix.UNSAFE if unsafe_fixes else Fix.SAFE,
            line_break_threshold=line_break_threshold,
        )

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents of ``data``, fixed."""
        for batch in batches(data or (), lambda one: len(one.text), self.batch):
            yield from self._fixed(batch)

    def _fixed(self, documents: Sequence[Any]) -> Sequence[Any]:
        with self.track_time("batch"):
            ours = [Document(str(one.id), one.text, meta=one.metadata) for one in documents]
            for one, done in zip(documents, Worker(self.settings).process_safely(ours), strict=True):
                self._take(one, done)
        return documents

    def _take(self, document: Any, done: Checked | Annotated | str) -> None:
        """Put into ``document`` what became of it."""
        assert not isinstance(done, Annotated), "no segmenter is set"
        found: dict[str, int] = {"findings": 0, "fixed": 0, "joined": 0}
        error = done if isinstance(done, str) else "; ".join(done.errors)
        if isinstance(done, Checked):
            document.text = done.text
            fixed = sum(finding.fixed for finding in done.diagnostics)
            found = {"findings": len(done.diagnostics), "fixed": fixed, "joined": done.joined}
        self.stat_update("total", *(["failed"] if error else []))
        for name, count in found.items():
            self.stat_update(name, value=count)
            document.metadata[f"corpuskit_{name}"] = count
        document.metadata["corpuskit_error"] = error
        self.update_doc_stats(document)
