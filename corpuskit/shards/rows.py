"""The rows that a build wrote, read again: cleaned texts with the changes that made them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from corpuskit.errors import InputError
from corpuskit.model import Change
from corpuskit.nesting import json_of
from corpuskit.readers.streams import lines, opened
from corpuskit.shards.outputs import DATA


class Row(NamedTuple):
    """A document of a build of rows."""

    id: str
    text: str
    edits: tuple[Change, ...]


class _Edit(msgspec.Struct):
    start: int
    end: int
    old: str
    new: str
    codes: tuple[str, ...]


class _Line(msgspec.Struct):
    id: str
    text: str
    edits: tuple[_Edit, ...]


def row_files(folder: Path) -> dict[str, list[Path]]:
    """The files of rows of the build in ``folder``, by shard: one for each split."""
    found: dict[str, list[Path]] = {}
    for path in sorted((folder / "data").glob("*/*")):
        suffix = next((one for one in DATA.values() if path.name.endswith(one)), "")
        if suffix:
            found.setdefault(path.name.removesuffix(suffix), []).append(path)
    return found


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of one of `row_files`, streamed. Raises ``InputError`` for what a build did not write."""
    number = 0
    try:
        for one in _parquet(path) if path.suffix == ".parquet" else _lines(path):
            number += 1
            yield Row(one.id, one.text, tuple(Change(*msgspec.structs.astuple(edit)) for edit in one.edits))
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeError) as error:
        raise InputError(f"not a row of a build: {error}", file=path.as_posix(), line=number + 1) from None


def _lines(path: Path) -> Iterator[_Line]:
    with opened(path) as stream:
        for line in lines(stream):
            yield json_of(line or b"", _Line)


def _parquet(path: Path) -> Iterator[_Line]:
    import pyarrow.parquet

    for batch in pyarrow.parquet.ParquetFile(path).iter_batches(64, columns=list(_Line.__struct_fields__)):
        yield from msgspec.convert(batch.to_pylist(), list[_Line])
