"""From texts to layouts: measure, decide, put the blocks together, and see that the result would stay."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from corpuskit.layout.blocks import Typed, blocks
from corpuskit.layout.decide import THRESHOLD, Decisions, decide
from corpuskit.layout.glue import blanks, glues
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.normal import normal_form, repaired
from corpuskit.layout.page import Page
from corpuskit.layout.reasons import Reason
from corpuskit.layout.removals import removals
from corpuskit.layout.still import unsettled
from corpuskit.layout.trees import Trees, shipped
from corpuskit.model import IntArray, Layout

CHUNK = 1 << 18
"""Texts are analysed together up to about so many characters: more does not fit a cache."""


class _Chunk(msgspec.Struct, frozen=True):
    """Texts decided about together. ``spaced``: a blank belongs where the break after the line is joined."""

    texts: Sequence[str]
    batch: Batch
    page: Page
    decided: Decisions
    spaced: BoolArray

    @classmethod
    def of(cls, texts: Sequence[str], model: Trees, threshold: int) -> "_Chunk":
        batch = Batch.of(texts)
        page = Page.of(batch, texts)
        decided = decide(batch, page, texts, model, threshold)
        rows = np.flatnonzero(decided.joins | decided.goes_on)
        spaced = np.zeros(len(page.lines), np.bool_)
        if len(rows):
            spaced[rows] = blanks(batch, page, rows)
        return cls(texts, batch, page, decided, spaced)

    def layouts(self, joins: BoolArray) -> list[Layout]:
        """The layout of each text, in its own offsets, if ``joins`` are made."""
        page, decided = self.page, self.decided
        found = blocks(self.batch, page, self.texts, decided.kinds, joins)
        base = self.batch.bases[page.lines.document]
        reasons = np.where(decided.joins & ~joins, np.int8(Reason.KEPT_UNSURE), decided.reasons)
        rows = _Rows(
            starts=page.lines.ends - base,
            ends=np.append(page.lines.starts[1:], 0) - base,
            joins=joins,
            goes_on=decided.goes_on,
            reasons=reasons.astype(np.int8),
            confidences=decided.confidences.astype(np.int8),
            spaced=self.spaced,
        )
        texts = np.arange(len(self.texts))
        widths = (page.columns.widths(texts) * (page.sizes() > 0) // CELL).tolist()
        bounds, typed = page.bounds.tolist(), Typed.of_all(found, self.batch.bases)
        return [
            _layout(text, width, rows.of(slice(first, max(first, last - 1))), typed.of(index))
            for index, (text, width, first, last) in enumerate(
                zip(self.texts, widths, bounds, bounds[1:], strict=False)
            )
        ]


class _Rows(msgspec.Struct, frozen=True):
    """The breaks after lines: where they start and end in their text, and what was decided."""

    starts: IntArray
    ends: IntArray
    joins: BoolArray
    goes_on: BoolArray
    reasons: npt.NDArray[np.int8]
    confidences: npt.NDArray[np.int8]
    spaced: BoolArray

    @classmethod
    def none(cls) -> "_Rows":
        """No breaks."""
        numbers, flags, bytes_ = np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros(0, np.int8)
        return cls(numbers, numbers, flags, flags, bytes_, bytes_, flags)

    def of(self, rows: slice) -> "_Rows":
        """Those of ``rows``."""
        return _Rows(
            self.starts[rows],
            self.ends[rows],
            self.joins[rows],
            self.goes_on[rows],
            self.reasons[rows],
            self.confidences[rows],
            self.spaced[rows],
        )

    def onward(self) -> dict[int, bool]:
        """Where the lines end whose paragraph goes on behind furniture, and whether with a blank."""
        rows = np.flatnonzero(self.goes_on)
        return dict(zip(self.starts[rows].tolist(), self.spaced[rows].tolist(), strict=True))


def _layout(text: str, width: int, rows: _Rows, typed: Typed) -> Layout:
    """The layout of one text."""
    shows = bool(rows.joins.any())
    joined = np.flatnonzero(rows.joins)
    places = rows.starts[joined].tolist(), rows.ends[joined].tolist(), rows.spaced[joined].tolist()
    separators, leading = normal_form(text, typed) if shows else ((), ())
    return Layout(
        wrapped=shows,
        width=width,
        starts=rows.starts,
        ends=rows.ends,
        joins=rows.joins,
        reasons=rows.reasons,
        confidences=rows.confidences,
        glues=glues(text, *places) if shows else (),
        separators=separators,
        leading=leading,
        blocks=typed.blocks,
        furniture=removals(text, typed, rows.onward()) if shows and typed.running.any() else (),
    )


def _analyse(texts: Sequence[str], model: Trees, threshold: int) -> list[Layout]:
    """Analyse texts together. A text whose repair would be repaired again is left as it is; one whose
    furniture leaves lines that would be joined, once it is removed, keeps its furniture.

    Where there is furniture it is looked at again, always: in the repaired text it may be none.
    """
    if not any(map(str.strip, texts)):
        return [_layout(text, 0, _Rows.none(), Typed.none()) for text in texts]
    chunk = _Chunk.of(texts, model, threshold)
    joins = chunk.decided.joins
    found = chunk.layouts(joins)
    doubtful = unsettled(chunk.page, joins, chunk.spaced)
    doubtful[chunk.page.running.document] = True
    mended = [index for index in np.flatnonzero(doubtful).tolist() if found[index].wrapped]
    if not mended:
        return found
    cleared = [index for index in mended if found[index].furniture]
    again = _joins_again(
        [repaired(texts[index], found[index]) for index in mended]
        + [repaired(texts[index], found[index], furniture=True) for index in cleared],
        model,
        threshold,
    )
    for index in np.array(cleared, np.int64)[again[len(mended) :]].tolist():
        found[index] = replace(found[index], furniture=())
    kept = np.array(mended)[again[: len(mended)]]
    if len(kept):
        others = chunk.layouts(joins & ~np.isin(chunk.page.lines.document, kept))
        for index in kept.tolist():
            found[index] = others[index]
    return found


def _joins_again(texts: Sequence[str], model: Trees, threshold: int) -> BoolArray:
    """In which of the texts a line break would be joined."""
    chunk = _Chunk.of(texts, model, threshold)
    flags = np.zeros(len(texts), np.bool_)
    flags[chunk.page.lines.document[chunk.decided.joins]] = True
    return flags


def analyse(texts: Sequence[str], *, threshold: int = THRESHOLD, model: Trees | None = None) -> list[Layout]:
    """The layout of each text; a batch gives exactly what its texts give one by one.

    ``threshold`` is the probability, in percent, from which on a break is joined, one of `THRESHOLDS`; a
    likely join below it is kept and unsure. A text that shows no wrapping has no edits at all. Edits of one
    layout do not overlap; applied together they give a text that has none. ``model`` stands in for the one
    that is shipped.

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
