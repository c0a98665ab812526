"""Priorities of the rules on labels, proposed from how precise they are where they disagree."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from corpuskit.explain import priorities_of
from corpuskit.gold import Entity
from corpuskit.labels import settle_labels
from corpuskit.model import Annotated, Label
from corpuskit.rules import RuleSet
from corpuskit.scoring.rules import Ran, rule_rows
from corpuskit.scoring.scores import ALL, Score, lower_bound, score_labels

#: How often each rule is taken to have been right, and wrong, against a rule of no strength in particular:
#: with few meetings a rule stays in the middle.
_PRIOR = 2.0
_ROUNDS = 100
#: How often the first of two rules was right where the second was wrong.
_Wins: TypeAlias = Mapping[tuple[str, str], int]


class Rank(NamedTuple):
    """What a gold file says of a rule: its own precision, the least of it that the hits prove (per cent), how
    often it ``met`` another rule of which one was right, and how often that was this one."""

    code: str
    name: str
    label: str
    hits: Score
    bound: float
    met: int
    right: int
    priority: int
    proposed: int


class Ranking(NamedTuple):
    """Proposed priorities, the highest first, and the scores of all labels now and with them."""

    ranks: list[Rank]
    now: Score
    then: Score


def rank_rules(ran: Ran, rules: RuleSet) -> Ranking:
    """Priorities from precision where it matters: where hits of two rules overlap and one of them is right.

    The share that each rule wins is made one scale by the model of Bradley and Terry (Rank analysis of
    incomplete block designs, Biometrika 39, 1952), so that a rule that only ever met weak ones does not come
    out strong; the scale is that of the priorities that the rules have now. A rule that met none, or gives a
    label that the gold file does not have, keeps its own.

    A rule's precision over all its hits is no measure: a place is wrong where it lies in a university, though
    the university wins there. It made the shipped rules worse on every file tried.
    """
    priorities = {code: priority for code, (priority, _) in priorities_of(rules).items()}
    rows = {row.code: row for row in rule_rows(ran, rules)}
    wins = _wins(ran, rows)
    won, lost = Counter[str](), Counter[str]()
    for (one, other), count in wins.items():
        won[one] += count
        lost[other] += count
    shares = strengths(wins)
    measured = [priorities[code] for code in shares]
    low, high = min(measured, default=0), max(measured, default=0)
    ranks = []
    for code, row in rows.items():
        hits, priority = row.score.hits, priorities[code]
        proposed = round(low + (high - low) * shares[code]) if code in shares else priority
        bound, met = lower_bound(hits.right, hits.found), won[code] + lost[code]
        ranks.append(Rank(code, row.name, row.score.label, hits, bound, met, won[code], priority, proposed))
    ranks.sort(key=lambda one: (-one.proposed, one.code))
    then = resettled(ran, rules, {one.code: one.proposed for one in ranks})
    scores = [score_labels(ran.gold, found, ran.labels)[ALL] for found in (ran.found, then)]
    return Ranking(ranks, *scores)


def _wins(ran: Ran, codes: Collection[str]) -> _Wins:
    wins = Counter[tuple[str, str]]()
    for annotated, gold in zip(ran.annotated, ran.gold, strict=True):
        truth = set(gold)
        for one, other in _meetings(annotated, codes):
            sides = one[:3] in truth, other[:3] in truth
            if sides[0] != sides[1]:
                wins[(one.code, other.code) if sides[0] else (other.code, one.code)] += 1
    return wins


def _meetings(annotated: Annotated, codes: Collection[str]) -> Iterator[tuple[Label, Label]]:
    """Each two hits of two rules in ``codes`` that overlap."""
    open_: list[Label] = []
    for label in sorted((*annotated.labels, *annotated.lost)):
        open_ = [one for one in open_ if one.end > label.start]
        if label.code in codes:
            yield from ((one, label) for one in open_ if one.code != label.code)
            open_.append(label)


def strengths(wins: _Wins) -> dict[str, float]:
    """Strengths from 0 to 1, 0.5 where nothing speaks for or against a rule.

    >>> found = strengths({("EN210", "EN101"): 30, ("EN101", "EN210"): 2})
    >>> {code: round(strength, 2) for code, strength in found.items()}
    {'EN101': 0.24, 'EN210': 0.75}
    """
    codes = sorted({code for pair in wins for code in pair})
    index = {code: at for at, code in enumerate(codes)}
    table = np.zeros((len(codes), len(codes)))
    for (one, other), count in wins.items():
        table[index[one], index[other]] = count
    strength = np.ones(len(codes))
    games, right = table + table.T, table.sum(axis=1)
    for _ in range(_ROUNDS):
        met = (games / (strength[:, None] + strength[None, :])).sum(axis=1)
        strength = (right + _PRIOR) / (met + 2 * _PRIOR / (strength + 1))
    return dict(zip(codes, (strength / (1 + strength)).tolist(), strict=True))


def resettled(ran: Ran, rules: RuleSet, priorities: Mapping[str, int]) -> Sequence[Sequence[Entity]]:
    """The labels that win where the rules in ``priorities`` have these, and the others their own."""
    own = priorities_of(rules)
    found = []
    for annotated in ran.annotated:
        labels = (*annotated.labels, *annotated.lost)
        table = [
            (one.start, one.end, priorities.get(one.code, own[one.code][0]), own[one.code][1])
            for one in labels
        ]
        columns = np.array(table, np.int64).reshape(-1, 4).T
        found.append([labels[index][:3] for index in settle_labels(*columns)[0].tolist()])
    return found
