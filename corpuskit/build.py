"""The whole job: a folder with the cleaned texts, the annotated corpus, and proof of what was changed."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from corpuskit.census import census_sha256
from corpuskit.counts import Counts
from corpuskit.engines import ATTEMPTS, ENGINES, Done
from corpuskit.errors import ConfigError
from corpuskit.files import check_local, remove_partial, write_file
from corpuskit.formats import docbin
from corpuskit.nesting import json_of
from corpuskit.readers import Found
from corpuskit.run import Settings
from corpuskit.segment import Segmenter, load_segmenter
from corpuskit.shards import Job, Record, Shard, duplicates, locked, plan, write_record
from corpuskit.shards.duplicates import Duplicates
from corpuskit.shards.finish import MANIFEST, finish, remove_stale
from corpuskit.shards.kept import KEPT, NOWHERE, Keep, key_of
from corpuskit.shards.lock import busy, is_locked
from corpuskit.shards.outputs import Target
from corpuskit.shards.phase import Phase, end, note, noted
from corpuskit.shards.plan import SHARD_BYTES
from corpuskit.shards.process import input_sha256
from corpuskit.shards.record import STATE, read_records
from corpuskit.version import __version__

#: Where a build keeps what came from standard input.
STDIN = f"{STATE}/stdin"
GENERATOR = "corpuskit build"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Options(msgspec.Struct, frozen=True):
    """How a build runs and what it writes.

    ``part`` is ``(i, n)`` where this run does every n-th shard from the i-th on and leaves the rest, and what
    is made of all shards, to others. ``data`` and ``split``: see `Target`. ``engine`` is a key of `ENGINES`.
    Duplicates up to the level ``find`` (of `corpuskit.duplicates.LEVELS`, or none) are looked for first,
    where ``duplicates`` does not hold them, and are on one side of the split; those up to ``drop`` are left
    out.
    """

    output: Path
    engine: str = "processes"
    jobs: int = 1
    part: tuple[int, int] | None = None
    data: str = "jsonl"
    split: tuple[int, int] = (0, 0)
    strict: bool = False
    licence: str = "unknown"
    find: str = ""
    drop: str = ""
    duplicates: Duplicates | None = None
    shard_bytes: int = SHARD_BYTES


class Built(msgspec.Struct):
    """What a build made. ``docbin`` tells whether spaCy was there; ``finished``: no other part is missing.

    ``repeated_ids`` are those of rows of several shards; ``notes`` tell of what fails no document.
    """

    counts: Counts = msgspec.field(default_factory=Counts)
    documents_in: int = 0
    outputs: dict[str, str] = msgspec.field(default_factory=dict)
    rejected: list[str] = msgspec.field(default_factory=list)
    errors: list[str] = msgspec.field(default_factory=list)
    notes: list[str] = msgspec.field(default_factory=list)
    languages: set[str] = msgspec.field(default_factory=set)
    repeated_ids: int = 0
    records: list[Record] = msgspec.field(default_factory=list)
    duplicates: Duplicates | None = None
    docbin: bool = True
    finished: bool = True

    def add(self, record: Record) -> None:
        """Add the record of a shard."""
        self.records.append(record)
        self.counts.add(record.counts)
        self.documents_in += record.documents_in
        self.outputs |= record.outputs
        self.errors += record.errors
        self.languages |= set(record.languages)


Progress = Callable[[Iterator[tuple[Shard, Record]], Sequence[Shard]], Iterator[tuple[Shard, Record]]]
#: Passes on what becomes of shards in a pass over all of them, of which there are so many.
Passing = Callable[[Iterator[Done], int], Iterator[Done]]


def build(
    inputs: Sequence[Found],
    settings: Settings,
    options: Options,
    progress: Progress = lambda records, shards: records,
    passing: Passing = lambda done, total: done,
) -> Built:
    """Process ``inputs`` and write the corpus folder; any engine and number of jobs gives the same bytes.

    The folder must be new, empty or an earlier build's, of which what is up to date is kept. Every file is
    complete or not there; the manifest says ``"complete": false`` until the last one is. Documents that fail
    are in ``rejected.jsonl``. Raises ``ConfigError`` where another run has the folder.
    """
    segmenter = load_segmenter(settings.segmenter) if settings.segmenter else None
    output = options.output
    _check_folder(output)
    alone = options.part is None
    with locked(output, "-of-".join(map(str, options.part)) if options.part else "") as told:
        if alone:
            _begin(output)
        shards = [*plan(inputs, settings.fields, options.shard_bytes)]
        before = _claim(output, len(shards), alone=alone)
        job = _job(settings, segmenter, options)
        built = Built(docbin=job.target.docbin or segmenter is None, notes=told)
        comparing = _passing("comparing", output, passing)
        kept = Keep(output / KEPT, key_of(_provenance(settings, None)))
        built.duplicates = duplicates_of(shards, settings, options, comparing, kept)
        if built.duplicates is not None:
            shards = [*duplicates.marked(shards, built.duplicates, options.drop)]
        part, parts = options.part or (0, 1)
        mine = shards[part::parts]
        if not built.docbin:
            built.notes.append(docbin.MISSING)
        records = _records(job, mine, options)
        if alone:
            records = noted(output, "building", records, len(mine))
        made = {shard.name: record for shard, record in progress(records, mine)}
        for shard in mine:
            built.add(made[shard.name])
        if options.part:
            built.finished = False
            return built
        note(output, Phase("finishing"))
        finish(shards, job, built, options.licence)
        looked = bool(options.find) and options.duplicates is None
        remove_stale(output, before, built, {shard.name for shard in shards}, looked=looked)
        _write_manifest(output, built, _provenance(settings, segmenter))
        end(output)
    return built


def duplicates_of(
    shards: Sequence[Shard],
    settings: Settings,
    options: Options,
    passing: Passing = lambda done, total: done,
    kept: Keep = NOWHERE,
) -> Duplicates | None:
    """Those that ``options`` hold, else those that they ask to look for; ``kept`` is what is known of them.

    Raises ``ConfigError`` where the former are of shards that are not there: what stays could be in them.
    """
    known = {shard.name for shard in shards}
    if options.duplicates is not None:
        named = {one.shard for cluster in options.duplicates.clusters for one in cluster.documents}
        if missing := sorted(named - known):
            problem = f"the duplicates were looked for in other inputs: no shard {missing[0]}"
            raise ConfigError(f"{problem}; look for them again: corpuskit duplicates")
    if options.duplicates is not None or not options.find:
        return options.duplicates
    return duplicates.find(shards, settings, options.find, runner(options, passing), kept=kept)


def runner(options: Options, passing: Passing = lambda done, total: done) -> duplicates.Run:
    """What runs a function over shards, as ``options`` say."""
    engine = ENGINES[options.engine]
    return lambda function, shards: passing(engine.run(function, shards, options.jobs), len(shards))


def _passing(phase: str, output: Path, passing: Passing) -> Passing:
    """``passing`` that says in ``output``, too, how far the ``phase`` is."""
    return lambda done, total: passing(noted(output, phase, done, total), total)


def _records(job: Job, shards: Sequence[Shard], options: Options) -> Iterator[tuple[Shard, Record]]:
    """The record of each shard, as soon as it is there; a shard that is lost gets one that says so."""
    for done in ENGINES[options.engine].run(job, shards, options.jobs):
        shard = shards[done.number]
        record = done.result
        if done.lost:
            record = _quarantine(job, shard)
        elif done.attempts > 1:
            record.attempts = done.attempts
        if done.lost or done.attempts > 1:
            write_record(options.output, record)
        yield shard, record


def _quarantine(job: Job, shard: Shard) -> Record:
    error = f"{shard.name}: {ATTEMPTS} workers died over this shard (killed, or out of memory)"
    return Record(
        shard.name,
        input_sha256(shard, job.settings.fields),
        job.key,
        shard.duplicates_sha256,
        documents_in=len(shard.inputs),
        counts=Counts(rejected=len(shard.inputs)),
        errors=[error],
        attempts=ATTEMPTS,
        quarantined=True,
    )


def _job(settings: Settings, segmenter: Segmenter | None, options: Options) -> Job:
    target = Target(
        options.output,
        standard=segmenter.standard if segmenter else "",
        annotate=segmenter is not None,
        docbin=segmenter is not None and docbin.available(),
        data=options.data,
        split=options.split,
        added=_added(),
    )
    # Not where the folder is: it may move.
    shown = {key: value for key, value in msgspec.structs.asdict(target).items() if key != "folder"}
    facts = {**_provenance(settings, segmenter), "target": shown}
    key = hashlib.sha256(msgspec.json.encode(facts, order="sorted")).hexdigest()
    return Job(settings, target, key, options.strict)


def claimed(output: Path) -> Path:
    """``output``, where a build may write there. Raises ``ConfigError`` otherwise, or where a run has it."""
    _check_folder(output)
    if is_locked(output):
        raise busy(output)
    return output


def _check_folder(output: Path) -> None:
    check_local(output)
    if output.exists() and not output.is_dir():
        raise ConfigError("the output is not a folder", file=output.as_posix())
    # Of a run that was killed as it began there may be no more than half a manifest.
    begun = f".{MANIFEST}.*.partial"
    full = output.exists() and any(one.name != STATE and not one.match(begun) for one in output.iterdir())
    if full and _manifest(output) is None:
        raise ConfigError(
            "the folder holds files but is not a corpuskit build; allowed: a new or empty folder, "
            "or one that an earlier build wrote",
            file=output.as_posix(),
        )


def _begin(output: Path) -> None:
    """Make a new folder one of a build, before it is known what there is to do."""
    note(output, Phase("planning"))
    if not (output / MANIFEST).exists():
        write_file(output / MANIFEST, _json({"generator": GENERATOR, "complete": False}))


def _claim(output: Path, planned: int, *, alone: bool) -> set[str]:
    """Mark the folder as incomplete, and say which files an earlier build made there."""
    path = output / MANIFEST
    old = read_manifest(output) if path.exists() else {}
    kept = dict(old.get("outputs", {}))
    if alone:
        remove_partial(output)
        # A record is written over: what it alone knows of would stay for ever if this run ends early, too.
        kept |= {name: digest for one in read_records(output) for name, digest in one.outputs.items()}
    begun = {"generator": GENERATOR, "complete": False, "planned": planned, "outputs": kept}
    if begun != old:
        write_file(path, _json(begun))
    return {*kept}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a build; ``ConfigError`` where the folder is none."""
    manifest = _manifest(folder)
    if manifest is None:
        problem = "the folder is not a corpuskit build; allowed: one that corpuskit build wrote"
        raise ConfigError(problem, file=folder.as_posix())
    return manifest


