"""Speed of the layout analysis, as a ratio to peers in the same process and run.

    python -m tests.bench.layout_speed                      batches, single documents, one of 20 MB
    python -m tests.bench.layout_speed --repeat 5 --large 0 without the large one

The development documents are set anew in columns of other widths. Repairers take turns; of the repetitions
the median counts. MB are 10**6 bytes of UTF-8; a ratio above 1 says that ours is faster.
"""

import argparse
import importlib
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from corpuskit.layout import analyse
from corpuskit.layout.rewrap import Setting, rewrap
from tests.layout.texts import read
from tests.shared import SHARED

Batch = Sequence[str]
Work = Callable[[Batch], object]
WIDTHS = (26, 34, 42, 58, 70)
DOCUMENT, MEGABYTE = 6_000, 1_000_000


def _size(text: str) -> int:
    return len(text.encode())


def documents(cases: Sequence[dict[str, Any]], turn: int) -> Iterator[str]:
    """Pieces of the documents of about 6 kB (what is left of one is left out), each set anew in a column of its
    own, another at each turn."""
    seen: set[str] = set()
    for case in cases:
        if case["doc"] in seen:
            continue
        seen.add(case["doc"])
        blocks: list[str] = []
        kinds: list[str] = []
        for block, kind in zip(case["gold"], case["gold_types"], strict=True):
            blocks.append(block)
            kinds.append(kind)
            if sum(map(_size, blocks)) >= DOCUMENT:
                yield _set(blocks, kinds, len(seen) + turn)
                blocks, kinds = [], []


def _set(blocks: Sequence[str], kinds: Sequence[str], seed: int) -> str:
    setting = Setting(WIDTHS[seed % len(WIDTHS)], shown=seed % 2 == 0, blank_lines=95 * (seed % 3 == 0))
    return rewrap(blocks, kinds, setting, seed)


def batches(texts: Sequence[str], size: int) -> list[Batch]:
    """Texts together until they are ``size`` bytes."""
    found: list[list[str]] = [[]]
    room = size
    for text in texts:
        if room <= 0:
            found.append([])
            room = size
        found[-1].append(text)
        room -= _size(text)
    return list(found)


def repairers(folder: Path) -> dict[str, Work]:
    """Ours and the peers, each over a batch."""
    sys.path.insert(0, str(folder))
    punct_or_short = importlib.import_module("peers").punct_or_short
    found: dict[str, Work] = {
        "corpuskit": analyse,
        "punct_or_short": lambda texts: [punct_or_short(text) for text in texts],
    }
    try:
        group = importlib.import_module("unstructured.cleaners.core").group_broken_paragraphs
    except ImportError:
        print("unstructured is not installed: skipped")
    else:
        found["unstructured"] = lambda texts: [group(text) for text in texts]
    return found


def measure(work: Work, parts: Sequence[Batch]) -> float:
    """MB a second of the processor: other work on the machine hardly touches it."""
    began = time.process_time()
    for part in parts:
        work(part)
    return sum(_size(text) for part in parts for text in part) / 1e6 / (time.process_time() - began)


def compare(name: str, parts: Sequence[Batch], works: dict[str, Work], repeat: int) -> None:
    """Print a line: the median speed of each, and ours by each peer's."""
    speeds: dict[str, list[float]] = {key: [] for key in works}
    for _ in range(repeat):
        for key, work in works.items():
            speeds[key].append(measure(work, parts))
    medians = {key: statistics.median(found) for key, found in speeds.items()}
    ours = medians["corpuskit"]
    cells = [f"{key} {speed:.2f} MB/s" for key, speed in medians.items()]
    ratios = [f"{ours / speed:.2f} x {key}" for key, speed in medians.items() if key != "corpuskit"]
    print(f"{name:24} {', '.join(cells)}; ours is {', '.join(ratios)}")


def main() -> None:
    """Print a line for each way to hand over the texts."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.layout_speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED and SHARED / "bench" / "linebreak")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sample", type=float, default=3, help="MB of documents")
    parser.add_argument("--large", type=float, default=20, help="MB of the large document; 0 for none")
    options = parser.parse_args()
    if options.data is None:
        raise SystemExit("the cases are not beside the checkout: say --data FOLDER")
    cases = read(options.data / "dev.jsonl")
    every = [text for turn in range(len(WIDTHS)) for text in documents(cases, turn)]
    texts = batches(every, int(options.sample * MEGABYTE))[0]
    works = repairers(options.data)
    for work in works.values():
        work(texts[:20])
    size = sum(map(_size, texts))
    print(f"{len(texts)} documents, {size / 1e6:.1f} MB, median of {options.repeat}")
    compare("batches of 1 MB", batches(texts, MEGABYTE), works, options.repeat)
    compare("one document at a time", [[text] for text in texts], works, options.repeat)
    if options.large:
        large = "".join(texts) * (1 + int(options.large * MEGABYTE) // size)
        cut = large.encode()[: int(options.large * MEGABYTE)].decode(errors="ignore")
        compare(f"one of {options.large:g} MB", [[cut]], works, options.repeat)


if __name__ == "__main__":
    main()
