"""Ids of rows that are in several shards: these know nothing of each other, so it is told at the end."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

#: Bytes of a hash. Of a hundred million ids, all different, one in 3,700 corpora has two of one hash.
BYTES = 8
#: Hashes that are held and sorted at once.
MOST = 1 << 25


class Repeated(NamedTuple):
    """How many ids are in several shards; of one of them, the hash and the first two of its shards."""

    ids: int
    hash: bytes
    shards: tuple[str, str]


def hash_of(id: str) -> bytes:
    """The hash of an id, `BYTES` long."""
    return hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest()


def repeated(files: Sequence[tuple[str, Path]], most: int = MOST) -> Repeated | None:
    """What is in more than one of ``files``, each with the name of a shard: the hashes of its ids, which are
    all different. ``None`` where there is nothing such. Reads all files once for each ``most`` hashes.
    """
    passes = sum(path.stat().st_size for _, path in files) // (BYTES * most) + 1
    found = [_repeated(files, number, passes) for number in range(passes)]
    count = sum(map(len, found))
    if not count:
        return None
    one = next(own[0] for own in found if len(own))
    first, second, *_ = (name for name, path in files if one in _read(path))
    return Repeated(count, one.tobytes(), (first, second))


def _repeated(files: Sequence[tuple[str, Path]], number: int, passes: int) -> npt.NDArray[np.uint64]:
    """Those of the hashes that are ``number`` modulo ``passes``, in order."""
    own = [hashes[hashes % passes == number] for hashes in (_read(path) for _, path in files)]
    known, times = np.unique(np.concatenate([np.zeros(0, "<u8"), *own]), return_counts=True)
    return known[times > 1]


def _read(path: Path) -> npt.NDArray[np.uint64]:
    return np.fromfile(path, "<u8")
