"""Line-break repair against the development cases and peers, in one run.

    python -m tests.bench.linebreak                     ours, by genre
    python -m tests.bench.linebreak punct_or_short      a peer beside it

The shipped parameters were learnt from these documents: figures on documents never seen are what
``python -m corpuskit.layout.train CASES`` prints for its five folds.
"""

import importlib
import json
import sys
from typing import Any

import corpuskit
from corpuskit.rules import load_rules
from tests.shared import SHARED

RULES = load_rules(select=["LB"])


def repaired(raw: str) -> str:
    """What ``corpuskit fix --select LB`` makes of a text."""
    return corpuskit.fix(raw, rules=RULES)


def harmed(cases: list[dict[str, Any]]) -> list[str]:
    """The ids of texts whose line breaks are right, and of which a byte changed."""
    return [case["id"] for case in cases if repaired(case["raw"]) != case["raw"]]


def main(peers: list[str]) -> None:
    """Print the tables."""
    if SHARED is None:
        raise SystemExit("the cases are not beside the checkout")
    folder = SHARED / "bench" / "linebreak"
    sys.path.insert(0, str(folder))
    score, others = importlib.import_module("score"), importlib.import_module("peers")
    cases = score.load(folder / "dev.jsonl")
    prepared = [score.prep(case) for case in cases]
    for name, function in [("corpuskit", repaired), *((peer, others.PEERS[peer]) for peer in peers)]:
        results, _ = score.score(cases, function, prepared)
        print(score.fmt(results, name, True))
        print(f"{name}: {results['ALL']['MBps']:.2f} MB/s one at a time\n")
    clean = [case for case in cases if case["style"] == "clean"]
    hostile = [json.loads(line) for line in (folder / "hostile.jsonl").open(encoding="utf-8")]
    for name, texts in (("clean", clean), ("hostile", hostile)):
        changed = harmed(texts)
        print(f"{name}: {len(changed)} of {len(texts)} changed {' '.join(changed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
