"""The model: a sum of small decision tables, in integers, in stages.

Each table asks a few questions ("is feature F above C?") whose answers, read as a binary number, pick one
of its entries; the score of a break is the sum of the entries picked. (These are the oblivious trees of
Kohavi and Li, IJCAI 1995, boosted as by Friedman, Annals of Statistics 29:5, 2001.) Most breaks are plain: a
first stage of few tables settles them, and only where its score stays within a margin does the next stage add
its own (a cascade, as of Viola and Jones, CVPR 2001). Scores are thousandths of a logit, so a sum is the
same in any order on any machine.
"""

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.layout.features import FeatureArray, table
from corpuskit.layout.lines import AnyArray
from corpuskit.model import IntArray

PARAMETERS = "parameters.json"
LATE = "echo"
"""A feature that only the last stage asks for: it costs too much to be known of every break."""
Late: TypeAlias = Callable[[IntArray], IntArray]
UNIT = 1000
_SIGN = np.int64(1 << 15)
"""What makes an int16 an unsigned one."""
_ROWS = 512
"""So many breaks are looked at together: what the tables say of more does not fit a cache."""
_CUTS = np.array([round(UNIT * math.log(p / (100 - p))) for p in range(1, 100)], np.int64)


class _Asked(NamedTuple):
    """The different questions of a stage, a row each, features and cuts; ``which`` of them each table asks
    (a row a question, a column a table), and where the entries of each table begin."""

    features: IntArray
    cuts: FeatureArray
    which: IntArray
    begins: npt.NDArray[np.unsignedinteger]


class Stage(msgspec.Struct, frozen=True):
    """Tables: ``questions[t, q]`` indexes the features, ``cuts`` is as large; ``leaves[t]`` has ``2**q``
    entries."""

    questions: IntArray
    cuts: FeatureArray
    leaves: npt.NDArray[np.int32]
    _asked: dict[str, _Asked] = msgspec.field(default_factory=dict)

    def _once(self) -> _Asked:
        """What `scores` asks, made when it is first called."""
        if not self._asked:
            asked = self.questions << 16 | self.cuts + _SIGN
            places, which = np.unique(asked, return_inverse=True)
            tables, depth = self.questions.shape
            begins = np.arange(tables)[:, None] << depth
            self._asked[""] = _Asked(
                places >> 16,
                ((places & 0xFFFF) - _SIGN).astype(np.int16)[:, None],
                which.reshape(tables, depth).T.copy(),
                begins.astype(np.min_scalar_type(self.leaves.size)),
            )
        return self._asked[""]

    def scores(self, columns: FeatureArray) -> npt.NDArray[np.int32]:
        """What the stage adds to every break; ``columns`` has a row a feature, a column a break."""
        many = columns.shape[1]
        found = np.zeros(many, np.int32)
        asked, leaves = self._once(), self.leaves.reshape(-1)
        for start in range(0, many, _ROWS):
            part = columns[:, start : start + _ROWS].take(asked.features, axis=0)
            answers = (part > asked.cuts).view(np.uint8)
            entry = answers.take(asked.which[0], axis=0)
            for which in asked.which[1:]:
                entry += entry
                entry += answers.take(which, axis=0)
            # To wrap what is out of bounds, which nothing is, takes less time than to look whether it is.
            picked = leaves.take(entry + asked.begins, mode="wrap")
            picked.sum(0, np.int32, found[start : start + _ROWS])
        return found


class Trees(msgspec.Struct, frozen=True):
    """Stages over the features ``names``; each looks at the scores that the ones before left within
    ``margin`` of even."""

    names: tuple[str, ...]
    base: int
    margin: int
    stages: tuple[Stage, ...]

    def scores(self, found: dict[str, AnyArray], late: Late | None = None) -> IntArray:
        """The score of every break of ``found`` (features by name); ``late`` gives, for breaks, the feature
        `LATE` where it is not among them."""
        columns = table(found, self.names)
        score = np.int64(self.base) + self.stages[0].scores(columns)
        unsure = np.arange(len(score))
        for place, stage in enumerate(self.stages[1:], 2):
            left = (np.abs(score[unsure]) < self.margin).nonzero()[0]
            unsure, columns = unsure[left], columns.take(left, axis=1)
            if not len(unsure):
                break
            if late and place == len(self.stages) and LATE in self.names:
                columns[self.names.index(LATE)] = late(unsure)
            score[unsure] += stage.scores(columns)
        return score

    def dump(self) -> str:
        """The text of the parameter file."""
        notice = "Learnt from laid-out public documents; holds no text of theirs."
        stages = ",\n".join(f"[\n{_rows(stage)}\n]" for stage in self.stages)
        return (
            f'{{"notice": "{notice}",\n"names": {_json(self.names)},\n"base": {self.base},\n'
            f'"margin": {self.margin},\n"stages": [{stages}]}}\n'
        )

    @classmethod
    def parse(cls, text: str) -> "Trees":
        """The model of a parameter file's text."""
        file = msgspec.json.decode(text, type=_File)
        return cls(file.names, file.base, file.margin, tuple(_stage(bytes(one)) for one in file.stages))


def _rows(stage: Stage) -> str:
    rows = zip(stage.questions.tolist(), stage.cuts.tolist(), stage.leaves.tolist(), strict=True)
    return ",\n".join("  " + _json(row) for row in rows)


class _File(msgspec.Struct):
    """What a parameter file says; of the stages, the text."""

    names: tuple[str, ...]
    base: int
    margin: int
    stages: tuple[msgspec.Raw, ...]


def _stage(rows: bytes) -> Stage:
    """The stage of JSON ``rows``. They are of one length: to read their numbers in a row takes half the time
    that lists of lists take."""
    depth = rows[: rows.index(b"]")].count(b",") + 1
    numbers = np.fromstring(rows.translate(None, b"[] \n").decode(), np.int64, sep=",")
    questions, cuts, leaves = np.split(numbers.reshape(-1, 2 * depth + 2**depth), [depth, 2 * depth], axis=1)
    return Stage(questions.copy(), cuts.astype(np.int16, "C"), leaves.astype(np.int32, "C"))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


@cache
def shipped() -> Trees:
    """The model that comes with the package."""
    return Trees.parse(Path(__file__).with_name(PARAMETERS).read_text(encoding="utf-8"))


def percent(scores: IntArray) -> IntArray:
    """Probability of a join, 0-99, of each score."""
    return np.asarray(_CUTS.searchsorted(scores, side="right"), np.int64)
