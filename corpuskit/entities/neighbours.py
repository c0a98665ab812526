"""Words beside a place in a text or inside a span of it, for all places at once."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpuskit.matching import Lists, Utf8
from corpuskit.model import CodeArray, IntArray

_TABLE = 0x10000
_NONE: IntArray = np.zeros(0, np.int64)
_Mask = npt.NDArray[np.bool_]


def symbols_of(codes: CodeArray) -> IntArray:
    """Code points as the lists look them up: all that lie outside the basic plane are one."""
    return np.minimum(codes, _TABLE - 1).astype(np.intp)


class Neighbours:
    """A list of words, compiled. What it is asked for takes ``symbols``, a text as `symbols_of` gives it, and
    ``longer``, where the list's ``longer`` words stand in it, as `Scan` finds them.

    >>> words, text = Neighbours(["书记", "记"]), "总书记说"
    >>> symbols = symbols_of(np.array([ord(one) for one in text], np.uint32))
    >>> words.beside(symbols, Scan([words]).find(Utf8(text))[words], np.array([2, 3]), before=True).tolist()
    [False, True]
    """

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` of one character are looked up in a table, the others found by an automaton."""
        known = list(words)
        self._table = np.zeros(_TABLE, np.bool_)
        self._table[[ord(word) for word in known if _is_in_table(word)]] = True
        self.longer = tuple(word for word in known if not _is_in_table(word))
        self._has_single = len(self.longer) < len(known)

    def beside(self, symbols: IntArray, longer: IntArray, offsets: IntArray, *, before: bool) -> _Mask:
        """For each of ``offsets`` of the text, its end among them, whether a word ends there (``before``), or
        else whether one begins there."""
        at = offsets - before
        inside = (at >= 0) & (at < len(symbols))
        found = np.zeros(len(at), np.bool_)
        found[inside] = self._table.take(symbols.take(at[inside]))
        if len(longer):
            found |= _among(offsets, longer[:, int(before)], len(symbols) + 1)
        return found

    def places(self, symbols: IntArray, longer: IntArray) -> tuple[IntArray, IntArray]:
        """Where words begin in the text, in order, and for each of these places the first end of a word that
        begins there or later.

        A span ``[start, end)`` holds a word where that of the first place from ``start`` on is not more than
        ``end``.
        """
        single = np.flatnonzero(self._table.take(symbols)) if self._has_single else _NONE
        starts, ends = np.append(longer[:, 0], single), np.append(longer[:, 1], single + 1)
        order = np.argsort(starts, kind="stable")
        return starts[order], np.minimum.accumulate(ends[order][::-1])[::-1]


def _among(offsets: IntArray, places: IntArray, size: int) -> _Mask:
    """Which of ``offsets``, below ``size``, are among ``places``."""
    if len(offsets) < size >> 8:
        ordered = np.sort(places, kind="stable")
        same: _Mask = ordered.take(ordered.searchsorted(offsets), mode="clip") == offsets
        return same
    marked = np.zeros(size, np.bool_)
    marked[places] = True
    return marked.take(offsets)


def _is_in_table(word: str) -> bool:
    return len(word) == 1 and ord(word) < _TABLE - 1


class Scan:
    """The longer words of many lists in one automaton."""

    def __init__(self, lists: Sequence[Neighbours]) -> None:
        self.lists = lists
        self._words = Lists([one.longer for one in lists])

    def find(self, text: Utf8) -> dict[Neighbours, IntArray]:
        """For each list where its longer words stand: rows ``(start, end)``, by end."""
        rows = self._words.table(text)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        bounds = np.searchsorted(rows[:, 0], np.arange(len(self.lists) + 1)).tolist()
        parts = [rows[low:high, 1:] for low, high in pairwise(bounds)]
        return dict(zip(self.lists, parts, strict=True))
