"""Gradient boosting of oblivious trees with numpy: deterministic, and small enough to read."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.layout.features import FeatureArray, table
from corpuskit.layout.trees import LATE, UNIT, Stage, Trees
from corpuskit.model import IntArray

FloatArray = npt.NDArray[np.float64]
_PENALTY = 5.0
"""L2 penalty on a leaf's value, in units of its second derivative."""
_BINS = 64


class Plan(msgspec.Struct, frozen=True):
    """How a stage is learnt: ``rounds`` trees of ``depth`` questions, each of which may ask about a part of
    the features (one in ``share``)."""

    rounds: int
    depth: int
    rate: float
    share: float = 0.4


PLANS = Plan(30, 4, 0.3), Plan(80, 5, 0.2), Plan(500, 6, 0.1)
MARGIN = 4500


def _quantised(columns: FeatureArray) -> tuple[npt.NDArray[np.uint8], list[FeatureArray]]:
    """``columns`` in bins of about equal size, and for each the values above which the next bin begins."""
    bins = np.zeros(columns.shape, np.uint8)
    edges = []
    for row, column in zip(bins, columns, strict=True):
        values = np.unique(column)
        if len(values) > _BINS:
            order = np.sort(column)
            values = np.unique(order[np.linspace(0, len(order) - 1, _BINS + 1).astype(np.int64)])
        edges.append(values[:-1])
        row[:] = np.searchsorted(values[:-1], column, side="left")
    return bins, edges


def _question(
    bins: npt.NDArray[np.uint8], entry: IntArray, entries: int, slopes: FloatArray, curves: FloatArray
) -> tuple[int, int]:
    """The feature and bin that, asked in every entry, reduce the loss most."""
    best = (-1.0, 0, 0)
    base = entry * _BINS
    for feature, column in enumerate(bins):
        key = base + column
        slope = np.bincount(key, slopes, entries * _BINS).reshape(entries, _BINS).cumsum(axis=1)
        curve = np.bincount(key, curves, entries * _BINS).reshape(entries, _BINS).cumsum(axis=1)
        above, curve_above = slope[:, -1:] - slope, curve[:, -1:] - curve
        gain = (slope**2 / (curve + _PENALTY) + above**2 / (curve_above + _PENALTY)).sum(axis=0)
        cut = int(gain[:-1].argmax())
        if gain[cut] > best[0] + 1e-9:
            best = (float(gain[cut]), feature, cut)
    return best[1], best[2]


class _Lesson(NamedTuple):
    """Breaks to learn from: their features in bins (a row a feature), the truth about each, how much it
    counts, and the score that it has so far."""

    bins: npt.NDArray[np.uint8]
    truth: FloatArray
    weight: FloatArray
    score: FloatArray


def _grow(lesson: _Lesson, plan: Plan, allowed: IntArray) -> tuple[IntArray, IntArray, npt.NDArray[np.int32]]:
    """Learn a stage that may ask for the features ``allowed``; the lesson's scores are moved along."""
    bins, truth, weight, score = lesson
    random = np.random.default_rng(1)
    asked = max(1, round(len(allowed) * plan.share))
    questions, cuts, leaves = [], [], []
    for _ in range(plan.rounds):
        chance = 1 / (1 + np.exp(-score))
        slopes, curves = weight * (truth - chance), weight * chance * (1 - chance)
        able = allowed[np.sort(random.permutation(len(allowed))[:asked])]
        part = bins[able]
        entry, path = np.zeros(len(truth), np.int64), []
        for level in range(plan.depth):
            feature, cut = _question(part, entry, 1 << level, slopes, curves)
            entry = entry * 2 + (part[feature] > cut)
            path.append((int(able[feature]), cut))
        size = 1 << plan.depth
        slope, curve = np.bincount(entry, slopes, size), np.bincount(entry, curves, size)
        leaf = np.round(UNIT * plan.rate * slope / (curve + _PENALTY)).astype(np.int32)
        score += leaf[entry] / UNIT
        questions.append([feature for feature, _ in path])
        cuts.append([cut for _, cut in path])
        leaves.append(leaf)
    return np.array(questions), np.array(cuts), np.stack(leaves)


def boost(
    columns: dict[str, IntArray],
    joined: npt.NDArray[np.bool_],
    *,
    weights: FloatArray | None = None,
    plans: Sequence[Plan] = PLANS,
    margin: int = MARGIN,
) -> Trees:
    """Learn when breaks are to be joined, with logistic loss; each stage from what the ones before leave
    within ``margin``.

    ``columns`` are the features by name, one entry a break; ``joined`` is the truth, ``weights`` how much
    each break counts.
    """
    names = tuple(columns)
    bins, edges = _quantised(table(columns, names))
    truth = joined.astype(np.float64)
    weight = np.ones(len(truth)) if weights is None else weights
    base = round(UNIT * float(np.log(truth.sum() / (1 - truth).sum())))
    score = np.full(len(truth), base / UNIT)
    every = np.arange(len(names))
    early = np.array([index for index, name in enumerate(names) if name != LATE])
    left, stages = np.arange(len(truth)), []
    for place, plan in enumerate(plans, 1):
        moved = score[left]
        allowed = every if place == len(plans) else early
        stages.append(_grow(_Lesson(bins[:, left], truth[left], weight[left], moved), plan, allowed))
        score[left] = moved
        left = left[np.abs(moved) < margin / UNIT]
    used = sorted({int(feature) for questions, _, _ in stages for feature in questions.flat})
    index = np.zeros(len(names), np.int64)
    index[used] = np.arange(len(used))
    made = []
    for questions, cuts, leaves in stages:
        raw = [[edges[f][c] if c < len(edges[f]) else 32767 for f, c in zip(q, k, strict=True)]
               for q, k in zip(questions.tolist(), cuts.tolist(), strict=True)]  # fmt: skip
        made.append(Stage(index[questions], np.array(raw, np.int16), leaves))
    return Trees(tuple(names[feature] for feature in used), base, margin, tuple(made))
