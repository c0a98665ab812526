"""What stands between two lines that are joined: nothing, a blank, or one character less."""

import re
from collections import Counter

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import Edit, IntArray
from corpuskit.unicode import CJK, CLASS_COUNT, CharClass, class_set

_LATIN = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
_WIDE = CJK | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN,
    CharClass.WIDE_CLOSE, CharClass.WIDE_OTHER, CharClass.DASH, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
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


def blanks(batch: Batch, page: Page) -> BoolArray:
    """Whether a blank belongs between each line and the next, should they be joined."""
    ink, at = page.ink, page.at
    last, first = ink.last, at(ink.first, 1)
    habit = _habits(batch, len(batch.bases) - 1)[page.lines.document]
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


_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40


def _drops_hyphen(text: str, words: Counter[str], end: int, start: int) -> bool:
    """Whether the hyphen before ``end`` was made by the line break: the document's own words decide.

    Of two spellings that it has equally often, or not at all, the one without a hyphen is likelier: most
    hyphens at line ends are the typesetter's.
    """
    if text[end - 1] == "\xad":
        return True
    before = text[max(0, end - 1 - _LONGEST_WORD) : end - 1]
    left = _PART.search(before[::-1])
    right = _PART.match(text, start, start + _LONGEST_WORD)
    if not left or left.start() or not right or not right[0][0].islower():
        return False
    one, two = left[0][::-1].lower(), right[0].lower()
    return words[one + two] >= words[f"{one}-{two}"]


def glues(text: str, starts: IntArray, ends: IntArray, spaced: BoolArray) -> tuple[Edit, ...]:
    """The edits that join ``text`` at the breaks ``[starts, ends)``; ``spaced``: with a blank.

    A hyphen that only the line break made goes with it.
    """
    edits = [
        Edit(start, end, " " if blank else "")
        for start, end, blank in zip(starts.tolist(), ends.tolist(), spaced.tolist(), strict=True)
    ]
    cut = [
        index
        for index, (start, end, _) in enumerate(edits)
        if text[start - 1] in "-\u2010\xad" and text[end].isalpha()
    ]
    words = Counter(word.replace("\u2010", "-") for word in _WORD.findall(text.lower())) if cut else Counter()
    for index in cut:
        start, end, _ = edits[index]
        edits[index] = Edit(start - _drops_hyphen(text, words, start, end), end, "")
    return tuple(edits)
