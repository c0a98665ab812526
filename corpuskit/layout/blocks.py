"""Blocks out of lines: which lines belong together, and what the block is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpuskit.layout.marks import Mark
from corpuskit.model import Block, BlockType

OWN_LINES: frozenset[BlockType] = frozenset({"verse", "table", "code"})
"""Blocks that keep their own lines and indents."""
_SOURCE = re.compile(
    r"[（(]?\s*(?:据|來源|来源|资料来源|稿件来源|原载|转自|摘自|出处)\s*[：:]?\s*[《〈“A-Za-z一-鿿][^。！？]{0,40}[）)]?"
)
_NOTE = re.compile(
    r"[（(](?:作者|记者|编者|译者|本文|本报|执笔|课题|整理|责任编辑|通讯员|此件)[^）)]{0,120}[）)]"
)
_BYLINE = re.compile(
    r"(?:(?:本报|新华社)?(?:记者|通讯员|作者|文|图|编辑|责编|撰文|摄影)\s*[：:/／|｜]?\s*)?"
    r"[一-鿿·]{2,4}(?:[ \u3000、]+[一-鿿·]{2,4}){0,5}"
    r"|[Bb][Yy] [A-Z][\w.'-]*(?: (?:and |& )?[A-Z][\w.'-]*){0,5}"
)
_CAPTION = re.compile(r"(?:图|表|圖|Figure|Fig\.|Table)\s*\d+(?:[-.．]\d+)*[\s：:.、　].{0,60}")
_FOOTNOTE = re.compile(r"(?:[①-⑳]|\[\d{1,3}\]|［\d{1,3}］|[*※]\s?)\s*\S.*")
_CODE = re.compile(
    r"(?:def |class |import |from \w+ import|return\b|for \w+ in |if .*:$|#include|public |var |let |const |function |\$ |>>> |```|</?\w+>?).*|.*[;{}]\s*"
)
_TABLE = re.compile(r"\|.*\||(?:\S+(?:\t|[ \u3000]{2,})){2,}\S+|(?:\S+ )+(?:[-+]?\d[\d,.%]*\s*){2,}")
_ENDS = re.compile(r"[。！？!?…；;.][”’" + '"' + r"'）)」』】》]*$")
_HEADING_CELLS = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines joined into one: its span, how many lines, the mark it starts with, blank lines before it."""

    start: int
    end: int
    lines: int
    mark: int
    furniture: bool
    verse: bool


def _marked(text: str, mark: int) -> tuple[BlockType, int] | None:
    if mark in (Mark.NUMBER, Mark.BRACKETED, Mark.HAN_NUMBER, Mark.CIRCLED, Mark.BULLET, Mark.LETTER):
        if not _ENDS.search(text) and len(text) <= 24 and mark == Mark.HAN_NUMBER:
            return "heading", 70
        return "list-item", 80
    if mark == Mark.ARTICLE and len(text) <= 24 and not _ENDS.search(text):
        return "heading", 90
    return None


def _by_shape(text: str) -> tuple[BlockType, int] | None:
    """The type that the text alone tells."""
    shapes: tuple[tuple[BlockType, re.Pattern[str], int], ...] = (
        ("note", _NOTE, 90),
        ("source", _SOURCE, 85),
        ("caption", _CAPTION, 80),
        ("table", _TABLE, 60),
        ("code", _CODE, 60),
        ("byline", _BYLINE, 70),
    )
    for kind, shape, sure in shapes:
        if shape.fullmatch(text):
            return kind, sure
    return None


def _type(text: str, unit: Unit, wrapped: bool) -> tuple[BlockType, int]:
    if unit.furniture:
        return "furniture", 90
    if unit.verse:
        return "verse", 75
    if len(text) <= 130:
        found = _by_shape(text) if unit.lines == 1 or text[0] in "（(" else None
        found = found or _marked(text, unit.mark)
        if found:
            return found
    elif unit.mark in (Mark.NUMBER, Mark.BRACKETED, Mark.HAN_NUMBER, Mark.CIRCLED, Mark.BULLET):
        return "list-item", 70
    if len(text) <= _HEADING_CELLS and not _ENDS.search(text) and text[-1] not in "，、,：:":
        return "heading", 65
    return "paragraph", 90 if wrapped else 70


def blocks(text: str, units: Sequence[Unit], wrapped: bool) -> tuple[list[Block], list[tuple[int, int]]]:
    """Typed blocks of ``text``, and for each the units ``[first, last)`` it holds.

    Neighbouring units of verse, table or code lines are one block.
    """
    found: list[Block] = []
    spans: list[tuple[int, int]] = []
    for index, unit in enumerate(units):
        kind, sure = _type(text[unit.start : unit.end], unit, wrapped)
        if found and kind in OWN_LINES and found[-1].type == kind:
            found[-1] = Block(found[-1].start, unit.end, kind, min(sure, found[-1].confidence))
            spans[-1] = (spans[-1][0], index + 1)
        else:
            found.append(Block(unit.start, unit.end, kind, sure))
            spans.append((index, index + 1))
    return found, spans
