"""Lines that stand for themselves by what they are: dates, spaced titles, formulas, fields, entries.

None of them is told by its width: the column may be as narrow as they are.
"""

import re
from collections.abc import Sequence

import numpy as np

from corpuskit.layout.lines import CELL, HEAD, Batch, BoolArray, among, line_texts
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.layout.roles import SURNAMES
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, CharClass, code_points, code_set

_IDEOGRAPHIC_BLANK, _FULL_STOP = code_points("\u3000.")
_SET_NOTE = code_points("［＃")
_RULE = 4
"""A line of more signs, all alike, is a rule; dots and dashes of a sentence are fewer."""
_NUMBER_CODES = code_points(".．-－")
_NUMERALS = "\\d〇○零一二三四五六七八九十廿百元"
_DATE = (
    rf"(?:(?:中[华華]民[国國]|民[国國]|公元|西元|昭和|平成|令和)? ?[{_NUMERALS}]{{1,5}} ?年"
    rf" ?[{_NUMERALS}]{{1,3}} ?月(?: ?[{_NUMERALS}]{{1,3}} ?日)?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?: +\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)"
    r"(?: ?[（(]?(?:星期|[周週])?[一二三四五六日天][）)]?)?$"
)
_DATE_STARTS = code_set(code_points("0123456789０１２３４５６７８９〇○零一二三四五六七八九中民公西昭平令"))
_DATE_ENDS = code_set(code_points("日月天一二三四五六）)0123456789"))
_STAMP = r"\d{4}(?:[-/.]\d{1,2}[-/.]|年\d{1,2}月)\d{1,2}日?[ \u3000]*\d{1,2}:\d{2}(?::\d{2})?"
_STAMPED = rf"{_STAMP}(?![\d:])|.*(?<![\d-]){_STAMP}$"
_STAMP_DIGITS, _LONGEST = 9, 60
"""Digits of a date with its time at least, characters of a line that stands for itself at most."""
_SHORTEST_DATE, _LONGEST_DATE = 5, 20
_STRETCHED_DATE, _STRETCHED = (10, 80), 4
"""Characters of a date that blanks stretch, these counted, and how many of these there are at least."""
_SIGNED = rf"(?:[\u4e00-\u9fff]{{1,8}}\u3000+){{1,4}}[{SURNAMES}][\u4e00-\u9fff]{{1,3}}(?:律[师師])?$"
_LONGEST_SIGNED = 40
_FEWEST_BLANKS, _LONGEST_TITLE, _RARE = 2, 15, 5
"""Blanks of a title with one between any two characters at least, characters at most; fewer lines in a
hundred are such: recognition may put blanks between all characters of a text."""
_FORMULA = r"(?![^=＝≈≤≥≠<>＜＞≡∝→]*$|.*[A-Za-z]{4}|.*[=＝+＋×÷－<>＜＞]$)"
_LONGEST_FORMULA = 80
_PARTS = r"n|vt?|vi|adj?|adv|prep|conj|pron|num|int|interj|art|aux|abbr|phr|pl"
_ENTRY = rf"[A-Za-z][\w'-]* (?:[\[/].*[\]/] )?\(?(?:{_PARTS})\."
_ENTRIES, _LONGEST_ENTRY, _LONGEST_PART = 3, 40, 6
"""So many entries make a dictionary; at most so many characters stand before the stop of the part of speech,
and so many are this."""


def alone(batch: Batch, page: Page, texts: Sequence[str], kinds: Nature, likely: BoolArray) -> BoolArray:
    """Those of the ``likely`` joins of a ``page`` of ``batch``, which holds ``texts``, beside a line that
    stands for itself."""
    if not np.count_nonzero(likely):
        return likely
    lines = page.lines
    found, begins = np.zeros((2, len(likely)), np.bool_)
    for rows in (_fields(page, kinds), _stamped(batch, page, texts)):
        begins[rows] = True
        found[rows] = page.roomy[rows]
    begins[_set_notes(page)] = True
    ruled = _ruled(page)
    begins[ruled] = found[ruled] = True
    blank = lines.blanks > 0
    if np.count_nonzero(blank):
        for rows in (_set_off(batch, page), _entries(batch, page, texts)):
            begins[rows] = True
        mixed = (blank & (lines.cjk > 0) & (lines.sizes <= _LONGEST)).nonzero()[0]
        words, dates = _stretched_words(batch, page, mixed), _stretched_dates(batch, page, texts)
        for rows in (words, dates, _signed(batch, page, texts, mixed)):
            begins[rows] = found[rows] = True
        found[_beside_spaced(page, mixed)] = True
    found |= page.at(begins, 1)
    found[_before_dates(batch, page, texts)] = True
    found[_beside_formulas(batch, page, texts, kinds)] = True
    return np.asarray(found & likely, np.bool_)


