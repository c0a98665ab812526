"""The widths of characters, and what else of them is summed up over lines, in one number each."""

import numpy as np

from corpuskit.layout.lines import CELL
from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CELLS, CJK, CLASS_COUNT, CLASSES, LETTERS, UNIFORM, ClassArray

_PROPORTIONAL: tuple[tuple[str, int], ...] = (
    ("ijl.,;:'!|‘’·", 5),
    ("ftrI()[]{}-/\\ \xa0`", 6),
    ("“”", 9),
    ("ABCDEFGHKLNOPQRSTUVXYZ&", 14),
    ("mwMW@%", 16),
)
_CELLS_MOST = 2
"""No character has more cells."""
_SET_BITS, _LETTER_BITS, _CJK_BITS = 14, 32, 45
"""Where in a packed number the width as set, the letters, the CJK characters begin; below is the grid's."""


def _shapes() -> tuple[ClassArray, IntArray]:
    """For code points up to `UNIFORM`, which stands for all behind it, the number of a shape; for each shape
    its cells, its advance width in a common serif face (in tenths of a cell; Latin letters are about one),
    and whether it is a letter or CJK, in one number: sums of it are sums of each.

    There are few shapes. One table for both would take long to make, since most of its memory is new.
    """
    of_class = np.zeros(CLASS_COUNT, np.int64)
    of_class[LETTERS] = 1 << _LETTER_BITS
    of_class[CJK] = 1 << _CJK_BITS
    of_cells = np.arange(_CELLS_MOST + 1) * np.int64(1 + (CELL << _SET_BITS))
    numbers = (of_class[:, None] + of_cells).ravel().tolist()
    shapes = CLASSES[: UNIFORM + 1] * np.uint8(_CELLS_MOST + 1) + CELLS[: UNIFORM + 1]
    for characters, width in _PROPORTIONAL:
        known: dict[int, int] = {}
        for character in map(ord, characters):
            shape = int(shapes[character])
            if shape not in known:
                known[shape] = len(numbers)
                numbers.append(numbers[shape] + ((width - CELL * int(CELLS[character])) << _SET_BITS))
            shapes[character] = known[shape]
    return shapes, np.array(numbers)


_SHAPES, _PACKED = _shapes()


def packed(codes: CodeArray) -> IntArray:
    """The number of each character."""
    return _PACKED.take(_SHAPES.take(codes, mode="clip"))


def unpacked_widths(sums: IntArray) -> tuple[IntArray, IntArray]:
    """The widths that sums of `packed` hold, on a grid and as set."""
    grid = (sums & ((1 << _SET_BITS) - 1)) * CELL
    return grid, (sums >> _SET_BITS) & ((1 << (_LETTER_BITS - _SET_BITS)) - 1)


def unpacked(sums: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """What sums of `packed` hold: the width on a grid, the width as set, letters, CJK characters."""
    letters = (sums >> _LETTER_BITS) & ((1 << (_CJK_BITS - _LETTER_BITS)) - 1)
    return *unpacked_widths(sums), letters, sums >> _CJK_BITS


def char_widths(codes: CodeArray) -> tuple[IntArray, IntArray]:
    """The widths of single characters, on a grid and as set."""
    return unpacked_widths(packed(codes))
