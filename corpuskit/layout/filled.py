"""What shows that lines of one number of characters were filled, and not cut off as rows of a table are."""

import numpy as np

from corpuskit.layout.lines import CANNOT_START, BoolArray, Lines
from corpuskit.layout.marks import Ink
from corpuskit.model import IntArray
from corpuskit.unicode import CJK, LETTERS, CharClass, class_set

ENOUGH = 2
"""So many lines that go on in the next one show it."""
_WORDS = LETTERS | class_set(CharClass.DIGIT)
_TEXT = CJK | _WORDS


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
    narrow, wide = full & _WORDS.take(ink.last), full & CJK.take(ink.last)
    begins = _WORDS.take(first)
    marked, cut, cuttable, begun, others = (
        np.bincount(owner[flags], minlength=documents)
        for flags in (marks, narrow & begins, narrow, wide & begins, wide)
    )
    return np.asarray(marked + cut * (cut * others > 2 * begun * cuttable), np.int64)
