"""Models of pkuseg, decoded in batches: the same words as pkuseg's own, without it.

Source of the method: R. Luo, J. Xu, Y. Zhang, Z. Zhang, X. Ren, X. Sun, "PKUSEG: A toolkit for multi-domain
Chinese word segmentation", arXiv:1906.11455 (2019); features and normalisation as in spacy-pkuseg 1.0.
Scores are floats added in the order in which pkuseg adds them, so that ties fall as they do there.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.model import CodeArray, IntArray
from corpuskit.segment import batches
from corpuskit.segment.tables import PairTable, Trie
from corpuskit.unicode import CODE_POINTS

Weights = npt.NDArray[np.float64]

# What pkuseg makes of characters before it looks at them.
_RENAMED, _RENAMED_TO = "-._,|/*:", "&"
_NUMBERS = "0123456789几二三四五六七八九十千万亿兆零１２３４５６７８９０％"
_LETTERS = (
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
    + "ａｂｃｄｅｆｇｈｉｇｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
    + "／・－"
)
_NUMBER, _LETTER = "**Num", "**Letter"
_UNKNOWN = 1
_CHARACTERS = ("c", "c-1", "c1", "c-2", "c2")
_PAIRS = ("c-1c", "cc1", "c-2c-1")
_LONGEST = 6


class _Features(msgspec.Struct):
    """``features.msgpack``."""

    unigram: list[str]
    bigram: list[str]
    feature_to_idx: dict[str, int]
    tag_to_idx: dict[str, int]


@dataclass(frozen=True, slots=True)
class PkusegModel:
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
        self._add_words(scores, self.trie.matches(symbols, _LONGEST)[::-1])
        return scores

    def _add_words(self, scores: Weights, matches: Sequence[tuple[IntArray, npt.NDArray[np.int32]]]) -> None:
        """Features of words that end or begin at a character, and of pairs that meet there; longest first."""
        lengths = range(_LONGEST, 1, -1)
        for length, (starts, numbers) in zip(lengths, matches, strict=True):
            scores[starts + length - 1] += self.word_weights[0][numbers]
        starting = np.zeros((_LONGEST + 1, len(scores) + _LONGEST), np.int32)
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

        ``starting`` ends in `_LONGEST` zeros, which a negative index meets.
        """
        starts, numbers = match
        left = starting[length, starts - length]
        both = np.flatnonzero(left)
        rows = self.word_pairs.find(left[both], numbers[both])
        known = np.flatnonzero(rows)
        return starts[both[known]], rows[known]


def load(folder: Path) -> tuple[PkusegModel, str]:
    """The model in a pkuseg folder, and the fingerprint of its two files.

    Raises:
        ConfigError: for a folder that is no pkuseg model in ``features.msgpack`` and ``weights.npz``.
    """
    paths = folder / "features.msgpack", folder / "weights.npz"
    for path in paths:
        if not path.is_file():
            pickled = (folder / "features.pkl").is_file()
            hint = "features.pkl is refused: a pickle can run code" if pickled else "no such file"
            raise ConfigError(
                f"{hint}; allowed: a pkuseg model folder with features.msgpack and weights.npz",
                file=str(path),
            )
    contents = [path.read_bytes() for path in paths]
    try:
        features = msgspec.msgpack.decode(contents[0], type=_Features)
    except msgspec.MsgspecError as error:
        raise ConfigError(f"not the features of a pkuseg model: {error}", file=str(paths[0])) from error
    try:
        with np.load(paths[1], allow_pickle=False) as archive:
            weights = _checked(archive["w"], archive["sizes"], features)
    except (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, BadZipFile) as error:
        raise ConfigError(f"not the weights of a pkuseg model: {error}", file=str(paths[1])) from error
    return _compiled(features, *weights), hashlib.sha256(b"".join(contents)).hexdigest()


def _checked(w: Weights, sizes: npt.NDArray[Any], features: _Features) -> tuple[Weights, Weights]:
    """Weights of features ``(features, tags)`` and of tags ``(tag, following tag)``."""
    tags, count = int(sizes[0]), int(sizes[1])
    for indices, wanted in ((features.tag_to_idx, tags), (features.feature_to_idx, count)):
        if sorted(indices.values()) != list(range(wanted)):
            raise ValueError(f"{count} features and {tags} tags, others than in features.msgpack")
    if w.shape != (tags * (count + tags),):
        raise ValueError(f"{w.shape} weights")
    w = w.astype(np.float64)
    return w[: tags * count].reshape(count, tags), 1.0 + w[tags * count :].reshape(tags, tags).T


