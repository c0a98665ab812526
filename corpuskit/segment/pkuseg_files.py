"""Reads a folder in which pkuseg left a model, and makes tables of it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.segment.pkuseg import LONGEST, PkusegModel, Weights
from corpuskit.segment.tables import PairTable, Trie
from corpuskit.unicode import CODE_POINTS

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
_WORDS = ("w-1", "w1")
_WORD_PAIRS = ("ww.l", "ww.r")

Indices: TypeAlias = dict[str, int]


class _Features(msgspec.Struct):
    """What is used of ``features.msgpack``."""

    unigram: list[str]
    feature_to_idx: Indices
    tag_to_idx: Indices


def load(folder: Path) -> tuple[PkusegModel, str]:
    """The model in a pkuseg folder, and the fingerprint of its two files.

    Raises:
        ConfigError: for a folder that is no pkuseg model in ``features.msgpack`` and ``weights.npz``.
    """
    paths = folder / "features.msgpack", folder / "weights.npz"
    for path in paths:
        if not path.is_file():
            pickled = path == paths[0] and (folder / "features.pkl").is_file()
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
    named = _by_kind(features.feature_to_idx)
    words = _words_met(features.unigram)
    names = _symbols(named, words)
    number = {name: index for index, name in enumerate(names) if name}
    tags = weights.shape[1]
    pairs, pair_weights = _pairs([named[kind] for kind in _PAIRS], number, ".", weights)
    numbered = {word: index for index, word in enumerate(words, 1)}
    word_pairs, word_pair_weights = _pairs([named[kind] for kind in _WORD_PAIRS], numbered, "*", weights)
    begins = np.zeros(tags, np.bool_)
    begins[[index for tag, index in features.tag_to_idx.items() if "B" in tag]] = True
    return PkusegModel(
        symbol_of=_symbol_table(number),
        characters=_character_weights(named, names, weights),
        pairs=pairs,
        pair_weights=pair_weights,
        trie=Trie.of([[number[character] for character in word] for word in words], len(names)),
        word_weights=_rows([named[kind] for kind in _WORDS], words, weights),
        word_pairs=word_pairs,
        word_pair_weights=word_pair_weights,
        edges=edges,
        begins=begins,
        first=np.zeros(tags),
        last=np.zeros(tags),
    )


def _by_kind(indices: Indices) -> dict[str, Indices]:
    """Features ``kind.name`` by kind."""
    named: dict[str, Indices] = {kind: {} for kind in (*_CHARACTERS, *_PAIRS, *_WORDS, *_WORD_PAIRS)}
    for feature, index in indices.items():
        kind, _, name = feature.partition(".")
        if kind == "ww":
            side, _, name = name.partition(".")
            kind = f"ww.{side}"
        if kind in named:
            named[kind][name] = index
    return named


def _words_met(words: Iterable[str]) -> list[str]:
    """Those words that can be met: pkuseg normalises the text it looks in, not its words."""
    never = set(_RENAMED + _NUMBERS + _LETTERS)
    return sorted({word for word in words if 1 < len(word) <= LONGEST and never.isdisjoint(word)})


def _symbols(named: Mapping[str, Indices], words: Iterable[str]) -> list[str]:
    """What pkuseg sees, each at its number: nothing, unknown, a number, a letter, known characters."""
    seen = {name for kind in _CHARACTERS for name in named[kind]}
    seen |= {name for kind in _PAIRS for pair in named[kind] for name in pair.split(".")}
    seen.update([_RENAMED_TO], *words)
    return ["", "", _NUMBER, _LETTER, *sorted(name for name in seen if len(name) == 1)]


def _symbol_table(number: Indices) -> npt.NDArray[np.int32]:
    """The symbol of each code point."""
    table = np.full(CODE_POINTS, _UNKNOWN, np.int32)
    for name, symbol in number.items():
        if len(name) == 1:
            table[ord(name)] = symbol
    for name, characters in ((_NUMBER, _NUMBERS), (_LETTER, _LETTERS), (_RENAMED_TO, _RENAMED)):
        table[[ord(character) for character in characters]] = number[name]
    return table


def _character_weights(named: Mapping[str, Indices], names: Sequence[str], weights: Weights) -> Weights:
    """Weights ``(templates, symbols, tags)``; the feature that every character has is in the first."""
    rows = _rows([named[kind] for kind in _CHARACTERS], names[1:], weights)
    rows[0, _UNKNOWN:] = weights[0] + rows[0, _UNKNOWN:]
    return rows


def _pairs(
    named: Sequence[Indices], number: Indices, separator: str, weights: Weights
) -> tuple[PairTable, Weights]:
    """The pairs of numbered things that features are about, and their weights by kind."""
    names = []
    pairs = []
    for name in sorted(set[str]().union(*named)):
        first, _, second = name.partition(separator)
        if first in number and second in number:
            names.append(name)
            pairs.append((number[first], number[second]))
    table = np.array(pairs, np.int64).reshape(-1, 2)
    rows = np.arange(1, len(pairs) + 1)
    return PairTable.of(table[:, 0], table[:, 1], rows), _rows(named, names, weights)


def _rows(named: Sequence[Indices], names: Sequence[str], weights: Weights) -> Weights:
    """Weights ``(kinds, 1 + names, tags)`` of each name in each kind, zeros where it has none."""
    rows = np.zeros((len(named), 1 + len(names), weights.shape[1]))
    for kind, indices in enumerate(named):
        known = [(row, indices[name]) for row, name in enumerate(names, 1) if name in indices]
        if known:
            at, index = np.array(known).T
            rows[kind, at] = weights[index]
    return rows
