"""Where a Chinese personal name may stand: a surname, and one or two characters of given name."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray

_TABLE = 0x10000
_SURNAME, _GIVEN, _DOUBLE = 1, 2, 4


class People:
    """Surnames and given-name characters, compiled.

    >>> people = People(["马", "马克", "欧阳"], ["修", "思", "克"])
    >>> people.spans(np.array([ord(one) for one in "欧阳修"], np.uint32)).tolist()
    [[0, 3, 1]]
    """

    def __init__(self, surnames: Iterable[str], given: Iterable[str]) -> None:
        """``surnames`` are words of one or two characters, ``given`` single characters."""
        table = np.zeros(_TABLE, np.uint8)
        names = list(surnames)
        doubles = [name for name in names if len(name) == 2]
        for flag, characters in (
            (_SURNAME, (name for name in names if len(name) == 1)),
            (_GIVEN, given),
            (_DOUBLE, (name[0] for name in doubles)),
        ):
            table[[min(ord(one), _TABLE - 1) for one in characters]] |= flag
        table[_TABLE - 1] = 0
        self._table = table
        self._doubles = np.array([ord(name[0]) << 32 | ord(name[1]) for name in doubles], np.int64)

    def spans(self, codes: CodeArray) -> IntArray:
        """Rows ``(start, end, length of the given name)`` of all that may be names, overlapping ones too."""
        flags = np.zeros(len(codes) + 4, np.uint8)
        flags[: len(codes)] = self._table.take(codes, mode="clip")
        given = (flags & _GIVEN).astype(np.bool_)
        rows = [np.zeros((0, 3), np.int64)]
        starts = np.flatnonzero((flags[:-4] & _SURNAME).astype(np.bool_))
        for starts_, width in ((starts, 1), (self._double_surnames(codes, flags), 2)):
            one = starts_[given[starts_ + width]]
            two = one[given[one + width + 1]]
            rows += [np.stack((one, one + width + 1, np.full_like(one, 1)), 1)]
            rows += [np.stack((two, two + width + 2, np.full_like(two, 2)), 1)]
        return np.concatenate(rows)

    def _double_surnames(self, codes: CodeArray, flags: npt.NDArray[np.uint8]) -> IntArray:
        starts = np.flatnonzero((flags[: max(0, len(codes) - 1)] & _DOUBLE).astype(np.bool_))
        pairs = codes[starts].astype(np.int64) << 32 | codes[starts + 1].astype(np.int64)
        return starts[np.isin(pairs, self._doubles)]
