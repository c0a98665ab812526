"""Hyphens at line ends: those that only a line break made go with it, those of a compound stay."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from corpuskit.layout.lines import HYPHENS, Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import code_points, language

_LETTER = r"[^\u2e80-\U0010ffff\W\d_]"
"""The range comes first: to see that a Han character is none of these takes half the time."""
_WORD = rf"{_LETTER}+(?:-{_LETTER}+)*"
"""A word in a script that has hyphens: no Han, kana or Hangul."""
_PART = rf"{_LETTER}+"
_LONGEST_WORD = 40
_HARD = frozenset("-\u2010")
_SOFT = "\xad"
_LINKS = frozenset(("of", "to", "the", "and", "in", "on", "a", "at", "by", "or", "up", "for"))
_SHORT_TEXT = 1 << 16
"""A text up to so long is searched for each word that a break may have cut, one by one."""


class Hyphens:
    """The hyphens of a text. Its words are counted when one is asked for that may be among them."""

    def __init__(self, text: str) -> None:
        self._text, self._lower = text, text.lower().replace("\u2010", "-")
        self._counts: Counter[str] | None = None

    def _count(self, word: str) -> int:
        if self._counts is None:
            if len(self._lower) <= _SHORT_TEXT and word not in self._lower:
                return 0
            self._counts = Counter(re.findall(_WORD, self._lower))
        return self._counts[word]

    @cached_property
    def _foreign(self) -> bool:
        """Whether Latin words are foreign in the text."""
        return language(code_points(self._text)) != "en"

    def made_by_break(self, end: int, start: int) -> bool:
        """Whether a line that ends at ``end`` has a hyphen that only the break before ``start`` made: the
        document's own words decide.

        Where they do not, English ones: a whole that is a word was cut, two words of no such whole are a
        compound. Else most hyphens at line ends are the typesetter's; but not those of a word that has
        another (``state-|of-the-art``), or of a foreign word in Chinese text.

        >>> text = "It is a sim-|ple and well-|known thing, so well-known."
        >>> [Hyphens(text).made_by_break(place, place + 1) for place in (12, 27)]
        [True, False]
        """
        text, hyphen = self._text, self._text[end - 1]
        if not text[start].isalpha():
            return False
        if hyphen not in _HARD:
            return hyphen == _SOFT
        before = text[max(0, end - 1 - _LONGEST_WORD) : end - 1]
        left = re.search(_PART, before[::-1])
        right = re.match(_PART, text[start : start + _LONGEST_WORD])
        if not left or left.start() or not right or not right[0][0].islower():
            return False
        one, two = left[0][::-1].lower(), right[0].lower()
        whole, parted = self._count(one + two), self._count(f"{one}-{two}")
        if whole != parted:
            return whole > parted
        chained = two in _LINKS and text[start + right.end() : start + right.end() + 1] in _HARD
        chained |= before[: len(before) - left.end()][-1:] in _HARD
        if chained or self._foreign:
            return False
        from corpuskit.layout.english import words as english  # most texts need no word list

        known = english()
        return one + two in known or not (one in known and two in known)


def dropped(batch: Batch, page: Page, texts: Sequence[str], rows: IntArray) -> BoolArray:
    """Whether each of the lines ``rows`` of ``page``, a page of ``batch``, which holds ``texts``, loses the
    hyphen at its end when it is joined to the next."""
    lines = page.lines
    found = np.zeros(len(rows), np.bool_)
    owner, hyphens = -1, Hyphens("")
    for index in HYPHENS.take(page.ink.last[rows]).nonzero()[0].tolist():
        row = int(rows[index])
        if lines.document[row] != owner:
            owner = int(lines.document[row])
            hyphens = Hyphens(texts[owner])
        base = int(batch.bases[owner])
        found[index] = hyphens.made_by_break(int(lines.ends[row]) - base, int(lines.starts[row + 1]) - base)
    return found
