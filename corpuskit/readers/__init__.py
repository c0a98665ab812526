"""Readers: bytes to documents. One module a suffix, one line a module in ``READERS``.

`discover` says which files there are, `read_document` reads one; `encode_back` gives a text the bytes it
would have had, and `safe_name` gives an id the name of a file.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from corpuskit.model import Document
from corpuskit.names import safe_name
from corpuskit.readers import txt
from corpuskit.readers.decode import encode_back
from corpuskit.readers.discover import Found, discover, printable
from corpuskit.readers.raw import read_bytes

#: By the suffix of a file, in lower case; any other is read as text.
READERS: Mapping[str, Callable[..., Document]] = {".txt": txt.read}

__all__ = ["READERS", "Found", "discover", "encode_back", "read_document", "read_stream", "safe_name"]


def read_document(path: Path, id: str, *, encoding: str = "utf-8") -> Document:
    """The document in the file at ``path``, read by its suffix.

    Raises ``InputError`` that names the file, and the line and byte where it does not decode.
    """
    read = READERS.get(path.suffix.lower(), txt.read)
    return read(read_bytes(path), id, path=printable(path.as_posix()), encoding=encoding)


def read_stream(data: bytes, *, id: str = "stdin", encoding: str = "utf-8") -> Document:
    """The document in the bytes of a stream, read as text. Raises ``InputError`` as `read_document`."""
    return txt.read(data, id, path="<stdin>", encoding=encoding)
