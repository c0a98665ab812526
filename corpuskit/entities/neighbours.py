"""Words beside a place in a text or inside a span of it, for all places at once."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from corpuskit.matching import Words
from corpuskit.model import CodeArray, IntArray

_TABLE = 0x10000


class Neighbours:
    """A list of words, compiled.

    >>> codes = np.array([ord(one) for one in "总书记说"], np.uint32)
    >>> Neighbours(["书记", "记"]).ending("总书记说", codes).tolist()
    [False, False, False, True, False]
    """

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` of one character are looked up in a table, the others found by an automaton."""
        known = list(words)
        self._table = np.zeros(_TABLE, np.bool_)
        self._table[[ord(word) for word in known if len(word) == 1 and ord(word) < _TABLE]] = True
        longer = [word for word in known if len(word) > 1 or ord(word) >= _TABLE]
        self._automaton = Words(longer) if longer else None

    def ending(self, text: str, codes: CodeArray) -> npt.NDArray[np.bool_]:
        """For each offset of ``text`` and its end: whether a word ends there."""
        mask = np.zeros(len(codes) + 1, np.bool_)
        mask[1:] = self._single(codes)
        mask[self._longer(text)[:, 2]] = True
        return mask

    def beginning(self, text: str, codes: CodeArray) -> npt.NDArray[np.bool_]:
        """For each offset of ``text`` and its end: whether a word begins there."""
        mask = np.zeros(len(codes) + 1, np.bool_)
        mask[:-1] = self._single(codes)
        mask[self._longer(text)[:, 1]] = True
        return mask

    def next_ends(self, text: str, codes: CodeArray) -> IntArray:
        """For each offset of ``text`` and its end: the first end of a word that begins there or later.

        A span ``[start, end)`` holds a word where this is not more than ``end`` at ``start``.
        """
        ends = np.full(len(codes) + 1, len(codes) + 1, np.int64)
        single = np.flatnonzero(self._single(codes))
        ends[single] = single + 1
        longer = self._longer(text)
        np.minimum.at(ends, longer[:, 1], longer[:, 2])
        return np.minimum.accumulate(ends[::-1])[::-1]

    def _single(self, codes: CodeArray) -> npt.NDArray[np.bool_]:
        return self._table[np.minimum(codes, _TABLE - 1)] & (codes < _TABLE)

    def _longer(self, text: str) -> IntArray:
        found: Sequence[tuple[int, int, int]] = self._automaton.spans(text) if self._automaton else ()
        return np.array(found, np.int64).reshape(-1, 3)
