"""What tags may follow which: the part of a linear-chain model that no training changes."""

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray

Flags = npt.NDArray[np.bool_]
_NEVER = -(1 << 24)


class Scheme(msgspec.Struct, frozen=True, eq=False):
    """Tags 0, 1, ...: ``follows`` (tags, tags) says which may follow (column) which (row), ``first`` and
    ``last`` which may begin and end a chain."""

    follows: Flags
    first: Flags
    last: Flags

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return len(self.first)

    def edges(self, scores: IntArray) -> IntArray:
        """``scores`` (tags, tags) of tag after tag, with what may not follow out of reach."""
        return np.where(self.follows, scores, _NEVER).astype(np.int64)

    def at_first(self) -> IntArray:
        """What is added to the scores of the first character of a chain."""
        return np.where(self.first, 0, _NEVER).astype(np.int64)

    def at_last(self) -> IntArray:
        """What is added to the scores of the last character of a chain."""
        return np.where(self.last, 0, _NEVER).astype(np.int64)
