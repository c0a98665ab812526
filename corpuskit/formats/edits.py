"""``edits.jsonl``: what was written in each document, a line a document; enough to restore the source."""

import msgspec

from corpuskit.errors import InputError
from corpuskit.model import Change, Checked
from corpuskit.nesting import json_of
from corpuskit.undo import Record, sha256


class _Edit(msgspec.Struct, frozen=True):
    start: int
    end: int
    old: str
    new: str
    codes: tuple[str, ...]


class _Line(msgspec.Struct, frozen=True):
    id: str
    source_sha256: str
    text_sha256: str
    edits: tuple[_Edit, ...]
    encoding: str = "utf-8"
    bom: bool = False


def render(checked: Checked) -> str:
    """The line of one document, with its line end; a document that was not changed has no edits.

    ``encoding`` and ``bom`` are there for sources that are not UTF-8 or have a BOM.
    """
    origin = checked.document.origin
    row = {
        "id": checked.document.id,
        "source_sha256": sha256(checked.document.text),
        "text_sha256": sha256(checked.text),
        "edits": [change._asdict() for change in checked.changes],
        **({} if origin.encoding == "utf-8" else {"encoding": origin.encoding}),
        **({"bom": True} if origin.bom else {}),
    }
    return msgspec.json.encode(row).decode() + "\n"


def read(line: str | bytes, *, file: str = "", number: int = 0) -> Record:
    """The record of one line. Raises ``InputError`` (line ``number`` of ``file``) for any other JSON."""
    try:
        row = json_of(line, _Line)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise InputError(f"not a line of edits.jsonl: {error}", file=file, line=number) from None
    changes = (Change(one.start, one.end, one.old, one.new, one.codes) for one in row.edits)
    return Record(row.id, row.source_sha256, row.text_sha256, tuple(changes), row.encoding, row.bom)
