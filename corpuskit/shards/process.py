"""What every engine calls for a shard: its documents read, repaired, annotated, written, recorded."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import repeat

import msgspec
from msgspec.structs import replace

from corpuskit.batching import batches
from corpuskit.counts import Counts, count_annotated
from corpuskit.duplicates import EXACT, NEAR, digest
from corpuskit.errors import InputError, printable
from corpuskit.model import Annotated, Document
from corpuskit.names import unique
from corpuskit.readers import DEFAULT, Fields, Found, Rejected, rows_of
from corpuskit.readers.raw import check_file
from corpuskit.readers.rows import path_of
from corpuskit.run import Outcome, Read, Settings, Worker, weight
from corpuskit.shards.outputs import Outputs, Target
from corpuskit.shards.plan import Shard
from corpuskit.shards.record import Record, read_record, write_record

_ARTICLES = {EXACT: "an exact", NEAR: "a near"}
_CHUNK = 1 << 20


class Job(msgspec.Struct, frozen=True):
    """What holds for all shards of a build; a value that pickles. ``key``: see `Record`.

    ``strict``: a document that is rejected ends the run.
    """

    settings: Settings
    target: Target
    key: str
    strict: bool = False

    def __call__(self, shard: Shard) -> Record:
        """`process_shard`."""
        return process_shard(self, shard)


def process_shard(job: Job, shard: Shard) -> Record:
    """Make the outputs of ``shard`` and its record; nothing is done where they are there and up to date.

    The same job and shard give the same bytes. Raises ``InputError`` where an output cannot be written, and
    for the first document that is rejected if the job is strict.
    """
    inputs = input_sha256(shard, job.settings.fields)
    old = read_record(job.target.folder, shard.name)
    record = Record(shard.name, inputs, job.key, shard.duplicates_sha256)
    if old is not None and _same(old, record) and old.holds(job.target.folder):
        return old
    languages: set[str] = set()
    with Outputs(job.target, shard.name, rows=shard.rows) as outputs:
        for outcome, split in zip(_outcomes(job, shard), _splits(shard), strict=False):
            record.documents_in += 1
            if outcome.checked is None:
                _reject(job, outcome, outputs, record)
                continue
            one = outcome.annotated or Annotated(outcome.checked, (), (), ())
            outputs.add(one, split)
            record.counts.add(count_annotated(one))
            languages.add(outcome.checked.language)
            record.errors += [
                f"{outcome.checked.document.place}: {error}" for error in outcome.checked.errors
            ]
    record.outputs = dict(sorted(outputs.written.items()))
    record.languages = sorted(languages)
    write_record(job.target.folder, record)
    return record


def _same(old: Record, new: Record) -> bool:
    """Whether two records are of the same inputs, options and duplicates."""
    return all(
        getattr(old, name) == getattr(new, name) for name in ("input_sha256", "key", "duplicates_sha256")
    )


def _splits(shard: Shard) -> Iterator[str]:
    """For each document of the shard, the hash that it goes to its split by, where that is not its own."""
    number = 0
    for twin in shard.twins:
        yield from repeat("", twin.number - number)
        yield twin.split
        number = twin.number + 1
    yield from repeat("")


def _reject(job: Job, outcome: Outcome, outputs: Outputs, record: Record) -> None:
    if job.strict and not outcome.left_out:
        raise InputError(f"{outcome.error} (--strict)")
    path = printable(outcome.found.path.as_posix())
    row = {"row": outcome.row} if outcome.row else {}
    why = {"left_out": outcome.left_out} if outcome.left_out else {}
    outputs.reject({"id": outcome.id, "path": path, **row, "reason": outcome.error, **why})
    record.counts.add(Counts(rejected=1, left_out=dict.fromkeys(why.values(), 1)))


def _outcomes(job: Job, shard: Shard) -> Iterator[Outcome]:
    """The outcomes of the shard's documents, in order, processed in batches of small ones."""
    worker = Worker(job.settings)
    pairs = _without_duplicates(documents_of(worker, shard), shard)
    for batch in batches(pairs, weight):
        yield from worker.outcomes(batch)


def _without_duplicates(pairs: Iterable[Read], shard: Shard) -> Iterator[Read]:
    """``pairs``, with a reason in place of those documents that are to be left out."""
    twins = {twin.number: twin for twin in shard.twins}
    for number, (found, one) in enumerate(pairs):
        twin = twins.get(number)
        if twin is not None:
            if not isinstance(one, Document) or digest(one.text).hex() != twin.digest:
                problem = "the duplicates were looked for in other inputs; look for them again"
                raise InputError(problem, file=found.path.as_posix())
            if twin.dropped:
                reason = f"{one.place}: {_ARTICLES[twin.level]} duplicate of {twin.first}"
                one = Rejected(one.id, one.row, reason, f"{twin.level}-duplicate")
        yield found, one


def documents_of(worker: Worker, shard: Shard) -> Iterator[Read]:
    """The documents of the shard; of rows with one id, the second gets ``~2`` and so on."""
    taken: dict[str, int] = {}
    for found, one in worker.documents(shard.inputs):
        if shard.rows and isinstance(one, Document) and (id := unique(one.id, taken, str)) != one.id:
            one = replace(one, id=id)
        yield found, one


def input_sha256(shard: Shard, fields: Fields = DEFAULT) -> str:
    """SHA-256 of the shard's ids and paths, and of its bytes as they lie in the files."""
    total = hashlib.sha256()
    for found in shard.inputs:
        place = (found.id, path_of(found), found.row, found.start, found.end, "")
        total.update("\0".join(map(str, place)).encode("utf-8", "surrogatepass"))
        try:
            reader = rows_of(found.path, fields)
            for start, end in reader.spans(found) if reader else [(0, found.path.stat().st_size)]:
                _add_bytes(total, found, start, end)
        except (OSError, InputError) as error:
            total.update(f"\0{error}".encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _add_bytes(total: "hashlib._Hash", found: Found, start: int, end: int) -> None:
    check_file(found.path)
    with found.path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(_CHUNK, end - start))):
            total.update(chunk)
            start += len(chunk)
    total.update(b"\0")
