"""Ordinary words as evidence against names: what covers them, runs across their edges, or lies in them."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray
from corpuskit.wordset import WordSet

#: Code points of the longest word that is kept: longer ones are names themselves more often than not.
LONGEST = 5
#: Code points that are looked at together: what is made of more does not stay in the cache.
_AT_ONCE = 1 << 17
#: What ordinary words say about a span; several may hold.
COVER, START, END = 1, 2, 4

_Flags = npt.NDArray[np.uint8]
_Mask = npt.NDArray[np.bool_]


class Lexicon:
    """A set of ordinary words. What it is asked for takes where they ``stand`` in a text, as `standing` says.

    >>> words = Lexicon(["踏上", "海上", "长治久安"])
    >>> stand = words.standing(np.array([ord(one) for one in "踏上海上，长治久安"], np.uint32))
    >>> words.against(stand, np.array([1, 5]), np.array([3, 7])).tolist() == [START | END, COVER]
    True
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the words of two to five characters."""
        self._words = WordSet.of([word for word in words if 2 <= len(word) <= LONGEST])

    def standing(self, codes: CodeArray) -> _Mask:
        """Where words stand in a text of ``codes``: for each length whether one begins at each offset.

        Behind the text there are `LONGEST` places at which none does: negative offsets are these.
        """
        stand = np.zeros((LONGEST + 1, len(codes) + LONGEST), np.bool_)
        for first in range(0, len(codes), _AT_ONCE):
            part = codes[first : first + _AT_ONCE + LONGEST - 1]
            for length, starts in self._words.matches(part, np.ones(len(part), np.bool_), LONGEST):
                stand[length, first + starts] = True
        return stand

    def against(self, stand: _Mask, starts: IntArray, ends: IntArray) -> _Flags:
        """For each span ``[start, end)`` of a text in which words ``stand``, what speaks against it.

        ``COVER``: a word holds all of it. ``START``: one begins before it and ends inside. ``END``: one
        begins inside and ends behind it, and none that begins earlier ends where it does (in 研究中心重庆
        the word 心重 says nothing against 研究中心, since 中心 ends there).
        """
        flags = np.zeros(len(starts), np.uint8)
        for before in range(LONGEST):
            for length in range(max(2, before + 1), LONGEST + 1):
                known = stand[length].take(starts - before)
                covers = starts - before + length >= ends
                flags[known & covers] |= COVER
                if before:
                    flags[known & ~covers] |= START
        flags[self.crossing_end(stand, starts, ends) > 0] |= END
        return flags

    def within(self, stand: _Mask, starts: IntArray, ends: IntArray) -> _Mask:
        """For each span, whether a word lies in it."""
        found = np.zeros(len(starts), np.bool_)
        for offset in range(int((ends - starts).max(initial=1)) - 1):
            for length in range(2, LONGEST + 1):
                on = np.flatnonzero(starts + offset + length <= ends)
                found[on] |= stand[length].take(starts[on] + offset)
        return found

    def crossing_end(
        self,
        stand: _Mask,
        starts: IntArray,
        ends: IntArray,
        silent: Callable[[IntArray], _Mask] | None = None,
    ) -> IntArray:
        """For each span, how far before its end the word begins that runs across it; 0 where none does.

        Words that begin where ``silent`` says so do not count.
        """
        crossing = np.zeros(len(starts), np.int64)
        settled = np.zeros(len(starts), np.bool_)
        for inside in range(LONGEST - 1, 0, -1):
            begins = ends - inside
            open_ = ~settled & (begins > starts)
            if silent is not None:
                open_ &= ~silent(begins)
            for length in range(inside + 1, LONGEST + 1):
                crossing[open_ & stand[length].take(begins)] = inside
            settled |= crossing > 0
            if inside > 1:
                settled |= open_ & stand[inside].take(begins)
        return crossing