def _before_dates(batch: Batch, page: Page, texts: Sequence[str]) -> IntArray:
    """Breaks before a line that is a date and not full: what comes next would have fitted."""
    lines = page.lines
    rows: IntArray = ((lines.sizes >= _SHORTEST_DATE) & (lines.sizes <= _LONGEST_DATE)).nonzero()[0]
    rows = rows[_DATE_ENDS.take(lines.last_codes[rows]) & _DATE_STARTS.take(lines.head_codes[rows, 0])]
    rows = rows[(page.roomy[rows] | ~page.follows[rows]) & (lines.pauses[rows] == 0)]
    return rows[_match(batch, page, texts, rows, _DATE)] - 1


def _stretched_dates(batch: Batch, page: Page, texts: Sequence[str]) -> IntArray:
    """Lines that are a date with blanks between its parts, as under a judgment or an order."""
    lines, (fewest, most) = page.lines, _STRETCHED_DATE
    rows: IntArray = (lines.blanks >= _STRETCHED).nonzero()[0]
    size = lines.sizes[rows]
    rows = rows[(size >= fewest) & (size <= most) & (lines.pauses[rows] == 0)]
    rows = rows[_DATE_ENDS.take(lines.last_codes[rows]) & _DATE_STARTS.take(lines.head_codes[rows, 0])]
    found = line_texts(batch, lines, texts, rows)
    return rows[np.array([re.match(_DATE, "".join(text.split())) is not None for text in found], np.bool_)]


def _stretched_words(batch: Batch, page: Page, rows: IntArray) -> IntArray:
    """Those of the lines ``rows`` without punctuation that begin with a word which several blanks stretch to
    the width of others below or above it: ``部　　长　李白``."""
    lines = page.lines
    rows = rows[(lines.blank_at[rows] == 1) & (lines.cells[rows] > 0) & (lines.pauses[rows] == 0)]
    rows = rows[page.ink.first[rows] == CharClass.HAN]
    return np.asarray(rows[batch.kinds.take(lines.starts[rows] + 2) == CharClass.BLANK], np.int64)


def _signed(batch: Batch, page: Page, texts: Sequence[str], rows: IntArray) -> IntArray:
    """Those of the lines ``rows`` that are an office or two and the name of who holds it, set apart:
    ``民事第三庭　法　官　李白``."""
    lines = page.lines
    size = lines.sizes[rows]
    rows = rows[((lines.cjk + lines.blanks)[rows] == size) & (size <= _LONGEST_SIGNED)]
    rows = rows[lines.pauses[rows] == 0]
    rows = rows[batch.codes.take(lines.starts[rows] + lines.blank_at[rows]) == _IDEOGRAPHIC_BLANK]
    return rows[_match(batch, page, texts, rows, _SIGNED)]


def _beside_formulas(batch: Batch, page: Page, texts: Sequence[str], kinds: Nature) -> IntArray:
    """Breaks between a line of CJK and one that is a formula, which something shows to be at an end: a full
    stop, or room for what comes next."""
    lines, ink = page.lines, page.ink
    rows: IntArray = (kinds.technical & (lines.sizes <= _LONGEST_FORMULA)).nonzero()[0]
    if not len(rows):
        return rows
    before = (page.roomy | ink.stopped | ~page.follows)[rows] & CJK.take(ink.last[rows - 1])
    after = CJK.take(page.next_first[rows])
    formula = np.zeros(len(rows), np.bool_)
    asked = (before | after).nonzero()[0]
    formula[asked] = _match(batch, page, texts, rows[asked], _FORMULA)
    return np.concatenate((rows[formula & before] - 1, rows[formula & after]))


def _beside_spaced(page: Page, rows: IntArray) -> IntArray:
    """Breaks between one of the lines ``rows`` that is a title with a blank between any two characters and a
    line without pauses; to fill a line blanks are put there, too."""
    lines = page.lines
    rows = rows[(lines.sizes[rows] <= _LONGEST_TITLE) & (lines.blanks[rows] >= _FEWEST_BLANKS)]
    size, blanks = lines.sizes[rows], lines.blanks[rows]
    rows = rows[
        (2 * blanks + 1 == size) & (lines.cjk[rows] + blanks == size) & (page.slack[rows] >= 4 * CELL)
    ]
    document = lines.document[rows]
    rows = rows[np.bincount(document)[document] * 100 < _RARE * page.sizes[document]]
    after, above = lines.pauses.take(rows + 1, mode="clip"), rows - 1
    return np.concatenate((rows[after == 0], above[lines.pauses[above] == 0]))


