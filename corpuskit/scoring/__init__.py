"""Gold files, and how words, labels and rules do on them."""

from corpuskit.gold import Entity, GoldSentence, Word
from corpuskit.scoring.gold import documents, read_gold
from corpuskit.scoring.scores import (
    ALL,
    RuleScore,
    Score,
    check_same_text,
    flat,
    lower_bound,
    score_labels,
    score_partial,
    score_rules,
    score_words,
)

__all__ = [
    "ALL",
    "Entity",
    "GoldSentence",
    "RuleScore",
    "Score",
    "Word",
    "check_same_text",
    "documents",
    "flat",
    "lower_bound",
    "read_gold",
    "score_labels",
    "score_partial",
    "score_rules",
    "score_words",
]
