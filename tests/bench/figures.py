"""Figures out of counts, each with an interval: the documents are drawn again, a thousand times.

The lines of one document are not independent, so documents are drawn, not lines or cases. Counts of a
document are summed beforehand; a draw is then a row of weights, and no text is scored twice.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Counts = Counter[Hashable]
Floats = npt.NDArray[np.float64]
DRAWS = 1000
_SIDES = ("join", "keep")


class Figure(NamedTuple):
    """A figure and the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isnan(self.value):
            return "-"
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class Draws:
    """Sums over drawn documents: ``sums[0]`` over all of them, each further row over one draw."""

    sums: Floats
    places: dict[Hashable, int]

    def __getitem__(self, key: Hashable) -> Floats:
        place = self.places.get(key)
        return np.zeros(len(self.sums)) if place is None else self.sums[:, place]


def draws(parts: Iterable[tuple[str, Counts]], seed: int = 1) -> Draws:
    """Sum the counts of ``(document, counts)`` by document, and draw documents with replacement."""
    owners: dict[str, Counts] = {}
    for document, counts in parts:
        owners.setdefault(document, Counter()).update(counts)
    places = {
        key: place for place, key in enumerate(sorted({k for c in owners.values() for k in c}, key=repr))
    }
    table = np.zeros((len(owners), len(places)))
    for row, counts in enumerate(owners.values()):
        for key, count in counts.items():
            table[row, places[key]] = count
    size = len(owners)
    weights = np.ones((1 + DRAWS, size))
    if size:
        weights[1:] = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), DRAWS)
    return Draws(weights @ table, places)


def _ratio(some: Floats, whole: Floats, scale: float) -> Floats:
    return np.asarray(
        np.divide(scale * some, whole, out=np.full(len(whole), np.nan), where=whole > 0), np.float64
    )


def macro_f1(sums: Draws) -> Floats:
    """Mean of the F1 of joining and of keeping, over the sides that occur, in percent."""
    scores = []
    for side, other in zip(_SIDES, reversed(_SIDES), strict=True):
        hits = sums["d", side, side]
        missed = sums["d", side, other] + sums["d", side, "lost"]
        f1 = _ratio(2 * hits, 2 * hits + missed + sums["d", other, side], 100)
        scores.append(np.where(hits + missed > 0, f1, np.nan))
    return _mean(np.stack(scores))


def _mean(scores: Floats) -> Floats:
    known = ~np.isnan(scores)
    return _ratio(np.where(known, scores, 0).sum(axis=0), known.sum(axis=0).astype(np.float64), 1)


def share(some: Hashable, whole: Hashable, scale: float = 100) -> Callable[[Draws], Floats]:
    """One count by another."""
    return lambda sums: _ratio(sums[some], sums[whole], scale)


def side(name: str, where: str = "d") -> Callable[[Draws], Floats]:
    """How many of the breaks that are to be joined, or kept, were."""

    def measure(sums: Draws) -> Floats:
        hits = sums[where, name, name]
        return _ratio(hits, sum((sums[where, name, did] for did in ("join", "keep", "lost")), 0 * hits), 100)

    return measure


def glue(*kinds: str) -> Callable[[Draws], Floats]:
    """How many of the joined breaks of some kinds got a blank, or lost a hyphen, just where they should."""

    def measure(sums: Draws) -> Floats:
        good = sum((sums["glue", kind, "ok"] for kind in kinds), sums["none"])
        return _ratio(good, good + sum((sums["glue", kind, "bad"] for kind in kinds), sums["none"]), 100)

    return measure


def across(sums: Draws) -> Floats:
    """How many of the breaks across page furniture are right."""
    every = sum((sums["x", a, b] for a in _SIDES for b in (*_SIDES, "lost")), sums["none"])
    return _ratio(sums["x", "join", "join"] + sums["x", "keep", "keep"], every, 100)


def figure(measure: Callable[[Draws], Floats], parts: Sequence[tuple[str, Counts]]) -> Figure:
    """The figure over ``parts``, with its interval; nothing to count gives nan."""
    values = measure(draws(parts)) if parts else np.array([np.nan])
    drawn = values[1:][~np.isnan(values[1:])]
    low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) else (np.nan, np.nan)
    return Figure(float(values[0]), float(low), float(high))
