"""From texts to layouts: measure, decide, put the blocks together, and see that the result would stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from corpuskit.layout.blocks import Guess, blocks, guess
from corpuskit.layout.decide import Decisions, decide
from corpuskit.layout.glue import blanks, glues
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.normal import normal_form, repaired
from corpuskit.layout.page import Page
from corpuskit.layout.reasons import Reason
from corpuskit.model import Layout

THRESHOLD = 55
CHUNK = 1 << 19
"""Texts are analysed together up to about so many characters: more does not fit a cache."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Texts decided about together."""

    texts: Sequence[str]
    batch: Batch
    page: Page
    decided: Decisions
    spaced: BoolArray
    looks: Guess

    @classmethod
    def of(cls, texts: Sequence[str], threshold: int) -> "_Chunk":
        batch = Batch.of(texts)
        page = Page.of(batch, len(texts))
        decided = decide(batch, page, texts, threshold)
        looks = guess(page, decided.kinds, decided.furniture, decided.joins)
        return cls(texts, batch, page, decided, blanks(batch, page), looks)

    def rows(self) -> Iterator[slice]:
        """For each text, its lines."""
        bounds = np.searchsorted(self.page.lines.document, np.arange(len(self.texts) + 1)).tolist()
        return (slice(first, last) for first, last in pairwise(bounds))

    def layout(self, index: int, rows: slice) -> Layout:
        """The layout of one text, in its own offsets."""
        text, base = self.texts[index], int(self.batch.bases[index])
        lines, decided = self.page.lines, self.decided
        starts, ends = lines.starts[rows] - base, lines.ends[rows] - base
        pairs = slice(rows.start, max(rows.start, rows.stop - 1))
        joins = decided.joins[pairs]
        shows = bool(joins.any())
        typed, own, first = blocks(text, starts, ends, joins, self.looks.pick(rows))
        heads = (lines.heads[rows][first] - base).tolist()
        separators, leading = normal_form(text, typed, heads, own) if shows else ((), ())
        return Layout(
            wrapped=shows,
            width=int(self.page.column[rows.start]) // CELL if len(starts) else 0,
            starts=ends[:-1],
            ends=starts[1:],
            joins=joins,
            reasons=decided.reasons[pairs].astype(np.int8),
            confidences=decided.confidences[pairs].astype(np.int8),
            glues=glues(text, ends[:-1][joins], starts[1:][joins], self.spaced[pairs][joins])
            if shows
            else (),
            separators=separators,
            leading=leading,
            blocks=tuple(typed),
        )

    def kept(self, index: int, rows: slice, found: Layout) -> Layout:
        """The layout of a text that is left as it is, though its breaks looked wrapped."""
        joins = np.zeros(len(found.joins), np.bool_)
        looks = self.looks.pick(rows)
        base = int(self.batch.bases[index])
        starts, ends = self.page.lines.starts[rows] - base, self.page.lines.ends[rows] - base
        typed, _, _ = blocks(self.texts[index], starts, ends, joins, looks)
        reasons = np.where(found.joins, np.int8(Reason.KEPT_UNSURE), found.reasons)
        return replace(
            found,
            wrapped=False,
            joins=joins,
            reasons=reasons,
            glues=(),
            separators=(),
            leading=(),
            blocks=tuple(typed),
        )


def _analyse(texts: Sequence[str], threshold: int) -> list[Layout]:
    """Analyse texts together. A text whose repair would be repaired again is left as it is."""
    chunk = _Chunk.of(texts, threshold)
    rows = list(chunk.rows())
    found = [chunk.layout(index, lines) for index, lines in enumerate(rows)]
    mended = [index for index, layout in enumerate(found) if layout.wrapped]
    results = [repaired(texts[index], found[index]) for index in mended]
    if not results:
        return found
    batch = Batch.of(results)
    page = Page.of(batch, len(results))
    again = page.lines.document[decide(batch, page, results, threshold).joins]
    for place in np.unique(again).tolist():
        index = mended[place]
        found[index] = chunk.kept(index, rows[index], found[index])
    return found


def analyse(texts: Sequence[str], *, threshold: int = THRESHOLD) -> list[Layout]:
    """The layout of each text; a batch gives exactly what its texts give one by one.

    ``threshold`` is the probability, in percent, from which on a break is joined. A text that shows no
    wrapping has no edits at all. Edits of one layout do not overlap; applied together they give a text
    that has none.

    >>> lines = "重点布局新兴产业集群，改造提升", "传统产业，培育新兴产业，推动高", "质量发展，布局未来产业。"
    >>> [layout] = analyse(["\\n".join(lines)])
    >>> layout.joins.tolist(), layout.width
    ([True, True], 31)
    """
    found: list[Layout] = []
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > CHUNK:
            found += _analyse(chunk, threshold)
            chunk, size = [], 0
        chunk.append(text)
        size += len(text) + 1
    return found + (_analyse(chunk, threshold) if chunk else [])
