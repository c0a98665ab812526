"""The model: a sum of small decision tables, in integers.

Each table asks a few questions ("is feature F above C?") whose answers, read as a binary number, pick one
of its entries; the score of a break is the sum of the entries picked. (These are the oblivious trees of
Kohavi and Li, IJCAI 1995, boosted as by Friedman, Annals of Statistics 29:5, 2001.) Scores are
thousandths of a logit, so a sum is the same in any order on any machine.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from corpuskit.layout.bins import FeatureArray
from corpuskit.model import IntArray

PARAMETERS = "parameters.json"
UNIT = 1000
_ROWS = 2048
_CUTS = np.array([round(UNIT * math.log(p / (100 - p))) for p in range(1, 100)], np.int64)


@dataclass(frozen=True, slots=True)
class Trees:
    """``questions[t, q]`` indexes ``names``, ``cuts`` is as large; ``leaves[t]`` has ``2**q`` entries."""

    names: tuple[str, ...]
    base: int
    questions: IntArray
    cuts: FeatureArray
    leaves: npt.NDArray[np.int32]

    def scores(self, table: Mapping[str, FeatureArray]) -> IntArray:
        """The score of every row of ``table`` (columns by name)."""
        columns = np.stack([table[name] for name in self.names])
        slices = range(0, columns.shape[1], _ROWS)
        parts = [self._scores(columns[:, start : start + _ROWS]) for start in slices]
        return np.concatenate([*parts, np.zeros(0, np.int64)])

    def _scores(self, columns: FeatureArray) -> IntArray:
        """The scores of few rows: all trees at once, in arrays that fit a cache."""
        entry = np.zeros((len(self.leaves), columns.shape[1]), np.uint8)
        for question, cut in zip(self.questions.T, self.cuts.T, strict=True):
            entry = 2 * entry + (columns[question] > cut[:, None])
        found = np.take_along_axis(self.leaves, entry.astype(np.intp), axis=1)
        return np.asarray(self.base + found.sum(axis=0, dtype=np.int64), np.int64)

    def dump(self) -> str:
        """The text of the parameter file."""
        rows = ",\n".join(
            "  " + json.dumps([questions.tolist(), cuts.tolist(), leaves.tolist()], separators=(",", ":"))
            for questions, cuts, leaves in zip(self.questions, self.cuts, self.leaves, strict=True)
        )
        names = json.dumps(self.names)
        notice = "Learnt from laid-out public documents; holds no text of theirs."
        return f'{{"notice": "{notice}",\n"names": {names},\n"base": {self.base},\n"trees": [\n{rows}\n]}}\n'

    @classmethod
    def parse(cls, text: str) -> "Trees":
        """The model of a parameter file's text."""
        data = json.loads(text)
        questions, cuts, leaves = zip(*data["trees"], strict=True)
        return cls(
            tuple(data["names"]),
            data["base"],
            np.array(questions, np.int64),
            np.array(cuts, np.uint8),
            np.array(leaves, np.int32),
        )


@cache
def shipped() -> Trees:
    """The model that comes with the package."""
    return Trees.parse(resources.files(__package__).joinpath(PARAMETERS).read_text(encoding="utf-8"))


def percent(scores: IntArray) -> IntArray:
    """Probability of a join, 0-99, of each score."""
    return np.asarray(np.searchsorted(_CUTS, scores, side="right"), np.int64)
