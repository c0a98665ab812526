"""JSON Lines: a document a line, with everything that was found and where it stood in the source."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from corpuskit.errors import InputError
from corpuskit.gold import Entity, GoldSentence
from corpuskit.model import Annotated, Block, IntArray, Label
from corpuskit.nesting import json_of
from corpuskit.offsets import Alignment
from corpuskit.tagging import offsets, span_table

SUFFIX = ".jsonl"
#: Keys of the document format (as of Dolma) that a document's own metadata may give.
_OWN = ("source", "added", "created")


def render(annotated: Annotated, *, added: str = "") -> str:
    """The line of one document, with its line end.

    ``id, text, source, added, created, metadata`` are the document format; ``added`` and ``created`` are left
    out where neither the metadata nor the caller gives them. Beside them lie ``blocks``, ``sentences``,
    ``tokens``, ``labels`` and ``lost``, the labels that lost to one of these, with ``outer``, the number
    (from 0) in ``labels`` of the one that they lie in, null for one that they only overlap. ``start`` and
    ``end`` are code points of ``text``, ``source_start`` and ``source_end`` of the source after its BOM.
    ``metadata`` is never empty: Parquet, which the Hub makes of these lines, has no empty structure. What the
    document's own say of ``language`` stands.
    """
    checked = annotated.checked
    document, alignment = checked.document, checked.alignment
    row = {
        "id": document.id,
        "text": checked.text,
        **_document_keys(document.meta, document.path, added),
        "metadata": {
            "language": checked.language,
            "wrapped": checked.wrapped,
            **{key: value for key, value in document.meta.items() if key not in _OWN},
        },
        "blocks": _blocks(alignment, checked.blocks),
        "sentences": _places(alignment, *span_table(annotated.sentences)),
        "tokens": _places(alignment, *span_table(annotated.tokens)),
        "labels": _labels(alignment, annotated.labels, checked.text),
        "lost": _lost(alignment, annotated, checked.text),
    }
    return msgspec.json.encode(row).decode() + "\n"


class _Place(msgspec.Struct):
    start: int
    end: int
    source_start: int
    source_end: int


class _Block(_Place, kw_only=True):
    type: str
    confidence: int


class _Label(_Place, kw_only=True):
    label: str
    code: str
    text: str


class _Lost(_Label, kw_only=True):
    outer: int | None


_DTYPES = {int: "int64", str: "string", int | None: "int64"}


def features(*, added: bool) -> dict[str, Any]:
    """The types of a text's row, as a dataset card names them: a list is of its one member."""
    texts = ("id", "text", "source", *(["added"] if added else []))
    places = [_columns(_Place)]
    return {
        **dict.fromkeys(texts, "string"),
        "metadata": {"language": "string", "wrapped": "bool"},
        "blocks": [_columns(_Block)],
        "sentences": places,
        "tokens": places,
        "labels": [_columns(_Label)],
        "lost": [_columns(_Lost)],
    }


def _columns(struct: type[_Place]) -> dict[str, str]:
    return {field.name: _DTYPES[field.type] for field in msgspec.structs.fields(struct)}


def _places(alignment: Alignment, starts: IntArray, ends: IntArray) -> list[_Place]:
    sources = alignment.to_source(starts, ends)
    return list(map(_Place, *(column.tolist() for column in (starts, ends, *sources))))


def _blocks(alignment: Alignment, blocks: Sequence[Block]) -> list[_Block]:
    places = _places(alignment, offsets(blocks, 0), offsets(blocks, 1))
    return [
        _Block(*msgspec.structs.astuple(place), type=block.type, confidence=block.confidence)
        for place, block in zip(places, blocks, strict=True)
    ]


def _labels(alignment: Alignment, labels: Sequence[Label], text: str) -> list[_Label]:
    places = _places(alignment, offsets(labels, 0), offsets(labels, 1))
    return [
        _Label(*msgspec.structs.astuple(at), label=one.label, code=one.code, text=text[one.start : one.end])
        for at, one in zip(places, labels, strict=True)
    ]


def _lost(alignment: Alignment, annotated: Annotated, text: str) -> list[_Lost]:
    """In order; labels do not overlap each other, so that only the last that begins before may hold one."""
    lost = sorted(annotated.lost, key=lambda one: (one.start, -one.end, one.label, one.code))
    starts = offsets(annotated.labels, 0)
    before = np.searchsorted(starts, offsets(lost, 0), side="right") - 1
    rows = []
    for row, one, index in zip(_labels(alignment, lost, text), lost, before.tolist(), strict=True):
        inside = index >= 0 and one.end <= annotated.labels[index].end
        rows.append(_Lost(**msgspec.structs.asdict(row), outer=index if inside else None))
    return rows


def _document_keys(meta: Mapping[str, Any], path: str, added: str) -> dict[str, Any]:
    known = {"source": path, "added": added} | {key: meta[key] for key in _OWN if key in meta}
    return {key: known[key] for key in _OWN if known.get(key)}


class _Span(msgspec.Struct):
    start: int
    end: int


class _Labelled(_Span):
    label: str


class _Row(msgspec.Struct):
    """A row as ``annotate --format jsonl`` writes it; labels may be ``[start, end, label]``, too."""

    text: str
    labels: list[_Labelled | tuple[int, int, str]] = []
    tokens: list[_Span] | None = None


def gold(text: str) -> Iterator[GoldSentence]:
    """The rows, a document each, as one sentence. Raises ``InputError`` with the line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json_of(line, _Row)
        except msgspec.DecodeError as error:
            raise InputError(str(error), line=number) from None
        spans = [(one.start, one.end) for one in row.tokens or ()]
        labels: list[Entity] = [
            one if isinstance(one, tuple) else (one.start, one.end, one.label) for one in row.labels
        ]
        for start, end in [*spans, *((start, end) for start, end, _ in labels)]:
            if not 0 <= start < end <= len(row.text):
                problem = f"[{start}, {end}) is no span of the {len(row.text)} characters of text"
                raise InputError(problem, line=number)
        words = None if row.tokens is None else tuple(sorted(spans))
        yield GoldSentence(row.text, tuple(sorted(labels)), words, True, number)
