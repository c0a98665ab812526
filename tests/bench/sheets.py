"""Layouts that no model was taught, and how they set the blocks of a document.

A setter of its own, unlike the one that training uses: other faces and widths, other indents, pages with heads
and numbers, ragged and justified margins. The words are never changed, only blanks, line ends and soft hyphens.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6“”‘’—…]")
_UNIT = re.compile(rf"{_WIDE.pattern}|(?:(?!{_WIDE.pattern})\S)+[ \u3000]*|[ \u3000]+")
_NO_START, _NO_END = frozenset("，。、；：？！）》」』】〉”’…—,.;:?!)]}%"), frozenset("（《「『【〈“‘([{")
_SYLLABLE = re.compile(r"[a-z]{3,}?[aeiouy](?=[bcdfghklmnprstv][aeiouy][a-z]{2})")
_SANS = {"ijl.,:;'|!": 2.4, "ftrI()[]/ -": 3.2, "mwMW@%": 8.6, "ABCDEFGHKNOPQRSTUVXYZ&": 7.0}
"""Widths of Latin letters in a sans-serif face, where a Han character has ten."""
_SANS_WIDTH = {character: width / 5 for characters, width in _SANS.items() for character in characters}
_NUMBER = 1.12


class Row(NamedTuple):
    """A line of a page: ``goes_on`` into the next line, with which its block is not at an end; ``page``
    furniture is of no block."""

    text: str
    goes_on: bool = False
    page: bool = False


class Sheet(NamedTuple):
    """How a document is set.

    ``width`` in cells; ``sans``: letters have widths of their own; ``margin``, ``first`` and ``further`` stand
    before all, first and further lines of blocks, ``lost`` cells are left free there, and nothing is written.
    ``kinsoku``: what may not begin a line takes along what is before it, or ``hangs`` out; ``hyphens`` part
    English words; ``ragged`` lines are up to so many cells narrower; ``justified`` lines are filled with blanks.
    ``gaps`` are empty lines: between ``blocks``, after every ``line`` or every ``second`` one. ``centred``
    headings. ``page`` lines make a page, with a ``head`` and a ``number``, then a ``feed`` or none.
    """

    width: int
    sans: bool = False
    margin: str = ""
    first: str = ""
    further: str = ""
    lost: int = 0
    kinsoku: bool = True
    hangs: bool = False
    hyphens: bool = False
    ragged: int = 0
    justified: bool = False
    gaps: str = ""
    centred: bool = False
    wrapped_headings: bool = False
    trail: str = ""
    newline: str = "\n"
    page: int = 0
    head: str = ""
    number: str = ""
    feed: bool = True


def cells(text: str) -> float:
    """How many cells ``text`` takes; a Han character two."""
    return sum(2 if _WIDE.match(character) else 1 for character in text)


def _sans(text: str) -> float:
    return sum(2 if _WIDE.match(one) else _SANS_WIDTH.get(one, _NUMBER) for one in text)


def _pieces(text: str, sheet: Sheet) -> Iterator[str]:
    """What may not be broken, in order; a blank belongs to what is before it, a soft hyphen ends a piece."""
    held = ""
    units = _UNIT.findall(text)
    for unit, after in zip(units, [*units[1:], ""], strict=True):
        held += unit
        if sheet.kinsoku and ((after and after[0] in _NO_START) or unit in _NO_END):
            continue
        if after.strip() == "" and after:
            continue
        start = 0
        for match in _SYLLABLE.finditer(held) if sheet.hyphens else ():
            yield held[start : match.end()] + "\xad"
            start = match.end()
        yield held[start:]
        held = ""
    if held:
        yield held


def lines(text: str, sheet: Sheet, chance: Random) -> list[str]:
    """``text`` in lines of the sheet's width."""
    size = _sans if sheet.sans else cells
    found: list[str] = []
    line, used = "", 0.0
    first = size(sheet.first) + sheet.lost
    room = sheet.width - first
    for piece in _pieces(text, sheet):
        ink = piece.rstrip(" \u3000\xad")
        hang = 2 if sheet.hangs and len(ink) > 1 and ink[-1] in _NO_START else 0
        if line and used + size(ink) + piece.endswith("\xad") - hang > room:
            found.append(line.replace("\xad", "") + "-" * line.endswith("\xad"))
            line, used = "", 0.0
            room = sheet.width - size(sheet.further) - chance.randint(0, sheet.ragged)
        line, used = line + piece, used + size(piece.rstrip("\xad"))
    found = [*found, line.replace("\xad", "")]
    found = [one.strip() for one in found if one.strip()]
    return [_spread(one, sheet, size) for one in found[:-1]] + found[-1:] if sheet.justified else found


