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
    r"(?: ?[（(]?(?:星期|[周週])?[一二三四五六日天][）)]?)?"
)
_DATE_STARTS = code_set(code_points("0123456789０１２３４５６７８９〇○零一二三四五六七八九中民公西昭平令"))
_DATE_ENDS = code_set(code_points("日月天一二三四五六）)0123456789"))
_STAMP = r"\d{4}(?:[-/.]\d{1,2}[-/.]|年\d{1,2}月)\d{1,2}日?[ \u3000]*\d{1,2}:\d{2}(?::\d{2})?"
_STAMP_DIGITS, _LONGEST_STAMP = 9, 60
_SHORTEST_DATE, _LONGEST_DATE = 5, 20
_STRETCHED_DATE, _STRETCHED = (10, 80), 4
"""Characters of a date that blanks stretch, these counted, and how many of these there are at least."""
_SIGNED = rf"(?:[\u4e00-\u9fff]{{1,8}}\u3000+){{1,4}}[{SURNAMES}][\u4e00-\u9fff]{{1,3}}(?:律[师師])?"
_LONGEST_SIGNED = 40
_SHORTEST_TITLE, _LONGEST_TITLE, _RARE = 5, 15, 5
"""Characters of a title with a blank between any two, these counted, and how many lines in a hundred are
such at most: recognition may put blanks between all characters of a text."""
_NO_FORMULA = r"[^=＝≈≤≥≠<>＜＞≡∝→]*$|.*[A-Za-z]{4}|.*[=＝+＋×÷－<>＜＞]$"
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
    found = _before_dates(batch, page, texts, likely) | _beside_formulas(batch, page, texts, kinds, likely)
    spaced, fields = _spaced(page), _fields(page, kinds)
    found |= page.at(fields | _set_off(batch, page) | _entries(batch, page, texts), 1)
    found |= fields & (page.roomy)
    stamped = _stamped(batch, page, texts)
    found |= page.at(stamped, 1) | (stamped & (page.roomy))
    ruled = _ruled(page)
    found |= ruled | page.at(ruled | _set_notes(page), 1)
    own = _stretched_words(batch, page) | _stretched_dates(batch, page, texts) | _signed(batch, page, texts)
    found |= own | page.at(own, 1)
    found |= (spaced & (page.at(page.lines.pauses, 1) == 0)) | (page.at(spaced, 1) & (page.lines.pauses == 0))
    return np.asarray(found & likely, np.bool_)


def _before_dates(batch: Batch, page: Page, texts: Sequence[str], likely: BoolArray) -> BoolArray:
    """Breaks before a line that is a date and not full: what comes next would have fitted."""
    lines = page.lines
    able = page.at(likely, -1) & (lines.sizes >= _SHORTEST_DATE) & (lines.sizes <= _LONGEST_DATE)
    able &= ((page.roomy) | ~page.follows) & (lines.pauses == 0)
    rows = able.nonzero()[0]
    rows = rows[_DATE_ENDS.take(lines.last_codes[rows]) & _DATE_STARTS.take(lines.head_codes[rows, 0])]
    found = np.zeros(len(lines), np.bool_)
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        found[row - 1] = re.fullmatch(_DATE, text) is not None
    return found


def _stretched_dates(batch: Batch, page: Page, texts: Sequence[str]) -> BoolArray:
    """Lines that are a date with blanks between its parts, as under a judgment or an order."""
    lines, found = page.lines, np.zeros(len(page.lines), np.bool_)
    fewest, most = _STRETCHED_DATE
    able = (
        (lines.blanks >= _STRETCHED) & (lines.sizes >= fewest) & (lines.sizes <= most) & (lines.pauses == 0)
    )
    rows = able.nonzero()[0]
    rows = rows[_DATE_ENDS.take(lines.last_codes[rows]) & _DATE_STARTS.take(lines.head_codes[rows, 0])]
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        found[row] = re.fullmatch(_DATE, "".join(text.split())) is not None
    return found


def _stretched_words(batch: Batch, page: Page) -> BoolArray:
    """Lines without punctuation that begin with a word which several blanks stretch to the width of others
    below or above it: ``部　　長　李白``."""
    lines = page.lines
    able = (lines.blank_at == 1) & (lines.cells > 0) & (lines.pauses == 0) & (lines.sizes <= _LONGEST_STAMP)
    rows = (able & (page.ink.first == CharClass.HAN)).nonzero()[0]
    found = np.zeros(len(lines), np.bool_)
    found[rows[batch.kinds.take(lines.starts[rows] + 2) == CharClass.BLANK]] = True
    return found


def _signed(batch: Batch, page: Page, texts: Sequence[str]) -> BoolArray:
    """Lines of an office or two and the name of who holds it, set apart: ``民事第三庭　法　官　李白``."""
    lines, found = page.lines, np.zeros(len(page.lines), np.bool_)
    able = (lines.blanks > 0) & (lines.cjk + lines.blanks == lines.sizes) & (lines.sizes <= _LONGEST_SIGNED)
    rows = (able & (lines.pauses == 0)).nonzero()[0]
    rows = rows[batch.codes.take(lines.starts[rows] + lines.blank_at[rows]) == _IDEOGRAPHIC_BLANK]
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        found[row] = re.fullmatch(_SIGNED, text) is not None
    return found


