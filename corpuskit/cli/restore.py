"""``corpuskit restore``: the source, byte for byte, from cleaned text and its edits."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

from corpuskit.build import read_manifest
from corpuskit.cli import common
from corpuskit.errors import ConfigError, InputError
from corpuskit.files import write_file
from corpuskit.formats import edits
from corpuskit.model import Origin
from corpuskit.readers import encode_back, packed, read_document, safe_name, stem_of
from corpuskit.undo import Record, restore

EXAMPLES = """\
  corpuskit restore build --output sources          the sources of a build
  corpuskit restore --edits edits.jsonl corpus      what `fix --edits` changed, in place
"""


#: Where to, the cleaned text, its record, the encoding of the cleaned text.
_Row: TypeAlias = tuple[Path, Path, Record, str]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "give the source back from cleaned text and its edits"
    parser = common.command(commands, "restore", summary, EXAMPLES)
    parser.add_argument("paths", nargs="+", metavar="PATHS", help="a build, or with --edits what fix changed")
    parser.add_argument("--edits", metavar="FILE", help="the edits.jsonl that fix wrote")
    parser.add_argument("--output", "-o", metavar="DIR", help="where to (for fixed files: default in place)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all sources are back; 2: some text no longer fits its edits."""
    errors: list[str] = []
    rows = _fixed(args, errors) if args.edits else _built(args)
    count = 0
    for target, path, record, encoding in rows:
        try:
            write_file(target, packed(target, _source(path, record, encoding)))
            count += 1
        except InputError as error:
            errors.append(str(error))
    common.complain(errors)
    print(f"restored {count} documents")
    return 2 if errors else 0


def _source(path: Path, record: Record, encoding: str) -> bytes:
    """The bytes of the source whose cleaned text lies at ``path`` in ``encoding``."""
    document = read_document(path, record.id, encoding=encoding)
    text = restore(document.text, record, file=path.as_posix())
    origin = Origin(record.encoding, record.bom, document.origin.newline)
    return encode_back(replace(document, origin=origin), text)


def _built(args: argparse.Namespace) -> Iterator[_Row]:
    """The rows of a build, whose cleaned texts are UTF-8."""
    if len(args.paths) != 1 or not args.output:
        raise ConfigError("name one build and --output DIR, or --edits FILE and what fix changed")
    folder, output = Path(args.paths[0]), Path(args.output)
    documents = {one["id"]: one for one in read_manifest(folder)["documents"]}
    for record in _records(folder / "edits.jsonl").values():
        one = documents[record.id]
        suffix = _suffix(one["path"])
        clean = folder / "clean" / f"{one['name']}.txt"
        yield output / f"{safe_name(record.id)}{suffix}", clean, record, "utf-8"


def _fixed(args: argparse.Namespace, errors: list[str]) -> Iterator[_Row]:
    """The rows of files that were fixed in place; a file without a record was not changed."""
    records = _records(Path(args.edits))
    inputs, faults = common.inputs_of(args, written=True)
    errors += faults
    for found in inputs:
        if found.id in records:
            name = f"{safe_name(found.id)}{_suffix(found.path.name)}"
            target = Path(args.output) / name if args.output else found.path
            yield target, found.path, records[found.id], records[found.id].encoding


def _suffix(path: str) -> str:
    """The suffix of a source, with that of its packing."""
    return path.removeprefix(stem_of(path))


def _records(path: Path) -> dict[str, Record]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.as_posix()) from None
    rows = (
        edits.read(line, file=path.as_posix(), number=number) for number, line in enumerate(lines, 1) if line
    )
    return {row.id: row for row in rows}
