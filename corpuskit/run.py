"""Runs over files: read, check, annotate, in batches, here or in worker processes."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from corpuskit.batching import batches
from corpuskit.census import merged, take_census
from corpuskit.checker import as_it_stands, check_many
from corpuskit.engines import processes
from corpuskit.errors import CorpuskitError, InputError, printable
from corpuskit.findings import message
from corpuskit.layout import THRESHOLD
from corpuskit.model import Annotated, Census, Checked, Document, Fix, Forgive
from corpuskit.readers import Fields, Found, Rejected, RowReader, is_packed, read_document, rows_of
from corpuskit.rules import RuleSet

if TYPE_CHECKING:
    from corpuskit.segment import Segmenter

#: What was read of a file, or of a part of one.
Read: TypeAlias = tuple[Found, Document | Rejected]
#: What a worker does at a time: files or parts of them, which it reads, or what was read.
Task: TypeAlias = Sequence[Found] | Sequence[Read]
#: Bytes of input in a task: large enough for vectorised stages, small enough for many workers.
TASK_BYTES = 1_000_000


class Settings(msgspec.Struct, frozen=True):
    """What holds for every document of a run. ``fix`` is ``False`` for text taken as it stands;
    ``forgive`` says what is neither reported nor written; ``labels`` names a label scheme, if not our own;
    ``census`` is what corpus-wide rules look at; documents with a finding of one of the rules ``reject`` that
    was not fixed are left out.

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
    fields: Fields = Fields()
    forgive: Forgive | None = None
    census: Census | None = None
    reject: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What became of one document: it is checked and perhaps annotated, or the reason why not.

    ``id`` is the document's; ``row`` its row in ``found``, 0 where the file is the document; ``left_out`` and
    ``line`` are those of `Rejected`.
    """

    found: Found
    checked: Checked | None = None
    annotated: Annotated | None = None
    error: str = ""
    id: str = ""
    row: int = 0
    left_out: str = ""
    line: int = 0


class Worker(msgspec.Struct, frozen=True):
    """Does tasks; a value that pickles, so that it can be sent to another process."""

    settings: Settings

    def __call__(self, task: Task) -> list[Outcome]:
        """The outcomes of each input, in order; an input that fails does not touch the others."""
        return [*self.outcomes(self.documents(task))]

    def documents(self, task: Task) -> Iterator[Read]:
        """The documents of a task, streamed; those that are read already as they come."""
        for one in task:
            if isinstance(one, Found):
                yield from ((one, document) for document in self.read(one))
            else:
                yield one

    def read(self, found: Found) -> Iterator[Document | Rejected]:
        """The documents of an input, streamed; where it cannot be read, or read on, what says why."""
        try:
            yield from self._read(found)
        except InputError as error:
            yield Rejected(found.id, 0, str(error), line=error.line)
        except CorpuskitError:
            raise
        except Exception as error:
            place = printable(found.path.as_posix())
            yield Rejected(found.id, 0, f"{place}: cannot be read: {type(error).__name__}: {error}")

    def _read(self, found: Found) -> Iterator[Document | Rejected]:
        fields, encoding = self.settings.fields, self.settings.encoding
        rows = rows_of(found.path, fields)
        if rows is not None:
            yield from rows.read(found, fields, encoding)
        else:
            yield read_document(found.path, found.id, encoding=encoding, limit=fields.limit)

    def outcomes(self, read: Iterable[Read]) -> Iterator[Outcome]:
        """One outcome for each document read, in order; they are processed together."""
        rows = [*read]
        done = iter(self.process_safely([one for _, one in rows if isinstance(one, Document)]))
        for found, one in rows:
            if isinstance(one, Rejected):
                yield Outcome(
                    found, error=one.reason, id=one.id, row=one.row, left_out=one.left_out, line=one.line
                )
            else:
                yield _outcome(found, one, next(done), self.settings)

    def process_safely(self, documents: Sequence[Document]) -> list[Checked | Annotated | str]:
        """All at once; if that fails, one by one, so that only the document at fault is rejected."""
        try:
            return [*self.process(documents)]
        except CorpuskitError:
            raise
        except Exception as error:
            if len(documents) == 1:
                reason = f"{type(error).__name__}: {error}"
                return [f"{documents[0].place}: cannot be processed: {reason}"]
            return [one for document in documents for one in self.process_safely([document])]

    def process(self, documents: Sequence[Document]) -> Sequence[Checked] | Sequence[Annotated]:
        """Check the documents, and annotate them where a segmenter is set."""
        settings = self.settings
        if settings.fix:
            checked = check_many(
                documents,
                settings.rules,
                settings.census,
                level=settings.level,
                language=settings.language,
                line_break_threshold=settings.line_break_threshold,
                forgive=settings.forgive,
            )
        else:
            checked = [as_it_stands(document, settings.language) for document in documents]
        if settings.segmenter is None:
            return checked
        # Only here: a check starts without what annotates.
        from corpuskit.annotator import annotate_many

        return annotate_many(checked, settings.rules, _segmenter(settings.segmenter), settings.labels)


class _Workers(msgspec.Struct, frozen=True):
    """Does tasks, each by the worker whose number comes with it; a value that pickles."""

    workers: tuple[Worker, ...]

    def __call__(self, numbered: tuple[int, Task]) -> list[Outcome]:
        """The outcomes of each input, in order."""
        number, task = numbered
        return self.workers[number](task)


class Enumerator(msgspec.Struct, frozen=True):
    """Takes the census of tasks; a value that pickles, as `Worker` is."""

    settings: Settings

    def __call__(self, task: Task) -> tuple[Census, list[str]]:
        """The counts of the task, and why some of its documents are not in them."""
        read = [one for _, one in Worker(self.settings).documents(task)]
        faults = [one.reason for one in read if isinstance(one, Rejected)]
        documents = [one for one in read if isinstance(one, Document)]
        return self._count(documents), faults

    def _count(self, documents: Sequence[Document]) -> Census:
        """All at once; if that fails, one by one, without the document at fault, which a run rejects."""
        settings = self.settings
        try:
            return take_census(
                documents,
                settings.rules,
                language=settings.language,
                line_break_threshold=settings.line_break_threshold,
            )
        except CorpuskitError:
            raise
        except Exception:
            several = len(documents) > 1
            return merged([self._count([one]) for one in documents if several], settings.rules)


def census_of_files(inputs: Sequence[Found], settings: Settings, jobs: int = 1) -> tuple[Census, list[str]]:
    """The census of all inputs, and why some of their documents are not in it."""
    parts = [*processes.run_in_order(Enumerator(settings), tasks(inputs, settings), jobs)]
    return merged((census for census, _ in parts), settings.rules), [one for _, own in parts for one in own]


@lru_cache(maxsize=1)
def _segmenter(spec: str) -> "Segmenter":
    """The segmenter of a run, read once by each process."""
    from corpuskit.segment import load_segmenter

    return load_segmenter(spec)


def _outcome(found: Found, document: Document, one: Checked | Annotated | str, settings: Settings) -> Outcome:
    id, row = document.id, document.row
    if isinstance(one, str):
        return Outcome(found, error=one, id=id, row=row)
    checked = one.checked if isinstance(one, Annotated) else one
    if reason := _refused(checked, settings):
        return Outcome(found, error=reason.reason, id=id, row=row, left_out=reason.left_out)
    return Outcome(found, checked, one if isinstance(one, Annotated) else None, id=id, row=row)


def _refused(checked: Checked, settings: Settings) -> Rejected | None:
    """Why the document is to be left out, if it is: the first finding of a rule that says so."""
    document = checked.document
    for found in checked.diagnostics if settings.reject else ():
        if found.code in settings.reject and not found.fixed:
            told = message(found, settings.rules[found.code], document.text)
            return Rejected(document.id, document.row, f"{document.place}: {found.code} {told}", found.code)
    return None


def tasks(inputs: Iterable[Found], settings: Settings, limit: int = TASK_BYTES) -> Iterator[Task]:
    """``inputs`` in order, in tasks of about ``limit`` bytes; a file of rows in parts of that size.

    Of a part that holds more, as a packed file may, the documents are read here, a task at a time.
    """
    files: list[Found] = []
    room = limit
    for found in inputs:
        reader = rows_of(found.path, settings.fields)
        size = found.path.stat().st_size if found.path.is_file() else 0
        if files and (room < size or reader):
            yield files
            files, room = [], limit
        if reader is None:
            files.append(found)
            room -= size
            continue
        for part in _parts(reader, found, limit):
            if _is_large(reader, part, limit):
                yield from batches(Worker(settings).documents([part]), weight)
            else:
                yield [part]
    if files:
        yield files


def weight(read: Read) -> int:
    """The characters of what was read; 1 where it is no document."""
    _, one = read
    return len(one.text) if isinstance(one, Document) else 1


def _is_large(reader: RowReader, part: Found, limit: int) -> bool:
    """Whether ``part`` may hold far more than ``limit`` bytes: it is packed, or a row or a row group is."""
    try:
        return is_packed(part.path) or sum(end - start for start, end in reader.spans(part)) > 2 * limit
    except InputError:
        return False  # its reader will say why


def _parts(reader: RowReader, found: Found, limit: int) -> Iterator[Found]:
    """The parts of a file of rows; of one that cannot be read itself, whose reader says why."""
    try:
        yield from reader.parts(found, limit)
    except InputError:
        yield found


def process_files(inputs: Sequence[Found], settings: Settings, jobs: int = 1) -> Iterator[Outcome]:
    """The outcomes of each input, in order, whatever the number of ``jobs``."""
    yield from process_runs([(0, inputs)], [settings], jobs)


def process_runs(
    runs: Iterable[tuple[int, Sequence[Found]]], settings: Sequence[Settings], jobs: int = 1
) -> Iterator[Outcome]:
    """The outcomes of each input, in order; of each of the ``runs`` by the settings that its number names."""
    numbered = ((number, task) for number, inputs in runs for task in tasks(inputs, settings[number]))
    workers = _Workers(tuple(map(Worker, settings)))
    for outcomes in processes.run_in_order(workers, numbered, jobs):
        yield from outcomes
