"""What stands between two lines that are joined: nothing, a blank, or one character less."""

import re
from collections import Counter
from functools import partial

import numpy as np

from corpuskit.layout.lines import HYPHENS, Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import Edit, IntArray
from corpuskit.unicode import (
    CJK,
    CLASS_COUNT,
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
    direct = np.flatnonzero(_meet(sides[:-1], sides[1:]))
    spaced = np.flatnonzero(batch.codes[1:-1] == _SPACE)
    spaced = spaced[_meet(sides[spaced], sides[spaced + 2])]
    for places, step, sign in ((direct, 1, -1), (spaced, 2, 1)):
        before = sides[places] == _IS_CJK
        word = kinds[np.where(before, places + step, places)]
        meeting = np.where(before, 0, 2) + (word == CharClass.DIGIT)
        owner = np.searchsorted(batch.bases, places, side="right") - 1
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
        np.bincount(
            np.searchsorted(batch.bases, np.flatnonzero(places), side="right") - 1, minlength=documents
        )
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
    mixed = np.flatnonzero(before | after)
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
_FOREIGN = "-"
"""No word: counts whether Latin words are foreign in the document."""
_new_edit = partial(tuple.__new__, Edit)
"""Makes an edit of a tuple; `Edit._make` does so too, at twice the cost."""


def _drops_hyphen(text: str, words: Counter[str], end: int, start: int) -> bool:
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
    if chained or words[_FOREIGN]:
        return False
    from corpuskit.layout.english import words as english  # most texts need no word list

    known = english()
    return one + two in known or not (one in known and two in known)


def glues(text: str, starts: list[int], ends: list[int], spaced: list[bool]) -> tuple[Edit, ...]:
    """The edits that join ``text`` at the breaks ``[starts, ends)``; ``spaced``: with a blank.

    A hyphen that only the line break made goes with it.
    """
    cut = [index for index, start in enumerate(starts) if text[start - 1] in "-\u2010\xad"]
    cut = [index for index in cut if text[ends[index]].isalpha()]
    if cut:
        starts, spaced = list(starts), list(spaced)
        words = Counter(word.replace("\u2010", "-") for word in _WORD.findall(text.lower()))
        words[_FOREIGN] = int(language(code_points(text)) != "en")
        for index in cut:
            starts[index] -= _drops_hyphen(text, words, starts[index], ends[index])
            spaced[index] = False
    return tuple(map(_new_edit, zip(starts, ends, [_GLUE[blank] for blank in spaced], strict=True)))
