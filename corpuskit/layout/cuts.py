"""What a line break cuts in two: numbers, words, brackets; and the marks that no line may begin with."""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.layout.pairs import OUTSIDE
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CJK, CharClass, class_set

LETTERS = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
_HYPHENS = class_set(CharClass.HYPHEN, CharClass.SOFT_HYPHEN)
_CANNOT_START = class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE, CharClass.UNIT
)


def _codes(characters: str) -> CodeArray:
    return np.array(sorted(map(ord, characters)), np.uint32)


_UNITS = _codes("年月日时時分秒个個亿億万萬千百元人次岁歲米斤吨项項件条條家户页倍位名届屆號号")
_YEAR, _MONTH_DAY = _codes("年"), _codes("月日")
_NO_YEAR, _DATE_GOES_ON = _codes("龄轻货糕画关夜"), _codes("初中末底份旬前后后内至在起到和以之，。、")


@dataclass(frozen=True, slots=True)
class Cuts:
    """Flags of the break after each line: what it goes through.

    ``number``: between digits and their unit. ``word``: a Latin word with a hyphen. ``inside``: brackets or
    the marks of a title. ``sure``: a date, a percentage, before a mark that may not begin a line, after one
    that may not end it: nothing but a line break explains it.
    """

    number: BoolArray
    word: BoolArray
    inside: BoolArray
    sure: BoolArray


def _digits(batch: Batch, page: Page) -> IntArray:
    """How many digits each line ends with, five at most."""
    place, run = page.lines.ends - 1, np.zeros(len(page.lines), np.int64)
    going = np.ones(len(run), np.bool_)
    for back in range(5):
        at = np.maximum(place - back, page.lines.starts)
        going &= (batch.kinds[at] == CharClass.DIGIT) & (place - back >= page.lines.starts)
        run += going
    return run


def _date(batch: Batch, page: Page, digits: IntArray) -> BoolArray:
    """``2023|年`` and ``3|月``, where the second line goes on as a date does."""
    lines, at = page.lines, page.at
    start = at(lines.starts, 1)
    first = batch.codes[start]
    more = at(lines.ends - lines.starts, 1) > 1
    second = np.where(more, batch.codes[np.minimum(start + 1, len(batch.codes) - 1)], 0)
    han = CJK[at(page.ink.second, 1, CharClass.OTHER)]
    year = (digits == 4) & np.isin(first, _YEAR) & ~np.isin(second, _NO_YEAR)
    day = (digits <= 2) & (digits > 0) & np.isin(first, _MONTH_DAY) & (~han | np.isin(second, _DATE_GOES_ON))
    return np.asarray(year | day, np.bool_)


def cuts(batch: Batch, page: Page) -> Cuts:
    """What the breaks of ``batch`` go through."""
    lines, ink, at = page.lines, page.ink, page.at
    first, digits = at(ink.first, 1, CharClass.LINE_END), _digits(batch, page)
    code = batch.codes[at(lines.starts, 1)]
    han = (lines.ends - lines.starts > digits) & CJK[ink.first]
    percent = (digits > 0) & (first == CharClass.UNIT)
    number = ((digits > 0) & np.isin(code, _UNITS)) | percent
    word = _HYPHENS[ink.last] & LETTERS[ink.penultimate] & (first == CharClass.LOWER)
    start = _CANNOT_START[first] & CJK[ink.last] & ~_CANNOT_START[ink.first]
    inside = np.minimum(page.in_brackets, page.in_title) < OUTSIDE
    sure = (han & (percent | _date(batch, page, digits))) | start
    sure |= class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE)[ink.last] & CJK[ink.penultimate]
    return Cuts(number & han, word, inside, sure)
