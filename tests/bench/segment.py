"""Words side by side: speed and F1 of the shipped model, and of a pkuseg model with and without spacy-pkuseg.

    python -m tests.bench.segment TRAIN.iob2 DEV.iob2 [--pkuseg DIR]

Without ``--pkuseg`` a pkuseg model is trained from TRAIN first (about five minutes). One process, CPU time,
the best of three rounds; batches are whole files.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from corpuskit.segment import load_segmenter
from corpuskit.segment.train import Gold, read_gold

Spans: TypeAlias = list[list[tuple[int, int]]]
Segment: TypeAlias = Callable[[Sequence[str]], Spans]


def reference(folder: Path) -> Segment:
    """spacy-pkuseg itself, without a user dictionary and its post-merge."""
    import spacy_pkuseg

    segmenter = spacy_pkuseg.pkuseg(str(folder), user_dict=None)

    def words(texts: Sequence[str]) -> Spans:
        found = []
        for text in texts:
            spans, at = list[tuple[int, int]](), 0
            for word in segmenter.cut(text):
                at = text.index(word, at)
                spans.append((at, at + len(word)))
                at += len(word)
            found.append(spans)
        return found

    return words


def ours(spec: str) -> Segment:
    """One of our segmenters."""
    segmenter = load_segmenter(spec)
    return lambda texts: [[(a, b) for a, b in spans.tolist()] for spans in segmenter.words(texts)]


def speed(segment: Segment, texts: Sequence[str], rounds: int = 3) -> float:
    """MB of UTF-8 a second of CPU time."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        segment(texts)
        best = min(best, time.process_time() - start)
    return sum(len(text.encode()) for text in texts) / 1e6 / best


def score(found: Spans, gold: Sequence[Gold], known: set[str]) -> tuple[float, float]:
    """F1 of words, and recall of words that are not ``known``, in per cent."""
    right = total = unknown = caught = 0
    for sentence, spans in zip(gold, found, strict=True):
        wanted, given = set(sentence.words), set(spans)
        right += len(wanted & given)
        total += len(wanted) + len(given)
        new = {(start, end) for start, end in wanted if sentence.text[start:end] not in known}
        unknown += len(new)
        caught += len(new & given)
    return 200 * right / total, 100 * caught / unknown


def trained(gold: Sequence[Gold], folder: Path) -> Path:
    """A pkuseg model of ``gold``, trained by spacy-pkuseg as it trains by default."""
    import random

    import spacy_pkuseg

    random.seed(0)
    lines = [" ".join(sentence.text[start:end] for start, end in sentence.words) for sentence in gold]
    text = folder / "train.txt"
    text.write_text("\n".join(lines), encoding="utf-8")
    spacy_pkuseg.train(str(text), str(text), str(folder / "model"))
    return folder / "model"


def main() -> None:
    """Print one line for each segmenter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--pkuseg", type=Path, help="a pkuseg model folder trained from TRAIN")
    options = parser.parse_args()
    train, dev = read_gold(options.train), read_gold(options.dev)
    known = {sentence.text[start:end] for sentence in train for start, end in sentence.words}
    texts = [sentence.text for sentence in train + dev]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.pkuseg or trained(train, Path(scratch))
        specs = (f"pkuseg:{folder}", "default", "chars")
        peers = {"spacy-pkuseg": reference(folder)} | {spec: ours(spec) for spec in specs}
        base = 0.0
        for name, segment in peers.items():
            rate = speed(segment, texts)
            base = base or rate
            f1, recall = score(segment([sentence.text for sentence in dev]), dev, known)
            name = name.partition(":")[0]
            print(f"{name:14}{rate:7.2f} MB/s{rate / base:7.1f} x   F1 {f1:.2f}  unknown {recall:.1f}")
        theirs, same = peers["spacy-pkuseg"](texts), peers[specs[0]](texts)
        differ = sum(a != b for a, b in zip(theirs, same, strict=True))
        print(f"sentences in which pkuseg:DIR differs from spacy-pkuseg: {differ} of {len(texts)}")


if __name__ == "__main__":
    main()
