"""The rules of a rule set, run on a gold file, and each rule on its own there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from corpuskit.annotator import annotate_many
from corpuskit.checker import as_it_stands, language_of
from corpuskit.explain import losses
from corpuskit.gold import Entity, GoldSentence, Word
from corpuskit.model import Annotated, Document, Label
from corpuskit.rules import RuleSet
from corpuskit.scoring.gold import documents
from corpuskit.scoring.scores import RuleScore, score_rules
from corpuskit.segment import Segmenter


class Ran(NamedTuple):
    """Gold documents, and what the rules make of them; all lists go by document.

    ``words`` and ``gold_words`` are None where the gold file has none.
    """

    annotated: list[Annotated]
    gold: list[list[Entity]]
    gold_words: list[list[Word]] | None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the gold file has."""
        return tuple(sorted({one[2] for own in self.gold for one in own}))

    @property
    def found(self) -> list[list[Entity]]:
        """The labels that won."""
        return [[one[:3] for one in annotated.labels] for annotated in self.annotated]


def run_rules(
    sentences: Sequence[GoldSentence],
    rules: RuleSet,
    segmenter: Segmenter,
    *,
    language: str | None = None,
    scheme: str = "",
) -> Ran:
    """Annotate the texts of a gold file as they stand, a line a sentence, in its documents.

    The language is that of the whole file where none is given; ``scheme`` is the gold file's label scheme.
    """
    language = language_of(Document("", "".join(one.text for one in sentences)), language)
    checked, gold, words = [], list[list[Entity]](), list[list[Word]]()
    for own in documents(sentences):
        begins = np.cumsum([0, *(len(one.text) + 1 for one in own)]).tolist()
        checked.append(as_it_stands(Document(str(own[0].line), "\n".join(one.text for one in own)), language))
        pairs = list(zip(begins, own, strict=False))
        gold.append([(a + at, b + at, label) for at, one in pairs for a, b, label in one.entities])
        words.append([(a + at, b + at) for at, one in pairs for a, b in one.words or ()])
    has_words = all(one.words is not None for one in sentences)
    return Ran(annotate_many(checked, rules, segmenter, scheme), gold, words if has_words else None)


class RuleRow(NamedTuple):
    """One rule on a gold file, and to which rules it lost, most often first."""

    code: str
    name: str
    score: RuleScore
    lost_to: dict[str, int]


def rule_rows(ran: Ran, rules: RuleSet) -> list[RuleRow]:
    """Each rule that found something of a label that the gold file has."""
    won = [_by_rule(one.labels) for one in ran.annotated]
    hits = [_by_rule((*one.labels, *one.lost)) for one in ran.annotated]
    lost = losses(ran.annotated, rules)
    return [
        RuleRow(code, rules[code].name, score, _ordered(lost.get(code, {})))
        for code, score in score_rules(ran.gold, hits, won).items()
        if score.label in ran.labels
    ]


def _by_rule(labels: Iterable[Label]) -> dict[str, list[Entity]]:
    found: dict[str, list[Entity]] = {}
    for one in labels:
        found.setdefault(one.code, []).append(one[:3])
    return found


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
