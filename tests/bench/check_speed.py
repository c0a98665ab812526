"""Speed of checking, as a ratio to AutoCorrect's lint and to ftfy in the same process and run.

    python -m tests.bench.check_speed                       wrapped and clean text in batches, documents one by one
    python -m tests.bench.check_speed --repeat 9 --large 20 and one document of 20 MB
    python -m tests.bench.check_speed --parts               where our own time goes, stage by stage

All default rules look, and the concise report is written to a file: ours is all that `corpuskit check` does
but for reading files; garbage is collected as seldom as there, for all three. AutoCorrect lints and returns its
findings, ftfy returns the text it mended. The development documents are set anew in columns of other widths
(wrapped), or a block a line (clean). The three take turns; of the repetitions the median counts. MB are 10**6
bytes of UTF-8; a ratio above 1 says that ours is faster.
"""

import argparse
import importlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from corpuskit import checker
from corpuskit.checker import check_many
from corpuskit.engines.processes import collect_seldom
from corpuskit.layout import THRESHOLD, analyse
from corpuskit.model import Document, Fix, Stage
from corpuskit.reports import render
from corpuskit.rules import load_rules
from tests.bench.layout_speed import DOCUMENT, MEGABYTE, WIDTHS, Batch, Work, batches, compare, documents
from tests.layout.texts import read
from tests.shared import SHARED

RULES = load_rules()


def ours(report: Path) -> Work:
    """Check a batch and write its findings to ``report``."""

    def work(texts: Batch) -> None:
        named = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
        with report.open("w", encoding="utf-8") as file:
            file.writelines(render("concise", check_many(named, RULES), RULES))

    return work


def peers() -> dict[str, Work]:
    """AutoCorrect and ftfy, where they are installed, each over a batch."""
    found: dict[str, Work] = {}
    calls: tuple[tuple[str, str, str, list[str]], ...] = (
        ("AutoCorrect", "autocorrect_py", "lint_for", ["text"]),
        ("ftfy", "ftfy", "fix_text", []),
    )
    for name, module, function, arguments in calls:
        try:
            call = getattr(importlib.import_module(module), function)
        except ImportError:
            print(f"{name} is not installed: skipped")
        else:
            found[name] = partial(_each, call, arguments)
    return found


def _each(call: Callable[..., object], arguments: Sequence[str], texts: Batch) -> list[object]:
    return [call(text, *arguments) for text in texts]


def clean(cases: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Pieces of the documents of about 6 kB, a block a line, an empty line between."""
    for blocks in {case["doc"]: case["gold"] for case in cases}.values():
        piece: list[str] = []
        for block in blocks:
            piece.append(block)
            if sum(len(one.encode()) for one in piece) >= DOCUMENT:
                yield "\n\n".join(piece) + "\n"
                piece = []
        if piece:
            yield "\n\n".join(piece) + "\n"


def parts(name: str, groups: Sequence[Batch], report: Path, repeat: int) -> None:
    """Print the processor's time for each stage of our check, the least of ``repeat``."""
    taken = [_stages(groups, report) for _ in range(repeat)]
    least = {stage: min(times[stage] for times in taken) for stage in taken[0]}
    size = sum(_size(group) for group in groups) / 1e6
    cells = [f"{stage} {1000 * took / size:.1f}" for stage, took in least.items()]
    print(f"{name}: {1000 * sum(least.values()) / size:.0f} ms a MB: {', '.join(cells)}")


def _stages(groups: Sequence[Batch], report: Path) -> dict[str, float]:
    """Seconds of each stage over ``groups``, one after the other; the layout's analysis by itself."""
    times: dict[str, float] = {}
    last = time.process_time()

    def lap(name: str) -> None:
        nonlocal last
        now = time.process_time()
        times[name] = times.get(name, 0) + now - last
        last = now

    for group in groups:
        named = [Document(f"{number}.txt", text) for number, text in enumerate(group)]
        works = [checker._begin(one, None, RULES) for one in named]
        lap("begin")
        checker._repeat(works, RULES, Stage.CHARACTERS)
        lap("characters")
        analyse([work.text for work in works])
        lap("analysis")
        checker._lay_out(works, RULES, THRESHOLD)
        lap("joining")
        checker._repeat(works, RULES, Stage.TEXT)
        lap("text")
        checked = checker._finish(works, RULES, Fix.SAFE, None)
        lap("findings")
        report.write_text("".join(render("concise", checked, RULES)), "utf-8")
        lap("report")
    times["joining"] -= times["analysis"]  # which it does once more
    return times


def _size(texts: Batch) -> int:
    return sum(len(text.encode()) for text in texts)


def main() -> None:
    """Print a line for each way to hand over the texts."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.check_speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED and SHARED / "bench" / "linebreak")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--sample", type=float, default=3, help="MB of documents")
    parser.add_argument("--large", type=float, default=0, help="MB of one large document")
    parser.add_argument("--parts", action="store_true", help="our own time by stage, no peers")
    options = parser.parse_args()
    if options.data is None:
        raise SystemExit("the cases are not beside the checkout: say --data FOLDER")
    collect_seldom()
    cases = read(options.data / "dev.jsonl")
    sample = int(options.sample * MEGABYTE)
    wrapped = batches([t for turn in range(len(WIDTHS)) for t in documents(cases, turn)], sample)[0]
    right = batches(list(clean(cases)), sample)[0]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        works = {"corpuskit": ours(report)} | ({} if options.parts else peers())
        for work in works.values():
            work(wrapped[:20])
        for name, texts in (("wrapped", wrapped), ("clean", right)):
            print(f"{name}: {len(texts)} documents, {_size(texts) / 1e6:.1f} MB, {options.repeat} times")
            ways: dict[str, Sequence[Batch]] = {
                "batches of 1 MB": batches(texts, MEGABYTE),
                "one at a time": [[text] for text in texts],
            }
            if options.large:
                large = "".join(texts) * (1 + int(options.large * MEGABYTE) // _size(texts))
                ways[f"one of {_size([large]) / 1e6:.0f} MB"] = [[large]]
            for way, groups in ways.items():
                if options.parts:
                    parts(f"  {way}", groups, report, options.repeat)
                else:
                    compare(f"  {way}", groups, works, options.repeat)


if __name__ == "__main__":
    main()
