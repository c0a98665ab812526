"""What is made of all shards: the files of the whole corpus, and the pages for people."""

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from corpuskit.counts import Counts
from corpuskit.errors import printable
from corpuskit.files import remove_partial, replacing, write_file
from corpuskit.formats import card, dataset, docbin, jsonl
from corpuskit.rules.pages import labels_page
from corpuskit.shards.duplicates import Duplicates, render
from corpuskit.shards.ids import hash_of, repeated
from corpuskit.shards.kept import forget
from corpuskit.shards.outputs import DATA, DOCBIN, IDS, REJECTED, SPLITS, STREAMS, piece
from corpuskit.shards.plan import Shard
from corpuskit.shards.process import Job
from corpuskit.shards.record import STATE, Record, sha256_of
from corpuskit.shards.rows import read_rows, row_files
from corpuskit.version import __version__

#: Bytes of DocBins that are still made one, which takes two hundred times that in memory.
MOST_MERGED = 2_000_000
#: Rejected documents that are kept to be told; the file has all.
MOST_TOLD = 100
PAGES = ("LABELS.md", "README.md")
MANIFEST, DUPLICATES = "manifest.json", "duplicates.jsonl"


class Totals(Protocol):
    """What `finish` needs to know of a build, and adds to."""

    counts: Counts
    outputs: dict[str, str]
    rejected: list[str]
    languages: set[str]
    records: list[Record]
    notes: list[str]
    repeated_ids: int
    duplicates: Duplicates | None


def finish(shards: Sequence[Shard], job: Job, built: Totals, licence: str) -> None:
    """Write the files of the whole corpus from the pieces of the shards, in their order."""
    folder = job.target.folder
    texts = [shard.name for shard in shards if not shard.rows]
    if texts or not shards:
        for name in STREAMS:
            if job.target.annotate or name != "corpus.conllu":
                _join(folder, name, texts, built)
        _join_docbins(folder, texts, job, built)
    _reject(folder, shards, built)
    _tell_repeated(folder, shards, built)
    if built.duplicates is not None:
        _put(folder, DUPLICATES, render(built.duplicates), built)
    _write_pages(folder, shards, job, built, licence)


def remove_stale(output: Path, before: set[str], built: Totals, shards: set[str], *, looked: bool) -> None:
    """Remove what an earlier build made here and this one did not, and what killed workers left."""
    for path in sorted(before - set(built.outputs)):
        stale = output / path
        if stale.is_file() and output.resolve() in stale.resolve().parents:
            stale.unlink()
    for record in (output / STATE).glob("*.json"):
        if record.stem not in shards:
            record.unlink()
    forget(output, shards if looked else ())
    for lock in (output / STATE).glob("lock-*"):
        lock.unlink()
    remove_partial(output)
    for folder in sorted((one for one in output.rglob("*") if one.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _join(folder: Path, name: str, shards: Iterable[str], built: Totals) -> None:
    with replacing(folder / name) as whole:
        for shard in shards:
            path = folder / piece(shard, name)
            if path.is_file():
                with path.open("rb") as part:
                    shutil.copyfileobj(part, whole, 1 << 20)
    built.outputs[name] = sha256_of(folder / name)


def _join_docbins(folder: Path, shards: Sequence[str], job: Job, built: Totals) -> None:
    """One DocBin where they fit in memory, else one a shard."""
    pieces = [(folder / piece(shard, DOCBIN)).parent for shard in shards if job.target.docbin]
    paths = [path for one in pieces for path in sorted(one.glob("corpus*.spacy"), key=lambda path: path.stem)]
    if not paths:
        return
    if sum(path.stat().st_size for path in paths) <= MOST_MERGED:
        _put(folder, DOCBIN, docbin.merged(path.read_bytes() for path in paths), built)
        return
    for path in paths:
        name = path.name.replace("corpus", path.parent.name)
        _put(folder, f"docbin/{name}", path.read_bytes(), built)


def _put(folder: Path, name: str, data: bytes, built: Totals) -> None:
    write_file(folder / name, data)
    built.outputs[name] = hashlib.sha256(data).hexdigest()


def _reject(folder: Path, shards: Sequence[Shard], built: Totals) -> None:
    """``rejected.jsonl`` of all shards, with a line for each that was quarantined."""
    lost = {record.shard: record for record in built.records if record.quarantined}
    with replacing(folder / REJECTED) as whole:
        for shard in shards:
            path = folder / piece(shard.name, REJECTED)
            if shard.name in lost:
                (reason,) = lost[shard.name].errors
                for found in shard.inputs:
                    place = {"row": found.row, "bytes": [found.start, found.end]} if shard.rows else {}
                    id = shard.name if shard.rows else found.id
                    row = {"id": id, "path": printable(found.path.as_posix()), **place, "reason": reason}
                    whole.write(msgspec.json.encode(row) + b"\n")
            elif path.is_file():
                with path.open("rb") as lines:
                    for line in lines:
                        whole.write(line)
                        row = msgspec.json.decode(line)
                        if "left_out" not in row and len(built.rejected) < MOST_TOLD:
                            built.rejected.append(row["reason"])
    built.outputs[REJECTED] = sha256_of(folder / REJECTED)


def _tell_repeated(folder: Path, shards: Sequence[Shard], built: Totals) -> None:
    """Say which rows have the id of a row of another shard: it stays as it was given."""
    paths = {shard.name: piece(shard.name, IDS) for shard in shards if shard.rows}
    found = repeated([(name, folder / path) for name, path in paths.items() if path in built.outputs])
    if found is None:
        return
    built.repeated_ids = found.ids
    own = row_files(folder)[found.shards[0]]
    files = [path for path in own if path.relative_to(folder).as_posix() in built.outputs]
    ids = (row.id for path in files for row in read_rows(path))
    id = next(id for id in ids if hash_of(id) == found.hash)
    many = "1 id stays that" if found.ids == 1 else f"{found.ids:,} ids stay those"
    where = f"{id!r} is in {' and '.join(found.shards)}"
    built.notes.append(f"{many} of rows in several shards, as they were given: {where}")


def _write_pages(folder: Path, shards: Sequence[Shard], job: Job, built: Totals, licence: str) -> None:
    """The label guideline and the dataset card."""
    _put(folder, "LABELS.md", labels_page(job.settings.rules).encode(), built)
    facts = card.Facts(
        counts=built.counts,
        name=printable(folder.resolve().name),
        languages=sorted(built.languages),
        licence=licence,
        words=job.target.standard,
        version=__version__,
        files=sorted([*built.outputs, *PAGES, MANIFEST]),
        **_data(shards, job, built),
    )
    _put(folder, "README.md", card.render(facts).encode(), built)


def _data(shards: Sequence[Shard], job: Job, built: Totals) -> dict[str, Any]:
    """Where the card says that the data lie, and of which types: rows in shards, else the one file."""
    texts = jsonl.features(added=bool(job.target.added))
    if not any(shard.rows for shard in shards):
        return {"features": texts}
    there = {path.split("/")[1] for path in built.outputs if path.startswith("data/")}
    suffix = DATA[job.target.data]
    data = tuple((split, f"data/{split}/*{suffix}") for split in SPLITS if split in there)
    mixed = not all(shard.rows for shard in shards)
    if job.target.data == "parquet":  # which says its types, and lets no other configuration be JSON Lines
        return {"data": data, "mixed": mixed}
    return {"data": data, "features": dataset.FEATURES, "texts": texts if mixed else {}, "mixed": mixed}
