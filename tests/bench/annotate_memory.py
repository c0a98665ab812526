"""Resident memory of the annotator over much text, as a curve.

    python -m tests.bench.annotate_memory --data DIR [--megabytes 100] [--every 10]

The texts of DIR (see `tests.bench.texts`) are fixed and cut into lines, and documents of about 2,000 characters
are made of the lines, in another order each time. A process of its own fixes and annotates them as ``build``
does, in batches, and writes CoNLL-U to the null device; the curve is what it holds after every so many MB, and
the most that it held until then (Linux: ``/proc/self/status``).
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from corpuskit.batching import BATCH
from corpuskit.checker import check_many
from corpuskit.formats import conllu
from corpuskit.model import Annotated, Document
from corpuskit.rules import load_rules
from corpuskit.run import Settings, Worker
from tests.bench.texts import documents, pages


def lines_of(folder: Path, path: Path) -> None:
    """Write the lines of the fixed texts of ``folder`` to ``path``."""
    rules, found = load_rules(), documents(folder)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while batch := list(islice(found, 50)):
            for one in check_many(batch, rules):
                file.writelines(f"{line}\n" for line in one.text.split("\n") if line.strip())


def kilobytes(key: str) -> int:
    """A figure of this process."""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith(f"{key}:"))


def batches(found: Iterator[Document]) -> Iterator[list[Document]]:
    """Documents as a build takes them together."""
    batch, weight = list[Document](), 0
    for one in found:
        batch.append(one)
        weight += len(one.text)
        if weight >= BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def curve(path: Path, megabytes: float, every: float) -> list[tuple[float, int, int]]:
    """MB done, MB resident then, MB resident at most until then; after loading, and after ``every`` so many."""
    lines = path.read_text(encoding="utf-8").splitlines()
    worker = Worker(Settings(load_rules(), segmenter="default"))
    worker.process([Document("first", lines[0])])
    points = [(0.0, kilobytes("VmRSS") // 1024, kilobytes("VmHWM") // 1024)]
    done = 0.0
    with Path(os.devnull).open("wb") as sink:
        for batch in batches(pages(lines, round(megabytes * 1e6))):
            for one in worker.process(batch):
                assert isinstance(one, Annotated)
                sink.write(conllu.render(one).encode())
            done += sum(len(one.text.encode()) for one in batch) / 1e6
            if done >= points[-1][0] + every:
                points.append((done, kilobytes("VmRSS") // 1024, kilobytes("VmHWM") // 1024))
                print(
                    f"{done:7.1f} MB done: {points[-1][1]} MB resident, {points[-1][2]} at most", flush=True
                )
    return points


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the curve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--every", type=float, default=10)
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "lines.txt"
        lines_of(args.data, path)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            points = pool.submit(curve, path, args.megabytes, args.every).result()
    (_, loaded, _), *rest = points
    growth = points[-1][1] - points[1][1] if len(points) > 1 else 0
    print(
        f"loaded {loaded} MB; at most {max(most for *_, most in rest)} MB; growth after the first: {growth} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
