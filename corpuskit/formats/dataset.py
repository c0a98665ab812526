"""The document format with its changes, a row a document: JSON Lines, or Arrow for Parquet.

``id, text, source, added, created, metadata`` as of Dolma, and ``edits``: what was written, in code points of
the source. Every row has every key. In Arrow, ``metadata`` is JSON, since its keys differ from row to row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from corpuskit.errors import ConfigError
from corpuskit.model import Checked

#: The types of a row of JSON Lines, as a dataset card names them: a list is of its one member.
FEATURES: Mapping[str, Any] = {
    **dict.fromkeys(("id", "text", "source", "added", "created"), "string"),
    "metadata": "json",
    "edits": [{"start": "int64", "end": "int64", "old": "string", "new": "string", "codes": ["string"]}],
}
#: Keys that a document's own metadata may give.
_OWN = ("source", "added", "created")


def row(checked: Checked, *, added: str = "") -> dict[str, Any]:
    """The row of one document; what is not known is ``None``."""
    document = checked.document
    meta = {key: value for key, value in document.meta.items() if key not in _OWN}
    own = {key: _text(document.meta[key]) for key in _OWN if document.meta.get(key) is not None}
    return {
        "id": document.id,
        "text": checked.text,
        "source": own.get("source", document.path),
        "added": own.get("added", added) or None,
        "created": own.get("created"),
        "metadata": {"language": checked.language, "wrapped": checked.wrapped, **meta},
        "edits": [
            {"start": start, "end": end, "old": old, "new": new, "codes": codes}
            for start, end, old, new, codes in checked.changes
        ],
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def line(values: Mapping[str, Any]) -> bytes:
    """A row as a line of JSON, with its line end."""
    return msgspec.json.encode(values) + b"\n"


def schema() -> Any:
    """The Arrow schema of rows. Raises ``ConfigError`` without pyarrow."""
    pa = _pyarrow()
    edit = {"start": pa.int64(), "end": pa.int64(), "old": pa.string(), "new": pa.string()}
    edits = pa.list_(pa.struct({**edit, "codes": pa.list_(pa.string())}))
    texts = ("id", "text", "source", "added", "created", "metadata")
    return pa.schema([*((name, pa.string()) for name in texts), ("edits", edits)])


def table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as an Arrow table of `schema`. Raises ``ConfigError`` without pyarrow."""
    plain = [{**one, "metadata": msgspec.json.encode(one["metadata"]).decode()} for one in rows]
    return _pyarrow().Table.from_pylist(plain, schema())


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise ConfigError(f'Parquet needs pyarrow ({error}); try: pip install "corpuskit[parquet]"') from None
    return pyarrow
