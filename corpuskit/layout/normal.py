"""The normal form of a wrapped document: one block a line, an empty line between, no stray blanks."""

from collections.abc import Sequence

import msgspec
import numpy as np

from corpuskit.layout.blocks import FURNITURE, Blocks
from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.model import CodeArray, Edit, IntArray, Layout, new_edit
from corpuskit.unicode import CharClass

_MARKS = ("\n", "\r\n", "\r", "\x85", "\u2028", "\u2029")
"""Line ends; of those that a text has equally often, the earlier one counts."""
_FEED, _RETURN = 10, 13
_NOTHING, _EMPTY_LINE, _END = range(3)
"""What stands for a separator: before the first block, between two, behind the last."""


def _newlines(batch: Batch) -> list[str]:
    """The line end that most lines of each text have; a line feed where there is none."""
    texts = len(batch.bases) - 1
    ends = (batch.kinds == CharClass.LINE_END).nonzero()[0]
    codes = batch.codes.take(ends)
    if not (codes != _FEED).any():
        return ["\n"] * texts
    # The feeds that part the texts are none of theirs.
    inner = np.ones(len(ends), np.bool_)
    inner[ends.searchsorted(batch.bases[1:] - 1)] = False
    ends, codes = ends[inner], codes[inner]
    owner = batch.bases.searchsorted(ends, side="right") - 1
    pair = np.zeros(len(ends), np.bool_)
    pair[:-1] = (codes[:-1] == _RETURN) & (codes[1:] == _FEED) & (ends[1:] == ends[:-1] + 1)
    pair[:-1] &= owner[1:] == owner[:-1]
    single = ~pair
    single[1:] &= ~pair[:-1]
    counts = [
        np.bincount(owner[pair if len(mark) > 1 else single & (codes == ord(mark))], minlength=texts)
        for mark in _MARKS
    ]
    return [_MARKS[best] for best in np.argmax(counts, axis=0).tolist()]


class Marks(msgspec.Struct, frozen=True):
    """The line end of each text: itself, its first character, how long it is."""

    texts: list[str]
    codes: CodeArray
    sizes: IntArray

    @classmethod
    def of(cls, batch: Batch) -> "Marks":
        """That which most lines of each text of ``batch`` have; a line feed where there is none."""
        marks = _newlines(batch)
        codes = np.array([ord(mark[0]) for mark in marks], np.uint32)
        return cls(marks, codes, np.array([len(mark) for mark in marks], np.int64))

    def stand(self, batch: Batch, places: IntArray, owner: IntArray) -> BoolArray:
        """Whether the line ends of the texts ``owner`` stand at ``places`` of the batch."""
        places = np.minimum(places, len(batch.codes) - 1)
        after = batch.codes.take(np.minimum(places + 1, len(batch.codes) - 1))
        there = batch.codes.take(places) == self.codes.take(owner)
        return np.asarray(there & ((self.sizes.take(owner) == 1) | (after == _FEED)), np.bool_)


class Form(msgspec.Struct, frozen=True):
    """The separators and the stray leading blanks of texts, and which of them are each text's."""

    separators: tuple[Edit, ...]
    leading: tuple[Edit, ...]
    separator_bounds: list[int]
    leading_bounds: list[int]

    def of(self, text: int) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
        """Those of one text."""
        part, lead = (
            slice(bounds[text], bounds[text + 1]) for bounds in (self.separator_bounds, self.leading_bounds)
        )
        return self.separators[part], self.leading[lead]


def normal_form(batch: Batch, blocks: Blocks, wrapped: BoolArray, marks: Marks) -> Form:
    """The edits that bring the texts that are ``wrapped`` to their normal form, but for their joins.

    Blocks that keep their own lines keep their indents. Blanks before most blocks are the document's
    first-line indent and go with the separators; blanks before a few are stray, each an edit of its own.
    What stands directly beside page furniture stays as it is: it goes with the furniture.
    """
    owner, texts = blocks.document, len(batch.bases) - 1
    running = blocks.types == FURNITURE
    first = np.ones(len(owner), np.bool_)
    first[1:] = owner[1:] != owner[:-1]
    base = batch.bases.take(owner)
    lows = base.copy()
    lows[1:] = np.where(first[1:], lows[1:], blocks.ends[:-1])
    free = ~running
    free[1:] &= ~running[:-1] | first[1:]
    movable = ~blocks.own & ~running
    indented = (blocks.heads < blocks.starts) & movable
    many = np.bincount(owner[indented], minlength=texts), np.bincount(owner[movable], minlength=texts)
    regular = (2 * many[0] > many[1]).take(owner)
    shown = wrapped.take(owner) & free
    leading = (shown & indented & ~regular).nonzero()[0]
    inks = np.where(indented & regular, blocks.starts, blocks.heads)
    size = marks.sizes.take(owner)
    exact = inks - lows == np.where(first, 0, 2 * size)
    exact &= first | (marks.stand(batch, lows, owner) & marks.stand(batch, lows + size, owner))
    parted = (shown & ~exact).nonzero()[0]
    last = np.append(first[1:], True).nonzero()[0]
    tails, ends = blocks.ends[last], batch.bases.take(owner[last] + 1) - 1
    open_ended = (ends - tails != size[last]) | ~marks.stand(batch, tails, owner[last])
    last = last[open_ended & wrapped.take(owner[last]) & ~running[last]]
    columns = (
        np.concatenate([lows[parted], blocks.ends[last]]),
        np.concatenate([inks[parted], batch.bases.take(owner[last] + 1) - 1]),
        np.concatenate([np.where(first[parted], _NOTHING, _EMPTY_LINE), np.full(len(last), _END)]),
        np.concatenate([owner[parted], owner[last]]),
    )
    order = np.argsort(columns[0], kind="stable")
    low, high, kind, text = (column[order] for column in columns)
    choices = [("", 2 * mark, mark) for mark in marks.texts]
    new = [choices[one][which] for one, which in zip(text.tolist(), kind.tolist(), strict=True)]
    places = np.arange(texts + 1)
    return Form(
        _edits(low - batch.bases.take(text), high - batch.bases.take(text), new),
        _edits((blocks.heads - base)[leading], (blocks.starts - base)[leading], [""] * len(leading)),
        text.searchsorted(places).tolist(),
        owner[leading].searchsorted(places).tolist(),
    )


def _edits(starts: IntArray, ends: IntArray, new: Sequence[str]) -> tuple[Edit, ...]:
    return tuple(map(new_edit, zip(starts.tolist(), ends.tolist(), new, strict=True)))


def repaired(text: str, layout: Layout, *, furniture: bool = False) -> str:
    """``text`` with all edits of its ``layout`` made, those that remove ``furniture`` only if asked for."""
    parts: list[str] = []
    place = 0
    removals = layout.furniture if furniture else ()
    for start, end, new in sorted(layout.glues + layout.separators + layout.leading + removals):
        parts += text[place:start], new
        place = end
    return "".join((*parts, text[place:]))
