"""Simplified and traditional characters: which of them a text is written in, and how it reads in simplified
ones, character for character."""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray
from corpuskit.rules import shipped_root
from corpuskit.unicode import code_points, code_set

_PAIR = re.compile(r"^([^\n#])\t(.)(?:\t|$)", re.MULTILINE)


def simplified(text: str) -> str:
    """``text`` with each traditional character that no simplified text has as its simplified one.

    It is as long as ``text``, and ``text`` itself where there is nothing to change.

    >>> simplified("臺灣的乾隆"), simplified("科创")
    ('台湾的乾隆', '科创')
    """
    if not _is_traditional()[code_points(text)].any():
        return text
    return text.translate(_table())


def script(codes: CodeArray) -> str:
    """``Hant`` where more of the code points are characters that only traditional text has than are their
    simplified forms that it has not (学, but not 向 or 游), else ``Hans``.

    >>> script(code_points("臺灣的部份學校")), script(code_points("部分学校")), script(code_points("一"))
    ('Hant', 'Hans', 'Hans')
    >>> script(code_points("游標向后"))
    'Hant'
    """
    traditional = np.count_nonzero(_is_traditional().take(codes, mode="clip"))
    if not traditional:
        return "Hans"
    return "Hant" if traditional > np.count_nonzero(_is_simplified().take(codes, mode="clip")) else "Hans"


@cache
def _table() -> dict[int, str]:
    """The pairs of the shipped list that are one character each."""
    pairs = _PAIR.findall((shipped_root() / "zh" / "traditional.tsv").read_text("utf-8"))
    return {ord(old): new for old, new in pairs}


@cache
def _is_traditional() -> npt.NDArray[np.bool_]:
    return code_set([*_table()])


@cache
def _is_simplified() -> npt.NDArray[np.bool_]:
    return code_set([ord(new) for new in _table().values() if not new.encode("big5", "ignore")])
