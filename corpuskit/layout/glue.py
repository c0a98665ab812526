"""What stands between two lines that are joined: nothing, a blank, or one character less."""

import re
from collections import Counter

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import Edit, IntArray
from corpuskit.unicode import CJK, CLASS_COUNT, NO_LINE_END, NO_LINE_START, CharClass, class_set

_LATIN = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
_WIDE = CJK | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN,
    CharClass.WIDE_CLOSE, CharClass.WIDE_OTHER, CharClass.DASH, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
) & ~class_set(CharClass.HANGUL)  # fmt: skip
_CURLY = class_set(CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE)
_HYPHENS = class_set(CharClass.HYPHEN, CharClass.SOFT_HYPHEN)
_HABIT = np.full(CLASS_COUNT, -1, np.int64)
_HABIT[_LATIN] = 0
_HABIT[CharClass.DIGIT] = 1
_SIGNS = class_set(CharClass.SYMBOL, CharClass.QUOTE, CharClass.OPEN, CharClass.CLOSE)
"""Signs that stand with words: ``$PATH``, ``{"a": 1}``."""
_SIDES, _SPACE = 4, 32


def _habits(batch: Batch, documents: int) -> IntArray:
    """For each document and each of four meetings of CJK with letters or digits: pairs with a blank minus
    pairs without. Meetings: CJK-letter, CJK-digit, letter-CJK, digit-CJK. One that the document does not
    have follows the other of its direction."""
    kinds = batch.kinds
    cjk, word = CJK[kinds], _HABIT[kinds]
    tally = np.zeros(documents * _SIDES, np.int64)
    for step, sign in ((1, -1), (2, 1)):
        left, right = slice(None, -step), slice(step, None)
        able = np.ones(1, np.bool_) if step == 1 else batch.codes[1:-1] == _SPACE
        for base, one, two in ((0, cjk[left], word[right]), (2, cjk[right], word[left])):
            place = np.flatnonzero(one & (two >= 0) & able)
            owner = np.searchsorted(batch.bases, place, side="right") - 1
            tally += sign * np.bincount(owner * _SIDES + base + two[place], minlength=len(tally))
    habits = tally.reshape(documents, 2, 2)
    return np.where(habits == 0, habits[:, :, ::-1], habits).reshape(documents, _SIDES)


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
        for places in (apart, CJK[batch.kinds])
    )
    return np.asarray((shown > 0) | (wide == 0), np.bool_)


def blanks(batch: Batch, page: Page) -> BoolArray:
    """Whether a blank belongs between each line and the next, should they be joined.

    None beside CJK, one between words of other scripts; where the two meet, what the document does.
    """
    ink, at = page.ink, page.at
    last, first = ink.last, at(ink.first, 1)
    habit = _habits(batch, len(batch.bases) - 1)[page.lines.document]
    row = np.arange(len(last))
    foreign = ~CJK[at(ink.second, 1)] & ~CJK[ink.penultimate]
    wide_last = _WIDE[last] & ~(_CURLY[last] & foreign)
    wide_first = _WIDE[first] & ~(_CURLY[first] & foreign)
    narrow = ~wide_last & ~wide_first & ~_HYPHENS[last]
    narrow &= ~NO_LINE_START[first] & ~NO_LINE_END[last]
    cut = (last == CharClass.DIGIT) & (first == CharClass.DIGIT)
    narrow &= ~cut | _parts_numbers(batch)[page.lines.document]
    opens = np.where(_SIGNS[first] & ~CJK[at(ink.second, 1)], 0, _HABIT[first])
    closes = np.where(_SIGNS[last] & ~CJK[ink.penultimate], 0, _HABIT[last])
    before = CJK[last] & (opens >= 0) & (habit[row, np.maximum(opens, 0)] > 0)
    after = CJK[first] & (closes >= 0) & (habit[row, 2 + np.maximum(closes, 0)] > 0)
    return np.asarray(narrow | before | after, np.bool_)


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
