"""What stands between two lines that are joined: nothing, or a blank."""

import numpy as np

from corpuskit.layout.lines import CELL, HYPHENS, Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import (
    CJK,
    CLASS_COUNT,
    LETTERS,
    NO_LINE_END,
    NO_LINE_START,
    CharClass,
    ClassArray,
    class_set,
)

_NO_BLANKS = CJK & ~class_set(CharClass.HANGUL)
"""Scripts without blanks between words."""
_WIDE = _NO_BLANKS | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN,
    CharClass.WIDE_CLOSE, CharClass.WIDE_OTHER, CharClass.DASH, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
)  # fmt: skip
_BEGINS = class_set(CharClass.STOP, CharClass.COLON)
_NARROW_PAUSES = class_set(CharClass.COMMA, CharClass.STOP, CharClass.COLON)
_CURLY = class_set(CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE)
_HABIT = np.full(CLASS_COUNT, -1, np.int64)
_HABIT[LETTERS] = 0
_HABIT[CharClass.DIGIT] = 1
_SIGNS = class_set(CharClass.SYMBOL, CharClass.QUOTE, CharClass.OPEN, CharClass.CLOSE)
"""Signs that stand with words: ``$PATH``, ``{"a": 1}``."""
_MEETINGS, _SPACE = 4, 32
_TELLING = 10
"""So many lines of Hangul, or of Latin words, tell how they were broken."""
_PART = 10
"""Of lines that were broken wherever they were full all but one in so many are alike."""
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


def _parts_pauses(batch: Batch) -> BoolArray:
    """For each document whether a blank mostly stands between a comma, stop or colon of ASCII and CJK, as in
    lists of references."""
    pauses, cjk = _NARROW_PAUSES.take(batch.kinds), CJK.take(batch.kinds)
    spaced = pauses[:-2] & (batch.codes[1:-1] == _SPACE) & cjk[2:]
    direct = pauses[:-1] & cjk[1:]
    documents = len(batch.bases) - 1
    parted, together = (
        np.bincount(batch.bases.searchsorted(places.nonzero()[0], side="right") - 1, minlength=documents)
        for places in (spaced, direct)
    )
    return np.asarray(parted > together, np.bool_)


def blanks(batch: Batch, page: Page, rows: IntArray) -> BoolArray:
    """Whether a blank belongs between each of the lines ``rows`` and the next, should they be joined.

    None beside Han or kana, one between words of other scripts; where CJK meets those, or a pause of ASCII,
    what the document does; between Hangul, one if lines were not broken wherever they were full; none where
    Latin words were cut so.
    """
    ink, owner = page.ink, page.lines.document[rows]
    last, first = ink.last[rows], ink.first[rows + 1]
    second_kind = ink.second[rows + 1]
    second, penultimate = CJK.take(second_kind), CJK.take(ink.penultimate[rows])
    foreign = ~_NO_BLANKS.take(second_kind) & ~_NO_BLANKS.take(ink.penultimate[rows])
    wide_last = _WIDE.take(last) & ~(_CURLY.take(last) & foreign)
    wide_first = _WIDE.take(first) & ~(_CURLY.take(first) & foreign)
    narrow = ~wide_last & ~wide_first & ~HYPHENS.take(last)
    # A mark right before a letter begins a word: ``.gitignore``, ``:ref:``.
    begins = _BEGINS.take(first) & LETTERS.take(second_kind) & (last != CharClass.DIGIT)
    narrow &= (begins | ~NO_LINE_START.take(first)) & ~NO_LINE_END.take(last)
    cut = narrow & (last == CharClass.DIGIT) & (first == CharClass.DIGIT)
    if np.count_nonzero(cut):
        narrow &= ~cut | _parts_numbers(batch).take(owner)
    opens = np.where(_SIGNS.take(first) & ~second, 0, _HABIT.take(first))
    closes = np.where(_SIGNS.take(last) & ~penultimate, 0, _HABIT.take(last))
    before, after = CJK.take(last) & (opens >= 0), CJK.take(first) & (closes >= 0)
    mixed = (before | after).nonzero()[0]
    if len(mixed):
        habit = _habits(batch, len(batch.bases) - 1)
        meeting = np.where(before[mixed], opens[mixed], 2 + closes[mixed])
        narrow[mixed] = habit[owner[mixed], meeting] > 0
    pauses = _NARROW_PAUSES.take(last) & CJK.take(first)
    if np.count_nonzero(pauses):
        narrow[pauses] = _parts_pauses(batch).take(owner[pauses])
    hangul = (last == CharClass.HANGUL) & (first == CharClass.HANGUL)
    if hangul.any():
        narrow[hangul] = _breaks_at_blanks(page).take(owner[hangul])
    return np.asarray(narrow & ~_cut_words(batch, page, rows), np.bool_)


def _cut_words(batch: Batch, page: Page, rows: IntArray) -> BoolArray:
    """Which breaks after ``rows`` may cut a Latin word or a number, in documents whose lines were broken
    wherever they were full: nothing was lost there, not even a blank.

    Their lines have one number of characters, or one less where that was a blank, at least those that end in
    a word before one that begins with one; nobody who breaks lines between words, or justifies them, has so
    many alike.
    """
    lines, documents = page.lines, len(page.bounds) - 1
    owner = lines.document[rows]
    telling = (_HABIT.take(page.ink.last[rows]) >= 0) & (_HABIT.take(page.ink.first[rows + 1]) >= 0)
    telling |= page.counted.take(owner)
    if np.count_nonzero(telling) < _TELLING:
        return np.zeros(len(rows), np.bool_)
    sizes, longest = lines.ends[rows] - lines.heads[rows], np.zeros(documents, np.int64)
    np.maximum.at(longest, owner[telling], sizes[telling])
    full = sizes == longest.take(owner)
    alike = telling & (sizes >= longest.take(owner) - 1) & (lines.cells[rows] == 0)
    many, every = (np.bincount(owner[part], minlength=documents) for part in (alike, telling))
    anywhere = (every >= _TELLING) & (_PART * many >= (_PART - 1) * every)
    blank = batch.codes[lines.ends[rows]] == _SPACE
    blank |= lines.heads[rows + 1] < lines.starts[rows + 1]
    return np.asarray(anywhere.take(owner) & full & ~blank, np.bool_)


def _breaks_at_blanks(page: Page) -> BoolArray:
    """For each document whether its lines of Hangul were broken at blanks, not wherever they were full.

    Of those that end in Hangul before one that begins so, a fourth are narrower than the widest by a letter;
    so few lines as not to tell were broken at blanks."""
    meet = (page.ink.last == CharClass.HANGUL) & (page.next_first == CharClass.HANGUL)
    owner, widths, documents = page.lines.document[meet], page.widths[meet], len(page.bounds) - 1
    widest = np.zeros(documents, np.int64)
    np.maximum.at(widest, owner, widths)
    room = widths + 2 * CELL <= widest.take(owner)
    ragged, every = (np.bincount(part, minlength=documents) for part in (owner[room], owner))
    return np.asarray((4 * ragged > every) | (every < _TELLING), np.bool_)


_GLUE = ("", " ")


def glue(spaced: BoolArray) -> list[str]:
    """What stands where two lines were joined, with a blank or without."""
    return [_GLUE[blank] for blank in spaced.tolist()]
