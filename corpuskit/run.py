"""Runs over files: read, check, annotate, in batches, here or in worker processes."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from corpuskit.checker import as_it_stands, check_many
from corpuskit.engines import processes
from corpuskit.errors import CorpuskitError, InputError
from corpuskit.layout import THRESHOLD
from corpuskit.model import Annotated, Checked, Document, Fix
from corpuskit.readers import Found, read_document
from corpuskit.rules import RuleSet

if TYPE_CHECKING:
    from corpuskit.segment import Segmenter

#: Bytes of input in a batch: large enough for vectorised stages, small enough for many workers.
BATCH_BYTES = 1_000_000


class Settings(msgspec.Struct, frozen=True):
    """What holds for every document of a run. ``fix`` is ``False`` for text taken as it stands;
    ``labels`` names a label scheme, if not our own.

    ``line_break_threshold`` is in percent: from this probability of a wrap on a line break is joined.
    """

    rules: RuleSet
    encoding: str = "utf-8"
    language: str | None = None
    level: Fix = Fix.SAFE
    fix: bool = True
    segmenter: str | None = None
    labels: str = ""
    line_break_threshold: int = THRESHOLD


class Outcome(msgspec.Struct, frozen=True):
    """What became of one input: a checked and perhaps annotated document, or the reason why not."""

    found: Found
    checked: Checked | None = None
    annotated: Annotated | None = None
    error: str = ""


class Worker(msgspec.Struct, frozen=True):
    """Processes batches; a value that pickles, so that it can be sent to another process."""

    settings: Settings

    def __call__(self, batch: Sequence[Found]) -> list[Outcome]:
        """One outcome for each input, in order; an input that fails does not touch the others."""
        documents: list[Document | str] = [self._read(found) for found in batch]
        good = [one for one in documents if isinstance(one, Document)]
        done = iter(self._process_safely(good))
        return [
            Outcome(found, error=one) if isinstance(one, str) else _outcome(found, next(done))
            for found, one in zip(batch, documents, strict=True)
        ]

    def _read(self, found: Found) -> Document | str:
        try:
            return read_document(found.path, found.id, encoding=self.settings.encoding)
        except InputError as error:
            return str(error)

    def _process_safely(self, documents: Sequence[Document]) -> list[Checked | Annotated | str]:
        """All at once; if that fails, one by one, so that only the document at fault is rejected."""
        try:
            return [*self.process(documents)]
        except CorpuskitError:
            raise
        except Exception as error:
            if len(documents) == 1:
                reason = f"{type(error).__name__}: {error}"
                return [f"{documents[0].path}: cannot be processed: {reason}"]
            return [one for document in documents for one in self._process_safely([document])]

    def process(self, documents: Sequence[Document]) -> Sequence[Checked] | Sequence[Annotated]:
        """Check the documents, and annotate them where a segmenter is set."""
        settings = self.settings
        if settings.fix:
            checked = check_many(
                documents,
                settings.rules,
                level=settings.level,
                language=settings.language,
                line_break_threshold=settings.line_break_threshold,
            )
        else:
            checked = [as_it_stands(document, settings.language) for document in documents]
        if settings.segmenter is None:
            return checked
        # Only here: a check starts without what annotates.
        from corpuskit.annotator import annotate_many

        return annotate_many(checked, settings.rules, _segmenter(settings.segmenter), settings.labels)


@lru_cache(maxsize=1)
def _segmenter(spec: str) -> "Segmenter":
    """The segmenter of a run, read once by each process."""
    from corpuskit.segment import load_segmenter

    return load_segmenter(spec)


def _outcome(found: Found, one: Checked | Annotated | str) -> Outcome:
    if isinstance(one, str):
        return Outcome(found, error=one)
    if isinstance(one, Annotated):
        return Outcome(found, one.checked, one)
    return Outcome(found, one)


def batches(inputs: Sequence[Found], limit: int = BATCH_BYTES) -> list[list[Found]]:
    """``inputs`` in order, in batches of about ``limit`` bytes."""
    made: list[list[Found]] = []
    room = 0
    for found in inputs:
        size = found.path.stat().st_size if found.path.is_file() else 0
        if not made or room < size:
            made.append([])
            room = limit
        made[-1].append(found)
        room -= size
    return made


def process_files(inputs: Sequence[Found], settings: Settings, jobs: int = 1) -> Iterator[Outcome]:
    """One outcome for each input, in order, whatever the number of ``jobs``."""
    for outcomes in processes.run(Worker(settings), batches(inputs), jobs):
        yield from outcomes