def _fields(page: Page, kinds: Nature) -> IntArray:
    """Lines of a name in CJK and a value in none, one below the other: telephone, address of mail, page."""
    lines = page.lines
    rows: IntArray = kinds.key.nonzero()[0]
    colon, cjk = lines.colon_at[rows], lines.cjk[rows]
    rows = rows[(cjk > 1) & (colon == cjk) & (lines.sizes[rows] > colon + 3)]
    if len(rows) < 2:
        return rows[:0]
    field = np.zeros(len(lines), np.bool_)
    field[rows] = True
    beside = page.at(field, 1) | page.at(field, -1)
    return rows[beside[rows]]


def _stamped(batch: Batch, page: Page, texts: Sequence[str]) -> IntArray:
    """Lines without punctuation that a date with a time begins or ends: of a message, a byline."""
    lines = page.lines
    rows: IntArray = (lines.digits >= _STAMP_DIGITS).nonzero()[0]
    rows = rows[(lines.pauses[rows] == 0) & (lines.sizes[rows] <= _LONGEST)]
    return rows[_match(batch, page, texts, rows, _STAMPED)]


def _ruled(page: Page) -> IntArray:
    """Lines of nothing but one sign."""
    lines, codes = page.lines, page.lines.head_codes
    rows: IntArray = ((codes[:, 0] == lines.last_codes) & (lines.sizes > _RULE)).nonzero()[0]
    rows = rows[(codes[rows, 1] == codes[rows, 0]) & (codes[rows, _RULE] == codes[rows, 0])]
    return np.asarray(rows[(lines.letters + lines.digits + lines.cjk + lines.blanks)[rows] == 0], np.int64)


def _set_notes(page: Page) -> IntArray:
    """Lines that begin with a note on how they are set, as in texts of Aozora Bunko, below the end of a
    sentence: ``［＃３字下げ］``. In the middle of one it says what a character is."""
    codes = page.lines.head_codes
    rows: IntArray = (codes[:, 0] == _SET_NOTE[0]).nonzero()[0]
    return np.asarray(rows[(codes[rows, 1] == _SET_NOTE[1]) & page.ink.stopped[rows - 1]], np.int64)


def _set_off(batch: Batch, page: Page) -> IntArray:
    """Lines that begin with a number that an ideographic blank sets off: of a section, a table's row."""
    lines = page.lines
    rows: IntArray = ((page.ink.first == CharClass.DIGIT) & (lines.blank_at < HEAD)).nonzero()[0]
    rows = rows[batch.codes.take(lines.starts[rows] + lines.blank_at[rows]) == _IDEOGRAPHIC_BLANK]
    if not len(rows):
        return rows
    number = (lines.head[rows] == CharClass.DIGIT) | among(lines.head_codes[rows], _NUMBER_CODES)
    size: IntArray = np.logical_and.accumulate(number, axis=1).sum(axis=1)
    return np.asarray(rows[size == lines.blank_at[rows]], np.int64)


def _entries(batch: Batch, page: Page, texts: Sequence[str]) -> IntArray:
    """Lines that begin as entries of a dictionary, where several do: a word, and its part of speech."""
    lines, place = page.lines, page.lines.pause_at
    rows: IntArray = ((place > lines.blank_at + 1) & (place <= _LONGEST_ENTRY)).nonzero()[0]
    if len(rows) < _ENTRIES:
        return rows[:0]
    stop = lines.starts[rows] + place[rows]
    before = batch.kinds.take(stop - np.arange(2, _LONGEST_PART + 2)[:, None])
    rows = rows[(batch.codes.take(stop) == _FULL_STOP) & (before == CharClass.BLANK).any(axis=0)]
    rows = rows[_match(batch, page, texts, rows, _ENTRY)]
    return rows[np.bincount(lines.document[rows])[lines.document[rows]] >= _ENTRIES]


def _match(batch: Batch, page: Page, texts: Sequence[str], rows: IntArray, pattern: str) -> BoolArray:
    """Which of the lines ``rows`` begin as the ``pattern`` says."""
    found = [re.match(pattern, text) is not None for text in line_texts(batch, page.lines, texts, rows)]
    return np.array(found, np.bool_)
