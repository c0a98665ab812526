"""Where the shipped entity rules go wrong on a gold file; their figures are those of ``corpuskit eval``.

    python -m tests.bench.entities GOLD [--show CODE] [--missed LABEL] [--ignore CODES]

``--show`` prints a rule's wrong hits, ``--missed`` what was not found.
"""

import argparse
from collections import Counter
from pathlib import Path

from corpuskit.rules import load_rules
from corpuskit.scoring import Entity, read_gold
from corpuskit.scoring.rules import run_rules
from corpuskit.segment import load_segmenter


def shown(text: str, entity: Entity) -> str:
    """An entity in its context."""
    start, end, label = entity
    return f"{label} {text[max(0, start - 12) : start]}[{text[start:end]}]{text[end : end + 12]}"


def main() -> None:
    """Print what is wrong, and what is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--show", default="")
    parser.add_argument("--missed", default="")
    parser.add_argument("--ignore", default="")
    options = parser.parse_args()
    ignored = [code for code in options.ignore.split(",") if code]
    ran = run_rules(read_gold(options.gold), load_rules(ignore=ignored), load_segmenter("chars"))
    missed: Counter[str] = Counter()
    for one, truth, found in zip(ran.annotated, ran.gold, ran.found, strict=True):
        text = one.checked.text
        for label in one.labels:
            if label.code == options.show and label[:3] not in truth:
                print("wrong ", shown(text, label[:3]))
        for entity in truth:
            if entity[2] == options.missed and entity not in found:
                print("missed", shown(text, entity))
                missed[text[entity[0] : entity[1]]] += 1
    print(*(f"{count} {name}" for name, count in missed.most_common(60)), sep="\n")


if __name__ == "__main__":
    main()