def _spread(line: str, sheet: Sheet, size: Callable[[str], float]) -> str:
    """``line`` filled up to the width with blanks beside those that it has."""
    words = line.split(" ")
    left = int(sheet.width - size(line))
    if len(words) < 4 or left < 1 or left > 2 * len(words):
        return line
    each, more = divmod(left, len(words) - 1)
    return "".join(word + " " * (1 + each + (n < more)) for n, word in enumerate(words[:-1])) + words[-1]


def rows(blocks: Sequence[str], types: Sequence[str], sheet: Sheet, chance: Random) -> list[Row]:
    """The lines of the blocks, a page's furniture among them."""
    found: list[Row] = []
    for block, kind in zip(blocks, types, strict=True):
        text = " ".join(block.split()) if not _WIDE.search(block) else block.strip()
        if kind in ("heading", "byline") and not sheet.wrapped_headings:
            pad = int(max(0, sheet.width - cells(text)) // 2) if sheet.centred else 0
            found.append(Row(sheet.margin + " " * pad + text))
            continue
        parts = lines(text, sheet, chance)
        leads = [sheet.first, *[sheet.further] * (len(parts) - 1)]
        found += [
            Row(sheet.margin + lead + part, index < len(parts) - 1)
            for index, (lead, part) in enumerate(zip(leads, parts, strict=True))
        ]
    return list(_paged(found, sheet)) if sheet.page else found


def _paged(body: Sequence[Row], sheet: Sheet) -> Iterator[Row]:
    pages = range(0, len(body), sheet.page)
    for number, start in enumerate(pages, 1):
        if sheet.head:
            yield Row(sheet.head, page=True)
        yield from body[start : start + sheet.page]
        if sheet.number:
            yield Row(sheet.number.format(n=number, of=len(pages)) + "\f" * sheet.feed, page=True)


def written(body: Sequence[Row], sheet: Sheet) -> str:
    """The text of the lines."""
    out = []
    for index, row in enumerate(body):
        gap = sheet.gaps == "line" or (sheet.gaps == "second" and index % 2 == 1)
        gap |= sheet.gaps == "blocks" and not row.goes_on
        out.append(row.text + sheet.trail + sheet.newline * (1 + gap))
    return "".join(out)


SHEETS = {
    "12 cells": Sheet(12),
    "20 cells, full-width indent": Sheet(20, first="\u3000\u3000"),
    "44 cells, indent lost": Sheet(44, lost=4),
    "76 cells, blank lines": Sheet(76, gaps="blocks"),
    "90 cells, no indent": Sheet(90),
    "90 cells, full-width indent": Sheet(90, first="\u3000\u3000"),
    "sans-serif, indent": Sheet(56, sans=True, first="\u3000\u3000"),
    "sans-serif, no indent": Sheet(72, sans=True),
    "tab indent": Sheet(64, first="\t"),
    "half-width indent": Sheet(58, first="  "),
    "four blanks, blank lines": Sheet(66, first="    ", gaps="blocks"),
    "margin of eight": Sheet(60, margin=" " * 8, first="    "),
    "hanging indent": Sheet(62, further="    "),
    "hanging indent, blank lines": Sheet(50, further="\u3000\u3000", gaps="blocks"),
    "trailing blanks": Sheet(52, lost=4, trail="  "),
    "CRLF": Sheet(68, first="\u3000\u3000", newline="\r\n"),
    "blank after each line": Sheet(40, lost=4, gaps="line"),
    "blank after each line, indent": Sheet(48, first="\u3000\u3000", gaps="line"),
    "blank after second line": Sheet(54, first="\u3000\u3000", gaps="second"),
    "hanging marks": Sheet(46, lost=4, hangs=True),
    "no kinsoku": Sheet(50, first="\u3000\u3000", kinsoku=False),
    "no kinsoku, narrow": Sheet(26, lost=4, kinsoku=False),
    "ragged by 4": Sheet(60, first="    ", ragged=4),
    "ragged by 8, blank lines": Sheet(70, gaps="blocks", ragged=8),
    "justified": Sheet(72, first="    ", justified=True),
    "hyphens": Sheet(48, first="  ", hyphens=True),
    "hyphens, justified, sans": Sheet(60, sans=True, gaps="blocks", hyphens=True),
    "centred headings": Sheet(64, first="\u3000\u3000", centred=True),
    "broken headings": Sheet(34, first="\u3000\u3000", wrapped_headings=True),
    "pages - 12 -": Sheet(56, first="\u3000\u3000", page=30, number="- {n} -"),
    "pages 第12页, head": Sheet(48, lost=4, page=25, head="内部资料", number="第{n}页"),
    "pages 12 / 30, no feed": Sheet(66, first="    ", page=28, number="{n} / {of}", feed=False),
    "pages, head only": Sheet(72, gaps="blocks", page=36, head="Annual Review 2023"),
    "pages Page 3 of 9": Sheet(70, first="  ", page=32, number="Page {n} of {of}"),
}
