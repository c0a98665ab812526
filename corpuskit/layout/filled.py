"""How programs that know little of CJK fill lines: what shows it.

Some give all lines one number of characters, whatever their width; these are to be told from rows of a table
that were cut off. Others break lines at blanks alone, so that what stands between two blanks is one word.
"""

import numpy as np
from msgspec.structs import replace

from corpuskit.layout.lines import CANNOT_START, Batch, BoolArray, Lines
from corpuskit.layout.marks import Ink
from corpuskit.layout.widths import char_widths
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, LETTERS, CharClass, class_set

ENOUGH = 2
"""So many lines that go on in the next one show it."""
TELLING, _PART = 3, 8
"""So many breaks from CJK to words, and as many from words to CJK, tell that lines are broken at blanks,
where they are so many times as many as those inside of CJK."""
_LONGEST = 200
WORDS = LETTERS | class_set(CharClass.DIGIT)
_TEXT = CJK | WORDS


def going_on(lines: Lines, ink: Ink, inside: BoolArray, full: BoolArray, documents: int) -> IntArray:
    """How many ``full`` lines of each document go on in the next one with a closing mark, ``inside`` of
    brackets, or in a word or a number; of these none where lines begin with words and numbers as often behind
    others.

    No row of a table begins with a mark that closes the row above, and few begin in the middle of a word.
    """
    owner, first = lines.document, np.zeros_like(ink.first)
    full = full.copy()
    full[:-1] &= owner[1:] == owner[:-1]
    full[-1:] = False
    first[:-1] = ink.first[1:]
    marks = full & ((CANNOT_START.take(first) & _TEXT.take(ink.last)) | inside)
    narrow, wide = full & WORDS.take(ink.last), full & CJK.take(ink.last)
    begins = WORDS.take(first)
    marked, cut, cuttable, begun, others = (
        np.bincount(owner[flags], minlength=documents)
        for flags in (marks, narrow & begins, narrow, wide & begins, wide)
    )
    return np.asarray(marked + cut * (cut * others > 2 * begun * cuttable), np.int64)


def between_blanks(lines: Lines, ink: Ink, documents: int, asked: BoolArray | None = None) -> BoolArray:
    """Which documents are broken at blanks alone: no line with CJK at its end and no sentence goes on with
    CJK in the next, though many lines go on from CJK with a word, and many the other way round. ``asked``
    says which breaks are looked at; without it all are."""
    left, right, owner = ink.last[:-1], ink.first[1:], lines.document
    cjk = CJK.take(right)
    out = (WORDS.take(left) & cjk).nonzero()[0]
    if len(out) < TELLING:
        return np.zeros(documents, np.bool_)
    beside = (owner[1:] == owner[:-1]) & (lines.gaps[1:] == 1) & ~ink.stopped[:-1]
    if asked is not None:
        beside &= asked[:-1]
    inner = beside & cjk & (CJK.take(left) | (left == CharClass.WIDE_COMMA))
    into = beside & CJK.take(left) & WORDS.take(right)
    few, some, others = (
        np.bincount(owner.take(rows), minlength=documents)
        for rows in (inner.nonzero()[0], into.nonzero()[0], out[beside.take(out)])
    )
    return np.asarray((np.minimum(some, others) >= TELLING) & (some + others >= _PART * few), np.bool_)


def with_long_units(batch: Batch, lines: Lines, ink: Ink, asked: BoolArray) -> Lines:
    """The same lines of ``batch``; in the documents ``asked`` what cannot be broken at the start of one that
    begins with CJK is all that stands before its first blank."""
    rows = (asked.take(lines.document) & CJK.take(ink.first)).nonzero()[0]
    sizes = np.minimum(np.minimum(lines.blank_at[rows], lines.sizes[rows]), _LONGEST).astype(np.int64)
    after = sizes.cumsum()
    places = (lines.starts[rows] - (after - sizes)).repeat(sizes) + np.arange(after[-1])
    grid, set_ = (np.add.reduceat(part, after - sizes) for part in char_widths(batch.codes[places]))
    units = {"grid_unit": grid, "set_unit": set_, "unit_sizes": sizes}
    changed = {name: getattr(lines, name).copy() for name in units}
    for name, values in units.items():
        changed[name][rows] = values
    return replace(lines, **changed)