def _beside_formulas(
    batch: Batch, page: Page, texts: Sequence[str], kinds: Nature, likely: BoolArray
) -> BoolArray:
    """Breaks between a line of CJK and one that is a formula, which something shows to be at an end: a full
    stop, or room for what comes next."""
    lines, at = page.lines, page.at
    able = kinds.technical & (lines.sizes <= _LONGEST_FORMULA)
    ended = able & ((page.roomy) | page.ink.stopped | ~page.follows)
    before = CJK.take(page.ink.last) & at(ended, 1) & likely
    after = able & CJK.take(page.next_first) & likely
    found = np.zeros(len(lines), np.bool_)
    for asked, step in ((before, 1), (after, 0)):
        rows = asked.nonzero()[0]
        for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows + step), strict=True):
            found[row] |= re.match(_NO_FORMULA, text) is None
    return found


def _spaced(page: Page) -> BoolArray:
    """Titles with a blank between any two characters; to fill a line blanks are put there, too."""
    lines, size = page.lines, page.lines.sizes
    found = (size >= _SHORTEST_TITLE) & (size <= _LONGEST_TITLE) & (2 * lines.blanks + 1 == size)
    found &= (lines.cjk + lines.blanks == size) & (page.slack >= 4 * CELL)
    return np.asarray(found & (page.percents([found])[0] < _RARE).take(lines.document), np.bool_)


def _fields(page: Page, kinds: Nature) -> BoolArray:
    """Lines of a name in CJK and a value in none, one below the other: telephone, address of mail, page."""
    lines = page.lines
    field = kinds.key & (lines.cjk > 1) & (lines.colon_at == lines.cjk) & (lines.sizes > lines.colon_at + 3)
    return np.asarray(field & (page.at(field, 1) | page.at(field, -1)), np.bool_)


def _stamped(batch: Batch, page: Page, texts: Sequence[str]) -> BoolArray:
    """Lines without punctuation that a date with a time begins or ends: of a message, a byline."""
    lines, found = page.lines, np.zeros(len(page.lines), np.bool_)
    rows = (
        (lines.pauses == 0) & (lines.digits >= _STAMP_DIGITS) & (lines.sizes <= _LONGEST_STAMP)
    ).nonzero()[0]
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        found[row] = re.search(rf"^{_STAMP}(?![\d:])|(?<![\d-]){_STAMP}$", text) is not None
    return found


def _ruled(page: Page) -> BoolArray:
    """Lines of nothing but one sign."""
    lines, codes = page.lines, page.lines.head_codes
    found = (lines.sizes > _RULE) & (lines.letters + lines.digits + lines.cjk + lines.blanks == 0)
    found &= (
        (codes[:, 0] == lines.last_codes) & (codes[:, 0] == codes[:, 1]) & (codes[:, 0] == codes[:, _RULE])
    )
    return np.asarray(found, np.bool_)


def _set_notes(page: Page) -> BoolArray:
    """Lines that begin with a note on how they are set, as in texts of Aozora Bunko, below the end of a
    sentence: ``［＃３字下げ］``. In the middle of one it says what a character is."""
    codes = page.lines.head_codes
    noted = (codes[:, 0] == _SET_NOTE[0]) & (codes[:, 1] == _SET_NOTE[1])
    return np.asarray(noted & page.at(page.ink.stopped, -1), np.bool_)


def _set_off(batch: Batch, page: Page) -> BoolArray:
    """Lines that begin with a number that an ideographic blank sets off: of a section, a table's row."""
    lines = page.lines
    rows = ((page.ink.first == CharClass.DIGIT) & (lines.blank_at < HEAD)).nonzero()[0]
    place = lines.blank_at[rows]
    number = (lines.head[rows] == CharClass.DIGIT) | among(lines.head_codes[rows], _NUMBER_CODES)
    size: IntArray = np.logical_and.accumulate(number, axis=1).sum(axis=1)
    found = np.zeros(len(lines), np.bool_)
    found[rows[(size == place) & (batch.codes.take(lines.starts[rows] + place) == _IDEOGRAPHIC_BLANK)]] = True
    return found


def _entries(batch: Batch, page: Page, texts: Sequence[str]) -> BoolArray:
    """Lines that begin as entries of a dictionary, where several do: a word, and its part of speech."""
    lines, found = page.lines, np.zeros(len(page.lines), np.bool_)
    place = lines.pause_at
    rows = ((place > lines.blank_at + 1) & (place <= _LONGEST_ENTRY)).nonzero()[0]
    if len(rows) < _ENTRIES:
        return found
    stop = lines.starts[rows] + place[rows]
    before = batch.kinds.take(stop - np.arange(2, _LONGEST_PART + 2)[:, None])
    rows = rows[(batch.codes.take(stop) == _FULL_STOP) & (before == CharClass.BLANK).any(axis=0)]
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        found[row] = re.match(_ENTRY, text) is not None
    return np.asarray(found & (page.counts([found])[0] >= _ENTRIES).take(lines.document), np.bool_)
