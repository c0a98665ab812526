"""Ordinary words as evidence against names: what covers them, runs across their edges, or lies in them."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray

#: Code points of the longest word that is kept: longer ones are names themselves more often than not.
LONGEST = 5
#: What ordinary words say about a span; several may hold.
COVER, START, END = 1, 2, 4

_Keys = npt.NDArray[np.uint64]
_Flags = npt.NDArray[np.uint8]
_Mask = npt.NDArray[np.bool_]
# Odd, and without a pattern in its bits (the golden ratio): two words of five characters have one key with a
# probability of 2 ** -64.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Lexicon:
    """A set of ordinary words, held as keys so that a batch of spans is looked up at once.

    >>> words = Lexicon(["踏上", "海上", "长治久安"])
    >>> codes = np.array([ord(one) for one in "踏上海上，长治久安"], np.uint32)
    >>> words.against(codes, np.array([1, 5]), np.array([3, 7])).tolist() == [START | END, COVER]
    True
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the words of two to five characters."""
        by_length: list[list[str]] = [[] for _ in range(LONGEST + 1)]
        for word in words:
            if 2 <= len(word) <= LONGEST:
                by_length[len(word)].append(word)
        self._keys = [_keys_of(words, length) for length, words in enumerate(by_length)]

    def against(self, codes: CodeArray, starts: IntArray, ends: IntArray) -> _Flags:
        """For each span ``[start, end)`` of a text of ``codes``, what speaks against it.

        ``COVER``: a word holds all of it. ``START``: one begins before it and ends inside. ``END``: one
        begins inside and ends behind it, and none that begins earlier ends where it does (in 研究中心重庆
        the word 心重 says nothing against 研究中心, since 中心 ends there).
        """
        flags = np.zeros(len(starts), np.uint8)
        for before in range(LONGEST):
            for length in range(max(2, before + 1), LONGEST + 1):
                stops = starts - before + length
                known = self._known(codes, starts - before, length, (stops >= ends) | (before > 0))
                flags[known & (stops >= ends)] |= COVER
                flags[known & (stops < ends)] |= START
        flags[self._crossing_end(codes, starts, ends)] |= END
        return flags

    def within(self, codes: CodeArray, starts: IntArray, ends: IntArray) -> _Mask:
        """For each span, whether a word lies in it."""
        found = np.zeros(len(starts), np.bool_)
        for offset in range(int((ends - starts).max(initial=1)) - 1):
            for length in range(2, LONGEST + 1):
                begins = starts + offset
                found |= self._known(codes, begins, length, begins + length <= ends)
        return found

    def _crossing_end(self, codes: CodeArray, starts: IntArray, ends: IntArray) -> _Mask:
        crossing = np.zeros(len(starts), np.bool_)
        settled = np.zeros(len(starts), np.bool_)
        for inside in range(LONGEST - 1, 0, -1):
            begins = ends - inside
            open_ = ~settled & (begins > starts)
            for length in range(inside + 1, LONGEST + 1):
                crossing |= self._known(codes, begins, length, open_)
            settled |= crossing
            if inside > 1:
                settled |= self._known(codes, begins, inside, open_)
        return crossing

    def _known(self, codes: CodeArray, begins: IntArray, length: int, asked: _Mask) -> _Mask:
        """Whether a word of ``length`` stands at each of ``begins`` that is ``asked`` and inside the text."""
        keys, known = self._keys[length], np.zeros(len(begins), np.bool_)
        rows = np.flatnonzero(asked & (begins >= 0) & (begins + length <= len(codes)))
        if len(keys) and len(rows):
            found = _fold(codes[begins[rows][:, None] + np.arange(length)])
            places = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
            known[rows] = keys[places] == found
        return known


def _keys_of(words: list[str], length: int) -> _Keys:
    """The keys of words of one ``length``, sorted."""
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32).reshape(-1, length or 1)
    return np.unique(_fold(codes))


def _fold(codes: CodeArray) -> _Keys:
    """One key for each row of code points."""
    keys = np.zeros(len(codes), np.uint64)
    for column in range(codes.shape[1]):
        keys = keys * _FACTOR + codes[:, column]
    return keys
