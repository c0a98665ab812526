"""Linear-chain CRFs over characters; the shipped one of words tags begin, middle, end of a word or single.

Weights are small integers, four to a 64-bit number: one addition scores four tags, and no sum depends
on an order. The chain is cut at blanks and after marks that are always words, features look beyond.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.model import CodeArray, IntArray
from corpuskit.segment import batches
from corpuskit.segment.atoms import alone, uncut
from corpuskit.segment.chain import Scheme
from corpuskit.segment.features import Features
from corpuskit.segment.tables import PairTable
from corpuskit.segment.viterbi import Scores
from corpuskit.unicode import CODE_POINTS
from corpuskit.wordset import WordSet

BEGIN, MIDDLE, END, SINGLE = range(4)
STOPS = "，。、；：？！（）《》〈〉“”‘’「」『』【】"
_BEGINS = np.array([1, 0, 0, 1], np.bool_)
WORDS = Scheme(
    np.array([[0, 1, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1]], np.bool_),
    _BEGINS,
    np.array([0, 0, 1, 1], np.bool_),
)
LANE, LANES = 16, 4
"""Bits of a weight, and weights in a number."""

Packed = npt.NDArray[np.uint64]


class Templates(Protocol):
    """What looks at characters: for each template one small integer a character, the row of its weights."""

    def sizes(self) -> list[int]:
        """The rows of each template, in the order of `indices`."""

    def indices(self, codes: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
        """For each template the row of each character of ``codes``; 0 is no character."""


def stop_table(marks: str = STOPS) -> batches.Flags:
    """Code points after which a chain is cut."""
    table = np.zeros(CODE_POINTS, np.bool_)
    table[[ord(mark) for mark in marks]] = True
    return table


class CrfModel(msgspec.Struct, frozen=True):
    """Templates, their packed weights (for each template a table, a number for four tags in each row), and
    scores of tag after tag."""

    features: Templates
    weights: tuple[Packed, ...]
    edges: IntArray
    is_stop: batches.Flags
    begins: batches.Flags
    first: IntArray
    last: IntArray

    @classmethod
    def of(
        cls,
        features: Templates,
        weights: Sequence[npt.NDArray[np.int16]],
        edges: IntArray,
        scheme: Scheme = WORDS,
        stops: str = STOPS,
    ) -> "CrfModel":
        """A model from weights ``(rows, tags)`` of each template and edges ``(tags, tags)``.

        Raises ``ValueError`` where they are so large that scores could overflow.
        """
        if int(np.abs(edges).max()) >= 1 << LANE:
            raise ValueError("scores of tag after tag too large")
        return cls(
            features,
            _packed(weights),
            scheme.edges(edges),
            stop_table(stops),
            scheme.first,
            scheme.at_first(),
            scheme.at_last(),
        )

    def symbols(self, codes: CodeArray) -> npt.NDArray[Any]:
        """The code points themselves; NUL reads as no character."""
        return codes

    def stops(self, symbols: npt.NDArray[Any]) -> batches.Flags:
        """Where the chain is cut: after marks that are words by themselves."""
        stops: batches.Flags = self.is_stop[symbols]
        return stops

    def nodes(self, symbols: npt.NDArray[Any]) -> Scores:
        """Scores ``(n, tags)`` of each tag at each character, below ``2 ** LANE``, up to a constant a
        character."""
        total = np.zeros((len(symbols), self.weights[0].shape[1]), np.uint64)
        part = np.empty_like(total)
        for table, rows in zip(self.weights, self.features.indices(symbols), strict=True):
            # Rows are those of the table; "clip" only spares numpy a copy.
            table.take(rows, axis=0, out=part, mode="clip")
            total += part
        scores: Scores = total.astype("<u8", copy=False).view("<u2")[:, : len(self.edges)]
        return scores


def _packed(weights: Sequence[npt.NDArray[np.int16]]) -> tuple[Packed, ...]:
    """Four weights a row in one number: the least of a template becomes 0, and no sum can overflow a lane."""
    raised = [rows.astype(np.int64) - min(int(rows.min(initial=0)), 0) for rows in weights]
    if sum(int(rows.max(initial=0)) for rows in raised) >= 1 << LANE:
        raise ValueError("weights too large for their lanes")
    shifts = np.arange(LANES, dtype=np.uint64) * np.uint64(LANE)
    firsts = range(0, weights[0].shape[1], LANES)
    return tuple(
        np.stack(
            [
                (part.astype(np.uint64) << shifts[: part.shape[1]]).sum(axis=1, dtype=np.uint64)
                for part in (rows[:, tag : tag + LANES] for tag in firsts)
            ],
            axis=1,
        )
        for rows in raised
    )


class CrfSegmenter(msgspec.Struct, frozen=True):
    """Words by the standard of the model's training text; clusters, Latin words and numbers are never cut."""

    name: str
    model: CrfModel
    fingerprint: str
    standard: str = "ud-gsd"

    def words(self, texts: Sequence[str]) -> list[IntArray]:
        """Word spans ``(n, 2)`` of each text."""
        return batches.words(self.model, texts, uncut=uncut, alone=alone)


