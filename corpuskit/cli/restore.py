"""``corpuskit restore``: the source, byte for byte, from cleaned text and its edits."""

import argparse
import contextlib
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

import msgspec

from corpuskit.build import complete_manifest
from corpuskit.cli import common
from corpuskit.display import number
from corpuskit.errors import ConfigError, InputError
from corpuskit.files import replacing, write_file
from corpuskit.formats import edits
from corpuskit.model import Document, Origin
from corpuskit.readers import (
    Fields,
    Found,
    encode_back,
    packed,
    read_document,
    rewrite_rows,
    rows_of,
    safe_name,
    stem_of,
)
from corpuskit.readers.raw import read_bytes
from corpuskit.shards.rows import read_rows, row_files
from corpuskit.undo import Record, restore, sha256, undo_changes

EXAMPLES = """\
  corpuskit restore build --output sources          the sources of a build
  corpuskit restore rows --output sources           of a build of rows: ids and texts, as JSON Lines
  corpuskit restore --edits edits.jsonl corpus      what `fix --edits` changed, in place
"""


class _Records(NamedTuple):
    """The records of one id: all, by the hash of the cleaned text, and the hashes of the sources."""

    every: list[Record]
    cleaned: dict[str, deque[Record]]
    sources: set[str]

    def add(self, one: Record) -> None:
        """Add a record, which is the last of its text."""
        self.every.append(one)
        self.cleaned.setdefault(one.text_sha256, deque()).append(one)
        self.sources.add(one.source_sha256)

    def knows(self, text: str) -> bool:
        """Whether ``text`` is one that was written, or was there before."""
        return (digest := sha256(text)) in self.cleaned or digest in self.sources


