"""The record of a shard: what it was made of, what came out. Written last, so that it proves all the rest."""

import hashlib
from pathlib import Path

import msgspec

from corpuskit.counts import Counts
from corpuskit.files import write_file
from corpuskit.nesting import json_of

STATE = "state"


class Record(msgspec.Struct):
    """``state/<shard>.json``. ``documents_in`` = documents + ``counts.rejected``, always.

    ``key`` is the fingerprint of all that the outputs depend on beside the input: rules, census, version,
    options. ``duplicates_sha256`` is that of the shard: what is known of duplicates among its documents.
    ``outputs`` are hashes by path below the folder. A ``quarantined`` shard has no outputs: its workers died
    each time.
    """

    shard: str
    input_sha256: str
    key: str
    duplicates_sha256: str = ""
    documents_in: int = 0
    counts: Counts = msgspec.field(default_factory=Counts)
    outputs: dict[str, str] = {}
    languages: list[str] = []
    errors: list[str] = []
    attempts: int = 1
    quarantined: bool = False

    def holds(self, output: Path) -> bool:
        """Whether every output is there, byte for byte."""
        return not self.quarantined and all(
            (output / path).is_file() and sha256_of(output / path) == digest
            for path, digest in self.outputs.items()
        )


def record_path(output: Path, shard: str) -> Path:
    """Where the record of ``shard`` lies."""
    return output / STATE / f"{shard}.json"


def read_record(output: Path, shard: str) -> Record | None:
    """The record of ``shard``; ``None`` where there is none that can be read."""
    try:
        return json_of(record_path(output, shard).read_bytes(), Record)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None


def read_records(output: Path) -> list[Record]:
    """All records of a build, by the names of their shards."""
    paths = sorted((output / STATE).glob("*.json"))
    return [record for path in paths if (record := read_record(output, path.stem)) is not None]


def write_record(output: Path, record: Record) -> None:
    """Put the record in its place. Raises ``InputError``."""
    data = msgspec.json.format(msgspec.json.encode(record), indent=2)
    write_file(record_path(output, record.shard), data + b"\n")


def sha256_of(path: Path) -> str:
    """SHA-256 of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
