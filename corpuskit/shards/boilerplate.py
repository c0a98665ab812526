"""Blocks that stand in several documents, such as notices and menus: counted over all shards."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.batching import batches
from corpuskit.checker import text_views
from corpuskit.duplicates import hashed, normal
from corpuskit.model import Document
from corpuskit.run import Settings, Worker
from corpuskit.shards.duplicates import Run
from corpuskit.shards.plan import Shard
from corpuskit.shards.process import documents_of

#: In how many documents a block must stand, how many characters it must have, and how many blocks are told.
FEWEST, SHORTEST, MOST = 3, 6, 1000
#: Characters of a block that are shown.
_SHOWN = 200


class Repeated(msgspec.Struct, frozen=True):
    """A block, the number of documents that it stands in, and the first of them."""

    documents: int
    text: str
    first: str


class _Tally(msgspec.Struct):
    """Hashes of blocks, each once, and the number of documents of each."""

    hashes: npt.NDArray[np.uint64]
    counts: npt.NDArray[np.int64]


class _Counter(msgspec.Struct, frozen=True):
    """Counts the blocks of shards; a value that pickles."""

    settings: Settings

    def __call__(self, shard: Shard) -> _Tally:
        """The blocks of ``shard``."""
        found = [hashed for _, blocks in _documents(self.settings, shard) for hashed in blocks]
        hashes, counts = np.unique(np.array(found, np.uint64), return_counts=True)
        return _Tally(hashes, counts)


class _Shower(msgspec.Struct, frozen=True):
    """Shows the first of some blocks in shards; a value that pickles."""

    settings: Settings

    def __call__(self, wanted: tuple[Shard, frozenset[int]]) -> dict[int, tuple[str, str]]:
        """By the hash of the block its text, as it is shown, and its document."""
        shard, hashes = wanted
        found: dict[int, tuple[str, str]] = {}
        for id, blocks in _documents(self.settings, shard):
            for one in hashes & blocks.keys():
                found.setdefault(one, (blocks[one][:_SHOWN], id))
        return found


def repeated_blocks(shards: Sequence[Shard], settings: Settings, run: Run) -> list[Repeated]:
    """The `MOST` blocks that stand in most documents, of those in `FEWEST`, most first.

    Blocks are those of the repaired text; two are the same as two texts are in `corpuskit.duplicates`.
    """
    tallies = {done.number: done.result for done in run(_Counter(settings), shards) if not done.lost}
    if not tallies:
        return []
    order = sorted(tallies)
    hashes = np.concatenate([tallies[number].hashes for number in order])
    weights = np.concatenate([tallies[number].counts for number in order])
    owners = np.repeat(order, [len(tallies[number].hashes) for number in order])
    known, firsts, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    counts = np.zeros(len(known), np.int64)
    np.add.at(counts, inverse, weights)
    most = np.argsort(-counts, kind="stable")[:MOST]
    most = most[counts[most] >= FEWEST]
    wanted: dict[int, set[int]] = {}
    for at in most.tolist():
        wanted.setdefault(int(owners[firsts[at]]), set()).add(int(known[at]))
    tasks = [(shards[number], frozenset(wanted[number])) for number in sorted(wanted)]
    shown: dict[int, tuple[str, str]] = {}
    for done in run(_Shower(settings), tasks):
        shown.update(done.result or {})
    rows = [(int(counts[at]), *shown[int(known[at])]) for at in most.tolist() if int(known[at]) in shown]
    return [Repeated(*row) for row in sorted(rows, key=lambda row: (-row[0], row[1]))]


def render(blocks: Sequence[Repeated]) -> bytes:
    """As JSON Lines."""
    return b"".join(msgspec.json.encode(block) + b"\n" for block in blocks)


def _documents(settings: Settings, shard: Shard) -> Iterator[tuple[str, dict[int, str]]]:
    """The ids of the documents of ``shard`` with their blocks, by hash."""
    pairs = documents_of(Worker(settings), shard)
    documents = (one for _, one in pairs if isinstance(one, Document))
    for batch in batches(documents, lambda one: len(one.text)):
        yield from _blocks(batch, settings)


def _blocks(documents: Sequence[Document], settings: Settings) -> Iterator[tuple[str, dict[int, str]]]:
    views = text_views(
        documents,
        settings.rules,
        language=settings.language,
        line_break_threshold=settings.line_break_threshold,
    )
    for document, view in zip(documents, views, strict=True):
        texts = (view.text[block.start : block.end] for block in view.blocks)
        yield document.id, {_hash(text): text for text in texts if len(text) >= SHORTEST}


def _hash(text: str) -> int:
    return int.from_bytes(hashed(normal(text), 8), "little")
