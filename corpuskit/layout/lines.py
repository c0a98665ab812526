"""The lines of a batch of texts: everything later is arithmetic on these arrays."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import (
    CJK,
    CLASSES,
    NO_LINE_END,
    NO_LINE_START,
    CharClass,
    ClassArray,
    class_set,
    code_points,
)

BoolArray = npt.NDArray[np.bool_]
SmallArray = npt.NDArray[np.int32]
"""Widths and counts. There are many of every line, and in bytes half as many stay in a cache."""
AnyArray = npt.NDArray[np.signedinteger[Any]]
CELL = 10
"""Widths are counted in tenths of a cell; a Han character is two cells."""
SQUARE = 2 * CELL
"""The width of every character where lines are filled by their number."""
HEAD = 8
"""How many characters at the start of a line are looked at, one by one."""
TAIL = 5
"""How many at its end."""
DIGIT_VALUE = np.uint32(15)
"""The value of a digit, narrow or wide, is in the last bits of its code."""
WIDEST = 1 << 24
"""No line is wider: what is made of widths, 64 times as much, fits into 32 bits."""
NOWHERE = 1 << 30
"""How far into a line something stands that does not stand in it; or more."""

_WIDE_INK = CJK | class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_OPEN,
    CharClass.WIDE_CLOSE, CharClass.DASH, CharClass.WIDE_OTHER, CharClass.OPEN_QUOTE, CharClass.CLOSE_QUOTE,
    CharClass.SYMBOL, CharClass.CIRCLED, CharClass.BULLET,
)  # fmt: skip
OPENING = class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE, CharClass.OPEN)
CLOSING = class_set(CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE, CharClass.CLOSE)
CANNOT_START = class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE, CharClass.UNIT
)
CANNOT_END = class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE)
STOPS = class_set(CharClass.WIDE_STOP, CharClass.STOP)
COMMAS = class_set(CharClass.WIDE_COMMA, CharClass.COMMA)
COLONS = class_set(CharClass.WIDE_COLON, CharClass.COLON)
PAUSES = STOPS | COMMAS | COLONS
HYPHENS = class_set(CharClass.HYPHEN, CharClass.SOFT_HYPHEN)
CLOSES_END = CLOSING | class_set(CharClass.QUOTE)
"""What may stand behind the mark that ends a sentence."""


def _break_table() -> BoolArray:
    """``[left, right]``: may a line be broken between two characters of these classes?"""
    wide = _WIDE_INK
    table = wide[:, None] | wide[None, :]
    table[:, NO_LINE_START] = False
    table[NO_LINE_END, :] = False
    table[CharClass.DASH, CharClass.DASH] = False
    table[CharClass.BLANK, :] = True
    table[CharClass.HYPHEN, class_set(CharClass.UPPER, CharClass.LOWER).nonzero()[0]] = True
    return table


MAY_BREAK = _break_table().reshape(-1)


class Batch(msgspec.Struct, frozen=True):
    """Texts as one array of code points, a line feed after each; ``bases[i]`` is where text ``i`` begins."""

    codes: CodeArray
    kinds: ClassArray
    bases: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Batch":
        """Concatenate ``texts``; ``bases`` has one entry more than there are texts."""
        bases = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(text) + 1 for text in texts], out=bases[1:])
        codes = code_points("\n".join((*texts, "")))
        return cls(codes, CLASSES.take(codes), bases)


class Lines(msgspec.Struct, frozen=True):
    """Lines that are not blank, in order, of all texts of a batch; one entry a line in every array.

    ``starts`` and ``ends`` enclose the ink of a line (batch offsets), ``heads`` is where the line begins,
    blanks included; ``sizes`` counts the characters of its ink. ``gaps`` counts the line ends since the line
    before (1: directly below, or the first; a CRLF is one); ``pages`` says that a form feed is among them.
    ``grid`` and ``set_`` are the line's width, ``grid_unit`` and ``set_unit`` that of what cannot be
    broken at its start, in tenths of a cell: on a grid of cells, and as a proportional face sets it;
    ``unit_sizes`` counts the characters of that.
    ``letters`` to ``opens`` and ``closes`` count characters; ``odd`` are symbols and ASCII brackets.
    ``pauses`` are marks between clauses, ``stops`` those between sentences; ``pause_at``, ``colon_at``,
    ``blank_at`` say how far into the line the first of them stands (`NOWHERE` and more: nowhere).
    ``cells`` counts stretches of several blanks, and tabs; ``leaders`` runs of dots; ``gutters`` and
    ``gutters_at`` are where the ink behind the last stretch of several blanks begins, in cells and in
    characters from the start of the line (0: nowhere).
    ``head`` and ``tail`` are the characters at the edges: ``head[:, 0]`` is the first, ``tail[:, 0]`` the
    last; what lies beyond the line is a line end, code 0.
    """

    document: IntArray
    heads: IntArray
    starts: IntArray
    ends: IntArray
    gaps: SmallArray
    pages: BoolArray
    sizes: SmallArray
    indents: SmallArray
    grid: SmallArray
    set_: SmallArray
    grid_unit: SmallArray
    set_unit: SmallArray
    unit_sizes: SmallArray
    letters: SmallArray
    cjk: SmallArray
    blanks: SmallArray
    digits: SmallArray
    commas: SmallArray
    odd: SmallArray
    opens: SmallArray
    closes: SmallArray
    pauses: SmallArray
    stops: SmallArray
    pause_at: SmallArray
    colon_at: SmallArray
    blank_at: SmallArray
    cells: SmallArray
    leaders: SmallArray
    gutters: SmallArray
    gutters_at: SmallArray
    head: ClassArray
    head_codes: CodeArray
    tail: ClassArray
    last_codes: CodeArray

    def __len__(self) -> int:
        return len(self.starts)

    def counted(self, rows: BoolArray) -> "Lines":
        """The same lines, of which ``rows`` are as wide as the number of their characters says."""
        size, unit = self.sizes * SQUARE, self.unit_sizes * SQUARE
        changed = {"grid": size, "set_": size, "grid_unit": unit, "set_unit": unit}
        return replace(self, **{n: np.where(rows, new, getattr(self, n)) for n, new in changed.items()})

    def pick(self, rows: BoolArray | slice) -> "Lines":
        """The lines of ``rows``."""
        return Lines(*(getattr(self, name)[rows] for name in self.__struct_fields__))


def among(codes: CodeArray, few: CodeArray) -> BoolArray:
    """Which of the ``codes`` are of ``few``: `numpy.isin` sorts them all, and takes ten times as long."""
    found: BoolArray = codes == few[0]
    for one in few[1:]:
        found |= codes == one
    return found


def shapes(lines: Lines) -> IntArray:
    """A hash of each line by its document, its size and the characters at its edges: equal lines of a
    document have equal ones."""
    sized = (lines.document << 40) ^ (lines.sizes.astype(np.int64) << 32)
    return np.asarray(sized ^ lines.head_codes[:, 0] ^ (lines.last_codes << 8), np.int64)


def line_texts(batch: Batch, lines: Lines, texts: Sequence[str], rows: IntArray) -> list[str]:
    """The ink of the lines ``rows`` of ``batch``, which holds ``texts``."""
    if not len(rows):
        return []
    owner = lines.document[rows]
    base = batch.bases[owner]
    edges = owner.tolist(), (lines.starts[rows] - base).tolist(), (lines.ends[rows] - base).tolist()
    return [texts[document][start:end] for document, start, end in zip(*edges, strict=True)]
