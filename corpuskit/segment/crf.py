"""The shipped model: a linear-chain CRF that tags each character as begin, middle, end of a word or single.

Weights are small integers, four to a 64-bit number: one addition scores all four tags, and no sum depends
on an order. The chain is cut at blanks and after marks that are always words, features look beyond.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.model import CodeArray, IntArray
from corpuskit.segment import batches
from corpuskit.segment.atoms import uncut
from corpuskit.segment.features import Features
from corpuskit.segment.tables import PairTable, WordSet
from corpuskit.segment.viterbi import Scores
from corpuskit.unicode import CODE_POINTS

BEGIN, MIDDLE, END, SINGLE = range(4)
TAGS = 4
STOPS = "，。、；：？！（）《》〈〉“”‘’「」『』【】"
#: Which tag may follow which, begin a chain, end it.
FOLLOWS = np.array([[0, 1, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1]], np.bool_)
FIRST = np.array([1, 0, 0, 1], np.bool_)
LAST = np.array([0, 0, 1, 1], np.bool_)
_NEVER = -(1 << 24)
LANE = 16
_BEGINS = FIRST

Packed = npt.NDArray[np.uint64]


def stop_table() -> batches.Flags:
    """Code points after which a chain is cut."""
    table = np.zeros(CODE_POINTS, np.bool_)
    table[[ord(mark) for mark in STOPS]] = True
    return table


class CrfModel(msgspec.Struct, frozen=True):
    """Features, their packed weights (for each template one number a row), and scores of tag after tag."""

    features: Features
    weights: tuple[Packed, ...]
    edges: IntArray
    is_stop: batches.Flags
    begins: batches.Flags
    first: IntArray
    last: IntArray

    @classmethod
    def of(cls, features: Features, weights: Sequence[npt.NDArray[np.int16]], edges: IntArray) -> "CrfModel":
        """A model from weights ``(rows, 4)`` of each template and edges ``(4, 4)``."""
        return cls(
            features,
            _packed(weights),
            np.where(FOLLOWS, edges, _NEVER).astype(np.int64),
            stop_table(),
            _BEGINS,
            np.where(FIRST, 0, _NEVER),
            np.where(LAST, 0, _NEVER),
        )

    def symbols(self, codes: CodeArray) -> npt.NDArray[Any]:
        """The code points themselves; NUL reads as no character."""
        return codes

    def stops(self, symbols: npt.NDArray[Any]) -> batches.Flags:
        """Where the chain is cut: after marks that are words by themselves."""
        stops: batches.Flags = self.is_stop[symbols]
        return stops

    def nodes(self, symbols: npt.NDArray[Any]) -> Scores:
        """Scores ``(n, 4)`` of each tag at each character, up to a constant a character."""
        total = np.zeros(len(symbols), np.uint64)
        for table, rows in zip(self.weights, self.features.indices(symbols), strict=True):
            total += table.take(rows)
        return total.astype("<u8", copy=False).view("<u2").reshape(-1, TAGS).astype(np.int64)


def _packed(weights: Sequence[npt.NDArray[np.int16]]) -> tuple[Packed, ...]:
    """Four weights a row in one number: the least of a template becomes 0, and no sum can overflow a lane."""
    shifts = np.arange(TAGS, dtype=np.uint64) * np.uint64(LANE)
    raised = [rows.astype(np.int64) - min(int(rows.min(initial=0)), 0) for rows in weights]
    if sum(int(rows.max(initial=0)) for rows in raised) >= 1 << LANE:
        raise ValueError("weights too large for their lanes")
    return tuple((rows.astype(np.uint64) << shifts).sum(axis=1, dtype=np.uint64) for rows in raised)


class CrfSegmenter(msgspec.Struct, frozen=True):
    """Words by the standard of the model's training text; clusters, Latin words and numbers are never cut."""

    name: str
    model: CrfModel
    fingerprint: str
    standard: str = "ud-gsd"

    def words(self, texts: Sequence[str]) -> list[IntArray]:
        """Word spans ``(n, 2)`` of each text."""
        return batches.words(self.model, texts, uncut=uncut)


def save(path: Path, features: Features, weights: Sequence[npt.NDArray[np.int16]], edges: IntArray) -> None:
    """Write a model as plain arrays, the same bytes for the same model."""
    turns = np.flatnonzero(np.diff(features.kind_of, prepend=np.uint8(255)))
    with path.open("wb") as file:
        np.savez(
            file,
            alphabet=features.alphabet,
            kind_starts=turns.astype(np.uint32),
            kinds=features.kind_of[turns],
            pair_keys=features.pairs.keys,
            pair_rows=features.pairs.rows,
            skip_keys=features.skips.keys,
            skip_rows=features.skips.rows,
            lexicon=features.lexicon.slots,
            edges=edges.astype(np.int16),
            weights=np.concatenate(weights).astype(np.int16),
        )


def load(path: Path) -> tuple[CrfModel, str]:
    """The model in a file that `save` wrote, and the fingerprint of the file.

    Raises:
        ConfigError: for a file that is missing or no such model.
    """
    try:
        fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
        with np.load(path, allow_pickle=False) as archive:
            tables = {name: archive[name] for name in archive.files}
        pairs = PairTable(tables["pair_keys"], tables["pair_rows"])
        skips = PairTable(tables["skip_keys"], tables["skip_rows"])
        kind_of = np.repeat(tables["kinds"], np.diff(tables["kind_starts"], append=CODE_POINTS))
        features = Features.of(tables["alphabet"], kind_of, pairs, skips, WordSet(tables["lexicon"]))
        weights = np.split(tables["weights"], np.cumsum(features.sizes())[:-1])
        return CrfModel.of(features, weights, tables["edges"].astype(np.int64)), fingerprint
    except (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, BadZipFile) as error:
        raise ConfigError(f"not a model of words: {error}", file=str(path)) from error