def _manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a build; ``None`` where the folder has none. ``ConfigError`` without a folder."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ConfigError("no such folder", file=folder.as_posix())
    try:
        manifest = json_of(path.read_bytes(), Any)
    except (OSError, UnicodeError, msgspec.DecodeError):
        manifest = None
    return manifest if isinstance(manifest, dict) and manifest.get("generator") == GENERATOR else None


def complete_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a build that is complete; ``ConfigError`` where it is not, or the folder is none."""
    manifest = read_manifest(folder)
    if not (manifest.get("complete") and "documents" in manifest):
        problem = "the build is not complete: corpuskit status says how far it is; run it again to the end"
        raise ConfigError(problem, file=folder.as_posix())
    return manifest


def _added() -> str:
    """``SOURCE_DATE_EPOCH`` as a date; nothing where it is not set, so that two runs give the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return ""
    with contextlib.suppress(OverflowError, ValueError):  # the latter for thousands of digits
        if epoch.isdecimal():
            return (_EPOCH + timedelta(seconds=int(epoch))).isoformat()
    raise ConfigError(f"SOURCE_DATE_EPOCH: {epoch!r}; allowed: whole seconds since 1970")


def _write_manifest(output: Path, built: Built, provenance: dict[str, Any]) -> None:
    counts = built.counts
    manifest = {
        "generator": GENERATOR,
        "complete": True,
        **provenance,
        "totals": {"in": built.documents_in, "out": counts.documents, "rejected": counts.rejected},
        "counts": msgspec.to_builtins(counts),
        "duplicates": _shown(built.duplicates),
        "repeated_ids": built.repeated_ids,
        "planned": len(built.records),
        "shards": [_line(record) for record in built.records],
        "documents": [msgspec.json.decode(line) for line in _documents(output, built)],
        "outputs": {
            path: digest for path, digest in sorted(built.outputs.items()) if not path.startswith(f"{STATE}/")
        },
    }
    write_file(output / MANIFEST, _json(manifest))


