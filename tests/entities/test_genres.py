"""Entities in twelve genres, by sentences of our own: what was reached on them is not lost."""

import re
from collections.abc import Iterator
from operator import ge
from pathlib import Path

import pytest

from corpuskit.rules import load_rules
from corpuskit.scoring import Entity, GoldSentence, score_labels
from corpuskit.scoring.rules import run_rules
from corpuskit.segment import load_segmenter

HERE = Path(__file__).parent
LABELS = {"P": "PER", "L": "LOC", "O": "ORG"}
_NAME = re.compile(r"\[([PLO])([^\[\]]+)\]")


def sentence(line: str) -> GoldSentence:
    """``[P李白]在[L长安]`` as a sentence with its entities."""
    text, entities, at = "", list[Entity](), 0
    for name in _NAME.finditer(line):
        text += line[at : name.start()]
        entities.append((len(text), len(text) + len(name[2]), LABELS[name[1]]))
        text, at = text + name[2], name.end()
    return GoldSentence(text + line[at:], tuple(entities))


def sentences(name: str) -> Iterator[GoldSentence]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return (sentence(line) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("genres.txt", {"PER": (84, 72), "LOC": (90, 70), "ORG": (86, 76), "ALL": (88, 74)}),
        ("genres-held-out.txt", {"PER": (86, 62), "LOC": (78, 60), "ORG": (78, 58), "ALL": (82, 62)}),
    ],
)
def test_precision_and_recall_are_not_lost(name: str, least: dict[str, tuple[int, int]]) -> None:
    gold = list(sentences(name))
    ran = run_rules(gold, load_rules(), load_segmenter("chars"), language="zh")
    scores = score_labels(ran.gold, ran.found, ["PER", "LOC", "ORG"])
    measured = {label: (scores[label].precision, scores[label].recall) for label in least}
    lost = {label for label, bounds in least.items() if not all(map(ge, measured[label], bounds))}
    assert not lost, measured


def test_sentences_without_names_have_none() -> None:
    gold = list(sentences("no-names.txt"))
    ran = run_rules(gold, load_rules(), load_segmenter("chars"), language="zh")
    pairs = zip(gold, ran.found, strict=True)
    wrong = [
        (one.text[start:end], label) for one, own in pairs for start, end, label in own if label != "DATE"
    ]
    assert len(gold) > 20
    assert wrong == []
