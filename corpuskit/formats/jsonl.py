"""JSON Lines: a document a line, with everything that was found and where it stood in the source."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from corpuskit.model import Annotated
from corpuskit.offsets import Alignment

SUFFIX = ".jsonl"
#: Keys of the document format (as of Dolma) that a document's own metadata may give.
_OWN = ("source", "added", "created")


def render(annotated: Annotated, *, added: str = "") -> str:
    """The line of one document, with its line end.

    ``id, text, source, added, created, metadata`` are the document format; ``added`` and ``created`` are left
    out where neither the metadata nor the caller gives them. Beside them lie ``language``, ``blocks``,
    ``sentences``, ``tokens`` and ``labels``; ``start`` and ``end`` are code points of ``text``,
    ``source_start`` and ``source_end`` of the source after its BOM.
    """
    checked = annotated.checked
    document, alignment = checked.document, checked.alignment
    row = {
        "id": document.id,
        "text": checked.text,
        **_document_keys(document.meta, document.path, added),
        "metadata": {key: value for key, value in document.meta.items() if key not in _OWN},
        "language": checked.language,
        "blocks": _spans(alignment, checked.blocks, type=2, confidence=3),
        "sentences": _spans(alignment, annotated.sentences),
        "tokens": _spans(alignment, annotated.tokens),
        "labels": [
            {**span, "text": checked.text[span["start"] : span["end"]]}
            for span in _spans(alignment, annotated.labels, label=2, code=3)
        ],
    }
    return msgspec.json.encode(row).decode() + "\n"


def _document_keys(meta: Mapping[str, Any], path: str, added: str) -> dict[str, Any]:
    known = {"source": path, "added": added} | {key: meta[key] for key in _OWN if key in meta}
    return {key: known[key] for key in _OWN if known.get(key)}


def _spans(alignment: Alignment, rows: Sequence[tuple[Any, ...]], **fields: int) -> list[dict[str, Any]]:
    """A table of ``rows`` that begin with start and end; ``fields`` are further keys and their places."""
    starts, ends = alignment.to_source([row[0] for row in rows], [row[1] for row in rows])
    return [
        {
            "start": row[0],
            "end": row[1],
            **{key: row[place] for key, place in fields.items()},
            "source_start": start,
            "source_end": end,
        }
        for row, start, end in zip(rows, starts.tolist(), ends.tolist(), strict=True)
    ]
