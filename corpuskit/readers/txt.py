"""Plain text: a file is a document."""

from corpuskit.model import Document
from corpuskit.readers.decode import decode


def read(data: bytes, id: str, *, path: str = "", encoding: str = "utf-8") -> Document:
    """The document in ``data``, its line ends as they stand, without its BOM.

    An empty file is an empty document. Raises ``InputError`` for bytes that are not ``encoding`` or not text.
    """
    text, origin = decode(data, encoding, file=path)
    return Document(id, text, path, {}, origin)