def _compiled(features: _Features, weights: Weights, edges: Weights) -> PkusegModel:
    symbols = _Symbols(features)
    named = _by_kind(features.feature_to_idx)
    words = symbols.words(features.unigram)
    pairs = sorted({pair for kind in _PAIRS for name in named[kind] if (pair := symbols.pair(name))})
    number = {word: index + 1 for index, word in enumerate(words)}
    word_pairs = sorted(
        {pair for kind in ("ww.l", "ww.r") for name in named[kind] if (pair := _word_pair(name, number))}
    )
    zero = np.zeros(weights.shape[1])
    characters = np.zeros((len(_CHARACTERS), len(symbols.names), len(zero)))
    characters[0, _UNKNOWN:] = weights[0]
    for row, kind in enumerate(_CHARACTERS):
        for name, index in named[kind].items():
            if symbol := symbols.number.get(name):
                characters[row, symbol] += weights[index]
    begins = np.zeros(len(zero), np.bool_)
    begins[[index for tag, index in features.tag_to_idx.items() if "B" in tag]] = True
    pair_names = [".".join((symbols.names[a], symbols.names[b])) for a, b in pairs]
    word_pair_names = [f"{words[a - 1]}*{words[b - 1]}" for a, b in word_pairs]
    return PkusegModel(
        symbols.table(),
        characters,
        _pair_table(pairs),
        _rows([named[kind] for kind in _PAIRS], pair_names, weights),
        Trie.of([[symbols.number[character] for character in word] for word in words], len(symbols.names)),
        _rows([named["w-1"], named["w1"]], words, weights),
        _pair_table(word_pairs),
        _rows([named["ww.l"], named["ww.r"]], word_pair_names, weights),
        edges,
        begins,
        zero,
        zero,
    )


class _Symbols:
    """Small integers for what pkuseg sees: characters of its features and words, numbers, letters."""

    def __init__(self, features: _Features) -> None:
        named = (name.split(".", 1) for name in features.feature_to_idx if "." in name)
        seen = {
            symbol for kind, name in named if kind in (*_CHARACTERS, *_PAIRS) for symbol in name.split(".")
        }
        words = {character for word in features.unigram if 1 < len(word) <= _LONGEST for character in word}
        single = {symbol for symbol in seen | words | {_RENAMED_TO} if len(symbol) == 1}
        self.names = ["", "", _NUMBER, _LETTER, *sorted(single)]
        self.number = {name: index for index, name in enumerate(self.names) if name}

    def pair(self, name: str) -> tuple[int, int] | None:
        """The symbols of a feature of two characters, ``a.b``."""
        first, _, second = name.partition(".")
        if first in self.number and second in self.number:
            return self.number[first], self.number[second]
        return None

    def words(self, words: Iterable[str]) -> list[str]:
        """Those words that can be met: pkuseg normalises the text it looks in, not its words."""
        never = set(_RENAMED + _NUMBERS + _LETTERS)
        return sorted({word for word in words if 1 < len(word) <= _LONGEST and never.isdisjoint(word)})

    def table(self) -> npt.NDArray[np.int32]:
        """The symbol of each code point."""
        table = np.full(CODE_POINTS, _UNKNOWN, np.int32)
        for name, number in self.number.items():
            if len(name) == 1:
                table[ord(name)] = number
        for symbol, characters in ((_NUMBER, _NUMBERS), (_LETTER, _LETTERS), (_RENAMED_TO, _RENAMED)):
            table[[ord(character) for character in characters]] = self.number[symbol]
        return table


def _by_kind(indices: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Features ``kind.name`` by kind."""
    named: dict[str, dict[str, int]] = {
        kind: {} for kind in (*_CHARACTERS, *_PAIRS, "w-1", "w1", "ww.l", "ww.r")
    }
    for feature, index in indices.items():
        kind, _, name = feature.partition(".")
        if kind == "ww":
            side, _, name = name.partition(".")
            kind = f"ww.{side}"
        if kind in named:
            named[kind][name] = index
    return named


def _word_pair(name: str, number: Mapping[str, int]) -> tuple[int, int] | None:
    """The numbers of two words, ``a*b``."""
    first, _, second = name.partition("*")
    return (number[first], number[second]) if first in number and second in number else None


def _pair_table(pairs: Sequence[tuple[int, int]]) -> PairTable:
    table = np.array(pairs, np.int64).reshape(-1, 2)
    return PairTable.of(table[:, 0], table[:, 1], np.arange(1, len(pairs) + 1))


def _rows(named: Sequence[Mapping[str, int]], names: Sequence[str], weights: Weights) -> Weights:
    """Weights ``(kinds, 1 + names, tags)`` of each name in each kind, zeros where it has none."""
    rows = np.zeros((len(named), 1 + len(names), weights.shape[1]))
    for kind, indices in enumerate(named):
        known = [(row, indices[name]) for row, name in enumerate(names, 1) if name in indices]
        if known:
            at, index = np.array(known).T
            rows[kind, at] = weights[index]
    return rows
