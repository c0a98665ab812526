"""Blocks out of lines: for every line break a decision, a reason, a confidence, its glue. Knows no rule."""

from corpuskit.layout.analysis import analyse
from corpuskit.layout.decide import THRESHOLD, THRESHOLDS
from corpuskit.layout.reasons import REASONS, Reason

__all__ = ["REASONS", "THRESHOLD", "THRESHOLDS", "Reason", "analyse"]
