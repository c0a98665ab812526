"""Patterns over few letters: all characters that a pattern cannot tell apart are one letter.

RE2 reads bytes. A class of most Han takes hundreds of instructions wherever it stands; counted, with words
behind it, it takes thousands of states, made as texts ask for them: with new text, most of the time. Of few
letters a class is one range, and none has more than two bytes. Source of the method: A. V. Aho, M. S. Lam,
R. Sethi, J. D. Ullman, "Compilers", 2nd edition (2006), 3.9.8.
"""

import re
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpuskit.matching import Regex, Utf8
from corpuskit.model import CodeArray

#: Instructions of RE2 from which on a pattern is worth it.
LARGE = 10_000
#: Characters of a text from which on it is worth it to make the pattern that has few letters.
LONG = 20_000
#: Characters below that stand for themselves; letters are from this one to the last of two bytes in UTF-8.
_ASCII, _FIRST, _END = 0x80, 0x100, 0x800
#: What is looked at: the basic plane. Texts with other characters are searched as they are.
_PLANE = 0x10000
_SURROGATES = range(0xD800, 0xE000)
#: Classes of a pattern at most: each is a bit.
_CLASSES = 40
_PART = (
    r"(?s)(?P<refused>\\[xQCk0-9]|\\[^\x00-\x7f]|\(\?P|\(\?[a-zA-Z-]*i)"
    r"|(?P<group>\\[pP](?:\{\^?\w+\}|\w)|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    r"|\\.|(?P<alone>[^\x00-\x7f])|."
)


class _Small(NamedTuple):
    """A pattern over few letters, and by code point the letter of each character of the basic plane."""

    regex: Regex
    letters: npt.NDArray[np.uint32]


class FewLetters:
    """A pattern that finds what ``regex`` does, faster where that is large.

    >>> text = "在重庆大学"
    >>> FewLetters(Regex("[^在]{2,3}大学")).spans(text, np.array([*map(ord, text)], np.uint32), 0)
    [(1, 5)]
    """

    def __init__(self, regex: Regex) -> None:
        self._regex, self._is_large = regex, regex.size >= LARGE

    @cached_property
    def _small(self) -> _Small | None:
        return _small(self._regex.pattern)

    def spans(self, text: str | Utf8, codes: CodeArray, group: int) -> list[tuple[int, int]]:
        """``Regex.spans`` of ``text``, whose code points ``codes`` are."""
        is_worth_it = self._is_large and (len(codes) >= LONG or "_small" in self.__dict__)
        if not is_worth_it or self._small is None or int(codes.max(initial=0)) >= _PLANE:
            return self._regex.spans(text, group)
        letters = self._small.letters.take(codes)
        return self._small.regex.spans(letters.tobytes().decode("utf-32-le"), group)


def _small(pattern: str) -> _Small | None:
    """``pattern`` over few letters; ``None`` if they would not be few, or it holds what is not read here."""
    parts = list(re.finditer(_PART, pattern))
    alone = sorted({ord(one["alone"]) for one in parts if one["alone"]})
    members = _members({one["group"] for one in parts if one["group"]})
    if any(one["refused"] for one in parts) or len(members) > _CLASSES or max(alone, default=0) >= _PLANE:
        return None
    kinds = np.zeros(_PLANE, np.uint64)
    kinds[alone] = np.arange(1, len(alone) + 1)
    # Classes are the upper bits, so that the letters of a class lie together.
    for bit, own in enumerate(members.values(), 64 - _CLASSES):
        kinds |= own.astype(np.uint64) << np.uint64(bit)
    letters = np.arange(_PLANE, dtype=np.uint32)
    letters[_ASCII:] = _FIRST + np.unique(kinds[_ASCII:], return_inverse=True)[1]
    if int(letters[_ASCII:].max()) >= _END:
        return None
    classes = {group: _class_of(np.unique(letters[own])) for group, own in members.items()}
    singles = {chr(one): chr(letters[one]) for one in alone}
    rewritten = (classes.get(one[0]) or singles.get(one[0]) or one[0] for one in parts)
    return _Small(Regex("".join(rewritten)), letters)


def _members(groups: set[str]) -> dict[str, npt.NDArray[np.bool_]]:
    """For each class, as a pattern has it, the code points of the basic plane that are in it."""
    codes = np.delete(np.arange(_PLANE), _SURROGATES)
    plane = Utf8("".join(map(chr, codes.tolist())))
    found = {}
    for group in sorted(groups):
        found[group] = own = np.zeros(_PLANE, np.bool_)
        for start, end in Regex(f"{group}+").spans(plane):
            own[codes[start:end]] = True
    return found


def _class_of(codes: npt.NDArray[np.uint32]) -> str:
    """A class of ``codes``, ascending."""
    if not len(codes):
        return r"[^\x00-\x{10FFFF}]"
    first = np.diff(codes, prepend=codes[:1] - 2) != 1
    lasts = codes[np.append(np.flatnonzero(first)[1:], len(codes)) - 1]
    ranges = zip(codes[first].tolist(), lasts.tolist(), strict=True)
    return "[" + "".join(rf"\x{{{low:x}}}-\x{{{high:x}}}" for low, high in ranges) + "]"
