"""What a line begins and ends with: list marks, article heads, closing marks."""

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.layout.lines import CLOSES_END, HEAD, PAUSES, STOPS, TAIL, BoolArray, Lines
from corpuskit.layout.roles import ROLES, Role
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CharClass, ClassArray, class_set

_OPENED = class_set(CharClass.WIDE_OPEN, CharClass.OPEN)
_CLOSED = class_set(CharClass.WIDE_CLOSE, CharClass.CLOSE)
_MAY_MARK = _OPENED | class_set(
    CharClass.DIGIT, CharClass.UPPER, CharClass.LOWER, CharClass.CIRCLED, CharClass.BULLET
)
"""A line that is marked begins with one of these, with a `Role` of these, or with ``_ORDINAL``."""
_MAY_MARK_ROLES = np.uint16(Role.NUMERAL | Role.DASH_BULLET)
_COMMA, _FULL_STOP = np.uint32(ord("、")), np.uint32(ord("．"))
_HASH = np.uint32(ord("#"))
_ORDINAL = np.uint32(ord("第"))


class Mark:
    """How a line is marked as the start of an item: plain numbers, as `CharClass` has."""

    NONE = 0
    NUMBER = 1
    BRACKETED = 2
    HAN_NUMBER = 3
    CIRCLED = 4
    BULLET = 5
    LETTER = 6
    ARTICLE = 7


MARK_COUNT = 8


class Ink(msgspec.Struct, frozen=True):
    """Classes of the characters at the edges of each line, and its `Mark`; one entry a line.

    ``end`` is the class of the last character that is no closing bracket or quote; ``stopped`` says that it
    ends a sentence, ``paused`` that it is any pause; ``tail_digits`` counts
    the digits at the end, five at most; ``roles`` says what the first two characters can be; ``titles`` are
    those of Markdown.
    """

    first: ClassArray
    second: ClassArray
    penultimate: ClassArray
    last: ClassArray
    end: ClassArray
    stopped: BoolArray
    paused: BoolArray
    marks: IntArray
    tail_digits: IntArray
    roles: npt.NDArray[np.uint16]
    titles: BoolArray


def _titles(codes: CodeArray, kinds: ClassArray) -> BoolArray:
    """Lines that begin as titles of Markdown: with one ``#`` to six, and a blank."""
    found: BoolArray = codes[:, 0] == _HASH
    if not found.any():
        return found
    level = _run(codes == _HASH)
    found &= kinds[np.arange(len(codes)), np.minimum(level, HEAD - 1)] == CharClass.BLANK
    return found


def _run(flags: BoolArray) -> IntArray:
    """Length of the run of true values at the start of each row; 0 where all are."""
    return np.asarray(flags.argmin(axis=1), np.int64)


def _is_han_mark(codes: CodeArray) -> BoolArray:
    return np.asarray((codes == _COMMA) | (codes == _FULL_STOP), np.bool_)


def _marks(codes: CodeArray, kinds: ClassArray, roles: npt.NDArray[np.uint16]) -> IntArray:
    """The `Mark` of lines whose first `HEAD` characters, classes and roles are given, one row a line."""
    able = _MAY_MARK.take(kinds[:, 0]) | ((roles[:, 0] & _MAY_MARK_ROLES) > 0)
    some = (able | (codes[:, 0] == _ORDINAL)).nonzero()[0]
    marks = np.zeros(len(codes), np.int64)
    if len(some):
        marks[some] = _some_marks(
            codes.take(some, axis=0), kinds.take(some, axis=0), roles.take(some, axis=0)
        )
    return marks


def _some_marks(codes: CodeArray, kinds: ClassArray, roles: npt.NDArray[np.uint16]) -> IntArray:
    """`_marks` of lines of which each may have one."""
    row = np.arange(len(codes))
    digit, numeral = kinds == CharClass.DIGIT, (roles & Role.NUMERAL) > 0
    digit[:, -1] = numeral[:, -1] = False
    digits, numerals = _run(digit), _run(numeral)
    inner = _run((digit | numeral)[:, 1:])
    after_inner = np.minimum(1 + inner, HEAD - 1)
    marks = np.zeros(len(codes), np.int64)
    first = kinds[:, 0]
    after_digits = roles[row, digits]
    number = (digits > 0) & (digits <= 3) & ((after_digits & Role.AFTER_NUMBER) > 0)
    number &= kinds[row, np.minimum(digits + 1, HEAD - 1)] != CharClass.DIGIT
    letter = ((first == CharClass.UPPER) | (first == CharClass.LOWER)) & (
        (roles[:, 1] & Role.AFTER_LETTER) > 0
    )
    dash = ((roles[:, 0] & Role.DASH_BULLET) > 0) & (kinds[:, 1] == CharClass.BLANK)
    marks[dash | (first == CharClass.BULLET)] = Mark.BULLET
    marks[letter] = Mark.LETTER
    marks[first == CharClass.CIRCLED] = Mark.CIRCLED
    marks[number] = Mark.NUMBER
    marks[(numerals > 0) & _is_han_mark(codes[row, numerals])] = Mark.HAN_NUMBER
    some = (inner > 0).nonzero()[0]
    if len(some):
        bracketed = _OPENED[first] & (inner > 0) & (inner <= 3) & _CLOSED[kinds[row, after_inner]]
        marks[bracketed] = Mark.BRACKETED
        article = (codes[:, 0] == _ORDINAL) & (inner > 0) & ((roles[row, after_inner] & Role.ARTICLE) > 0)
        marks[article] = Mark.ARTICLE
    return marks


def _end_kinds(tail: ClassArray) -> ClassArray:
    """The class of the last character before closing brackets and quotes, three at most."""
    end = tail[:, 0].copy()
    some = CLOSES_END.take(end).nonzero()[0]
    if len(some):
        tail = tail.take(some, axis=0)
        closes = np.zeros((len(some), 4), np.bool_)
        closes[:, :3] = CLOSES_END.take(tail[:, :3])
        skipped, row = _run(closes), np.arange(len(some))
        found = tail[row, skipped]
        end[some] = np.where(found == CharClass.LINE_END, tail[row, skipped - 1], found)
    return end


def inspect(lines: Lines) -> Ink:
    """Look at the characters at the edges of all lines."""
    roles = ROLES.take(lines.head_codes)
    tail = lines.tail
    end = _end_kinds(tail)
    digits = np.zeros((len(lines), TAIL + 1), np.bool_)
    np.equal(tail, CharClass.DIGIT, out=digits[:, :TAIL])
    return Ink(
        first=np.ascontiguousarray(lines.head[:, 0]),
        second=np.ascontiguousarray(lines.head[:, 1]),
        penultimate=np.where(lines.sizes > 1, tail[:, 1], tail[:, 0]),
        last=np.ascontiguousarray(tail[:, 0]),
        end=end,
        stopped=STOPS.take(end),
        paused=PAUSES.take(end),
        marks=_marks(lines.head_codes, lines.head, roles),
        tail_digits=_run(digits),
        roles=roles[:, :2],
        titles=_titles(lines.head_codes, lines.head),
    )
