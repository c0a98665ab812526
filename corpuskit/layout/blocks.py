"""Blocks out of lines: which lines belong together, and what the block is."""

from dataclasses import dataclass

import numpy as np

from corpuskit.layout.lines import BoolArray
from corpuskit.layout.marks import PAUSES, STOPS, Mark
from corpuskit.layout.nature import Nature
from corpuskit.layout.page import Page
from corpuskit.layout.verse import verse
from corpuskit.layout.words import Words, words_of
from corpuskit.model import Block, BlockType, IntArray
from corpuskit.unicode import CharClass, class_set

_LONGEST = 130
_HEADING_LENGTH = 40
_ITEM_MARKS = (Mark.NUMBER, Mark.BRACKETED, Mark.HAN_NUMBER, Mark.CIRCLED, Mark.BULLET, Mark.LETTER)
_ITEM = np.isin(np.arange(len(Mark)), _ITEM_MARKS)


@dataclass(frozen=True, slots=True)
class Guess:
    """What the look of each line says about a block of it: an index of `_TYPES`, and how sure it is."""

    types: IntArray
    sure: IntArray
    closed: BoolArray

    def pick(self, rows: slice) -> "Guess":
        """The guesses of some lines."""
        return Guess(self.types[rows], self.sure[rows], self.closed[rows])


_TYPES: tuple[BlockType, ...] = ("paragraph", "heading", "list-item", "verse", "table", "code", "furniture")
_SAID: dict[Words, tuple[BlockType, int]] = {
    Words.NOTE: ("note", 90),
    Words.SOURCE: ("source", 85),
    Words.CAPTION: ("caption", 80),
    Words.BYLINE: ("byline", 75),
}
_PARAGRAPH, _HEADING, _LIST_ITEM, _VERSE, _TABLE, _CODE, _FURNITURE = range(7)


def guess(page: Page, kinds: Nature, running: BoolArray, joins: BoolArray) -> Guess:
    """The type that each line would have as a block of its own."""
    lines, ink = page.lines, page.ink
    size = lines.ends - lines.starts
    closed = (PAUSES | class_set(CharClass.DASH))[ink.end] | STOPS[ink.end]
    closed &= ~class_set(CharClass.WIDE_CLOSE)[ink.last] | STOPS[ink.end]
    short = (size <= _HEADING_LENGTH) | (kinds.latin & (size <= 2 * _HEADING_LENGTH))
    article = (ink.marks == Mark.ARTICLE) & (size <= _HEADING_LENGTH)
    numbered = (ink.marks == Mark.HAN_NUMBER) & short
    types, sure = np.full(len(lines), _PARAGRAPH), np.full(len(lines), 80)
    for flag, kind, percent in (
        (short & ~closed, _HEADING, 65),
        (_ITEM[ink.marks] & ~(numbered & ~closed), _LIST_ITEM, 80),
        ((article | numbered) & ~closed, _HEADING, 85),
        (kinds.technical, _CODE, 60),
        (kinds.row, _TABLE, 70),
        (verse(page, kinds, joins), _VERSE, 75),
        (running, _FURNITURE, 90),
    ):
        types[flag], sure[flag] = kind, percent
    return Guess(types, sure, np.asarray(closed, np.bool_))


def blocks(
    text: str, starts: IntArray, ends: IntArray, joins: BoolArray, looks: Guess
) -> tuple[list[Block], list[bool], IntArray]:
    """Typed blocks of one text, whether each keeps its own lines, and its first line.

    ``starts`` and ``ends`` are its lines, ``joins`` the breaks between them, ``looks`` its lines' guesses.
    Neighbouring verse, table or code lines are one block.
    """
    if not len(starts):
        return [], [], starts
    first = np.flatnonzero(np.concatenate([[True], ~joins]))
    last = np.append(first[1:], len(starts)) - 1
    several = last > first
    types, sure = looks.types[first].copy(), looks.sure[first].copy()
    size = ends[last] - starts[first]
    run_on = several & (
        (types != _LIST_ITEM) & (looks.closed[last] | (size > 2 * _HEADING_LENGTH) | (types != _HEADING))
    )
    types[run_on], sure[run_on] = _PARAGRAPH, 90
    own = ~several & np.isin(types, (_VERSE, _TABLE, _CODE))
    same = np.append(False, own[1:] & own[:-1] & (types[1:] == types[:-1]))
    head = np.flatnonzero(~same)
    tail = np.append(head[1:], len(first)) - 1
    rows = zip(
        starts[first[head]].tolist(),
        ends[last[tail]].tolist(),
        types[head].tolist(),
        sure[head].tolist(),
        strict=True,
    )
    found = []
    for start, end, kind, percent in rows:
        said = words_of(text[start:end]) if end - start <= _LONGEST and kind <= _HEADING else Words.NOTHING
        found.append(Block(start, end, *(_SAID[said] if said else (_TYPES[kind], percent))))
    return found, own[head].tolist(), first[head]
