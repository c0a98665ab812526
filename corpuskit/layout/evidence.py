"""Does a document show wrapping at all? Without evidence not a byte of it is changed.

A break is evidence when only a margin explains it: it goes through a number or a word, or the line is full
and its sentence goes on. Each kind of evidence has a weight; a document is wrapped when they add up to
`ENOUGH` and nothing about the document as a whole forbids it.
"""

from typing import NamedTuple

import numpy as np

from corpuskit.layout.column import Columns
from corpuskit.layout.cuts import Cuts
from corpuskit.layout.filled import ENOUGH as FILLED
from corpuskit.layout.filled import going_on
from corpuskit.layout.lines import CELL, OPENING, BoolArray
from corpuskit.layout.marks import Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.layout.pieces import words
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, LETTERS, CharClass, class_set

ENOUGH, SOME, PLENTY = 4, 8, 24
THIN, DENSE = 8, 50
"""Evidence is not enough if it is less than so much for every hundred lines; so dense, it outweighs what
speaks against wrapping in other parts of the document (a table, code, a poem)."""
STRONG, MEDIUM, WEAK = 4, 2, 1
TEXT = CJK | LETTERS | class_set(CharClass.DIGIT)
_PERCENT = 100
_VOTES, _WIDEST = 18, 160 * CELL
"""A column has the votes of so many breaks in a hundred at least (long paragraphs of like length vote for
one, too), and nobody sets wider ones."""
_STANDS_OUT, _OVER = 4 * CELL, 25
"""Lines this much wider than the column; in percent, how many a wrapped document may have."""

_PART = 4
"""Lines narrower than one part in so many of the column may be cells of a table, but in a document of Latin
script, where they are examples and options of a manual."""
_CUT, _FEW, _NARROW = 25, 5, 8
"""Rows cut off after so many characters: in percent, how many are as long as the longest at least, and how
many of these give it away, by so many more letters and digits, say, and as many cells less."""


class Bounds(NamedTuple):
    """In percent of a document's lines: how many headers that do not go on and how many technical lines it
    may have at most (``keys``, ``technical``), how many lines of words, with a comma, with a full stop it
    must have (``prose``, ``paused``, ``stopped``), how many of its joins must go on in lower case
    (``lower``), and how many of the lines that end in the middle of a sentence may stand alone
    (``loose``)."""

    keys: int
    technical: int
    prose: int = 0
    lower: int = 0
    paused: int = 0
    stopped: int = 0
    loose: int = 100


LATIN = Bounds(keys=15, technical=10, prose=65, lower=45, paused=20, stopped=3)
NARROW = LATIN._replace(prose=80, lower=70, paused=25, stopped=15)
OTHER = Bounds(keys=40, technical=25, stopped=8, loose=30)
_MOST_KEYS = np.array((OTHER.keys, LATIN.keys))
_MOST_TECHNICAL = np.array((OTHER.technical, LATIN.technical))


def weights(page: Page, found: Cuts, kinds: Nature) -> IntArray:
    """What the break after each line is worth as evidence, should it be a join."""
    ink, at, lines = page.ink, page.at, page.lines
    pauses, first = lines.pauses, page.next_first
    forced = page.room < CELL
    ends = ink.stopped
    prose = (pauses > ink.paused) | (at(pauses, 1) > 0)
    text = TEXT.take(ink.last) & ~OPENING.take(first)
    runs_on = kinds.prose & (first == CharClass.LOWER) & ~ends
    weight = np.zeros(len(lines), np.int64)
    weight[forced & ~ends & prose & ~kinds.latin] = WEAK
    weight[((forced & text & (pauses > 0)) | found.inside) & ~kinds.latin] = MEDIUM
    weight[forced & runs_on] = WEAK
    weight[_parallel(page) | _begins_alike(page, kinds)] = 0
    weight[found.certain | (found.word & kinds.prose)] = STRONG
    own = kinds.key | at(kinds.key, 1) | kinds.row | kinds.technical | (at(ink.marks, 1) != Mark.NONE)
    weight[~page.follows | own] = 0
    return weight


