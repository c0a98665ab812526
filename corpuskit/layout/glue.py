"""What stands between two lines that are joined: nothing, a blank, or one character less."""

from collections.abc import Sequence

import numpy as np

from corpuskit.layout.features import Page
from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.model import Edit, IntArray
from corpuskit.unicode import CJK, CLASS_COUNT, CharClass, class_set

_LATIN = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
_WIDE = CJK | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN, CharClass.WIDE_CLOSE,
    CharClass.WIDE_OTHER, CharClass.DASH, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
) & ~class_set(CharClass.HANGUL)  # fmt: skip
_LATIN_TEXT_QUOTES = class_set(CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE)
_HYPHENS = class_set(CharClass.HYPHEN, CharClass.SOFT_HYPHEN)
_HABIT = np.full(CLASS_COUNT, -1, np.int64)
_HABIT[_LATIN] = 0
_HABIT[CharClass.DIGIT] = 1
_SIDES = 4


def _habits(batch: Batch, documents: int) -> IntArray:
    """For each document and each of four meetings of Han and letters or digits: pairs with a blank minus
    pairs without. Meetings: Han-letter, Han-digit, letter-Han, digit-Han."""
    kinds, codes = batch.kinds, batch.codes
    han = kinds == CharClass.HAN
    habit = _HABIT[kinds]
    tally = np.zeros(documents * _SIDES, np.int64)
    for step, sign in ((1, -1), (2, 1)):
        left, right = slice(None, -step), slice(step, None)
        middle = True if step == 1 else codes[1:-1] == 32
        for base, one, two in ((0, han[left], habit[right]), (2, habit[left], han[right])):
            word, cjk = (two, one) if base == 0 else (one, two)
            place = np.flatnonzero(cjk & (word >= 0) & middle)
            owner = np.searchsorted(batch.bases, place, side="right") - 1
            key = owner * _SIDES + base + word[place]
            tally += sign * np.bincount(key, minlength=len(tally))
    return tally.reshape(documents, _SIDES)


def blanks(batch: Batch, page: Page, documents: int) -> BoolArray:
    """Whether a blank belongs between each line and the next, should they be joined."""
    ink, at = page.ink, page.at
    last, first = ink.last, at(ink.first, 1)
    habit = _habits(batch, documents)[page.lines.document]
    row = np.arange(len(last))
    latin_quotes = ~CJK[at(ink.second, 1)] & ~CJK[ink.penultimate]
    wide_last = _WIDE[last] & ~(_LATIN_TEXT_QUOTES[last] & latin_quotes)
    wide_first = _WIDE[first] & ~(_LATIN_TEXT_QUOTES[first] & latin_quotes)
    narrow = ~wide_last & ~wide_first
    narrow &= ~_HYPHENS[last]
    han_word = CJK[last] & (_HABIT[first] >= 0)
    word_han = CJK[first] & (_HABIT[last] >= 0)
    before = habit[row, np.maximum(_HABIT[first], 0)] > 0
    after = habit[row, 2 + np.maximum(_HABIT[last], 0)] > 0
    return np.asarray(narrow | (han_word & before) | (word_han & after), np.bool_)


def _word_back(text: str, end: int) -> str:
    start = end
    while start > 0 and text[start - 1].isalpha() and end - start < 40:
        start -= 1
    return text[start:end]


def _word_on(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end].isalpha() and end - start < 40:
        end += 1
    return text[start:end]


def _drops_hyphen(text: str, folded: str, end: int, start: int) -> bool:
    """Whether the hyphen before ``end`` was made by the line break: the document's own words decide."""
    if text[end - 1] == "\xad":
        return True
    left, right = _word_back(text, end - 1), _word_on(text, start)
    if not left or not right or not right[0].islower() or not left.isalpha():
        return False
    whole, parts = folded.count((left + right).lower()), folded.count(f"{left}-{right}".lower())
    return whole >= parts


def glues(
    text: str, starts: Sequence[int], ends: Sequence[int], joins: Sequence[bool], spaced: Sequence[bool]
) -> tuple[Edit, ...]:
    """The edits that join ``text`` at the breaks ``[starts, ends)`` that ``joins`` names."""
    edits = []
    folded = ""
    for start, end, join, blank in zip(starts, ends, joins, spaced, strict=True):
        if not join:
            continue
        if text[start - 1] in "-\u2010\xad" and text[end].isalpha():
            folded = folded or text.lower()
            cut = start - _drops_hyphen(text, folded, start, end)
            edits.append(Edit(cut, end, ""))
        else:
            edits.append(Edit(start, end, " " if blank else ""))
    return tuple(edits)
