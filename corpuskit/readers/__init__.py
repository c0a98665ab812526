"""Readers: bytes to documents. One module a suffix, one line a module in ``READERS``.

`discover` says which files there are, `read_document` reads one; `encode_back` gives a text the bytes it
would have had, and `safe_name` gives an id the name of a file.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

from corpuskit.errors import InputError, printable
from corpuskit.model import Document
from corpuskit.names import safe_name
from corpuskit.readers import txt
from corpuskit.readers.decode import encode_back
from corpuskit.readers.discover import Found, discover
from corpuskit.readers.raw import CHANGED, read_bytes
from corpuskit.readers.rows import DEFAULT, FORM_FEED, WIDEST, Fields, Rejected, check_length, check_size
from corpuskit.readers.streams import inner_suffix, is_packed, packed, stem_of, unpacked

#: By the suffix of a file, in lower case; any other is read as text.
READERS: Mapping[str, Callable[..., Document]] = {".txt": txt.read}


class RowReader(Protocol):
    """What the module of a reader of rows offers."""

    def parts(self, found: Found, size: int) -> Iterator[Found]:
        """``found`` in parts of about ``size`` bytes, which depend on the file and on ``size`` alone."""

    def spans(self, found: Found) -> Sequence[tuple[int, int]]:
        """The stretches of bytes of the file that ``found`` is read from. Raises ``InputError``."""

    def read(self, found: Found, fields: Fields, encoding: str) -> Iterator[Document | Rejected]:
        """The rows of a part, streamed, in order."""


#: By the suffix of a file, that of its packing left out, the module of the reader of files whose rows are
#: documents; only those that are needed are loaded.
ROWS: Mapping[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".conllu": "conllu",
    ".csv": "delimited",
    ".tsv": "delimited",
}

__all__ = [
    "DEFAULT", "FORM_FEED", "READERS", "ROWS", "Fields", "Found", "Rejected", "RowReader", "check_unchanged",
    "discover", "encode_back", "inner_suffix", "is_packed", "packed", "read_document", "read_stream",
    "rewrite_rows", "rows_of", "safe_name", "stem_of",
]  # fmt: skip


def rows_of(path: Path, fields: Fields) -> RowReader | None:
    """What reads the rows of ``path``; ``None`` where the file is one document."""
    if name := ROWS.get(inner_suffix(path)):
        return cast(RowReader, importlib.import_module(f"corpuskit.readers.{name}"))
    if not fields.separator:
        return None
    from corpuskit.readers.sections import Sections  # seldom asked for

    return Sections(fields.separator)


def read_document(path: Path, id: str, *, encoding: str = "utf-8", limit: int = 0) -> Document:
    """The document in the file at ``path``, unpacked, read by its suffix.

    Raises ``InputError`` that names the file, the line and byte where it does not decode, and what it has of
    more than ``limit`` characters (0: any); then it is not read, or not unpacked further.
    """
    file = printable(path.as_posix())
    check_size(path, limit)
    data = unpacked(path, limit * WIDEST) if is_packed(path) else read_bytes(path)
    document = READERS.get(inner_suffix(path), txt.read)(data, id, path=file, encoding=encoding)
    check_length(len(document.text), limit, file)
    return document


def read_stream(
    data: bytes, *, id: str = "stdin", path: str = "<stdin>", encoding: str = "utf-8"
) -> Document:
    """The document in the bytes of a stream, read as text, called ``path``. Raises ``InputError`` as
    `read_document`."""
    return txt.read(data, id, path=path, encoding=encoding)


def check_unchanged(document: Document, path: Path) -> None:
    """Raise ``InputError`` unless the file at ``path`` still holds ``document``, which was read from it."""
    now = read_document(path, document.id, encoding=document.origin.encoding)
    if now.text != document.text:
        raise InputError(CHANGED, file=now.path or now.id)


def rewrite_rows(path: Path, texts: Mapping[int, tuple[str, str]], fields: Fields, encoding: str) -> None:
    """Put the second of ``texts``, by their rows, in place of the first in the text field of a file of rows.

    Raises ``InputError``, the file being as it was: for what cannot be written, for a row that no longer
    holds the first, and for rows other than JSON Lines.
    """
    if ROWS.get(inner_suffix(path)) != "jsonl":
        problem = "of rows, only JSON Lines are fixed in place; allowed: corpuskit build"
        raise InputError(problem, file=path.as_posix())
    from corpuskit.readers import jsonl  # seldom asked for

    jsonl.rewrite(path, texts, fields, encoding)
