"""The line end that a text is written with."""

import msgspec
import numpy as np

from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CharClass

_MARKS = ("\n", "\r\n", "\r", "\x85", "\u2028", "\u2029")
"""Line ends; of those that a text has equally often, the earlier one counts."""
_FEED, _RETURN = 10, 13


def _newlines(batch: Batch) -> list[str]:
    """The line end that most lines of each text have; a line feed where there is none."""
    texts = len(batch.bases) - 1
    ends = (batch.kinds == CharClass.LINE_END).nonzero()[0]
    codes = batch.codes.take(ends)
    if not (codes != _FEED).any():
        return ["\n"] * texts
    # The feeds that part the texts are none of theirs.
    inner = np.ones(len(ends), np.bool_)
    inner[ends.searchsorted(batch.bases[1:] - 1)] = False
    ends, codes = ends[inner], codes[inner]
    owner = batch.bases.searchsorted(ends, side="right") - 1
    pair = np.zeros(len(ends), np.bool_)
    pair[:-1] = (codes[:-1] == _RETURN) & (codes[1:] == _FEED) & (ends[1:] == ends[:-1] + 1)
    pair[:-1] &= owner[1:] == owner[:-1]
    single = ~pair
    single[1:] &= ~pair[:-1]
    counts = [
        np.bincount(owner[pair if len(mark) > 1 else single & (codes == ord(mark))], minlength=texts)
        for mark in _MARKS
    ]
    return [_MARKS[best] for best in np.argmax(counts, axis=0).tolist()]


class Marks(msgspec.Struct, frozen=True):
    """The line end of each text: itself, its first character, how long it is."""

    texts: list[str]
    codes: CodeArray
    sizes: IntArray

    @classmethod
    def of(cls, batch: Batch) -> "Marks":
        """That which most lines of each text of ``batch`` have; a line feed where there is none."""
        marks = _newlines(batch)
        codes = np.array([ord(mark[0]) for mark in marks], np.uint32)
        return cls(marks, codes, np.array([len(mark) for mark in marks], np.int64))

    def stand(self, batch: Batch, places: IntArray, owner: IntArray) -> BoolArray:
        """Whether the line ends of the texts ``owner`` stand at ``places`` of the batch."""
        after = batch.codes.take(places + 1, mode="clip")
        there = batch.codes.take(places, mode="clip") == self.codes.take(owner)
        return np.asarray(there & ((self.sizes.take(owner) == 1) | (after == _FEED)), np.bool_)
