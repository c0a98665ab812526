"""What stands between two lines that are joined: nothing, a blank, or one character less."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corpuskit.layout.lines import HYPHENS, Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import CodeArray, Edit, IntArray, new_edit
from corpuskit.unicode import (
    CJK,
    CLASS_COUNT,
    CLASSES,
    LETTERS,
    NO_LINE_END,
    NO_LINE_START,
    CharClass,
    ClassArray,
    class_set,
    code_points,
    language,
)

_WIDE = CJK | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN,
    CharClass.WIDE_CLOSE, CharClass.WIDE_OTHER, CharClass.DASH, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
) & ~class_set(CharClass.HANGUL)  # fmt: skip
_CURLY = class_set(CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE)
_HABIT = np.full(CLASS_COUNT, -1, np.int64)
_HABIT[LETTERS] = 0
_HABIT[CharClass.DIGIT] = 1
_SIGNS = class_set(CharClass.SYMBOL, CharClass.QUOTE, CharClass.OPEN, CharClass.CLOSE)
"""Signs that stand with words: ``$PATH``, ``{"a": 1}``."""
_MEETINGS, _SPACE = 4, 32
_IS_CJK, _IS_WORD = 1, 2
_SIDE = np.where(CJK, _IS_CJK, np.where(_HABIT >= 0, _IS_WORD, 0)).astype(np.uint8)


def _habits(batch: Batch, documents: int) -> IntArray:
    """For each document and each of four meetings of CJK with letters or digits: pairs with a blank minus
    pairs without. Meetings: CJK-letter, CJK-digit, letter-CJK, digit-CJK. One that the document does not
    have follows the other of its direction."""
    kinds, sides = batch.kinds, _SIDE.take(batch.kinds)
    tally = np.zeros(documents * _MEETINGS, np.int64)
    direct = _meet(sides[:-1], sides[1:]).nonzero()[0]
    spaced = (batch.codes[1:-1] == _SPACE).nonzero()[0]
    spaced = spaced[_meet(sides[spaced], sides[spaced + 2])]
    for places, step, sign in ((direct, 1, -1), (spaced, 2, 1)):
        before = sides[places] == _IS_CJK
        word = kinds[np.where(before, places + step, places)]
        meeting = np.where(before, 0, 2) + (word == CharClass.DIGIT)
        owner = batch.bases.searchsorted(places, side="right") - 1
        tally += sign * np.bincount(owner * _MEETINGS + meeting, minlength=len(tally))
    habits = tally.reshape(documents, 2, 2)
    return np.where(habits == 0, habits[:, :, ::-1], habits).reshape(documents, _MEETINGS)


def _meet(left: ClassArray, right: ClassArray) -> BoolArray:
    """Whether CJK meets a word: the two sides add up to both."""
    return np.asarray((left + right) == _IS_CJK + _IS_WORD, np.bool_)


def _parts_numbers(batch: Batch) -> BoolArray:
    """For each document whether a blank stands between two numbers somewhere in its lines.

    A document without CJK does so, whether it shows it or not; in others a number that goes on with a digit
    in the next line was cut.
    """
    digit = batch.kinds == CharClass.DIGIT
    apart = digit[:-2] & digit[2:] & (batch.codes[1:-1] == _SPACE)
    documents = len(batch.bases) - 1
    shown, wide = (
        np.bincount(batch.bases.searchsorted(places.nonzero()[0], side="right") - 1, minlength=documents)
        for places in (apart, CJK.take(batch.kinds))
    )
    return np.asarray((shown > 0) | (wide == 0), np.bool_)


def blanks(batch: Batch, page: Page, rows: IntArray) -> BoolArray:
    """Whether a blank belongs between each of the lines ``rows`` and the next, should they be joined.

    None beside CJK, one between words of other scripts; where the two meet, what the document does.
    """
    ink, owner = page.ink, page.lines.document[rows]
    last, first = ink.last[rows], ink.first[rows + 1]
    second, penultimate = CJK.take(ink.second[rows + 1]), CJK.take(ink.penultimate[rows])
    foreign = ~second & ~penultimate
    wide_last = _WIDE.take(last) & ~(_CURLY.take(last) & foreign)
    wide_first = _WIDE.take(first) & ~(_CURLY.take(first) & foreign)
    narrow = ~wide_last & ~wide_first & ~HYPHENS.take(last)
    narrow &= ~NO_LINE_START.take(first) & ~NO_LINE_END.take(last)
    cut = narrow & (last == CharClass.DIGIT) & (first == CharClass.DIGIT)
    if cut.any():
        narrow &= ~cut | _parts_numbers(batch).take(owner)
    opens = np.where(_SIGNS.take(first) & ~second, 0, _HABIT.take(first))
    closes = np.where(_SIGNS.take(last) & ~penultimate, 0, _HABIT.take(last))
    before, after = CJK.take(last) & (opens >= 0), CJK.take(first) & (closes >= 0)
    mixed = (before | after).nonzero()[0]
    if len(mixed):
        habit = _habits(batch, len(batch.bases) - 1)
        meeting = np.where(before[mixed], opens[mixed], 2 + closes[mixed])
        narrow[mixed] = habit[owner[mixed], meeting] > 0
    return narrow


_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40
_GLUE = ("", " ")
_HARD = frozenset("-\u2010")
_LINKS = frozenset(("of", "to", "the", "and", "in", "on", "a", "at", "by", "or", "up", "for"))
_HYPHENS = "-\u2010\xad"
_SHORT_TEXT = 1 << 16
"""A text up to so long is searched for each word that a break may have cut, one by one."""


class _Vocabulary:
    """The words of a text. They are counted when one is asked for that may be among them."""

    def __init__(self, text: str) -> None:
        self._text, self._lower = text, text.lower().replace("\u2010", "-")
        self._counts: Counter[str] | None = None

    def __getitem__(self, word: str) -> int:
        if self._counts is None:
            if len(self._lower) <= _SHORT_TEXT and word not in self._lower:
                return 0
            self._counts = Counter(_WORD.findall(self._lower))
        return self._counts[word]

    @cached_property
    def foreign(self) -> bool:
        """Whether Latin words are foreign in the text."""
        return language(code_points(self._text)) != "en"


def _drops_hyphen(text: str, words: _Vocabulary, end: int, start: int) -> bool:
    """Whether the hyphen before ``end`` was made by the line break: the document's own words decide.

    Where they do not, English ones: a whole that is a word was cut, two words of no such whole are a
    compound. Else most hyphens at line ends are the typesetter's; but not those of a word that has another
    (``state-|of-the-art``), or of a foreign word in Chinese text.
    """
    if text[end - 1] == "\xad":
        return True
    before = text[max(0, end - 1 - _LONGEST_WORD) : end - 1]
    left = _PART.search(before[::-1])
    right = _PART.match(text, start, start + _LONGEST_WORD)
    if not left or left.start() or not right or not right[0][0].islower():
        return False
    one, two = left[0][::-1].lower(), right[0].lower()
    whole, parted = words[one + two], words[f"{one}-{two}"]
    if whole != parted:
        return whole > parted
    chained = two in _LINKS and text[right.end() : right.end() + 1] in _HARD
    chained |= before[: len(before) - len(one)][-1:] in _HARD
    if chained or words.foreign:
        return False
    from corpuskit.layout.english import words as english  # most texts need no word list

    known = english()
    return one + two in known or not (one in known and two in known)


class Breaks(NamedTuple):
    """Line breaks ``[starts, ends)`` of a text, and whether a blank stands for each once it is joined."""

    starts: list[int]
    ends: list[int]
    spaced: list[bool]

    def unhyphenate(self, text: str, hyphens: Iterable[int]) -> None:
        """Let a hyphen that only its break made go with it; ``hyphens`` are breaks that may follow one."""
        words: _Vocabulary | None = None
        for index in hyphens:
            start, end = self.starts[index], self.ends[index]
            if text[start - 1] in _HYPHENS and text[end].isalpha():
                words = words or _Vocabulary(text)
                self.starts[index] -= _drops_hyphen(text, words, start, end)
                self.spaced[index] = False

    def glues(self) -> tuple[Edit, ...]:
        """The edits that join the lines."""
        new = map(_GLUE.__getitem__, self.spaced)
        return tuple(map(new_edit, zip(self.starts, self.ends, new, strict=True)))


def glues(text: str, breaks: Breaks) -> tuple[Edit, ...]:
    """The edits that join ``text`` at ``breaks``."""
    breaks.unhyphenate(text, range(len(breaks.starts)))
    return breaks.glues()


def glues_of_all(
    texts: Sequence[str], owner: IntArray, breaks: Breaks, last_codes: CodeArray
) -> list[tuple[Edit, ...]]:
    """The edits that join each of ``texts`` at those of the ``breaks`` that it owns; they come in order.

    ``last_codes`` are the characters before the breaks; offsets are those of the text.
    """
    hyphens = HYPHENS.take(CLASSES.take(last_codes)).nonzero()[0]
    owners = owner[hyphens]
    for text in np.unique(owners).tolist():
        breaks.unhyphenate(
            texts[text], hyphens[owners.searchsorted(text) : owners.searchsorted(text, "right")].tolist()
        )
    made = breaks.glues()
    bounds = owner.searchsorted(np.arange(len(texts) + 1)).tolist()
    return [made[first:last] for first, last in pairwise(bounds)]
