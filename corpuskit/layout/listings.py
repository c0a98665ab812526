"""Lines of code that no fence of Markdown encloses: environments of TeX, elements of HTML, Org and BBCode,
formulas between ``$$``, front matter, literal blocks of reStructuredText, indented blocks of Markdown."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from corpuskit.layout.lines import CELL, Batch, BoolArray, line_texts
from corpuskit.layout.marks import Mark
from corpuskit.layout.page import Page
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, class_set

_OPENERS = (
    r"\\begin\{(?P<tex>verbatim|lstlisting|minted|alltt|Verbatim|equation|align|gather|eqnarray|tikzpicture)\*?\}"
    r"|<(?P<html>pre|script|style)\b"
    r"|#\+(?i:begin)_(?P<org>(?i:src|example|export))\b"
    r"|\[(?P<bb>code)\b"
    r"|(?P<math>\$\$)"
)
_CLOSERS = {
    "tex": r"\\end\{{{}\*?\}}",
    "html": "</{}>",
    "org": r"#\+(?i:end)_{}\b",
    "bb": r"\[/{}\]",
    "math": r"\$\$\s*$",
}
#: The first two characters of a line that opens or closes.
_HEADS = frozenset((ord(a), ord(b)) for a, b in (r"\b", r"\e", "<p", "<s", "</", "#+", "[c", "[/", "$$"))
_MAY_HEAD = class_set(CharClass.SYMBOL, CharClass.OPEN)
"""The classes of the first of them."""
_LITERAL = r"::$|^\.\. (?:code-block|code|sourcecode|math|parsed-literal|highlight|doctest)::"
_KEY = r"[\w-]+:(?:\s|$)|- |#"
_FRONT = 40
_INDENT = 4 * CELL
_FEW = 25


def listings(batch: Batch, page: Page, texts: Sequence[str]) -> BoolArray:
    """Which lines of ``page``, a page of ``batch``, which holds ``texts``, are such code."""
    found = np.zeros(len(page.lines), np.bool_)
    for first, last in (
        *_enclosed(batch, page, texts),
        *_front(batch, page, texts),
        *_literal(batch, page, texts),
    ):
        found[first : last + 1] = True
    if np.count_nonzero(page.ink.titles):
        for first, last in _indented(page):
            found[first : last + 1] = True
    return found


def _enclosed(batch: Batch, page: Page, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and the last line of what an opening and a closing line enclose, these two included."""
    lines = page.lines
    able = lines.last_codes == ord(">")
    some = _MAY_HEAD.take(page.ink.first).nonzero()[0]
    if len(some):
        able[some] |= [(first, second) in _HEADS for first, second in lines.head_codes[some, :2].tolist()]
    rows = able.nonzero()[0]
    opened: tuple[int, re.Pattern[str]] | None = None
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        if opened and lines.document[opened[0]] != lines.document[row]:
            opened = None
        if opened:
            if opened[1].search(text):
                yield opened[0], row
                opened = None
        elif match := re.match(_OPENERS, text):
            closer = re.compile(_CLOSERS[str(match.lastgroup)].format(re.escape(match[str(match.lastgroup)])))
            if not closer.search(text, match.end()):
                opened = row, closer


def _front(batch: Batch, page: Page, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Front matter: keys between two lines of three hyphens, the first of which begins the text."""
    lines, bounds = page.lines, page.bounds
    heads = bounds[:-1][page.sizes > 2]
    heads = heads[(lines.head_codes[heads, 0] == ord("-")) & (lines.sizes[heads] == 3)]
    rule = (lines.head_codes[heads, :3] == ord("-")).all(axis=1)
    for first in heads[rule].tolist():
        end = min(int(bounds[lines.document[first] + 1]), first + _FRONT)
        rows = np.arange(first + 1, end)
        for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
            if text in ("---", "..."):
                yield first, row
                break
            if not lines.indents[row] and not re.match(_KEY, text):
                break


def _literal(batch: Batch, page: Page, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """What stands indented below a line that ends with two colons, or a directive for code."""
    lines = page.lines
    first, second = lines.head_codes[:, 0], lines.head_codes[:, 1]
    directive = (first == ord(".")) & (second == ord("."))
    rows = ((lines.last_codes == ord(":")) | directive).nonzero()[0]
    for row, text in zip(rows.tolist(), line_texts(batch, lines, texts, rows), strict=True):
        if re.search(_LITERAL, text):
            yield from _deeper(page, row)


def _deeper(page: Page, row: int) -> Iterator[tuple[int, int]]:
    """The lines behind ``row``, an empty one between, that are indented further."""
    lines = page.lines
    last, end = row, int(page.bounds[lines.document[row] + 1])
    if row + 1 < end and lines.gaps[row + 1] > 1:
        while last + 1 < end and lines.indents[last + 1] > lines.indents[row]:
            last += 1
    if last > row:
        yield row + 1, last


def _indented(page: Page) -> Iterator[tuple[int, int]]:
    """In texts with titles of Markdown: runs of lines indented by four blanks or more, an empty line before
    them, that belong to no item of a list; where few lines are."""
    lines, bounds = page.lines, page.bounds
    titled = np.bincount(lines.document[page.ink.titles], minlength=len(bounds) - 1) > 0
    for document in titled.nonzero()[0].tolist():
        first, end = int(bounds[document]), int(bounds[document + 1])
        deep = lines.indents[first:end] >= _INDENT
        if not 0 < np.count_nonzero(deep) * 100 <= _FEW * (end - first):
            continue
        starts: IntArray = (np.diff(deep.astype(np.int8), prepend=0) == 1).nonzero()[0] + first
        for start in starts.tolist():
            if start > first and lines.gaps[start] > 1 and page.ink.marks[start - 1] == Mark.NONE:
                last = start
                while last + 1 < end and lines.indents[last + 1] >= _INDENT:
                    last += 1
                yield start, last
