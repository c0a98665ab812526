"""Which shards there are: they depend on the inputs alone, not on who runs them."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator

import msgspec

from corpuskit.errors import InputError
from corpuskit.names import safe_name
from corpuskit.readers import DEFAULT, Fields, Found, RowReader, rows_of

#: Bytes in a shard, about.
SHARD_BYTES = 16_000_000
#: Bytes of a file's name in the names of its shards, which suffixes go with: file systems allow 255.
_LONGEST = 150
#: A shard of small files ends before a file whose id hashes to 0 of so many: so that a file more or less
#: changes the shards around it and no others.
_CUT = 512


class Twin(msgspec.Struct, frozen=True):
    """A document that is one of several like it: it is number ``number`` of its shard, from 0.

    ``digest`` is its `corpuskit.duplicates.digest`, in hexadecimal; ``first`` the id of the first document
    that it is like, which is itself for that; ``level`` how (empty for the first). ``dropped``: it is left
    out. ``split`` is the SHA-256 of the text by which the cluster goes to its split.
    """

    number: int
    digest: str
    first: str
    level: str = ""
    dropped: bool = False
    split: str = ""


class Shard(msgspec.Struct, frozen=True):
    """Files that are documents, or a part of one file of rows (``rows``). Names are unique in a build.

    ``twins`` are those of its documents that have duplicates, in order.
    """

    name: str
    inputs: tuple[Found, ...]
    rows: bool = False
    twins: tuple[Twin, ...] = ()

    @property
    def duplicates_sha256(self) -> str:
        """The fingerprint of ``twins``; empty where there are none."""
        return hashlib.sha256(msgspec.json.encode(self.twins)).hexdigest() if self.twins else ""


def plan(inputs: Iterable[Found], fields: Fields = DEFAULT, size: int = SHARD_BYTES) -> Iterator[Shard]:
    """The shards of ``inputs``, in order, each of about ``size`` bytes."""
    files: list[Found] = []
    room = size
    for found in inputs:
        reader = rows_of(found.path, fields)
        if reader is not None:
            yield from _texts(files)
            files, room = [], size
            yield from _rows(reader, found, size)
            continue
        length = found.path.stat().st_size if found.path.is_file() else 0
        if length > room or zlib.crc32(found.id.encode("utf-8", "surrogatepass")) % _CUT == 0:
            yield from _texts(files)
            files, room = [], size
        files.append(found)
        room -= length
    yield from _texts(files)


def _texts(files: list[Found]) -> Iterator[Shard]:
    if files:
        first = hashlib.sha256(files[0].id.encode("utf-8", "surrogatepass")).hexdigest()
        yield Shard(f"texts-{first[:16]}", tuple(files))


def _rows(reader: RowReader, found: Found, size: int) -> Iterator[Shard]:
    whole = safe_name(found.id).replace("/", "%2F").encode()
    stem = whole[:_LONGEST].decode("utf-8", "ignore")
    if len(whole) >= _LONGEST:
        stem += f"~{hashlib.sha256(found.id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    try:
        for number, part in enumerate(reader.parts(found, size)):
            yield Shard(f"{stem}-{number:05}", (part,), rows=True)
    except InputError:
        # Its reader will say why, as of any input.
        yield Shard(f"{stem}-{0:05}", (found,), rows=True)
