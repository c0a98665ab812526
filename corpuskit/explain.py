"""Why a label won: what it beat, and by what of priority, length, place and rule order."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from corpuskit.display import escaped
from corpuskit.findings import shown_file
from corpuskit.model import Annotated, Label
from corpuskit.offsets import LineIndex
from corpuskit.rules import RuleSet, tagging_rules


class Beaten(NamedTuple):
    """A label that lost, the one it lost to, and why."""

    lost: Label
    winner: Label
    reason: str


def priorities_of(rules: RuleSet) -> dict[str, tuple[int, int]]:
    """Priority and rank of each rule that gives labels."""
    return {rule.code: (rule.priority, rank) for rank, rule in tagging_rules(rules)}


def beaten(annotated: Annotated, priorities: Mapping[str, tuple[int, int]]) -> Iterator[Beaten]:
    """For each label that lost, the strongest of those it met: the one that was taken before it."""
    starts = [label.start for label in annotated.labels]
    ends = [label.end for label in annotated.labels]
    for lost in annotated.lost:
        met = annotated.labels[bisect_right(ends, lost.start) : bisect_left(starts, lost.end)]
        if met:
            winner = min(met, key=lambda one: _order(one, priorities))
            yield Beaten(lost, winner, _reason(winner, lost, priorities))


def _order(label: Label, priorities: Mapping[str, tuple[int, int]]) -> tuple[int, int, int, int]:
    priority, rank = priorities[label.code]
    return -priority, label.start - label.end, label.start, rank


def _reason(winner: Label, lost: Label, priorities: Mapping[str, tuple[int, int]]) -> str:
    """The first of the keys in the order of settling in which the two differ."""
    ours, theirs = priorities[winner.code][0], priorities[lost.code][0]
    if ours != theirs:
        return f"priority {ours} over {theirs}"
    if winner.end - winner.start != lost.end - lost.start:
        return f"longer, both of priority {ours}"
    if winner.start != lost.start:
        return f"earlier, both of priority {ours}"
    return f"the first of the rules, both of priority {ours}"


def explanation(annotated: Annotated, rules: RuleSet) -> str:
    """A line for each label, at its place in the source, and one for each that it beat; for people.

    Empty where there are no labels.
    """
    priorities = priorities_of(rules)
    lost_to: dict[Label, list[Beaten]] = {}
    for one in beaten(annotated, priorities):
        lost_to.setdefault(one.winner, []).append(one)
    checked = annotated.checked
    index = LineIndex(checked.document.text)
    lines = []
    for label in annotated.labels:
        start, _ = checked.alignment.to_source([label.start], [label.end])
        line, column = index.place(int(start[0]))
        place = f"{shown_file(checked.document)}:{line}:{column}"
        lines.append(f"{place}: {_shown(label, checked.text, rules)}")
        lines += [
            f"    beat {_shown(one.lost, checked.text, rules)}: {one.reason}"
            for one in lost_to.get(label, ())
        ]
    return "".join(f"{line}\n" for line in lines)


def _shown(label: Label, text: str, rules: RuleSet) -> str:
    words = escaped(text[label.start : label.end])
    return f"{label.label} {words} by {label.code} {rules[label.code].name}"


def losses(documents: Sequence[Annotated], rules: RuleSet) -> dict[str, dict[str, int]]:
    """For each rule, to which other rules it lost, and how often."""
    priorities = priorities_of(rules)
    found: dict[str, dict[str, int]] = {}
    for annotated in documents:
        for one in beaten(annotated, priorities):
            row = found.setdefault(one.lost.code, {})
            row[one.winner.code] = row.get(one.winner.code, 0) + 1
    return found
