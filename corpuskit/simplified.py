"""Simplified and traditional characters: which of them a text is written in, and how it reads in simplified
ones, character for character."""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray
from corpuskit.rules import shipped_root
from corpuskit.unicode import code_points, code_set

_PAIR = re.compile(r"^([^\n#])\t(.)(?:\t(.+))?$", re.MULTILINE)


def simplified(text: str) -> str:
    """``text`` with each traditional character that no simplified text has as its simplified one, and in a
    text that is written in traditional ones those too that stand nearly always for another.

    It is as long as ``text``, and ``text`` itself where there is nothing to change.

    >>> simplified("臺灣的乾隆"), simplified("科创"), simplified("著作於餘暇寫著")
    ('台湾的乾隆', '科创', '著作于余暇写着')
    """
    codes = code_points(text)
    if not _is_traditional()[codes].any():
        return text
    if script(codes) == "Hans":
        return text.translate(_table())
    more = _more()
    return more.in_words.sub(lambda match: more.stands.get(match[0], match[0]), text.translate(more.table))


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


class _More(NamedTuple):
    """What is changed in traditional text only: by ``table`` wherever it stands; ``in_words`` finds the
    words, as ``table`` leaves them, in which a character stays, and elsewhere the character, which
    ``stands`` for another."""

    table: dict[int, str]
    in_words: re.Pattern[str]
    stands: dict[str, str]


def _pairs(name: str) -> list[tuple[str, str, str]]:
    """Of a shipped list the characters, what they stand for, and the words in which they do not."""
    return _PAIR.findall((shipped_root() / "zh" / name).read_text("utf-8"))


@cache
def _table() -> dict[int, str]:
    """The pairs of the shipped list that are one character each."""
    return {ord(old): new for old, new, _ in _pairs("traditional.tsv")}


@cache
def _more() -> _More:
    rows = _pairs("traditional-wide.tsv")
    table = _table() | {ord(old): new for old, new, words in rows if not words}
    kept = [word.translate(table) for _, _, words in rows for word in words.split()]
    stands = {old: new for old, new, words in rows if words}
    return _More(table, re.compile("|".join([*kept, *stands])), stands)


@cache
def _is_traditional() -> npt.NDArray[np.bool_]:
    return code_set([*_table()])


@cache
def _is_simplified() -> npt.NDArray[np.bool_]:
    return code_set([ord(new) for new in _table().values() if not new.encode("big5", "ignore")])
