"""Blocks out of lines: which lines belong together, and what the block is."""

from collections.abc import Sequence
from functools import partial

import msgspec
import numpy as np

from corpuskit.layout.lines import PAUSES, Batch, BoolArray
from corpuskit.layout.looks import Looks
from corpuskit.layout.marks import MARK_COUNT, Mark
from corpuskit.layout.page import Page
from corpuskit.layout.verse import bare
from corpuskit.layout.words import Words, words_of
from corpuskit.model import Block, BlockType, IntArray
from corpuskit.unicode import CharClass, class_set, code_points, code_set

_LONGEST = 130
_HEADING_LENGTH = 40
_ITEM_MARKS = (Mark.NUMBER, Mark.BRACKETED, Mark.HAN_NUMBER, Mark.CIRCLED, Mark.BULLET, Mark.LETTER)
_ITEM = np.isin(np.arange(MARK_COUNT), _ITEM_MARKS)

TYPES: tuple[BlockType, ...] = (
    "paragraph", "heading", "list-item", "verse", "table", "code", "furniture", "note", "source", "caption",
    "byline", "dialogue",
)  # fmt: skip
_PARAGRAPH, _HEADING, _LIST_ITEM, _VERSE, _TABLE, _CODE, FURNITURE = range(7)
_SAID: dict[Words, tuple[int, int]] = {
    Words.NOTE: (7, 90),
    Words.SOURCE: (8, 85),
    Words.CAPTION: (9, 80),
    Words.BYLINE: (10, 75),
}
_DIALOGUE = len(TYPES) - 1
_SPEECHES = 3
"""So many blocks that begin as speech make a dialogue; a quotation or two stand in any prose."""
_SPEECH_MARKS = code_set(code_points("“「『－"))
_LONG_DASH = ord("—")
_ENDS_SPEECH = class_set(CharClass.CLOSE_QUOTE, CharClass.WIDE_CLOSE)
_new_block = partial(tuple.__new__, Block)
"""Makes a block of a tuple; `Block._make` does so too, at twice the cost."""
_CLOSED = PAUSES | class_set(CharClass.DASH)


class Blocks(msgspec.Struct, frozen=True):
    """The blocks of a page, those of all texts in order; one entry a block in every array.

    ``starts`` and ``ends`` are batch offsets, ``heads`` where the line begins, its blanks included;
    ``types`` index `TYPES`, ``sure`` is a confidence of 0-100, ``own`` says that the block keeps its lines.
    """

    document: IntArray
    heads: IntArray
    starts: IntArray
    ends: IntArray
    types: IntArray
    sure: IntArray
    own: BoolArray


class Typed(msgspec.Struct, frozen=True):
    """The blocks of texts, or of one text: the values, where their first lines begin, which keep their own
    lines, and which are furniture (``running``); offsets are the text's. ``bounds`` are the first blocks of
    the texts."""

    blocks: tuple[Block, ...]
    heads: IntArray
    own: BoolArray
    running: BoolArray
    bounds: list[int]

    @classmethod
    def of_all(cls, found: "Blocks", bases: IntArray) -> "Typed":
        """The blocks of all texts of a batch, whose texts begin at ``bases``."""
        base = bases[found.document]
        columns = (
            (found.starts - base).tolist(),
            (found.ends - base).tolist(),
            [TYPES[kind] for kind in found.types.tolist()],
            found.sure.tolist(),
        )
        bounds = found.document.searchsorted(np.arange(len(bases))).tolist()
        values = tuple(map(_new_block, zip(*columns, strict=True)))
        return cls(values, found.heads - base, found.own, found.types == FURNITURE, bounds)

    def of(self, index: int) -> "Typed":
        """Those of one text."""
        rows = slice(self.bounds[index], self.bounds[index + 1])
        return Typed(self.blocks[rows], self.heads[rows], self.own[rows], self.running[rows], [])


