"""Words across line breaks that were kept: where a break could cut one, and where it only parts a list.

The layout joins a line break only where a text shows wrapping. A word is evidence of its own: if the end of
one line and the start of the next make a word of four characters, the break between them was an accident.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray
from corpuskit.unicode import CharClass, classes, code_points, code_set

#: Blanks and line ends that one line break may be made of.
_DEEPEST = 8
#: Characters around a stretch among which the ends of its lines are looked for.
_AROUND = 64
_BLANKS = " \t\u3000"
_NONE: IntArray = np.zeros(0, np.int64)


class Seams:
    """The line breaks that could cut one of ``words``: between two Han characters, no indent after them.

    >>> text = "发展新型质\\n\\n生产力"
    >>> seams = Seams(["新型质生产力"])
    >>> befores, afters = seams.places(code_points(text))
    >>> befores, afters
    (array([4]), array([7]))
    >>> joined = seams.joined(code_points(text), befores, afters)
    >>> at = joined.index("新型质生产力")
    >>> seams.cut(at, at + 6)
    (0, 3, 3)
    """

    def __init__(self, words: Sequence[str]) -> None:
        """``words`` may be none; then no break could cut one."""
        self._reach = max(map(len, words), default=1) - 1
        self._row = 2 * self._reach + 1
        self._before = _han_of("".join(one[:-1] for one in words))
        self._after = _han_of("".join(one[1:] for one in words))

    def places(self, codes: CodeArray) -> tuple[IntArray, IntArray]:
        """Offsets of the last character before each break, and of the first one after it."""
        after = np.flatnonzero((codes == 0x0A) | (codes == 0x0D)) + 1 if self._reach else _NONE
        after = after[after < len(codes)]
        after = after[self._after[codes[after]]]
        if not len(after):
            return _NONE, _NONE
        before = after - 2
        for _ in range(_DEEPEST):
            blank = (before >= 0) & (classes(codes[before]) <= CharClass.LINE_END)
            if not blank.any():
                break
            before = before - blank
        real = (before >= 0) & self._before[codes[before]]
        return before[real], after[real]

    def joined(self, codes: CodeArray, befores: IntArray, afters: IntArray) -> str:
        """The characters around every break, without the break: rows of one length, as one text."""
        left = befores[:, None] + np.arange(1 - self._reach, 1)
        right = afters[:, None] + np.arange(self._reach)
        near = np.concatenate([left, right], axis=1)
        inside = (near >= 0) & (near < len(codes))
        rows = np.full((len(befores), self._row), ord("\n"), "<u4")
        rows[:, :-1] = np.where(inside, codes[np.clip(near, 0, len(codes) - 1)], ord("\n"))
        return rows.tobytes().decode("utf-32-le", "surrogatepass")

    def cut(self, start: int, end: int) -> tuple[int, int, int]:
        """The row of a stretch of ``joined``, and how much of it lies before and after the break."""
        row, column = divmod(start, self._row)
        left = min(max(self._reach - column, 0), end - start)
        return row, left, end - start - left


def fills_lines(text: str, start: int, end: int) -> bool:
    """Whether nothing but ``[start, end)`` stands in its lines, as in a list of words.

    >>> fills_lines("新型质\\n生产力\\n", 0, 7), fills_lines("发展新型质\\n生产力", 2, 9)
    (True, False)
    """
    before = text[max(0, start - _AROUND) : start].rstrip(_BLANKS)
    after = text[end : end + _AROUND].lstrip(_BLANKS)
    return (not before or before[-1] in "\r\n") and (not after or after[0] in "\r\n")


def _han_of(characters: str) -> npt.NDArray[np.bool_]:
    """A table over code points that is true for the Han among ``characters``."""
    codes = code_points(characters)
    return code_set(codes[classes(codes) == CharClass.HAN])
