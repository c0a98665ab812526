"""What a pass over all shards found in each, kept in the folder of a build for the next run."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from corpuskit.files import write_file
from corpuskit.shards.record import STATE
from corpuskit.version import __version__

_T = TypeVar("_T")
#: Where it lies, below the folder of a build.
KEPT = f"{STATE}/compared"


class Keep(msgspec.Struct, frozen=True):
    """Where it is kept, if anywhere; the fingerprint of all that cleaned texts depend on beside inputs."""

    folder: Path | None = None
    key: str = ""

    def path(self, shard: str, kind: str) -> Path | None:
        """The file of what is kept of ``shard``."""
        return self.folder / f"{shard}.{kind}" if self.folder else None


NOWHERE = Keep()


class _Entry(msgspec.Struct, Generic[_T]):
    """``value`` is what was found in an input by options whose fingerprint is ``key``."""

    key: str
    value: _T


def key_of(*facts: object) -> str:
    """The fingerprint of ``facts``, which JSON holds, and of the version."""
    return hashlib.sha256(msgspec.json.encode((__version__, *facts), order="sorted")).hexdigest()


def recall(path: Path | None, key: str, type: type[_T]) -> _T | None:
    """What `keep` put at ``path`` with this ``key``; ``None`` where there is none."""
    if path is None:
        return None
    try:
        found = msgspec.msgpack.decode(path.read_bytes(), type=_Entry[type])  # type: ignore[valid-type]
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None
    return found.value if found.key == key else None


def keep(path: Path | None, key: str, value: object) -> None:
    """Put ``value`` at ``path``, if there is one. Raises ``InputError``."""
    if path is not None:
        write_file(path, msgspec.msgpack.encode(_Entry(key, value)))


def forget(output: Path, shards: Collection[str]) -> None:
    """Remove what is kept of other shards than ``shards``."""
    for path in (output / KEPT).glob("*"):
        if path.stem not in shards:
            path.unlink()
