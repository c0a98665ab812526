"""Trains the shipped tagger: ``python -m corpuskit.tagger.train TRAIN.iob2 rules/zh OUT``.

TRAIN holds sentences with a word in the second column, its entity tag in the third and ``# text``
comments, as Universal NER has it. The classes of names are made of the lists in the folder of the rules; the
list of words is that of the word model. The same files give the same model.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from corpuskit.model import IntArray
from corpuskit.segment import batches, crf
from corpuskit.segment.load import SHIPPED
from corpuskit.segment.train import Gold, fitted, laid, pruned, quantised, read_gold, vocabulary
from corpuskit.tagger import model
from corpuskit.tagger.features import CLASSES, NameFeatures, Names
from corpuskit.tagger.model import LABELS, OUTSIDE, SCHEME, STOPS
from corpuskit.wordset import WordSet

# Chosen among 0.25, 0.5, 1 and 2 by the entities of the UNER development file.
PENALTY = 0.5


def lists(folder: Path) -> dict[str, list[str]]:
    """The entries of each class: the first columns of its lists in ``folder``, without comments."""
    found = {}
    for name, files in CLASSES:
        lines = [line for file in files for line in (folder / f"{file}.txt").read_text("utf-8").splitlines()]
        rows = (line.partition("\t")[0].strip() for line in lines)
        found[name] = [row for row in rows if row and not row.startswith("#")]
    return found


def train(sentences: Sequence[Gold], names: Mapping[str, Iterable[str]], words: WordSet) -> model.Trained:
    """A model of ``sentences``, with ``names`` by class and ``words`` as its lists."""
    codes, at, tags = laid([sentence.text for sentence in sentences], _tags(sentences))
    starts, lengths = batches.chains(at, crf.stop_table(STOPS)[codes])
    # An entity that a blank or a stop cuts begins anew behind it.
    tags[starts] -= (tags[starts] != OUTSIDE) & (tags[starts] % 2 == 0)
    base = vocabulary(codes, at, words)
    features = NameFeatures(base, Names.of([names[name] for name, _ in CLASSES]))
    rows = features.indices(codes)
    weights, edges = fitted(features.sizes(), rows, (starts, lengths, tags), SCHEME, penalty=PENALTY)
    count = len(base.sizes())
    smaller, kept = pruned(base, weights[:count])
    return model.Trained(NameFeatures(smaller, features.names), *quantised(kept + weights[count:], edges))


def _tags(sentences: Sequence[Gold]) -> IntArray:
    """The tags of all characters, one character between two sentences."""
    tags = np.full(sum(len(sentence.text) + 1 for sentence in sentences), OUTSIDE, np.int64)
    offset = 0
    for sentence in sentences:
        for (start, end), tag in zip(sentence.words, sentence.tags, strict=True):
            prefix, _, label = tag.partition("-")
            if label in LABELS:
                begin = 1 + 2 * LABELS.index(label)
                tags[offset + start : offset + end] = begin + 1
                tags[offset + start] = begin + (prefix == "I")
        offset += len(sentence.text) + 1
    return tags[:-1]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m corpuskit.tagger.train", description="Train the tagger of entities."
    )
    parser.add_argument("train", type=Path, help="sentences with entities: .iob2")
    parser.add_argument("lists", type=Path, help="the folder with the lists of names: rules/zh")
    parser.add_argument("out", type=Path, help="the model file to write")
    options = parser.parse_args(arguments)
    names = lists(options.lists)
    model.save(options.out, train(read_gold(options.train), names, crf.lexicon_of(SHIPPED)))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
