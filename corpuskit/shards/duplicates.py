"""The first pass over all shards: which documents are duplicates of which. Any engine gives the same."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace

from corpuskit.batching import batches
from corpuskit.duplicates import (
    ALGORITHM,
    BANDS,
    BYTES,
    EXACT,
    HASHES,
    LEVELS,
    NEAR,
    Indices,
    Prints,
    clusters,
    joined,
    take_prints,
)
from corpuskit.engines.done import Done
from corpuskit.errors import ConfigError
from corpuskit.files import write_file
from corpuskit.model import Document
from corpuskit.nesting import json_of
from corpuskit.readers import Found as Input
from corpuskit.run import Settings, Worker
from corpuskit.shards.kept import NOWHERE, Keep, keep, key_of, recall
from corpuskit.shards.outputs import text_sha256
from corpuskit.shards.plan import Shard, Twin
from corpuskit.shards.process import documents_of, input_sha256

GENERATOR = "corpuskit duplicates"
_Row = tuple[int, tuple[Input, Document]]
Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Done]]


class Member(msgspec.Struct, frozen=True):
    """A document of a cluster: number ``number`` of ``shard``.

    Its ``level``: exact where an earlier one of the cluster is the same, else near, but for the first.
    """

    id: str
    shard: str
    number: int
    digest: str
    level: str = ""


class Cluster(msgspec.Struct, frozen=True):
    """Documents that are alike, in order; ``text_sha256`` is that of the cleaned text of the first."""

    text_sha256: str
    documents: tuple[Member, ...]


class Duplicates(msgspec.Struct, frozen=True):
    """What was looked for, among how many documents, and what was found; why others could not be read."""

    level: str
    documents: int
    clusters: tuple[Cluster, ...] = ()
    generator: str = GENERATOR
    algorithm: str = ALGORITHM
    unread: tuple[str, ...] = ()

    @property
    def duplicates(self) -> dict[str, int]:
        """How many documents are like an earlier one, by how."""
        levels = [one.level for cluster in self.clusters for one in cluster.documents[1:]]
        return {level: levels.count(level) for level in LEVELS if level in levels}


class _Shown(msgspec.Struct):
    """What a worker tells of a shard: the hash of its input, why some of its documents could not be read, ids
    and numbers of the others, and their fingerprints."""

    input: str
    unread: list[str]
    ids: list[str]
    numbers: Indices
    prints: Prints


class _Kept(msgspec.Struct):
    """What is kept of a shard, as in `_Shown`; fingerprints are rows of bytes."""

    unread: list[str]
    ids: list[str]
    numbers: list[int]
    digests: bytes
    bands: bytes
    sketches: bytes

    def prints(self) -> Prints:
        """The fingerprints."""
        return Prints(
            np.frombuffer(self.digests, np.uint8).reshape(-1, BYTES),
            np.frombuffer(self.bands, np.uint64).reshape(-1, BANDS),
            np.frombuffer(self.sketches, np.uint8).reshape(-1, BANDS * HASHES),
        )


def _numbered(worker: Worker, shard: Shard, unread: list[str] | None = None) -> Iterator[_Row]:
    """The documents of ``shard`` that can be read, with their numbers; to ``unread``, why others cannot."""
    for number, (input, one) in enumerate(documents_of(worker, shard)):
        if isinstance(one, Document):
            yield number, (input, one)
        elif unread is not None:
            unread.append(one.reason)


def _weight(row: _Row) -> int:
    return len(row[1][1].text)


class _Printer(msgspec.Struct, frozen=True):
    """Takes the fingerprints of shards; a value that pickles."""

    settings: Settings
    level: str
    kept: Keep

    def __call__(self, shard: Shard) -> _Shown:
        """The fingerprints of the documents of ``shard``, in order."""
        settings, path = self.settings, self.kept.path(shard.name, "prints")
        input = input_sha256(shard, settings.fields)
        key = key_of(input, ALGORITHM, self.level, settings.encoding, settings.fields)
        own = recall(path, key, _Kept)
        if own is None:
            own = self._look(shard)
            keep(path, key, own)
        return _Shown(input, own.unread, own.ids, np.array(own.numbers, np.int64), own.prints())

    def _look(self, shard: Shard) -> _Kept:
        ids, numbers, parts = list[str](), list[int](), [take_prints([], self.level)]
        unread = list[str]()
        for batch in batches(_numbered(Worker(self.settings), shard, unread), _weight):
            ids += [one.id for _, (_, one) in batch]
            numbers += [number for number, _ in batch]
            parts.append(take_prints([one.text for _, (_, one) in batch], self.level))
        prints = joined(parts)
        return _Kept(unread, ids, numbers, *(one.tobytes() for one in msgspec.structs.astuple(prints)))


class _Wanted(NamedTuple):
    """A shard, the hash of its input, and the numbers of documents in it."""

    shard: Shard
    input: str
    numbers: set[int]


class _Cleaner(msgspec.Struct, frozen=True):
    """Says what the cleaned texts of some documents of a shard hash to; a value that pickles."""

    settings: Settings
    kept: Keep

    def __call__(self, wanted: _Wanted) -> dict[int, str]:
        """By the number of the document."""
        shard, numbers = wanted.shard, wanted.numbers
        path, key = self.kept.path(shard.name, "cleaned"), key_of(wanted.input, self.kept.key)
        known = recall(path, key, dict[int, str]) or {}
        if known.keys() != numbers:
            all = known | self._look(shard, numbers - known.keys())
            known = {number: all[number] for number in sorted(numbers & all.keys())}
            keep(path, key, known)
        return known

    def _look(self, shard: Shard, numbers: Collection[int]) -> dict[int, str]:
        worker = Worker(self.settings)
        own = (row for row in _numbered(worker, shard) if row[0] in numbers)
        return {
            number: text for batch in batches(own, _weight) for number, text in self._hashes(worker, batch)
        }

    def _hashes(self, worker: Worker, batch: Sequence[_Row]) -> Iterator[tuple[int, str]]:
        outcomes = worker.outcomes(pair for _, pair in batch)
        for (number, (_, one)), outcome in zip(batch, outcomes, strict=True):
            yield number, text_sha256(outcome.checked.text if outcome.checked else one.text)


def find(
    shards: Sequence[Shard], settings: Settings, level: str, run: Run, *, kept: Keep = NOWHERE
) -> Duplicates:
    """The duplicates among the documents of ``shards``, up to ``level``: exact ones, or near ones as well.

    Documents that cannot be read are in none, nor are those of a shard whose workers died. What is kept from
    an earlier run is not looked for again.
    """
    settings = replace(settings, segmenter=None, reject=())
    shown = {
        done.number: done.result for done in run(_Printer(settings, level, kept), shards) if not done.lost
    }
    order = sorted(shown)
    prints = joined([shown[number].prints for number in order])
    ends = np.cumsum([len(shown[number].ids) for number in order])

    def member(index: int, seen: dict[str, str]) -> Member:
        at = int(np.searchsorted(ends, index, side="right"))
        of, place = shown[order[at]], index - (int(ends[at - 1]) if at else 0)
        one = bytes(prints.digests[index]).hex()
        level = seen.get(one, NEAR if seen else "")
        seen[one] = EXACT
        return Member(of.ids[place], shards[order[at]].name, int(of.numbers[place]), one, level)

    groups = []
    for group in _groups(prints):
        seen: dict[str, str] = {}
        groups.append(tuple(member(index, seen) for index in group))
    looked = {shards[at].name: _Wanted(shards[at], shown[at].input, set()) for at in order}
    texts = _cleaned([group[0] for group in groups], looked, _Cleaner(settings, kept), run)
    found = tuple(map(Cluster, texts, groups))
    lost = [f"{shard.name}: its workers died" for at, shard in enumerate(shards) if at not in shown]
    unread = [reason for at in order for reason in shown[at].unread]
    return Duplicates(level, len(prints), found, unread=(*lost, *unread))


def _groups(prints: Prints) -> list[list[int]]:
    """The clusters of more than one document, each in order, by their first."""
    roots = clusters(prints)
    several = np.flatnonzero(np.bincount(roots, minlength=len(roots))[roots] > 1)
    order = several[np.argsort(roots[several], kind="stable")]
    cuts = np.flatnonzero(np.diff(roots[order])) + 1
    return [part.tolist() for part in np.split(order, cuts) if len(part)]


def _cleaned(firsts: Sequence[Member], looked: Mapping[str, _Wanted], clean: _Cleaner, run: Run) -> list[str]:
    """The hashes of the cleaned texts of ``firsts``: what they go to their split by without duplicates.

    ``looked`` are all shards by name, of which nothing is wanted yet.
    """
    for one in firsts:
        looked[one.shard].numbers.add(one.number)
    tasks = [one for one in looked.values() if one.numbers]
    known: dict[tuple[str, int], str] = {}
    for done in run(clean, tasks):
        name = tasks[done.number].shard.name
        known.update({(name, number): text for number, text in (done.result or {}).items()})
    return [known.get((one.shard, one.number), one.digest) for one in firsts]


def marked(shards: Iterable[Shard], found: Duplicates, drop: str = "") -> Iterator[Shard]:
    """``shards`` that know their duplicates; those up to the level ``drop`` are to be left out."""
    twins: dict[str, list[Twin]] = {}
    for cluster in found.clusters:
        for one, twin in zip(cluster.documents, _twins(cluster, drop), strict=True):
            twins.setdefault(one.shard, []).append(twin)
    for shard in shards:
        own = sorted(twins.get(shard.name, ()), key=lambda twin: twin.number)
        yield replace(shard, twins=tuple(own))


def _twins(cluster: Cluster, drop: str) -> Iterator[Twin]:
    """What each document of ``cluster`` knows; where only exact ones go, the first of each text stays."""
    same: dict[str, Member] = {}
    for one in cluster.documents:
        like = same.setdefault(one.digest, one)
        kept = like if drop == EXACT else cluster.documents[0]
        level = "" if kept is one else EXACT if kept is like else NEAR
        dropped = bool(drop and level)
        yield Twin(one.number, one.digest, kept.id, level, dropped, cluster.text_sha256)


def render(found: Duplicates) -> bytes:
    """As JSON Lines: a head, then a cluster a line. What could not be read is not in it."""
    head = {
        key: value for key, value in msgspec.to_builtins(found).items() if key not in ("clusters", "unread")
    }
    return b"".join(msgspec.json.encode(row) + b"\n" for row in (head, *found.clusters))


def write(path: Path, found: Duplicates) -> None:
    """Put `render` in a file."""
    write_file(path, render(found))


def read(path: Path) -> Duplicates:
    """What `render` wrote. ``ConfigError`` where there is nothing such."""
    file = path.as_posix()
    try:
        head, *lines = path.read_bytes().splitlines()
        found = json_of(head, Duplicates)
        groups = tuple(json_of(line, Cluster) for line in lines)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise ConfigError(f"no list of duplicates: {error}", file=file) from None
    if (found.generator, found.algorithm) != (GENERATOR, ALGORITHM):
        raise ConfigError(f"no list of duplicates of this version; allowed: {GENERATOR!r}", file=file)
    return replace(found, clusters=groups)