def _shown(found: Duplicates | None) -> dict[str, Any] | None:
    """What the manifest says of duplicates."""
    if found is None:
        return None
    facts = {"level": found.level, "algorithm": found.algorithm, "documents": found.documents}
    return {**facts, "clusters": len(found.clusters), **found.duplicates}


def _line(record: Record) -> dict[str, Any]:
    totals = {"in": record.documents_in, "out": record.counts.documents, "rejected": record.counts.rejected}
    return {"shard": record.shard, **totals, **({"quarantined": True} if record.quarantined else {})}


def _documents(output: Path, built: Built) -> Iterator[bytes]:
    """The lines of the documents that are files, in order."""
    for record in built.records:
        for path in record.outputs:
            if path.endswith("/documents.jsonl"):
                yield from (output / path).read_bytes().splitlines()


def _provenance(settings: Settings, segmenter: Segmenter | None) -> dict[str, Any]:
    """Everything that the bytes of the outputs depend on, beside the inputs."""
    shown = (
        {"name": segmenter.name, "standard": segmenter.standard, "sha256": segmenter.fingerprint}
        if segmenter
        else None
    )
    return {
        "versions": {name: _version(name) for name in ("corpuskit", "numpy", "spacy")},
        "rules_sha256": settings.rules.fingerprint,
        "census_sha256": census_sha256(settings.census) if settings.census else None,
        "segmenter": shown,
        "options": {
            "encoding": settings.encoding,
            "language": settings.language,
            "level": settings.level,
            "labels": settings.labels,
            "line_break_threshold": settings.line_break_threshold,
            "fields": msgspec.to_builtins(settings.fields),
            "reject": list(settings.reject),
        },
    }


def _version(name: str) -> str | None:
    try:
        return __version__ if name == "corpuskit" else version(name)
    except PackageNotFoundError:
        return None


def _json(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "surrogatepass")
