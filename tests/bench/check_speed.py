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
from corpuskit.layout import THRESHOLD
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


def parts(texts: Sequence[str], report: Path) -> None:
    """Print how long each stage of our check takes over ``texts``."""
    times: dict[str, float] = {}
    named = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]

    def timed(name: str, call: Callable[..., Any]) -> Any:
        began = time.perf_counter()
        value = call()
        times[name] = times.get(name, 0) + time.perf_counter() - began
        return value

    works = timed("begin", lambda: [checker._begin(one, None) for one in named])
    timed("characters", lambda: checker._repeat(works, RULES, Stage.CHARACTERS))
    timed("layout", lambda: checker._lay_out(works, RULES, THRESHOLD))
    timed("text", lambda: checker._repeat(works, RULES, Stage.TEXT))
    checked = timed("findings", lambda: [checker._finish(one, RULES, Fix.SAFE, None) for one in works])
    timed("report", lambda: report.write_text("".join(render("concise", checked, RULES)), "utf-8"))
    whole = sum(times.values())
    for name, took in times.items():
        print(f"  {name:12} {1000 * took:8.1f} ms {100 * took / whole:5.1f} %")


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
            size = sum(len(text.encode()) for text in texts)
            print(f"{name}: {len(texts)} documents, {size / 1e6:.1f} MB, median of {options.repeat}")
            compare("  batches of 1 MB", batches(texts, MEGABYTE), works, options.repeat)
            compare("  one at a time", [[text] for text in texts], works, options.repeat)
            if options.large:
                large = ["".join(texts) * (1 + int(options.large * MEGABYTE) // size)]
                compare(f"  one of {options.large:g} MB", [large], works, options.repeat)
            if options.parts:
                parts(texts, report)


if __name__ == "__main__":
    main()