#: Where to, the cleaned text, its record, the encoding of the cleaned text; none of one that a build wrote.
_Row: TypeAlias = tuple[Path, Path, Record, str]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "give the source back from cleaned text and its edits"
    parser = common.command(commands, "restore", summary, EXAMPLES)
    parser.add_argument("paths", nargs="+", metavar="PATHS", help="a build, or with --edits what fix changed")
    parser.add_argument("--edits", metavar="FILE", help="the edits.jsonl that fix wrote")
    parser.add_argument("--output", "-o", metavar="DIR", help="where to (for fixed files: default in place)")
    parser.add_argument("--text-field", metavar="NAME", default="text", help="as it was for fix")
    parser.add_argument("--id-field", metavar="NAME", default="id", help="as it was for fix")
    parser.add_argument("--take", action="append", metavar="GLOB", help="as it was for fix")
    parser.set_defaults(run=run, config=None, isolated=False)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all sources are back; 2: some text no longer fits its edits."""
    errors: list[str] = []
    count = 0
    for target, path, record, encoding in _fixed(args, errors) if args.edits else _built(args, errors):
        try:
            write_file(target, packed(target, _source(path, record, encoding)))
            count += 1
        except InputError as error:
            errors.append(str(error))
    count += _fixed_rows(args, errors) if args.edits else _built_rows(args, errors)
    common.complain(errors)
    if args.edits and not count and not errors:
        told = f"nothing to restore in {' '.join(args.paths)}: no text there is one that fix wrote"
        common.warn(args, [f"{told}, as {args.edits} has them; name the paths that fix was given"])
    print(f"restored {number(count, 'document')}")
    return 2 if errors else 0


def _fixed_rows(args: argparse.Namespace, errors: list[str]) -> int:
    """Put the sources of rows back into their files; how many were."""
    records = _by_id(Path(args.edits))
    encodings = {one.encoding for same in records.values() for one in same.every}
    encoding = encodings.pop() if len(encodings) == 1 else "auto"
    fields, count = Fields(args.text_field, args.id_field), 0
    for found in common.inputs_of(args)[0]:
        reader = rows_of(found.path, fields)
        if reader is None:
            continue
        texts: dict[int, tuple[str, str]] = {}
        for one in reader.read(found, fields, encoding):
            record = _taken(one.text, records.get(one.id)) if isinstance(one, Document) else None
            if record is None or not isinstance(one, Document):
                continue
            try:
                texts[one.row] = one.text, restore(one.text, record, file=one.place)
            except InputError as error:
                errors.append(str(error))
        if not texts:
            continue
        try:
            rewrite_rows(_in_place(found.path, args.output), texts, fields, encoding)
            count += len(texts)
        except InputError as error:
            errors.append(str(error))
    return count


def _taken(text: str, records: _Records | None) -> Record | None:
    """Of the records of one id the next of ``text``; ``None`` where there is nothing to restore.

    Rows that have one id, and one text after their repair, come in the order in which they were repaired.
    """
    if records is None:
        return None
    digest = sha256(text)
    same = records.cleaned.get(digest)
    if same is None:
        return None if digest in records.sources else records.every[0]
    record = same.popleft() if len(same) > 1 else same[0]
    return record if record.edits else None


def _in_place(path: Path, output: str | None) -> Path:
    """``path``, or a copy of it in the folder ``output``."""
    if not output:
        return path
    target = Path(output) / path.name
    with replacing(target) as copy, path.open("rb") as file:
        shutil.copyfileobj(file, copy)
    return target


def _built_rows(args: argparse.Namespace, errors: list[str]) -> int:
    """Write ids and sources of the rows of a build, JSON Lines for each shard; how many there are."""
    count = 0
    folder = Path(args.paths[0])
    errors += map(str, lost_rows(folder, complete_manifest(folder)))
    for shard, paths in row_files(folder).items():
        try:
            with replacing(Path(args.output) / f"{shard}.jsonl") as file:
                count += _write_sources(file, paths, errors)
        except InputError as error:
            errors.append(str(error))
    return count


def _write_sources(file: IO[bytes], paths: Iterable[Path], errors: list[str]) -> int:
    """Write ids and sources of the rows at ``paths``, how many there are; ``errors`` say why others not."""
    count = 0
    for path in paths:
        for row in read_rows(path):
            try:
                source = undo_changes(row.text, row.edits, file=f"{path.as_posix()}: {row.id}")
            except InputError as error:
                errors.append(str(error))
                continue
            file.write(msgspec.json.encode({"id": row.id, "text": source}) + b"\n")
            count += 1
    return count


def lost_rows(folder: Path, manifest: Mapping[str, Any]) -> Iterator[InputError]:
    """What says of files of rows of a build that they are not there any more."""
    for name in manifest["outputs"]:
        if name.startswith("data/") and not (folder / name).is_file():
            yield InputError("is not there any more; run build again", file=(folder / name).as_posix())


def _source(path: Path, record: Record, encoding: str) -> bytes:
    """The bytes of the source whose cleaned text lies at ``path`` in ``encoding``."""
    text = read_document(path, record.id, encoding=encoding).text if encoding else built_text(path)
    source = restore(text, record, file=path.as_posix())
    origin = Origin(record.encoding, record.bom)
    return encode_back(Document(record.id, source, path.as_posix(), origin=origin), source)


def built_text(path: Path) -> str:
    """The cleaned text that a build wrote to ``path``, without a BOM. Raises ``InputError``."""
    try:
        return read_bytes(path).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        problem = f"not utf-8: byte {error.start}; it was edited since it was written"
        raise InputError(problem, file=path.as_posix()) from None


def _built(args: argparse.Namespace, errors: list[str]) -> Iterator[_Row]:
    """The texts of a build; ``errors`` say what of it does not fit together."""
    if len(args.paths) != 1 or not args.output:
        raise ConfigError("name one build and --output DIR, or --edits FILE and what fix changed")
    folder, output = Path(args.paths[0]), Path(args.output)
    manifest = complete_manifest(folder)
    if folder.resolve() in (output.resolve(), *output.resolve().parents):
        raise ConfigError("--output: in the build itself; allowed: another folder", file=output.as_posix())
    try:
        for record, one in built_texts(folder, manifest):
            suffix = _suffix(one["path"])
            clean = folder / "clean" / f"{one['name']}.txt"
            yield output / f"{safe_name(record.id)}{suffix}", clean, record, ""
    except InputError as error:
        errors.append(str(error))


def built_texts(folder: Path, manifest: Mapping[str, Any]) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """The records of the texts of a build, each with what the manifest says of it. Raises ``InputError``."""
    documents = {one["id"]: one for one in manifest["documents"]}
    path = folder / "edits.jsonl"
    for record in _records(path) if documents else ():
        if record.id not in documents:
            raise InputError(f"{record.id!r} is no document of the manifest", file=path.as_posix())
        yield record, documents.pop(record.id)
    for id in documents:
        raise InputError(f"{id!r} is missing, which the manifest has", file=path.as_posix())


def _fixed(args: argparse.Namespace, errors: list[str]) -> Iterator[_Row]:
    """The rows of files that were fixed in place; a file without a record was not changed."""
    records = _by_id(Path(args.edits))
    inputs, faults = common.inputs_of(args, written=True)
    errors += map(str, faults)
    for found in inputs:
        if found.id in records and rows_of(found.path, Fields()) is None:
            name = f"{safe_name(found.id)}{_suffix(found.path.name)}"
            target = Path(args.output) / name if args.output else found.path
            if record := _record_of(found, records[found.id]):
                yield target, found.path, record, record.encoding


def _record_of(found: Found, records: _Records) -> Record | None:
    """Of the records of one id, some of which may be of rows, that of a file; ``None`` where it has none."""
    for encoding in dict.fromkeys(one.encoding for one in records.every):
        with contextlib.suppress(InputError):
            text = read_document(found.path, found.id, encoding=encoding).text
            if records.knows(text):
                return _taken(text, records)
    return records.every[0]


def _suffix(path: str) -> str:
    """The suffix of a source, with that of its packing."""
    return path.removeprefix(stem_of(path))


def _by_id(path: Path) -> dict[str, _Records]:
    """The records of a file of edits; rows may have one id twice."""
    records: dict[str, _Records] = {}
    for one in _records(path):
        records.setdefault(one.id, _Records([], {}, set())).add(one)
    return records


def _records(path: Path) -> Iterator[Record]:
    """The records of a file of edits, in order, streamed. Raises ``InputError``."""
    try:
        with path.open("rb") as lines:
            for index, line in enumerate(lines, 1):
                if not line.isspace():
                    yield edits.read(line, file=path.as_posix(), number=index)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.as_posix()) from None
