"""Page furniture: running heads and page numbers, which belong to the page and not to the text."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, Lines, shapes
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, class_set

_NUMBER = (
    r"(?:[—–\-·•.\s]*|第\s*|[Pp]age\s*)(\d{1,4})(?:[—–\-·•.\s]*|\s*[页頁]|\s*(?:/|of)\s*\d{1,4})"
    r"|[第共]?\s*(\d{1,4})\s*[页頁][\s/，,]*共\s*\d{1,4}\s*[页頁]"
)
_NUMBER_LENGTH = 16
_HEAD_LENGTH = 80
_PAGE_LINES = 3
"""Two page numbers are at least so many lines apart."""
_NUMBER_EDGE = class_set(
    CharClass.DIGIT, CharClass.DASH, CharClass.HYPHEN, CharClass.BULLET, CharClass.HAN, CharClass.UPPER,
    CharClass.LOWER,
)  # fmt: skip
_NUMBER_END = _NUMBER_EDGE | class_set(CharClass.STOP)


def _page_numbers(batch: Batch, lines: Lines, texts: Sequence[str]) -> IntArray:
    """The page number that each line is, or -1."""
    numbers = np.full(len(lines), -1, np.int64)
    short = ((lines.sizes <= _NUMBER_LENGTH) & (lines.digits > 0)).nonzero()[0]
    edge = _NUMBER_EDGE.take(lines.head[short, 0]) & _NUMBER_END.take(lines.tail[short, 0])
    for row in short[edge].tolist():
        match = re.fullmatch(_NUMBER, _line(batch, lines, texts, row))
        if match:
            numbers[row] = int(match[1] or match[2])
    return numbers


def _line(batch: Batch, lines: Lines, texts: Sequence[str], row: int) -> str:
    document = int(lines.document[row])
    base = int(batch.bases[document])
    return texts[document][int(lines.starts[row]) - base : int(lines.ends[row]) - base]


def _in_sequence(lines: Lines, numbers: IntArray) -> BoolArray:
    """Numbers that go on from one another, each in a line of its own and lines apart."""
    kept = np.zeros(len(numbers), np.bool_)
    rows = (numbers >= 0).nonzero()[0]
    step = (np.diff(numbers[rows]) == 1) & (np.diff(rows) > _PAGE_LINES)
    step &= np.diff(lines.document[rows]) == 0
    linked = step.nonzero()[0]
    kept[rows[linked]] = True
    kept[rows[linked + 1]] = True
    return kept


def _beside(lines: Lines, flags: BoolArray) -> BoolArray:
    """Lines next to one of ``flags`` in their document."""
    same = lines.document[1:] == lines.document[:-1]
    near = np.zeros(len(lines), np.bool_)
    near[1:] |= flags[:-1] & same
    near[:-1] |= flags[1:] & same
    return near


def furniture(batch: Batch, lines: Lines, texts: Sequence[str]) -> BoolArray:
    """Which lines of the batch are page numbers in sequence, or heads that stand at the edges of pages.

    A text of nothing else has none: somewhere it must have lines of its own.
    """
    if not len(lines):
        return np.zeros(0, np.bool_)
    numbers = _page_numbers(batch, lines, texts)
    top = lines.pages
    if not np.count_nonzero(numbers >= 0) and not np.count_nonzero(top):
        return np.zeros(len(lines), np.bool_)
    bottom = np.append(lines.pages[1:], False)
    found = _in_sequence(lines, numbers) | ((numbers >= 0) & (top | bottom))
    paged = np.bincount(lines.document[(numbers >= 0) | top], minlength=len(texts)) > 0
    outermost = _outermost(lines) & paged.take(lines.document)
    edge = (top | bottom | _beside(lines, found | top | bottom) | outermost) & ~found
    edge &= lines.sizes <= _HEAD_LENGTH
    found |= _repeated(batch, lines, texts, edge)
    others = np.bincount(lines.document[~found], minlength=len(texts)) > 0
    return np.asarray(found & others.take(lines.document), np.bool_)


def _outermost(lines: Lines) -> BoolArray:
    """The first and the last line of each document, where its first page begins and its last one ends."""
    others = lines.document[1:] != lines.document[:-1]
    return np.asarray(np.append(True, others) | np.append(others, True), np.bool_)


def _repeated(batch: Batch, lines: Lines, texts: Sequence[str], edge: BoolArray) -> BoolArray:
    """Lines that stand at an edge of two pages or more, wherever else in their document they stand."""
    found = np.zeros(len(lines), np.bool_)
    shape = shapes(lines)
    rows = np.isin(shape, np.unique(shape[edge])).nonzero()[0]
    keys = [(int(lines.document[row]), _line(batch, lines, texts, row)) for row in rows.tolist()]
    edges = Counter(key for key, row in zip(keys, rows.tolist(), strict=True) if edge[row])
    found[rows] = [edges[key] > 1 for key in keys]
    return found
