"""Documents that are the same, or nearly: fingerprints of each, and which of them belong together.

Fingerprints are taken of a document alone and add up in the order of the documents, so that any number of
workers gives the same. Two texts are the same, "exact", if they differ in nothing but blanks beside wide
characters, in how many blanks there are elsewhere, and in characters without width: so a text is the same
however it is wrapped. They are "near" if at least `THRESHOLD` per cent of their `SHINGLE`-character shingles
are shared, as MinHash estimates it (A. Broder, 1997, "On the resemblance and containment of documents"). The
bands are those of FineWeb-2: 14 of 8 hashes each, so that a pair of which three quarters are shared is
looked at with a probability of 77 %, of nine tenths with one of 99.9 %. Needs the extra ``near``: the hashes
are made by rensa.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.unicode import CELLS, CLASSES, CharClass, code_points

#: What may be looked for, the weaker first.
EXACT, NEAR = "exact", "near"
LEVELS = (EXACT, NEAR)
SHINGLE = 5
THRESHOLD = 75
BANDS, HASHES = 14, 8
#: Bytes of a fingerprint of exact duplicates.
BYTES = 16
#: Names what makes fingerprints, for records; another one makes others.
ALGORITHM = f"minhash {BANDS}x{HASHES} of {SHINGLE} characters, {THRESHOLD} %, rensa 2"
_SEED = 42
_NOTHING, _BLANK, _NARROW, _WIDE = range(4)

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]


class Prints(msgspec.Struct, frozen=True):
    """Fingerprints of documents, a row each, in order: 16 bytes for exact ones, 224 for near ones.

    ``digests`` are of the normal form; ``bands`` hash the hashes of each band, ``sketches`` are the last
    bytes of all hashes. The latter two are empty where only exact duplicates are looked for.
    """

    digests: Bytes
    bands: Words
    sketches: Bytes

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.digests)


def normal(text: str) -> npt.NDArray[np.uint32]:
    """The code points by which texts are compared.

    >>> "".join(map(chr, normal("科创\\n 板 2024\\n\\nin \\u200b two\\n")))
    '科创板2024 in two'
    """
    codes = code_points(text)
    kinds = _kinds()[codes]
    if not kinds.all():
        codes, kinds = codes[kinds != _NOTHING], kinds[kinds != _NOTHING]
    blank = kinds == _BLANK
    # A stretch of blanks is one, and none at the ends and beside wide characters.
    kept = ~blank
    kept[1:] |= kept[:-1]
    codes, kinds = codes[kept], kinds[kept]
    wide = np.concatenate(([True], kinds == _WIDE, [True]))
    stays = (kinds != _BLANK) | ~(wide[:-2] | wide[2:])
    return np.asarray(np.where(kinds == _BLANK, 0x20, codes)[stays], np.uint32)


@cache
def _kinds() -> Bytes:
    """For each code point what it is to `normal`."""
    table = np.where(CLASSES <= CharClass.LINE_END, np.uint8(_BLANK), np.uint8(_NARROW))
    table[(CELLS == 2) & (table != _BLANK)] = _WIDE
    table[[0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]] = _NOTHING
    return table


def digest(text: str) -> bytes:
    """The fingerprint of exact duplicates: 16 bytes of the normal form."""
    return hashed(normal(text))


def hashed(form: npt.NDArray[np.uint32], size: int = BYTES) -> bytes:
    """``size`` bytes of a normal form."""
    return hashlib.blake2b(form.tobytes(), digest_size=size).digest()


def take_prints(texts: Sequence[str], level: str) -> Prints:
    """The fingerprints of ``texts``. Raises ``ConfigError`` where the package that makes them is missing."""
    forms = [normal(text) for text in texts]
    digests = np.frombuffer(b"".join(map(hashed, forms)), np.uint8).reshape(-1, BYTES)
    rows = len(forms) if level == NEAR else 0
    hashes = _minhashes(forms) if rows else np.zeros((0, BANDS * HASHES), np.uint32)
    bands = np.zeros((rows, BANDS), np.uint64)
    for column in range(HASHES):
        bands = _mixed(bands ^ hashes[:, column::HASHES].astype(np.uint64))
    return Prints(digests, bands, hashes.astype(np.uint8))


def joined(parts: Sequence[Prints]) -> Prints:
    """One ``Prints`` of all ``parts``, in their order."""
    parts = parts or [take_prints([], EXACT)]
    columns = ("digests", "bands", "sketches")
    return Prints(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def clusters(prints: Prints) -> Indices:
    """For each document the first of its cluster: of those that are the same or near, or itself.

    What is near to one of a cluster belongs to it. Linear in the documents but for sorting.
    """
    twins = _firsts_of_equal(prints.digests.view(np.uint64))
    roots = _Forest(len(prints))
    for index in np.flatnonzero(twins != np.arange(len(prints))).tolist():
        roots.unite(index, int(twins[index]))
    for column in range(prints.bands.shape[1] if len(prints.bands) else 0):
        for one, other in _pairs(prints, column):
            roots.unite(one, other)
    return np.array([roots.find(index) for index in range(len(prints))], np.int64)


def _pairs(prints: Prints, column: int) -> Iterator[tuple[int, int]]:
    """Documents with an equal band that are near: each with the first in its bucket, and its neighbour."""
    band = prints.bands[:, column]
    order = np.argsort(band, kind="stable")
    same = band[order[1:]] == band[order[:-1]]
    starts = np.maximum.accumulate(np.where(np.concatenate(([True], ~same)), np.arange(len(order)), 0))
    members = np.flatnonzero(same) + 1
    for others in (starts[members], members - 1):
        for begin in range(0, len(members), 1 << 16):
            one = order[members[begin : begin + (1 << 16)]]
            other = order[others[begin : begin + (1 << 16)]]
            near = _likeness(prints.sketches[one], prints.sketches[other]) >= THRESHOLD
            yield from zip(one[near].tolist(), other[near].tolist(), strict=True)


def _likeness(one: Bytes, other: Bytes) -> Indices:
    """The estimated share of shingles in per cent, rounded down; one byte in 256 is equal by chance."""
    equal = np.count_nonzero(one == other, axis=1)
    width = one.shape[1]
    return np.asarray((256 * equal - width) * 100 // (255 * width), np.int64)


def _minhashes(forms: Sequence[npt.NDArray[np.uint32]]) -> npt.NDArray[np.uint32]:
    shingles = [_shingles(form) for form in forms]
    ends = np.cumsum([0, *map(len, shingles)]).astype(np.uint64)
    matrix = _rensa().digest_matrix_from_flat_token_hashes(
        np.concatenate(shingles), ends, BANDS * HASHES, _SEED
    )
    return np.array(matrix.to_rows(), np.uint32)


def _shingles(form: npt.NDArray[np.uint32]) -> Words:
    """A hash of each run of `SHINGLE` characters; of a shorter text one, of all of it."""
    codes = form.astype(np.uint64) + np.uint64(1)
    size = min(SHINGLE, len(codes))
    count = len(codes) - size + 1
    total = np.zeros(count, np.uint64)
    for offset in range(size):
        total = total * np.uint64(0x100000001B3) + codes[offset : offset + count]
    return _mixed(total)


def _mixed(values: Words) -> Words:
    """Each value spread over all bits (the finalizer of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _firsts_of_equal(rows: Words) -> Indices:
    """For each row the index of the first row that is equal."""
    if not len(rows):
        return np.zeros(0, np.int64)
    order = np.lexsort((np.arange(len(rows)), rows[:, 1], rows[:, 0]))
    new = np.concatenate(([True], np.any(rows[order[1:]] != rows[order[:-1]], axis=1)))
    firsts = np.empty(len(rows), np.int64)
    firsts[order] = order[np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0))]
    return firsts


class _Forest:
    """Which documents belong together; the root of each tree is its first document."""

    def __init__(self, size: int) -> None:
        self._above = [*range(size)]

    def find(self, one: int) -> int:
        """The first document of the cluster of ``one``."""
        above = self._above
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def unite(self, one: int, other: int) -> None:
        """Make the clusters of both one."""
        one, other = self.find(one), self.find(other)
        self._above[max(one, other)] = min(one, other)


def _rensa() -> Any:
    try:
        from rensa import RMinHash
    except ImportError as error:
        raise ConfigError(
            f'near duplicates need rensa ({error}); try: pip install "corpuskit[near]"'
        ) from None
    if RMinHash.ALGORITHM_VERSION != 2:
        raise ConfigError("near duplicates need rensa with its algorithm 2; allowed: rensa 0.5")
    return RMinHash
