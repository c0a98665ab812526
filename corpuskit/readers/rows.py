"""Rows: what readers of tables share. A row has a text, perhaps an id, and metadata; or it is rejected."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from corpuskit.errors import InputError, printable
from corpuskit.model import Document, Origin
from corpuskit.nesting import TOO_DEEP, is_deep
from corpuskit.readers.decode import majority_newline
from corpuskit.readers.discover import Found
from corpuskit.readers.raw import check_file
from corpuskit.readers.streams import is_packed

#: Keys of the document format that stay as they are; ``metadata`` is flattened into the rest.
_METADATA = "metadata"
#: Whole numbers that fit into 64 bits, with or without a sign.
_NUMBERS = range(-(1 << 63), 1 << 64)
#: Bytes of a character in UTF-32, the widest encoding.
WIDEST = 4
#: As a separator, what parts documents in a text file wherever it stands; any other is a line of its own.
FORM_FEED = "\f"


class Fields(msgspec.Struct, frozen=True):
    """Which fields of a row are its text and its id, and how long a text may be.

    ``limit``: characters from which on a document is refused (0: none). ``separator``: what parts documents
    in plain text, a line or a form feed (empty: a file is a document).
    """

    text: str = "text"
    id: str = "id"
    limit: int = 0
    separator: str = ""


DEFAULT = Fields()


class Rejected(NamedTuple):
    """A row, or a file, that is no document: its id as far as it is known, its row, and why.

    ``left_out`` names what was asked to be left out; it is empty for what could not be read. ``line`` is
    where a file that is no table could not be read, 0 where that is not known.
    """

    id: str
    row: int
    reason: str
    left_out: str = ""
    line: int = 0


def is_one_part(found: Found, size: int) -> bool:
    """Whether a file is not parted: it is packed, or has ``size`` bytes or fewer. Raises ``InputError``."""
    return is_packed(found.path) or _bytes_of(found) <= size


def stretch_of(found: Found) -> tuple[int, int]:
    """Where in its file the bytes of ``found`` begin and end. Raises ``InputError``."""
    return found.start, found.end or _bytes_of(found)


def _bytes_of(found: Found) -> int:
    check_file(found.path)
    return found.path.stat().st_size


def document_of(
    values: Mapping[str, Any], found: Found, row: int, fields: Fields, encoding: str = "utf-8"
) -> Document:
    """The document in the row ``values``, which is row ``row`` of its file, which is in ``encoding``.

    Its metadata are the other fields and what ``metadata`` holds, as ``metadata.key`` where there is such a
    field; of a whole number beyond 64 bits the digits, as a text: few readers of JSON take it for a number.
    Raises ``InputError`` with the place where a field is missing, is not a text, is too long or `is_deep`.
    """
    file = f"{path_of(found)}:{row}"
    if fields.text not in values:
        raise InputError(f"no field {fields.text!r}; there are: {', '.join(values) or 'none'}", file=file)
    text = values[fields.text]
    if not isinstance(text, str):
        raise InputError(f"field {fields.text!r} is not a text but {_named(text)}", file=file)
    check_length(len(text), fields.limit, file)
    meta = {key: value for key, value in values.items() if key not in (fields.text, fields.id, _METADATA)}
    more = values.get(_METADATA)
    if isinstance(more, Mapping):
        meta = {f"{_METADATA}.{key}" if key in meta else key: value for key, value in more.items()} | meta
    elif more is not None:
        meta[_METADATA] = more
    if is_deep(meta):
        raise InputError(f"metadata {TOO_DEEP}", file=file)
    meta = {key: _readable(value) for key, value in meta.items()}
    origin = Origin(encoding, False, majority_newline(text))
    return Document(_id(values, found, row, fields), text, path_of(found), meta, origin, row, found.id)


def _readable(value: Any) -> Any:
    """``value`` with the digits of whole numbers beyond 64 bits."""
    if isinstance(value, int):
        return value if value in _NUMBERS else str(value)
    if isinstance(value, list):
        return [_readable(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _readable(one) for key, one in value.items()}
    return value


def path_of(found: Found) -> str:
    """The path of a file as messages and records have it."""
    return printable(found.path.as_posix())


def check_length(length: int, limit: int, file: str) -> None:
    """Raise ``InputError`` for a document of more than ``limit`` characters (0: any length)."""
    if limit and length > limit:
        raise InputError(f"a document of {length:,} characters; allowed: {limit:,}", file=file)


def check_size(path: Path, limit: int) -> None:
    """Raise ``InputError`` for a file with more than ``limit`` characters in any encoding (0: any)."""
    if limit and path.is_file() and (size := path.stat().st_size) > WIDEST * limit:
        raise InputError(f"a document of {size:,} bytes; allowed: {limit:,} characters", file=path.as_posix())


def known_id(values: Mapping[str, Any], found: Found, row: int, fields: Fields) -> str:
    """The id of a row that may be wrong in other ways; its place where the id is what is wrong."""
    try:
        return _id(values, found, row, fields)
    except InputError:
        return f"{found.id}:{row}"


def _id(values: Mapping[str, Any], found: Found, row: int, fields: Fields) -> str:
    """The row's id field; where it has none, that of its file with the row."""
    id = values.get(fields.id)
    if id is None or id == "":
        return f"{found.id}:{row}"
    if isinstance(id, str | int) and not isinstance(id, bool):
        return str(id)
    raise InputError(
        f"field {fields.id!r} is {_named(id)}; allowed: a text or a whole number",
        file=f"{path_of(found)}:{row}",
    )


def _named(value: object) -> str:
    names = {
        "NoneType": "null",
        "dict": "an object",
        "list": "a list",
        "int": "a number",
        "float": "a number",
        "bool": "true or false",
    }
    return names.get(type(value).__name__, type(value).__name__)