def _parallel(page: Page) -> BoolArray:
    """Lines as long as the one above or below, with their first pause at the same place inside."""
    size, beat = page.lines.sizes, page.lines.pause_at
    inner = (page.lines.pauses > 0) & (beat < size - 1)
    alike = np.zeros(len(size), np.bool_)
    same = (size[1:] == size[:-1]) & (beat[1:] == beat[:-1]) & page.follows[:-1]
    alike[1:] |= same
    alike[:-1] |= same
    return alike & inner


def _begins_alike(page: Page, kinds: Nature) -> BoolArray:
    """Breaks between two lines that begin in one way, as items do; none between lines of Latin words."""
    ink, at, codes = page.ink, page.at, page.lines.head_codes[:, 0]
    letters = LETTERS.take(ink.first)
    begins = (page.next_first == ink.first) & (at(ink.second, 1) == ink.second) & ~CJK.take(ink.first)
    begins |= (at(codes, 1) == codes) | (letters & at(letters, 1))
    return np.asarray(begins & ~kinds.latin, np.bool_)


def _prose(page: Page, likely: BoolArray, kinds: Nature, latin: BoolArray, total: IntArray) -> BoolArray:
    """For each document, whether it reads as prose.

    One of Latin script has words with blanks between, some commas, a full stop, few symbols, few lines
    ``Key: value``, and lines that go on in lower case; a translation between its lines is no part of them.
    In a narrow column a line may hold two words: there all of that must be plainer. One of another
    script has sentences: full stops, and either one in the middle of a line that goes on, or few lines that
    end in the middle of a sentence and do not go on, or plenty of evidence.
    """
    ink, lines = page.ink, page.lines
    ends, text = ink.stopped, TEXT.take(ink.last)
    flags = [
        kinds.prose, kinds.latin & (lines.pauses > 0), lines.stops > 0, (lines.stops > ends) & text,
        likely & (page.next_first == CharClass.LOWER), likely, text & ~likely & page.follows, text,
    ]  # fmt: skip
    counts = page.counts(flags)
    stopped, inside = counts[2:4] * _PERCENT // np.maximum(page.sizes, 1)
    whole = page.counts([kinds.latin & ~words(page, kinds)])
    prose, paused = counts[:2] * _PERCENT // np.maximum(whole, 1)
    lower, loose = counts[4::2] * _PERCENT // np.maximum(counts[5::2], 1)
    reads = (prose >= LATIN.prose) & (lower >= LATIN.lower) & (paused >= LATIN.paused)
    reads &= stopped >= LATIN.stopped
    plain = kinds.prose | (kinds.latin & (lines.blanks > 0) & (lines.odd * 15 <= lines.sizes)
                           & (lines.letters * 10 >= (lines.sizes - lines.blanks) * 8))  # fmt: skip
    [prose] = page.counts([plain]) * _PERCENT // np.maximum(whole, 1)
    narrow = (prose >= NARROW.prose) & (lower >= NARROW.lower) & (paused >= NARROW.paused)
    reads |= narrow & (stopped >= NARROW.stopped) & (total >= PLENTY)
    dense = (total >= PLENTY) & (total * _PERCENT >= page.sizes * DENSE)
    sentences = stopped >= np.where(dense, OTHER.stopped // 2, OTHER.stopped)
    going = (inside > 0) | (loose <= OTHER.loose) | (total >= PLENTY)
    return np.asarray(np.where(latin, reads, sentences & going), np.bool_)


def enough(total: IntArray, size: IntArray) -> BoolArray:
    """For each document of ``size`` lines, whether evidence of ``total`` is neither little nor thin."""
    return np.asarray((total >= ENOUGH) & (total * _PERCENT >= size * THIN), np.bool_)


def real(columns: Columns) -> BoolArray:
    """For each document, whether its column is one; in no other can evidence show wrapping."""
    voted = columns.votes * _PERCENT >= columns.breaks * _VOTES
    return np.asarray(voted & (columns.width <= _WIDEST), np.bool_)


def _total(page: Page, weight: IntArray) -> IntArray:
    """The evidence of each document."""
    many = len(page.bounds) - 1
    return np.bincount(page.lines.document, weights=weight, minlength=many).astype(np.int64)


def may_show(page: Page, weight: IntArray) -> BoolArray:
    """For each document, whether evidence of ``weight``, the most that there can be, could show wrapping, of
    the document or of a passage."""
    found = enough(_total(page, weight), page.sizes) & real(page.columns)
    inner = weight >= MEDIUM
    found[page.lines.document[inner & page.at(inner, 1)]] = True
    return found


def cut_off(page: Page) -> BoolArray:
    """For each document, whether its lines were cut off after so many characters, as rows of a table are.

    A column has room for as much width, and characters of one number are as wide only where they are alike;
    and what a row opened before it was cut off, no other closes. But programs fill lines with so many
    characters, too, and these go on.
    """
    lines, owner, many = page.lines, page.lines.document, len(page.bounds) - 1
    longest, fewest, widest = np.zeros((3, many), np.int32)
    fewest += _WIDEST
    np.maximum.at(longest, owner, lines.sizes)
    full = lines.sizes == longest.take(owner)
    rows = (full & (lines.cjk > 0)).nonzero()[0]
    alike = np.bincount(owner[rows], minlength=many)
    found = alike * _PERCENT >= page.sizes * _CUT
    if not np.count_nonzero(found):
        return np.asarray(found, np.bool_)
    left = np.bincount(owner, weights=lines.opens - lines.closes, minlength=many)
    owner, narrow, width = owner[rows], (lines.letters + lines.digits)[rows], lines.grid[rows]
    np.minimum.at(fewest, owner, narrow)
    np.maximum.at(widest, owner, width)
    odd = (narrow >= fewest.take(owner) + _NARROW) & (width <= widest.take(owner) - _NARROW * CELL)
    signs = np.maximum(np.bincount(owner[odd], minlength=many), left - 1)
    found &= (signs * _PERCENT >= alike * _FEW) & (signs > 1)
    if not np.count_nonzero(found):
        return np.asarray(found, np.bool_)
    filled = page.counted | (going_on(lines, page.ink, page.inside, full, many) >= FILLED)
    return np.asarray(found & ~filled, np.bool_)


def _cut_at(page: Page, weight: IntArray) -> IntArray:
    """For every line, how wide the widest line of its document is behind which a break certainly cuts: the
    column is no narrower."""
    return page.widest(weight >= STRONG).take(page.lines.document)


def wrapped(page: Page, weight: IntArray, likely: BoolArray, kinds: Nature) -> tuple[BoolArray, BoolArray]:
    """For each document, whether it shows wrapping and nothing forbids it; whether its script is Latin."""
    size = page.sizes
    if not np.count_nonzero(likely):
        nowhere = np.zeros(len(size), np.bool_)
        return nowhere, nowhere
    total = _total(page, weight)
    over = page.widths > np.maximum(page.column, _cut_at(page, weight)) + _STANDS_OUT
    [latins] = page.percents([kinds.latin])
    latin = latins > 2 * _PERCENT // 3
    broad = latin.take(page.lines.document) | (_PART * page.widths >= page.column) | kinds.prose
    flags = [over, kinds.key & ~likely & broad, kinds.technical & broad, broad, weight >= STRONG]
    overs, keys, technical, every, certain = page.counts(flags)
    overs = overs * _PERCENT // np.maximum(size, 1)
    keys, technical = (counts * _PERCENT // np.maximum(every, 1) for counts in (keys, technical))
    allowed = (keys <= _MOST_KEYS.take(latin)) & (technical <= _MOST_TECHNICAL.take(latin))
    allowed &= overs <= _OVER
    allowed |= (total >= SOME) & (total * _PERCENT >= size * DENSE)
    allowed &= enough(total, size) & real(page.columns)
    sure = (certain > 0) & ~latin
    if np.count_nonzero(allowed & ~sure):
        allowed &= sure | _prose(page, likely, kinds, latin, total)
    return allowed & ~cut_off(page) if np.count_nonzero(allowed) else allowed, latin