def arrays(
    features: Features, weights: Sequence[npt.NDArray[np.int16]], edges: IntArray
) -> dict[str, npt.NDArray[Any]]:
    """What a model file holds of its features, but for the list of words, and of its weights."""
    turns = np.flatnonzero(np.diff(features.kind_of, prepend=np.uint8(255)))
    return {
        "alphabet": features.alphabet,
        "kind_starts": turns.astype(np.uint32),
        "kinds": features.kind_of[turns],
        "pair_keys": features.pairs.keys,
        "pair_rows": features.pairs.rows,
        "skip_keys": features.skips.keys,
        "skip_rows": features.skips.rows,
        "edges": edges.astype(np.int16),
        "weights": np.concatenate(weights).astype(np.int16),
    }


def features_of(tables: Mapping[str, npt.NDArray[Any]], lexicon: WordSet) -> Features:
    """The features that `arrays` took apart. Raises ``KeyError`` where one is missing."""
    pairs = PairTable(tables["pair_keys"], tables["pair_rows"])
    skips = PairTable(tables["skip_keys"], tables["skip_rows"])
    kind_of = np.repeat(tables["kinds"], np.diff(tables["kind_starts"], append=CODE_POINTS))
    return Features.of(tables["alphabet"], kind_of, pairs, skips, lexicon)


def save(path: Path, features: Features, weights: Sequence[npt.NDArray[np.int16]], edges: IntArray) -> None:
    """Write a model as plain arrays, the same bytes for the same model."""
    write(path, {"lexicon": features.lexicon.slots, **arrays(features, weights, edges)})


def write(path: Path, tables: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write plain arrays by name, the same bytes for the same arrays."""
    arguments: dict[str, Any] = dict(tables)
    with path.open("wb") as file:
        np.savez(file, **arguments)


def load(path: Path) -> tuple[CrfModel, str]:
    """The model in a file that `save` wrote, and the fingerprint of the file.

    Raises:
        ConfigError: for a file that is missing or no such model.
    """
    try:
        fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
        with np.load(path, allow_pickle=False) as archive:
            tables = {name: archive[name] for name in archive.files}
        features = features_of(tables, WordSet(tables["lexicon"]))
        weights = np.split(tables["weights"], np.cumsum(features.sizes())[:-1])
        return CrfModel.of(features, weights, tables["edges"].astype(np.int64)), fingerprint
    except (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, BadZipFile) as error:
        raise ConfigError(f"not a model of words: {error}", file=str(path)) from error


def lexicon_of(path: Path) -> WordSet:
    """The list of words in a file that `save` wrote. Raises ``KeyError`` where it has none."""
    with np.load(path, allow_pickle=False) as archive:
        return WordSet(archive["lexicon"])
