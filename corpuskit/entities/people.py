"""Where a Chinese personal name may stand: a surname, and one or two characters of given name."""

from collections.abc import Iterable, Iterator

import numpy as np

from corpuskit.model import CodeArray

_TABLE = 0x10000
_SURNAME, _GIVEN, _DOUBLE = 1, 2, 4


class People:
    """Surnames and given-name characters, compiled.

    >>> people = People(["马", "马克", "欧阳"], ["修", "思", "克"])
    >>> text = "欧阳修"
    >>> list(people.spans(text, np.array([ord(one) for one in text], np.uint32)))
    [(0, 3, 1)]
    """

    def __init__(self, surnames: Iterable[str], given: Iterable[str]) -> None:
        """``surnames`` are words of one or two characters, ``given`` single characters."""
        table = np.zeros(_TABLE, np.uint8)
        names = list(surnames)
        self._doubles = frozenset(name for name in names if len(name) == 2)
        for flag, characters in (
            (_SURNAME, (name for name in names if len(name) == 1)),
            (_GIVEN, given),
            (_DOUBLE, (name[0] for name in self._doubles)),
        ):
            table[[min(ord(one), _TABLE - 1) for one in characters]] |= flag
        table[_TABLE - 1] = 0
        self._table = table

    def spans(self, text: str, codes: CodeArray) -> Iterator[tuple[int, int, int]]:
        """``(start, end, length of the given name)`` of all that may be names, overlapping ones too."""
        flags = self._table[np.minimum(codes, _TABLE - 1)]
        given = np.zeros(len(flags) + 4, np.bool_)
        given[: len(flags)] = flags & _GIVEN
        for start in np.flatnonzero((flags & _SURNAME).astype(np.bool_) & given[1 : len(flags) + 1]).tolist():
            yield start, start + 2, 1
            if given[start + 2]:
                yield start, start + 3, 2
        for start in np.flatnonzero(flags & _DOUBLE).tolist():
            if given[start + 2] and text[start : start + 2] in self._doubles:
                yield start, start + 3, 1
                if given[start + 3]:
                    yield start, start + 4, 2
