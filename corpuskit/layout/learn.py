"""Gradient boosting of oblivious trees with numpy: deterministic, and small enough to read."""

import numpy as np
import numpy.typing as npt

from corpuskit.layout.bins import FeatureArray
from corpuskit.layout.trees import UNIT, Trees

FloatArray = npt.NDArray[np.float64]
_PENALTY = 5.0
"""L2 penalty on a leaf's value, in units of its second derivative."""


def _question(
    table: npt.NDArray[np.int64],
    entry: npt.NDArray[np.int64],
    entries: int,
    slopes: FloatArray,
    curves: FloatArray,
) -> tuple[int, int]:
    """The feature and cut that, asked in every entry, reduce the loss most."""
    bins = int(table.max()) + 1
    best = (-1.0, 0, 0)
    for feature in range(len(table)):
        key = entry * bins + table[feature]
        slope = np.bincount(key, slopes, entries * bins).reshape(entries, bins).cumsum(axis=1)
        curve = np.bincount(key, curves, entries * bins).reshape(entries, bins).cumsum(axis=1)
        above, curve_above = slope[:, -1:] - slope, curve[:, -1:] - curve
        gain = (slope**2 / (curve + _PENALTY) + above**2 / (curve_above + _PENALTY)).sum(axis=0)
        cut = int(gain[:-1].argmax())
        if gain[cut] > best[0] + 1e-9:
            best = (float(gain[cut]), feature, cut)
    return best[1], best[2]


def boost(
    columns: dict[str, FeatureArray],
    joined: npt.NDArray[np.bool_],
    *,
    rounds: int = 120,
    depth: int = 4,
    rate: float = 0.12,
) -> Trees:
    """Learn when breaks are to be joined: ``rounds`` trees of ``depth`` questions, logistic loss.

    ``columns`` are the features by name, one entry a break; ``joined`` is the truth.
    """
    names = tuple(columns)
    table = np.stack([columns[name] for name in names]).astype(np.int64)
    truth = joined.astype(np.float64)
    base = round(UNIT * float(np.log(truth.sum() / (1 - truth).sum())))
    score = np.full(len(truth), base / UNIT)
    questions, cuts, leaves = [], [], []
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-score))
        slopes, curves = truth - chance, chance * (1 - chance)
        entry, asked = np.zeros(len(truth), np.int64), []
        for level in range(depth):
            feature, cut = _question(table, entry, 1 << level, slopes, curves)
            entry = entry * 2 + (table[feature] > cut)
            asked.append((feature, cut))
        slope, curve = np.bincount(entry, slopes, 1 << depth), np.bincount(entry, curves, 1 << depth)
        leaf = np.round(UNIT * rate * slope / (curve + _PENALTY)).astype(np.int32)
        score += leaf[entry] / UNIT
        questions.append([feature for feature, _ in asked])
        cuts.append([cut for _, cut in asked])
        leaves.append(leaf)
    used = sorted({feature for asked in questions for feature in asked})
    index = {feature: place for place, feature in enumerate(used)}
    renumbered = np.array([[index[feature] for feature in asked] for asked in questions], np.int64)
    kept = tuple(names[feature] for feature in used)
    return Trees(kept, base, renumbered, np.array(cuts, np.uint8), np.stack(leaves))
