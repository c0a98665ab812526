"""Line-break repair on documents never seen, against peers, in one run.

    python -m tests.bench.linebreak --models DIR                  ours beside punct_or_short
    python -m tests.bench.linebreak --peers vim_gq,unst_group     other peers (peers.py beside the cases)
    python -m tests.bench.linebreak --worst 10                    and the ten worst cases, with their breaks
    python -m tests.bench.linebreak --shipped                     quick: the model that ships, on its own documents

Five folds by document: each document is repaired by ``corpuskit fix --select LB`` with a model learnt from
the other four folds; so are hostile texts (whose line breaks are right) and poems, which fall into folds by
their id. Intervals: documents drawn again, 95 %. Of peers, which drop blank lines and indents, only the lines
count.
"""

import argparse
import importlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import corpuskit
from corpuskit.layout import train
from corpuskit.layout.trees import Trees
from corpuskit.rules import load_rules
from tests.bench import worst
from tests.bench.figures import Counts
from tests.bench.folds import RIGHT, models, using
from tests.bench.inside import every
from tests.bench.rows import WHOLE, Part, table
from tests.layout.texts import HERE, hostile, read
from tests.shared import SHARED

RULES = load_rules(select=["LB"])
Repair = Callable[[str], str]


def repaired(raw: str) -> str:
    """What ``corpuskit fix --select LB`` makes of a text."""
    return corpuskit.fix(raw, rules=RULES)


def _edges(text: str) -> set[int]:
    """How many characters that are not blank stand before the end of each line."""
    return set(accumulate(size for line in text.splitlines() if (size := len("".join(line.split())))))


def _stays(raw: str, gold: str, output: str) -> Counts:
    """Whether no byte changed, and whether all line breaks of ``gold`` are there still."""
    counts: Counts = Counter()
    counts.update({"texts": 1, "same": output == raw, "lines": _edges(output) >= _edges(gold)})
    return counts


def whole(document: str, group: str, raw: str, gold: str, repair: Repair) -> Part:
    """Whether a text whose line breaks are right keeps them."""
    return Part(document, group, WHOLE, _stays(raw, gold, repair(raw)))


def plain(cases: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Each document as clean prose, a block a line; every second one with blank lines between."""
    first = {case["doc"]: case["gold"] for case in reversed(cases)}
    return {doc: ("\n\n" if n % 2 else "\n").join(gold) + "\n" for n, (doc, gold) in enumerate(first.items())}


def _falls(document: str, fold: int | None) -> bool:
    return fold in (None, train.fold_of(document))


class Bench:
    """The cases, and the scorer that came with them."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder))
        self.score, self.core, self.peers = map(importlib.import_module, ("score", "lbcore", "peers"))
        self.cases = read(folder / "dev.jsonl")
        self.prepared = [self.score.prep(case) for case in self.cases]
        self.plain = plain(self.cases)
        poems = read(HERE / "english_verse.jsonl")
        alone = [row for row in poems if not row["id"].endswith("-in-prose")]
        verse = {
            "english verse": [row for row in poems if row["id"].endswith("-in-prose")],
            "chinese verse": read(HERE / "verse_in_prose.jsonl"),
            "inside": [{"id": made.id, "raw": made.text, "gold": made.gold} for made in every()],
        }
        self.verse = [
            (group, case, self.score.prep(case | {"furniture": []}))
            for group, rows in verse.items()
            for case in rows
        ]
        self.hostile = {
            "poems": [(row["id"], row["raw"], row["raw"]) for row in alone],
            "given": [
                (row["id"], row["raw"], "\n".join(row["gold"])) for row in read(folder / "hostile.jsonl")
            ],
            "hostile": [(name, raw, raw) for name, raw in hostile()],
        }
        self.outputs: dict[int, str] = {}

    def fold(self, fold: int | None, repair: Repair) -> Iterator[Part]:
        """What ``repair`` does to the documents of a fold; None: to all."""
        for index, (case, prepared) in enumerate(zip(self.cases, self.prepared, strict=True)):
            if not _falls(case["doc"], fold):
                continue
            output = self.outputs[index] = repair(case["raw"])
            counts: Counts = self.score.eval_case(prepared, output)
            counts.update(_stays(case["raw"], "\n".join(case["gold"]), output))
            yield Part(case["doc"], case["genre"], case["style"], counts)
        for document, raw in self.plain.items():
            if _falls(document, fold):
                yield whole(document, "plain", raw, raw, repair)

    def right(self, fold: int | None, repair: Repair) -> Iterator[Part]:
        """What ``repair`` does to the right texts and poems of a fold; None: to all."""
        for group, rows in self.hostile.items():
            yield from (
                whole(name, group, raw, gold, repair) for name, raw, gold in rows if _falls(name, fold)
            )
        for group, case, prepared in self.verse:
            if _falls(case["id"].removesuffix("-in-prose"), fold):
                yield Part(case["id"], group, "verse", self.score.eval_case(prepared, repair(case["raw"])))

    def ours(self, folds: Iterator[tuple[int | None, Trees | None]]) -> list[Part]:
        """Our own repair, each fold by its model."""
        parts: list[Part] = []
        for fold, model in folds:
            with using(model):
                parts += [*self.right(fold, repaired), *self.fold(fold, repaired)]
        return parts

    def worst(self, count: int) -> None:
        """Print the worst cases of what was repaired last."""
        rows = []
        for index, output in self.outputs.items():
            value = 100 * self.score.prf(self.score.eval_case(self.prepared[index], output))["macro"]
            rows.append((value, self.cases[index], self.prepared[index], output))
        worst.show(rows, count, (self.score, self.core))


def main() -> None:
    """Print the table, then the worst cases."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.linebreak", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED and SHARED / "bench" / "linebreak")
    parser.add_argument("--peers", default="punct_or_short", help="comma-separated; '' for none")
    parser.add_argument("--models", type=Path, help="keep the models of the folds here")
    parser.add_argument(
        "--more", type=Path, nargs="*", default=[], help="cases to learn from, too (pages.py)"
    )
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--shipped", action="store_true", help="no folds: the model that ships")
    options = parser.parse_args()
    if options.data is None:
        raise SystemExit("the cases are not beside the checkout: say --data FOLDER")
    bench, began = Bench(options.data), time.perf_counter()
    columns = {}
    for name in filter(None, options.peers.split(",")):
        repair = bench.peers.PEERS[name]
        columns[name] = [*bench.right(None, repair), *bench.fold(None, repair)]
    lessons = train.Lessons.read(options.data / "dev.jsonl", RIGHT, options.more)
    folds = iter([(None, None)]) if options.shipped else models(lessons, options.models)
    columns = {"corpuskit": bench.ours(folds)} | columns
    print("\n".join(table(columns)))
    print(f"\n{len(bench.cases)} cases, {len(bench.plain)} documents, {time.perf_counter() - began:.0f} s")
    bench.worst(options.worst)


if __name__ == "__main__":
    main()