def _alone(page: Page, looks: Looks, joins: BoolArray) -> tuple[IntArray, IntArray, BoolArray]:
    """The type that each line would have as a block of its own, how sure it is, and whether its sentence is
    closed."""
    lines, ink, kinds = page.lines, page.ink, looks.kinds
    size = lines.sizes
    stopped = ink.stopped
    closed = stopped | (_CLOSED.take(ink.end) & (ink.last != CharClass.WIDE_CLOSE))
    short = (size <= _HEADING_LENGTH) | (kinds.latin & (size <= 2 * _HEADING_LENGTH))
    article = (ink.marks == Mark.ARTICLE) & (size <= _HEADING_LENGTH)
    numbered = (ink.marks == Mark.HAN_NUMBER) & short
    types, sure = np.full(len(lines), _PARAGRAPH), np.full(len(lines), 80)
    for flag, kind, percent in (
        (short & ~closed, _HEADING, 65),
        (_ITEM.take(ink.marks) & ~(numbered & ~closed), _LIST_ITEM, 80),
        ((article | numbered) & ~closed, _HEADING, 85),
        (kinds.technical, _CODE, 60),
        (kinds.row, _TABLE, 70),
        (looks.metrical | bare(page, kinds, joins), _VERSE, 75),
    ):
        types[flag], sure[flag] = kind, percent
    return types, sure, closed


def _speech(page: Page, first: IntArray, last: IntArray, closed: BoolArray) -> BoolArray:
    """Which blocks are what someone says, in a document with several of them.

    Such a block begins with an opening quote or a long dash, and its ``last`` line is ``closed`` or ends
    with a closing mark.
    """
    lines = page.lines
    head, second = lines.head_codes[first, 0], lines.head_codes[first, 1]
    said: BoolArray = _SPEECH_MARKS.take(head) | ((head == _LONG_DASH) & (second == _LONG_DASH))
    if not np.count_nonzero(said):
        return said
    said &= closed[last] | _ENDS_SPEECH.take(page.ink.last[last])
    document = lines.document[first]
    many = np.bincount(document[said], minlength=len(page.bounds)) >= _SPEECHES
    return np.asarray(said & many.take(document), np.bool_)


def runs(joins: BoolArray) -> tuple[IntArray, IntArray]:
    """The first and the last of the lines that ``joins`` put together."""
    opens, closes = np.ones(len(joins), np.bool_), np.ones(len(joins), np.bool_)
    np.logical_not(joins[:-1], out=opens[1:])
    closes[:-1] = opens[1:]
    return opens.nonzero()[0], closes.nonzero()[0]


def blocks(batch: Batch, page: Page, texts: Sequence[str], looks: Looks, joins: BoolArray) -> Blocks:
    """The typed blocks of a page whose lines have these ``looks``, and belong together as ``joins`` say.

    Neighbouring verse, table or code lines are one block.
    """
    lines = page.lines
    own_types, sures, closed = _alone(page, looks, joins)
    first, last = runs(joins)
    types, sure = own_types[first], sures[first]
    several = last > first
    size = lines.ends[last] - lines.starts[first]
    run_on = several & (types != _LIST_ITEM)
    run_on &= closed[last] | (size > 2 * _HEADING_LENGTH) | (types != _HEADING)
    types[run_on], sure[run_on] = _PARAGRAPH, 90
    own = ~several & (types >= _VERSE)
    if np.count_nonzero(own):
        head = ~np.append(False, own[1:] & own[:-1] & (types[1:] == types[:-1]) & page.follows[last[:-1]]
                          & ~page.across[last[:-1]])  # fmt: skip
        tail = last[np.append(head.nonzero()[0][1:], len(first)) - 1]
        first, types, sure, own = first[head], types[head], sure[head], own[head]
        last = tail
    starts, ends = lines.starts[first], lines.ends[last]
    telling = looks.telling[first] & (types <= _HEADING) & (ends - starts <= _LONGEST)
    document = lines.document[first]
    for row in telling.nonzero()[0].tolist():
        owner = int(document[row])
        base = int(batch.bases[owner])
        said = words_of(texts[owner][int(starts[row]) - base : int(ends[row]) - base])
        if said:
            types[row], sure[row] = _SAID[said]
    speech = _speech(page, first, last, closed) & (types <= _HEADING)
    types[speech], sure[speech] = _DIALOGUE, 70
    found = Blocks(document, lines.heads[first], starts, ends, types, sure, own)
    return _with_furniture(found, page) if len(page.running) else found


def _with_furniture(found: Blocks, page: Page) -> Blocks:
    """``found`` and the page's furniture, in order."""
    running = page.running
    many = len(running)
    both = [
        np.concatenate([one, other])
        for one, other in (
            (found.document, running.document),
            (found.heads, running.heads),
            (found.starts, running.starts),
            (found.ends, running.ends),
            (found.types, np.full(many, FURNITURE)),
            (found.sure, np.full(many, 90)),
            (found.own, np.zeros(many, np.bool_)),
        )
    ]
    order = np.argsort(both[2], kind="stable")
    return Blocks(*(column[order] for column in both))
