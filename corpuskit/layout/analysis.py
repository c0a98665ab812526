"""From texts to layouts: measure, decide, put the blocks together, and see that the result would stay."""

from collections.abc import Iterator, Sequence
from itertools import compress, pairwise

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from corpuskit.layout.blocks import Blocks, Typed, blocks
from corpuskit.layout.decide import THRESHOLD, Decisions, How, decide
from corpuskit.layout.glue import blanks, glue
from corpuskit.layout.hyphens import dropped
from corpuskit.layout.lines import CELL, Batch, BoolArray
from corpuskit.layout.newlines import Marks
from corpuskit.layout.normal import normal_form, repaired
from corpuskit.layout.page import Page
from corpuskit.layout.reasons import Reason
from corpuskit.layout.removals import removals
from corpuskit.layout.still import unsettled
from corpuskit.layout.trees import Trees, shipped
from corpuskit.model import Edit, Edits, IntArray, Layout
from corpuskit.unicode import CLASSES, CharClass, code_points

CHUNK = 1 << 17
"""Texts are analysed together up to about so many characters: more does not fit a cache."""
_MANY = 8
"""For one break that only the second look would join there must be so many that the first does."""


class _Chunk(msgspec.Struct, frozen=True):
    """Texts decided about together. Where the break after a line is joined, a blank belongs if it is
    ``spaced``, and the line's last hyphen goes if it is ``dropped``."""

    texts: Sequence[str]
    batch: Batch
    page: Page
    decided: Decisions
    spaced: BoolArray
    dropped: BoolArray

    @classmethod
    def of(cls, texts: Sequence[str], how: How) -> "_Chunk":
        batch = Batch.of(texts)
        page = Page.of(batch, texts)
        decided = decide(batch, page, texts, how)
        return cls._glued(texts, batch, page, decided)

    @classmethod
    def _glued(cls, texts: Sequence[str], batch: Batch, page: Page, decided: Decisions) -> "_Chunk":
        rows = (decided.joins | decided.goes_on).nonzero()[0]
        spaced, gone = np.zeros(len(page.lines), np.bool_), np.zeros(len(page.lines), np.bool_)
        if len(rows):
            spaced[rows] = blanks(batch, page, rows)
            gone[rows] = dropped(batch, page, texts, rows)
        return cls(texts, batch, page, decided, spaced, gone)

    def joining(self, rows: IntArray, reasons: IntArray, confidences: IntArray) -> "_Chunk":
        """The same, but that the breaks after the lines ``rows`` are joined, too."""
        old = self.decided
        joins, why, sure = old.joins.copy(), old.reasons.copy(), old.confidences.copy()
        joins[rows], why[rows], sure[rows] = True, reasons, confidences
        decided = replace(old, joins=joins, reasons=why, confidences=sure)
        return self._glued(self.texts, self.batch, self.page, decided)

    def blocks(self, joins: BoolArray) -> Blocks:
        """The blocks of all texts if ``joins`` are made."""
        return blocks(self.batch, self.page, self.texts, self.decided.looks, joins)

    def layouts(self, joins: BoolArray, found: Blocks) -> list[Layout]:
        """The layout of each text, in its own offsets, if ``joins`` are made; ``found`` are the `blocks`."""
        page, batch, many = self.page, self.batch, len(self.texts)
        rows, typed = self._rows(joins), Typed.of_all(found, batch.bases)
        widths = (page.columns.width * (page.sizes > 0) // CELL).tolist()
        wrapped = np.bincount(page.lines.document[joins], minlength=many) > 0
        marks = Marks.of(batch)
        form, glues = normal_form(batch, found, wrapped, marks), rows.glues(many)
        runs = wrapped & (np.bincount(page.running.document, minlength=many) > 0)
        layouts = []
        for text, (first, after) in enumerate(pairwise(page.bounds.tolist())):
            own, said = slice(first, max(first, after - 1)), typed.of(text)
            layout = Layout(
                wrapped=bool(wrapped[text]),
                width=widths[text],
                starts=rows.starts[own],
                ends=rows.ends[own],
                joins=rows.joins[own],
                reasons=rows.reasons[own],
                confidences=rows.confidences[own],
                glues=glues[text],
                separators=form.separators[text],
                leading=form.leading[text],
                blocks=said.blocks,
                furniture=removals(self.texts[text], said, rows.onward(own), marks.texts[text])
                if runs[text]
                else (),
            )
            layouts.append(layout)
        return layouts

    def layout(self, joins: BoolArray) -> Layout:
        """The layout of the only text, if ``joins`` are made."""
        [found] = self.layouts(joins, self.blocks(joins))
        return found

    def _rows(self, joins: BoolArray) -> "_Rows":
        lines, decided = self.page.lines, self.decided
        base = self.batch.bases.take(lines.document)
        ends = np.zeros(len(lines), np.int64)
        ends[:-1] = lines.starts[1:]
        taken_back = decided.joins & ~joins
        reasons = np.where(taken_back, Reason.KEPT_UNSURE, decided.reasons)
        confidences = np.where(taken_back, 100 - decided.confidences, decided.confidences)
        return _Rows(
            document=lines.document,
            starts=lines.ends - base,
            ends=ends - base,
            joins=joins,
            goes_on=decided.goes_on,
            reasons=reasons.astype(np.int8),
            confidences=confidences.astype(np.int8),
            spaced=self.spaced,
            dropped=self.dropped,
        )


class _Rows(msgspec.Struct, frozen=True):
    """The breaks after lines: where they start and end in their text, and what was decided."""

    document: IntArray
    starts: IntArray
    ends: IntArray
    joins: BoolArray
    goes_on: BoolArray
    reasons: npt.NDArray[np.int8]
    confidences: npt.NDArray[np.int8]
    spaced: BoolArray
    dropped: BoolArray

    def _edits(self, rows: IntArray) -> Edits:
        """The edits that join the lines ``rows`` to those behind them."""
        starts, ends = (self.starts[rows] - self.dropped[rows]).tolist(), self.ends[rows].tolist()
        return Edits(starts, ends, glue(self.spaced[rows]))

    def glues(self, texts: int) -> list[Edits]:
        """The edits that make the joins of each text."""
        rows = self.joins.nonzero()[0]
        return self._edits(rows).cut(self.document[rows].searchsorted(np.arange(texts + 1)).tolist())

    def onward(self, own: slice) -> dict[int, Edit]:
        """By the ends of those ``own`` lines whose paragraph goes on behind furniture: the edits that join
        them."""
        rows = self.goes_on[own].nonzero()[0] + own.start
        return dict(zip(self.starts[rows].tolist(), self._edits(rows), strict=True))


def _all_blank(text: str) -> bool:
    """Whether ``text`` has no ink; `str.strip` takes U+001C to U+001F for blanks, which they are not here."""
    return bool((CLASSES.take(code_points(text)) <= CharClass.LINE_END).all())


def _blank() -> Layout:
    """The layout of a text without lines."""
    numbers, flags, bytes_ = np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros(0, np.int8)
    return Layout(False, 0, numbers, numbers, flags, bytes_, bytes_, (), (), (), ())


def _analyse(texts: Sequence[str], how: How) -> tuple[list[Layout], IntArray]:
    """Analyse texts together. Beside their layouts the texts whose repair may be repaired again: of those
    with furniture all, for in the repaired text it may be none.
    """
    if not any(map(str.strip, texts)) and _all_blank("".join(texts)):
        return [_blank() for _ in texts], np.zeros(0, np.int64)
    chunk = _Chunk.of(texts, how)
    page, joins = chunk.page, chunk.decided.joins
    made = chunk.blocks(joins)
    found = chunk.layouts(joins, made)
    if not np.count_nonzero(joins):
        return found, np.zeros(0, np.int64)
    doubtful = unsettled(page, joins, chunk.spaced, chunk.dropped, made)
    doubtful[page.running.document] = True
    doubtful &= [layout.wrapped for layout in found]
    return found, doubtful.nonzero()[0]


def _settle(texts: Sequence[str], found: list[Layout], doubtful: Sequence[int], how: How) -> None:
    """Look again at the repair of the ``doubtful`` of ``texts``. Those that would be repaired again are
    `_settled`; one whose furniture leaves lines that would be joined, once it is removed, keeps it."""
    cleared = [index for index in doubtful if found[index].furniture]
    mended = [repaired(texts[index], found[index]) for index in doubtful]
    mended += [repaired(texts[index], found[index], furniture=True) for index in cleared]
    again = [flag for part in _together(mended) for flag in _joins_again(part, how)]
    for index in compress(cleared, again[len(doubtful) :]):
        found[index] = replace(found[index], furniture=())
    for index, once in compress(zip(doubtful, mended, strict=False), again):
        found[index] = _settled(texts[index], once, how)


def _settled(text: str, once: str, how: How) -> Layout:
    """The layout of a text whose repair, ``once`` made, would be repaired again: with what would be joined
    then, if that is little, was not kept for what its lines are, and is the end of it; otherwise nothing is
    joined. It keeps its furniture."""
    chunk, later = _Chunk.of([text], how), _Chunk.of([once], how)
    joins = chunk.decided.joins
    ends, more = (~joins).nonzero()[0], later.decided.joins.nonzero()[0]
    if len(later.page.lines) == len(ends) and _MANY * len(more) <= np.count_nonzero(joins):
        rows, decided = ends[more], later.decided
        if np.isin(chunk.decided.reasons[rows], (Reason.KEPT_BLOCK_END, Reason.KEPT_UNSURE)).all():
            both = chunk.joining(rows, decided.reasons[more], decided.confidences[more])
            layout = both.layout(both.decided.joins)
            if not any(_joins_again([repaired(text, layout)], how)):
                return replace(layout, furniture=())
    return chunk.layout(np.zeros_like(joins))


def _joins_again(texts: Sequence[str], how: How) -> list[bool]:
    """In which of the texts a line break would be joined."""
    batch = Batch.of(texts)
    page = Page.of(batch, texts)
    joins = decide(batch, page, texts, how._replace(kept=False)).joins
    return [count > 0 for count in page.counts([joins])[0].tolist()]


def _together(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """``texts``, in order, as many at a time as are analysed together."""
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += len(text) + 1
    if chunk:
        yield chunk


def analyse(
    texts: Sequence[str], *, threshold: int = THRESHOLD, model: Trees | None = None, kept: bool = True
) -> list[Layout]:
    """The layout of each text; a batch gives exactly what its texts give one by one.

    ``threshold`` is the probability, in percent, from which on a break is joined, one of `THRESHOLDS`; a
    likely join below it is kept and unsure. A text that shows no wrapping has no edits at all. Edits of one
    layout do not overlap; applied together they give a text that has none. ``model`` stands in for the one
    that is shipped. Without ``kept`` the reasons of breaks in texts that cannot show wrapping are not looked
    for: they are all ``kept-block-end``, ``kept-verse`` or ``kept-own-line``, and sure.

    >>> lines = "重点布局新兴产业集群，改造提升", "传统产业，培育新兴产业，推动高", "质量发展，布局未来产业。"
    >>> [layout] = analyse(["\\n".join(lines)])
    >>> layout.joins.tolist(), layout.width
    ([True, True], 31)
    """
    how = How(model or shipped(), threshold, kept)
    found: list[Layout] = []
    doubtful: list[int] = []
    for part in _together(texts):
        layouts, doubts = _analyse(part, how)
        doubtful += (doubts + len(found)).tolist()
        found += layouts
    if doubtful:
        _settle(texts, found, doubtful, how)
    return found
