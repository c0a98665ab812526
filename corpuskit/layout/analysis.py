"""From texts to layouts: measure, decide, put the blocks together, and see that the result would stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpuskit.layout.blocks import TYPES, Blocks, blocks
from corpuskit.layout.decide import Decisions, decide
from corpuskit.layout.glue import blanks, glues
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.normal import normal_form, repaired
from corpuskit.layout.page import Page
from corpuskit.layout.reasons import Reason
from corpuskit.layout.trees import Trees, shipped
from corpuskit.model import Block, Edit, IntArray, Layout

THRESHOLD = 55
CHUNK = 1 << 17
"""Texts are analysed together up to about so many characters: more does not fit a cache."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Texts decided about together; ``made`` are their layouts."""

    texts: Sequence[str]
    batch: Batch
    page: Page
    decided: Decisions

    @classmethod
    def of(cls, texts: Sequence[str], model: Trees, threshold: int) -> "_Chunk":
        batch = Batch.of(texts)
        page = Page.of(batch, texts)
        return cls(texts, batch, page, decide(batch, page, texts, model, threshold))

    def layouts(self) -> list[Layout]:
        """The layout of each text, in its own offsets."""
        page, decided = self.page, self.decided
        found = blocks(self.batch, page, self.texts, decided)
        rows = np.flatnonzero(decided.joins)
        spaced = np.zeros(len(page.lines), np.bool_)
        spaced[rows] = blanks(self.batch, page, rows)
        width = page.columns.grid
        if page.columns.proportional.any():
            width = np.where(page.columns.proportional, page.columns.set_, width)
        ranges = _Ranges.of(self, found)
        reasons, confidences = decided.reasons.astype(np.int8), decided.confidences.astype(np.int8)
        return [
            self._layout(index, ranges, int(width[index]) // CELL, reasons, confidences, spaced)
            for index in range(len(self.texts))
        ]

    def _layout(self, index, ranges, width, reasons, confidences, spaced) -> Layout:  # type: ignore[no-untyped-def]
        text, base = self.texts[index], int(self.batch.bases[index])
        first, last = ranges.lines[index], ranges.lines[index + 1]
        pairs = slice(first, max(first, last - 1))
        after = slice(pairs.start + 1, pairs.stop + 1)
        starts, ends = self.page.lines.ends[pairs] - base, self.page.lines.starts[after] - base
        joins = self.decided.joins[pairs]
        shows = bool(joins.any())
        typed = ranges.typed(index, base)
        edits: tuple[Edit, ...] = ()
        separators: tuple[Edit, ...] = ()
        leading: tuple[Edit, ...] = ()
        if shows:
            edits = glues(text, starts[joins].tolist(), ends[joins].tolist(), spaced[pairs][joins].tolist())
            separators, leading = normal_form(text, typed, *ranges.shape(index, base))
        return Layout(
            wrapped=shows,
            width=width if last > first else 0,
            starts=starts,
            ends=ends,
            joins=joins,
            reasons=reasons[pairs],
            confidences=confidences[pairs],
            glues=edits,
            separators=separators,
            leading=leading,
            blocks=typed,
        )

    def kept(self, indices: Sequence[int], found: list[Layout]) -> None:
        """Leave texts as they are, though their breaks looked wrapped."""
        left = np.isin(self.page.lines.document, indices)
        ranges = _Ranges.of(
            self, blocks(self.batch, self.page, self.texts, self.decided, self.decided.joins & ~left)
        )
        for index in indices:
            layout = found[index]
            found[index] = replace(
                layout,
                wrapped=False,
                joins=np.zeros(len(layout.joins), np.bool_),
                reasons=np.where(layout.joins, np.int8(Reason.KEPT_UNSURE), layout.reasons),
                glues=(),
                separators=(),
                leading=(),
                blocks=ranges.typed(index, int(self.batch.bases[index])),
            )


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Where the lines and blocks of each text of a chunk begin, and the blocks as lists."""

    lines: list[int]
    blocks: list[int]
    found: Blocks
    starts: list[int]
    ends: list[int]
    types: list[int]
    sure: list[int]

    @classmethod
    def of(cls, chunk: _Chunk, found: Blocks) -> "_Ranges":
        places = np.arange(len(chunk.texts) + 1)
        return cls(
            chunk.page.bounds.tolist(),
            np.searchsorted(found.document, places).tolist(),
            found,
            (found.starts - chunk.batch.bases[found.document]).tolist(),
            (found.ends - chunk.batch.bases[found.document]).tolist(),
            found.types.tolist(),
            found.sure.tolist(),
        )

    def typed(self, index: int, base: int) -> tuple[Block, ...]:
        """The blocks of a text."""
        rows = slice(self.blocks[index], self.blocks[index + 1])
        types = [TYPES[kind] for kind in self.types[rows]]
        return tuple(map(Block._make, zip(self.starts[rows], self.ends[rows], types, self.sure[rows], strict=True)))

    def shape(self, index: int, base: int) -> tuple[IntArray, BoolArray]:
        """Where the first lines of a text's blocks begin, and which blocks keep their own lines."""
        rows = slice(self.blocks[index], self.blocks[index + 1])
        return self.found.heads[rows] - base, self.found.own[rows]


def _analyse(texts: Sequence[str], model: Trees, threshold: int) -> list[Layout]:
    """Analyse texts together. A text whose repair would be repaired again is left as it is."""
    chunk = _Chunk.of(texts, model, threshold)
    found = chunk.layouts()
    mended = [index for index, layout in enumerate(found) if layout.wrapped]
    results = [repaired(texts[index], found[index]) for index in mended]
    if not results:
        return found
    again = _Chunk.of(results, model, threshold)
    places = np.unique(again.page.lines.document[again.decided.joins]).tolist()
    if places:
        chunk.kept([mended[place] for place in places], found)
    return found


def analyse(texts: Sequence[str], *, threshold: int = THRESHOLD, model: Trees | None = None) -> list[Layout]:
    """The layout of each text; a batch gives exactly what its texts give one by one.

    ``threshold`` is the probability, in percent, from which on a break is joined. A text that shows no
    wrapping has no edits at all. Edits of one layout do not overlap; applied together they give a text
    that has none. ``model`` stands in for the one that is shipped.

    >>> lines = "重点布局新兴产业集群，改造提升", "传统产业，培育新兴产业，推动高", "质量发展，布局未来产业。"
    >>> [layout] = analyse(["\\n".join(lines)])
    >>> layout.joins.tolist(), layout.width
    ([True, True], 31)
    """
    model = model or shipped()
    found: list[Layout] = []
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > CHUNK:
            found += _analyse(chunk, model, threshold)
            chunk, size = [], 0
        chunk.append(text)
        size += len(text) + 1
    return found + (_analyse(chunk, model, threshold) if chunk else [])
