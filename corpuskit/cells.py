"""Lines put together column by column, all at once: the cells of a column are of one width, filled up with
NULs, and these are left out at the end."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray

#: A column: a string of bytes for each line.
Cells = npt.NDArray[np.bytes_]
#: Bytes of a text that one row holds; a line whose text is longer takes several rows.
_WIDTH = 16
#: For each number of bytes, which of a row's are kept.
_KEPT = np.tri(_WIDTH + 1, _WIDTH, -1, np.uint8) * np.uint8(0xFF)
#: Bits of numbers that are rendered once and looked up.
_FEW_BITS = 16


def cells(parts: Sequence[bytes]) -> Cells:
    """``parts``, none of which holds a NUL, as a column."""
    return np.array(parts, np.bytes_)


def numbers(values: IntArray, end: bytes) -> Cells:
    """``values``, one at least and none of them negative, in decimal digits, the byte ``end`` behind each.

    >>> joined([], b"", np.zeros(2, np.int64), np.zeros(2, np.int64), [numbers(np.array([7, 1024]), b":")])
    b'7:1024:'
    """
    bits = int(values.max()).bit_length()
    return _small_numbers(bits, end).take(values) if bits <= _FEW_BITS else _rendered(values, end)


@lru_cache(maxsize=2 * (_FEW_BITS + 1))
def _small_numbers(bits: int, end: bytes) -> Cells:
    """All numbers of so many bits."""
    return _rendered(np.arange(1 << bits), end)


def _rendered(values: IntArray, end: bytes) -> Cells:
    width = len(str(int(values.max())))
    table = np.full((len(values), width + 1), ord(end), np.uint8)
    for place in range(width - 1, -1, -1):
        rest = values // 10
        table[:, place] = values - 10 * rest + ord("0")
        if place < width - 1:
            table[:, place] *= values > 0
        values = rest
    return table.view(f"S{width + 1}")[:, 0]


def joined(
    before: Sequence[Cells], text: bytes, starts: IntArray, ends: IntArray, behind: Sequence[Cells]
) -> bytes:
    """Line after line: its cells in the columns ``before``, the stretch ``[start, end)`` of ``text`` that is
    its own, and its cells in the columns ``behind``.

    >>> ids, marks = cells([b"1 ", b"2 "]), cells([b",", b"."])
    >>> joined([ids], "科创板".encode(), np.array([0, 3]), np.array([3, 9]), [marks]).decode()
    '1 科,2 创板.'
    """
    stretches, counts = _stretches(text, starts, ends)
    lasts = np.cumsum(counts) - 1
    first, last = (lasts - counts + 1, lasts) if len(stretches) > len(starts) else (slice(None),) * 2
    columns = [(one, first) for one in before] + [(stretches, slice(None))] + [(one, last) for one in behind]
    rows = np.zeros(len(stretches), [(str(place), one.dtype) for place, (one, _) in enumerate(columns)])
    for place, (one, where) in enumerate(columns):
        rows[str(place)][where] = one
    data = rows.view(np.uint8)
    found: bytes = data[data != 0].tobytes()
    return found


def _stretches(text: bytes, starts: IntArray, ends: IntArray) -> tuple[Cells, IntArray]:
    """Stretches of ``text``, `_WIDTH` bytes a row, and how many rows each takes, one at least."""
    counts = np.maximum(-((starts - ends) // _WIDTH), 1)
    if int(counts.max()) > 1:
        owners = np.repeat(np.arange(len(starts)), counts)
        nth = np.arange(len(owners)) - (np.cumsum(counts) - counts)[owners]
        starts, ends = starts[owners] + _WIDTH * nth, ends[owners]
    padded = np.frombuffer(text + bytes(_WIDTH), np.uint8)
    windows = np.ndarray(len(text) + 1, f"V{_WIDTH}", padded, strides=(1,))
    found = windows[starts].view(np.uint8).reshape(-1, _WIDTH)
    found &= _KEPT.take(ends - starts, axis=0, mode="clip")
    return found.view(f"S{_WIDTH}")[:, 0], counts
