"""Models of pkuseg, decoded in batches: the same words as pkuseg's own, without it.

Source of the method: R. Luo, J. Xu, Y. Zhang, Z. Zhang, X. Ren, X. Sun, "PKUSEG: A toolkit for multi-domain
Chinese word segmentation", arXiv:1906.11455 (2019); features and normalisation as in spacy-pkuseg 1.0.
Scores are floats added in the order in which pkuseg adds them, so that ties fall as they do there.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray
from corpuskit.segment import batches
from corpuskit.segment.tables import PairTable, Trie

Weights = npt.NDArray[np.float64]

LONGEST = 6


class PkusegModel(msgspec.Struct, frozen=True):
    """A pkuseg model as tables; all weights are ``(templates, rows, tags)``."""

    symbol_of: npt.NDArray[np.int32]
    characters: Weights
    pairs: PairTable
    pair_weights: Weights
    trie: Trie
    word_weights: Weights
    word_pairs: PairTable
    word_pair_weights: Weights
    edges: Weights
    begins: batches.Flags
    first: Weights
    last: Weights

    def symbols(self, codes: CodeArray) -> npt.NDArray[Any]:
        """A small integer for each character."""
        symbols: npt.NDArray[np.int32] = self.symbol_of[codes]
        return symbols

    def stops(self, symbols: npt.NDArray[Any]) -> batches.Flags:
        """None: pkuseg decodes all between two blanks as one chain."""
        return np.zeros(len(symbols), np.bool_)

    def nodes(self, symbols: npt.NDArray[Any]) -> Weights:
        """Scores of each tag at each character: character features first, then words, then pairs of words."""
        around = np.concatenate([[0, 0], symbols, [0, 0]])
        rows = self.pairs.find(around[:-1], around[1:])
        n = len(symbols)
        scores: Weights = self.characters[0].take(symbols, axis=0)
        # In the order of pkuseg: c-1, c-1c, c1, cc1, c-2, c-2c-1, c2.
        for kind, shift, pair, pair_shift in ((1, -1, 0, -1), (2, 1, 1, 0), (3, -2, 2, -2)):
            scores += self.characters[kind].take(around[2 + shift : 2 + shift + n], axis=0)
            scores += self.pair_weights[pair].take(rows[2 + pair_shift : 2 + pair_shift + n], axis=0)
        scores += self.characters[4].take(around[4:], axis=0)
        self._add_words(scores, self.trie.matches(symbols, LONGEST)[::-1])
        return scores

    def _add_words(self, scores: Weights, matches: Sequence[tuple[IntArray, npt.NDArray[np.int32]]]) -> None:
        """Features of words that end or begin at a character, and of pairs that meet there; longest first."""
        lengths = range(LONGEST, 1, -1)
        for length, (starts, numbers) in zip(lengths, matches, strict=True):
            scores[starts + length - 1] += self.word_weights[0][numbers]
        starting = np.zeros((LONGEST + 1, len(scores) + LONGEST), np.int32)
        for length, (starts, numbers) in zip(lengths, matches, strict=True):
            scores[starts] += self.word_weights[1][numbers]
            starting[length, starts] = numbers
        met = [self._pairs_of(starting, length, match) for length in lengths for match in matches]
        for side in (0, 1):
            for at, rows in met:
                scores[at - side] += self.word_pair_weights[side][rows]

    def _pairs_of(
        self, starting: npt.NDArray[np.int32], length: int, match: tuple[IntArray, npt.NDArray[np.int32]]
    ) -> tuple[IntArray, npt.NDArray[np.int32]]:
        """Where a word of ``length`` meets one of the words in ``match``, and the row of their pair.

        ``starting`` ends in `LONGEST` zeros, which a negative index meets.
        """
        starts, numbers = match
        left = starting[length, starts - length]
        both = np.flatnonzero(left)
        rows = self.word_pairs.find(left[both], numbers[both])
        known = np.flatnonzero(rows)
        return starts[both[known]], rows[known]


class PkusegSegmenter(msgspec.Struct, frozen=True):
    """The words of a pkuseg model folder, as pkuseg gives them without a user dictionary."""

    name: str
    model: PkusegModel
    fingerprint: str
    standard: str = "pkuseg"

    def words(self, texts: Sequence[str]) -> list[IntArray]:
        """Word spans ``(n, 2)`` of each text."""
        return batches.words(self.model, texts)
