"""Scores the shipped entity rules on gold files: by label, and each rule on its own.

    python tests/bench/entities.py GOLD [GOLD ...] [--labels PER,LOC,ORG] [--show CODE] [--missed LABEL]

Every sentence is a document of its own. ``--show`` prints a rule's wrong hits, ``--missed`` what was not
found, ``--preview`` adds the rules that are off.
"""

import argparse
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from corpuskit.labels import settle_labels
from corpuskit.model import Hits, IntArray, Stage, View
from corpuskit.rules import Finder, load_rules
from corpuskit.scoring import Entity, GoldSentence, RuleScore, read_gold, score_labels, score_rules


def view_of(text: str) -> View:
    """A text as the tag stage sees it, without blocks."""
    return View(text, np.frombuffer(text.encode("utf-32-le"), np.uint32), "zh")


def by_rule(finder: Finder, hits: Hits, chosen: IntArray | None = None) -> dict[str, list[Entity]]:
    """What each rule found: all its hits, or the chosen ones."""
    found: dict[str, list[Entity]] = {}
    for one in range(len(hits.rules)) if chosen is None else chosen.tolist():
        rule = hits.rules[one]
        entity = (int(hits.starts[one]), int(hits.ends[one]), finder.rules[rule].label)
        found.setdefault(finder.codes[rule], []).append(entity)
    return found


def settled(finder: Finder, hits: Hits) -> list[Entity]:
    """The entities that win, in order."""
    return sorted(one for found in won(finder, hits).values() for one in found)


def won(finder: Finder, hits: Hits) -> dict[str, list[Entity]]:
    """What is left of it when the hits are settled."""
    priorities = np.array([finder.rules[rule].priority for rule in hits.rules.tolist()], np.int64)
    return by_rule(finder, hits, settle_labels(hits.starts, hits.ends, priorities, hits.rules)[0])


def shown(sentence: GoldSentence, entity: Entity) -> str:
    """An entity in its context."""
    start, end, label = entity
    text = sentence.text
    return f"{label} {text[max(0, start - 12) : start]}[{text[start:end]}]{text[end : end + 12]}"


def report(scores: Mapping[str, RuleScore]) -> None:
    """Each rule's own precision (of what won; of all), how much of the gold it covers, what it lost."""
    heads = ("precision", 10), ("of", 6), ("coverage", 10), ("all hits", 10), ("of", 6), ("conflicts", 11)
    print(f"{'rule':8}{'label':6}" + "".join(f"{head:>{width}}" for head, width in heads))
    for code, one in scores.items():
        row = f"{one.won.precision:10.1f}{one.won.found:6}{one.won.recall:10.1f}"
        print(f"{code:8}{one.label:6}{row}{one.hits.precision:10.1f}{one.hits.found:6}{one.conflicts:11}")


def main() -> None:
    """Score every gold file named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--labels", default="PER,LOC,ORG")
    parser.add_argument("--show", default="")
    parser.add_argument("--missed", default="")
    parser.add_argument("--preview", action="store_true")
    options = parser.parse_args()
    (finder,) = load_rules(preview=options.preview).finders(Stage.TAG, "zh")
    for path in options.gold:
        gold = read_gold(path)
        began = time.process_time()
        hits = finder.find([view_of(sentence.text) for sentence in gold])
        seconds = time.process_time() - began
        rules_won = [won(finder, one) for one in hits]
        winners = [settled(finder, one) for one in hits]
        truth = [sentence.entities for sentence in gold]
        found = [by_rule(finder, one) for one in hits]
        size = sum(len(sentence.text.encode()) for sentence in gold) / 1e6
        print(f"{path.name}: {len(gold)} sentences, {size / seconds:.1f} MB/s")
        for label, score in score_labels(truth, winners, options.labels.split(",")).items():
            print(
                f"{label:5} P {score.precision:.1f} R {score.recall:.1f} F1 {score.f1:.1f}  gold {score.gold}"
            )
        report(score_rules(truth, found, rules_won))
        for sentence, rows in zip(gold, rules_won, strict=True):
            for entity in rows.get(options.show, ()):
                if entity not in sentence.entities:
                    print("wrong", shown(sentence, entity))
        if options.missed:
            missed = [
                (shown(sentence, one), sentence.text[one[0] : one[1]])
                for sentence, kept in zip(gold, winners, strict=True)
                for one in sentence.entities
                if one[2] == options.missed and one not in kept
            ]
            print(Counter(name for _, name in missed).most_common(60))
            print(*(line for line, _ in missed), sep="\n")


if __name__ == "__main__":
    main()
