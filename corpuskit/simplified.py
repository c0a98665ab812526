"""Text in traditional characters as those who know simplified ones read it, character for character."""

from functools import cache

import numpy as np
import numpy.typing as npt

from corpuskit.rules import shipped_root
from corpuskit.unicode import code_points, code_set


def simplified(text: str) -> str:
    """``text`` with each traditional character that no simplified text has as its simplified one.

    It is as long as ``text``, and ``text`` itself where there is nothing to change.

    >>> simplified("臺灣的乾隆"), simplified("科创")
    ('台湾的乾隆', '科创')
    """
    if not _is_traditional()[code_points(text)].any():
        return text
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """The pairs of the shipped list that are one character each."""
    lines = (shipped_root() / "zh" / "traditional.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t")[:2] for line in lines if line and not line.startswith("#"))
    return {ord(old): new for old, new in pairs if len(old) == len(new) == 1}


@cache
def _is_traditional() -> npt.NDArray[np.bool_]:
    return code_set([*_table()])
