"""Ordinary words as evidence against a name: what runs across its edges, or covers it."""

from collections.abc import Iterable

#: Code points of the longest word that is kept: longer ones are names themselves more often than not.
LONGEST = 5


class Lexicon:
    """A set of ordinary words.

    >>> words = Lexicon(["踏上", "海上", "长治久安"])
    >>> words.cover("长治久安", 0, 2), words.cross_start("踏上海上", 1, 3), words.cross_end("踏上海上", 1, 3)
    (True, True, True)
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the words of two to five characters."""
        self._words = frozenset(word for word in words if 2 <= len(word) <= LONGEST)

    def __contains__(self, word: str) -> bool:
        """Whether ``word`` is an ordinary word."""
        return word in self._words

    def cover(self, text: str, start: int, end: int) -> bool:
        """Whether a word holds all of ``[start, end)``."""
        for begin in range(max(0, end - LONGEST), start + 1):
            for stop in range(end, min(len(text), begin + LONGEST) + 1):
                if text[begin:stop] in self._words:
                    return True
        return False

    def within(self, text: str, start: int, end: int) -> bool:
        """Whether a word lies in ``[start, end)``."""
        return any(
            text[begin:stop] in self._words
            for begin in range(start, end - 1)
            for stop in range(begin + 2, end + 1)
        )

    def cross_start(self, text: str, start: int, end: int) -> bool:
        """Whether a word begins before ``start`` and ends inside."""
        return any(
            text[begin:stop] in self._words
            for begin in range(max(0, start - LONGEST + 1), start)
            for stop in range(start + 1, min(end, begin + LONGEST + 1))
        )

    def cross_end(self, text: str, start: int, end: int) -> bool:
        """Whether a word begins inside and ends after ``end``, and none that begins earlier ends there.

        In 研究中心重庆 the word 心重 runs across the end of 中心, which ends there itself.
        """
        for begin in range(max(start + 1, end - LONGEST + 1), end):
            for stop in range(end + 1, min(len(text), begin + LONGEST) + 1):
                if text[begin:stop] in self._words:
                    return True
            if text[begin:end] in self._words:
                return False
        return False
