"""The normal form of a wrapped document: one block a line, an empty line between, no stray blanks."""

from typing import NamedTuple

import numpy as np

from corpuskit.layout.blocks import FURNITURE, Blocks
from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.layout.newlines import Marks
from corpuskit.model import Edits, IntArray, Layout

_NOTHING, _EMPTY_LINE, _END = range(3)
"""What stands for a separator: before the first block, between two, behind the last."""


class Form(NamedTuple):
    """The separators and the stray leading blanks of each text."""

    separators: list[Edits]
    leading: list[Edits]


def normal_form(batch: Batch, blocks: Blocks, wrapped: BoolArray, marks: Marks) -> Form:
    """The edits that bring the texts that are ``wrapped`` to their normal form, but for their joins.

    Blocks that keep their own lines keep their indents. Blanks before most blocks are the document's
    first-line indent and go with the separators; blanks before a few are stray, each an edit of its own.
    What stands directly beside page furniture stays as it is: it goes with the furniture.
    """
    if not np.count_nonzero(wrapped):
        nothing = [Edits([], [], [])] * len(wrapped)
        return Form(nothing, nothing)
    owner, places = blocks.document, np.arange(len(batch.bases))
    base, first = batch.bases.take(owner), np.ones(len(owner), np.bool_)
    np.not_equal(owner[1:], owner[:-1], out=first[1:])
    running = blocks.types == FURNITURE
    free = wrapped.take(owner) & ~running
    free[1:] &= ~running[:-1] | first[1:]
    stray, inks = _indents(blocks, ~blocks.own & ~running, len(batch.bases))
    leading = (free & stray).nonzero()[0]
    edges = _Edges(batch, marks, owner, first)
    between = edges.between(inks, blocks.ends, free)
    behind = edges.behind(blocks.ends, wrapped.take(owner) & ~running)
    low, high, kind, text = np.concatenate([between, behind], axis=1)
    order = low.argsort(kind="stable")
    low, high, kind, text = low[order], high[order], kind[order], text[order]
    choices = [("", 2 * mark, mark) for mark in marks.texts]
    new = [choices[one][which] for one, which in zip(text.tolist(), kind.tolist(), strict=True)]
    begin = batch.bases.take(text)
    separators = _edits(low - begin, high - begin, new)
    blanks = _edits((blocks.heads - base)[leading], (blocks.starts - base)[leading], [""] * len(leading))
    return Form(
        separators.cut(text.searchsorted(places).tolist()),
        blanks.cut(owner[leading].searchsorted(places).tolist()),
    )


def _indents(blocks: Blocks, movable: BoolArray, texts: int) -> tuple[BoolArray, IntArray]:
    """Of each block: whether the blanks before it are stray, and where what is left of it begins; only
    those that are ``movable`` may lose their indent."""
    owner = blocks.document
    indented = (blocks.heads < blocks.starts) & movable
    some, all_ = (np.bincount(owner[rows], minlength=texts) for rows in (indented, movable))
    regular = (2 * some > all_).take(owner)
    return indented & ~regular, np.where(indented & regular, blocks.starts, blocks.heads)


class _Edges(NamedTuple):
    """What stands between blocks and behind the last ones: the texts that own the blocks, and which are the
    ``first`` of theirs.

    Both methods give rows of starts, ends, kinds of what should stand there, and texts, a column each.
    """

    batch: Batch
    marks: Marks
    owner: IntArray
    first: BoolArray

    def between(self, inks: IntArray, ends: IntArray, free: BoolArray) -> IntArray:
        """What stands before the ``free`` blocks, which begin at ``inks``, and is not an empty line, or not
        nothing before the first; ``ends`` are those of the blocks."""
        lows = self.batch.bases.take(self.owner)
        lows[1:] = np.where(self.first[1:], lows[1:], ends[:-1])
        size = self.marks.sizes.take(self.owner)
        exact = inks - lows == np.where(self.first, 0, 2 * size)
        for places in (lows, lows + size):
            exact &= self.first | self.marks.stand(self.batch, places, self.owner)
        rows = (free & ~exact).nonzero()[0]
        kinds = np.where(self.first[rows], _NOTHING, _EMPTY_LINE)
        return np.array((lows[rows], inks[rows], kinds, self.owner[rows]))

    def behind(self, ends: IntArray, free: BoolArray) -> IntArray:
        """What stands behind the last blocks of texts, if they are ``free``, and is not one line end."""
        is_last = np.ones(len(ends), np.bool_)
        is_last[:-1] = self.first[1:]
        rows = is_last.nonzero()[0]
        text, lows = self.owner[rows], ends[rows]
        highs = self.batch.bases.take(text + 1) - 1
        other = highs - lows != self.marks.sizes.take(text)
        other |= ~self.marks.stand(self.batch, lows, text)
        kinds = np.full(len(rows), _END)
        return np.array((lows, highs, kinds, text)).compress(other & free[rows], axis=1)


def _edits(starts: IntArray, ends: IntArray, new: list[str]) -> Edits:
    return Edits(starts.tolist(), ends.tolist(), new)


def repaired(text: str, layout: Layout, *, furniture: bool = False) -> str:
    """``text`` with all edits of its ``layout`` made, those that remove ``furniture`` only if asked for."""
    parts: list[str] = []
    place = 0
    groups = layout.glues, layout.separators, layout.leading, layout.furniture if furniture else ()
    for start, end, new in zip(*Edits.of(groups).ordered().columns(), strict=True):
        parts += text[place:start], new
        place = end
    return "".join((*parts, text[place:]))
