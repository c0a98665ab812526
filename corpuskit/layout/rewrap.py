"""Lay blocks out in a narrow column and lose the layout again, as extraction from newspapers does.

Training and tests make broken texts from right ones with it: lines are filled by the kinsoku rules (what
may not start a line hangs or takes the character before along), first-line indents and blank lines come
and go, an inset narrows a few lines.
"""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import msgspec
import numpy as np

from corpuskit.layout.lines import MAY_BREAK
from corpuskit.unicode import CELLS, CLASS_COUNT, CLASSES, NO_LINE_START, CharClass, code_points

_INDENT = 4


class Setting(msgspec.Struct, frozen=True):
    """How a text is set: ``width`` in cells; what is kept of indents and blank lines; where blanks go astray.

    ``indent`` cells are left free at the start of a paragraph; ``shown`` says whether they are written.
    ``blank_lines`` is the chance, in percent, of an empty line after a line that is not a paragraph's
    first; ``inset`` narrows three lines of long paragraphs; ``stray`` puts a blank before that many
    percent of the paragraphs; headings are broken only where ``break_headings``.
    """

    width: int
    indent: int = _INDENT
    shown: bool = False
    blank_lines: int = 0
    inset: bool = False
    stray: int = 0
    break_headings: bool = False
    newline: str = "\n"


def _units(text: str) -> list[str]:
    """``text`` cut where a line may end; a blank stays with what is before it."""
    kinds = CLASSES[code_points(text)]
    pairs = kinds[:-1].astype(np.int64) * CLASS_COUNT + kinds[1:]
    chances = MAY_BREAK[pairs] & (kinds[1:] != CharClass.BLANK)
    edges = [0, *(np.flatnonzero(chances) + 1).tolist(), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def _cells(text: str) -> int:
    return int(CELLS[code_points(text)].sum())


def fill(text: str, widths: Sequence[int]) -> list[str]:
    """``text`` in lines of at most ``widths`` cells each, the last of which is that of all further lines.

    A closing mark may hang out by one cell.

    >>> fill("科技创新，产业创新。", [8])
    ['科技创', '新，产业', '创新。']
    """
    lines: list[str] = []
    line, size = "", 0
    for unit in _units(text):
        room = widths[min(len(lines), len(widths) - 1)]
        ink = _cells(unit.rstrip())
        hangs = len(unit) > 1 and bool(NO_LINE_START[CLASSES[ord(unit[-1])]])
        if line and size + ink - hangs > room:
            lines.append(line.rstrip())
            line, size = "", 0
        line, size = line + unit, size + _cells(unit)
    return [*lines, line.rstrip()] if line.strip() else lines


def rewrap(blocks: Sequence[str], types: Sequence[str], setting: Setting, seed: int) -> str:
    """The text of ``blocks`` as ``setting`` would have left it; the same ``seed`` gives the same text.

    Of ``types`` only ``heading`` and ``byline`` are told from the rest: they stay whole.
    """
    random = Random(seed)
    out: list[str] = []
    for block, kind in zip(blocks, types, strict=True):
        if kind in ("heading", "byline") and not setting.break_headings:
            out.append(block + setting.newline)
            continue
        widths = [setting.width - setting.indent, setting.width]
        if setting.inset and len(block) > 8 * setting.width:
            place = random.randrange(3, 8)
            narrow = random.choice((setting.width * 2 // 3, setting.width - 4))
            widths = [widths[0], *[setting.width] * place, narrow, narrow, narrow - 2, setting.width]
        lines = fill(block, widths)
        for index, line in enumerate(lines):
            first, last = index == 0, index == len(lines) - 1
            empty = last if setting.blank_lines else False
            empty |= not first and not last and random.randrange(100) < setting.blank_lines
            lead = "　" * (setting.indent // 2) if first and setting.shown else ""
            if first and random.randrange(100) < setting.stray:
                lead = " "
            out.append(lead + line + setting.newline * (1 + empty))
    return "".join(out)
