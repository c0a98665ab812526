"""What a line begins and ends with: list marks, article heads, quotes and brackets that stay open."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, Lines
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CJK, CLASS_COUNT, LETTERS, CharClass, ClassArray, class_set

HEAD = 8
"""How many characters at the start of a line are looked at."""
_HAN_NUMERALS = np.array([ord(c) for c in "〇一七三九二五八六十千百零"], np.uint32)
_ARTICLE_WORDS = np.array(sorted(ord(c) for c in "条章节编篇部分款项回卷集课讲条條章節編"), np.uint32)
_AFTER_NUMBER = np.array(sorted(ord(c) for c in "、．.)）:：]】"), np.uint32)
_AFTER_LETTER = np.array(sorted(ord(c) for c in ").、）．"), np.uint32)
_DASH_BULLETS = np.array(sorted(ord(c) for c in "-*+–—·•"), np.uint32)
OPENING = class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE, CharClass.OPEN)
CLOSING = class_set(CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE, CharClass.CLOSE)
PAUSES = class_set(
    CharClass.WIDE_STOP,
    CharClass.WIDE_COMMA,
    CharClass.WIDE_COLON,
    CharClass.STOP,
    CharClass.COMMA,
    CharClass.COLON,
)
_NARROW = class_set(CharClass.STOP, CharClass.COMMA, CharClass.COLON)
_AFTER_PAUSE = CLOSING | class_set(CharClass.BLANK, CharClass.LINE_END, CharClass.QUOTE, CharClass.DASH)
NOWHERE = 1 << 40
STOPS = class_set(CharClass.WIDE_STOP, CharClass.STOP)


class Mark(IntEnum):
    """How a line is marked as the start of an item."""

    NONE = 0
    NUMBER = 1
    BRACKETED = 2
    HAN_NUMBER = 3
    CIRCLED = 4
    BULLET = 5
    LETTER = 6
    ARTICLE = 7
    KEY = 8


@dataclass(frozen=True, slots=True)
class Ink:
    """Facts about the characters of each line; one entry a line.

    ``first``, ``second``, ``penultimate`` and ``last`` are classes. ``end`` is the class of the last
    character that is no closing bracket or quote. ``pause_at`` is how far into the line its first pause
    stands. ``tally`` counts the characters of each class, a column a class; the others are counts, too.
    """

    first: ClassArray
    second: ClassArray
    penultimate: ClassArray
    last: ClassArray
    end: ClassArray
    marks: IntArray
    pauses: IntArray
    pause_at: IntArray
    stops: IntArray
    blanks: IntArray
    opens: IntArray
    closes: IntArray
    letters: IntArray
    digits: IntArray
    tally: IntArray


def _tally(batch: Batch, lines: Lines) -> IntArray:
    """How many characters of each class each line has: one row a line, one column a class."""
    many = len(lines)
    owners = np.full(2 * many, many)
    owners[1::2] = np.arange(many)
    sizes = np.diff(np.stack([lines.starts, lines.ends], axis=1).reshape(-1), prepend=0)
    key = np.repeat(owners, sizes) * CLASS_COUNT
    key += batch.kinds[: len(key)]
    found = np.bincount(key, minlength=(many + 1) * CLASS_COUNT)
    return found[: many * CLASS_COUNT].reshape(many, CLASS_COUNT)


def _pauses(batch: Batch, among: BoolArray) -> IntArray:
    """Where pauses stand: a narrow mark is one only before a blank, a line end or a closing mark, or
    between two CJK characters (``3.5``, ``a:b`` and ``x,y`` hold none)."""
    places = np.flatnonzero(among[batch.kinds])
    after = batch.kinds[np.minimum(places + 1, len(batch.kinds) - 1)]
    before = batch.kinds[np.maximum(places - 1, 0)]
    wide = ~_NARROW[batch.kinds[places]]
    return places[wide | _AFTER_PAUSE[after] | (CJK[before] & CJK[after])]


def _within(places: IntArray, lines: Lines) -> IntArray:
    """How many of ``places`` lie in each line."""
    return np.searchsorted(places, lines.ends) - np.searchsorted(places, lines.starts)


def first_within(places: IntArray, lines: Lines) -> IntArray:
    """How far into each line the first of ``places`` lies; `NOWHERE` or more where there is none."""
    known = np.append(places, 2 * NOWHERE)
    found = known[np.searchsorted(known, lines.starts)]
    return np.where(found < lines.ends, found - lines.starts, NOWHERE)


def _run(flags: BoolArray) -> IntArray:
    """Length of the run of true values at the start of each row."""
    return np.asarray(np.cumprod(flags, axis=1, dtype=np.int8).sum(axis=1), np.int64)


def _marks(codes: CodeArray, kinds: ClassArray) -> IntArray:
    """The `Mark` of lines whose first `HEAD` characters and classes are given, one row a line."""
    row = np.arange(len(codes))

    def at(column: IntArray, member: CodeArray) -> BoolArray:
        return np.asarray(np.isin(codes[row, np.minimum(column, HEAD - 1)], member), np.bool_)

    def kind_at(column: IntArray, *wanted: CharClass) -> BoolArray:
        return np.asarray(class_set(*wanted)[kinds[row, np.minimum(column, HEAD - 1)]], np.bool_)

    digit, numeral = kinds == CharClass.DIGIT, np.isin(codes, _HAN_NUMERALS)
    digits, numerals = _run(digit), _run(numeral)
    inner = _run((digit | numeral)[:, 1:])
    marks = np.zeros(len(codes), np.int64)
    opened = class_set(CharClass.WIDE_OPEN, CharClass.OPEN)[kinds[:, 0]]
    closed = kind_at(1 + inner, CharClass.WIDE_CLOSE, CharClass.CLOSE)
    letter = class_set(CharClass.UPPER, CharClass.LOWER)[kinds[:, 0]]
    article = (codes[:, 0] == ord("第")) & (inner > 0) & at(1 + inner, _ARTICLE_WORDS)
    number = (digits > 0) & (digits <= 3) & at(digits, _AFTER_NUMBER) & ~kind_at(digits + 1, CharClass.DIGIT)
    marks[np.isin(codes[:, 0], _DASH_BULLETS) & (kinds[:, 1] == CharClass.BLANK)] = Mark.BULLET
    marks[class_set(CharClass.BULLET)[kinds[:, 0]]] = Mark.BULLET
    marks[letter & at(np.ones(len(codes), np.int64), _AFTER_LETTER)] = Mark.LETTER
    marks[class_set(CharClass.CIRCLED)[kinds[:, 0]]] = Mark.CIRCLED
    marks[number] = Mark.NUMBER
    marks[(numerals > 0) & at(numerals, np.array([0x3001, 0xFF0E], np.uint32))] = Mark.HAN_NUMBER
    marks[opened & (inner > 0) & (inner <= 3) & closed] = Mark.BRACKETED
    marks[article] = Mark.ARTICLE
    return marks


def _end_kinds(batch: Batch, lines: Lines) -> ClassArray:
    """The class of the last character before closing brackets and quotes, three at most."""
    place = lines.ends - 1
    closing = CLOSING | class_set(CharClass.QUOTE)
    for _ in range(3):
        place = place - (closing[batch.kinds[place]] & (place > lines.starts))
    return batch.kinds[place]


def inspect(batch: Batch, lines: Lines) -> Ink:
    """Look at the characters of all lines."""
    window = np.minimum(lines.starts[:, None] + np.arange(HEAD), len(batch.codes) - 1)
    inside = window < lines.ends[:, None]
    codes = np.where(inside, batch.codes[window], 0)
    kinds = np.where(inside, batch.kinds[window], CharClass.LINE_END)
    before_last = np.maximum(lines.ends - 2, lines.starts)
    pauses = _pauses(batch, PAUSES)
    tally = _tally(batch, lines)
    return Ink(
        first=kinds[:, 0],
        second=kinds[:, 1],
        penultimate=batch.kinds[before_last],
        last=batch.kinds[lines.ends - 1],
        end=_end_kinds(batch, lines),
        marks=_marks(codes, kinds),
        pauses=_within(pauses, lines),
        pause_at=first_within(pauses, lines),
        stops=_within(_pauses(batch, STOPS), lines),
        blanks=tally[:, CharClass.BLANK],
        opens=tally[:, OPENING].sum(axis=1),
        closes=tally[:, CLOSING].sum(axis=1),
        letters=tally[:, LETTERS].sum(axis=1),
        digits=tally[:, CharClass.DIGIT],
        tally=tally,
    )
