"""JSON Lines: a row is a document. Its text and its id are fields; the other fields are its metadata."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from corpuskit.errors import InputError
from corpuskit.files import replacing
from corpuskit.model import Document
from corpuskit.readers.discover import Found
from corpuskit.readers.rows import Fields, Rejected, document_of, path_of
from corpuskit.readers.streams import PACKED, lines, opened, zstandard

_BOM = b"\xef\xbb\xbf"
#: Bytes that a character may take in a row, an escape beyond U+FFFF; and what may stand beside the text.
_WIDEST, _BESIDE = 6, 1 << 20
_CHUNK = 1 << 20


def parts(found: Found, size: int) -> Iterator[Found]:
    """``found`` in parts of about ``size`` bytes, cut at line ends; a packed file is one part.

    The parts depend on the file and on ``size`` alone. Raises ``InputError``.
    """
    if found.path.suffix.lower() in PACKED or found.path.stat().st_size <= size:
        yield found
        return
    with opened(found.path) as stream:
        start, row = 0, found.row
        while chunk := stream.read(size):
            rows, length = chunk.count(b"\n"), len(chunk)
            while chunk and not chunk.endswith(b"\n"):
                chunk = stream.readline(_CHUNK)
                length += len(chunk)
                rows += chunk.endswith(b"\n")
            yield found._replace(start=start, end=start + length, row=row)
            start, row = start + length, row + rows


def span(found: Found) -> tuple[int, int]:
    """The bytes of the file that hold ``found``."""
    return found.start, found.end or found.path.stat().st_size


def read(found: Found, fields: Fields, encoding: str = "utf-8") -> Iterator[Document | Rejected]:
    """The documents of ``found``, in order, streamed; a row that is none is ``Rejected`` with the reason.

    Blank lines are no rows but count. Where the file ends in the middle, that is rejected as well.
    """
    row = found.row - 1
    try:
        for row, line in numbered(found, fields.limit and fields.limit * _WIDEST + _BESIDE):
            if line is None:
                yield Rejected(
                    f"{found.id}:{row}", row, f"{path_of(found)}:{row}: a row too long for a document"
                )
            elif not line.isspace():
                yield _document(line, found, row, fields, encoding)
    except InputError as error:
        yield Rejected(f"{found.id}:{row + 1}", row + 1, f"{error} (after row {row})")


def numbered(found: Found, longest: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """The lines of ``found`` with their numbers in the file; ``None`` for a line that is too long."""
    with opened(found.path) as stream:
        if found.start:
            stream.seek(found.start)
        row = found.row
        for line in lines(stream, longest):
            yield row, line
            row += 1
            if found.end and stream.tell() >= found.end:
                return


def _document(line: bytes, found: Found, row: int, fields: Fields, encoding: str) -> Document | Rejected:
    try:
        return document_of(_values(line, found, row, encoding), found, row, fields)
    except InputError as error:
        return Rejected(f"{found.id}:{row}", row, str(error))


def _values(line: bytes, found: Found, row: int, encoding: str) -> dict[str, Any]:
    file = f"{path_of(found)}:{row}"
    try:
        body = line.removeprefix(_BOM) if row == 1 else line
        if encoding not in ("utf-8", "utf-8-sig"):
            body = body.decode(encoding).encode()
        values = msgspec.json.decode(body)
    except UnicodeDecodeError as error:
        raise InputError(f"not {encoding}: byte {error.start} of the row", file=file) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", file=file) from None
    if not isinstance(values, dict):
        raise InputError("a row of JSON that is not an object", file=file)
    return values


def rewrite(path: Path, texts: Mapping[int, str], fields: Fields, encoding: str = "utf-8") -> None:
    """Put ``texts``, by their rows, in place of the text field in the rows of ``path``.

    All other bytes of the rows stay; a packed file is packed again. Raises ``InputError`` for what cannot be
    written; the file is then as it was.
    """
    with replacing(path) as file, _packing(path, file) as packed:
        for row, line in numbered(Found(path, "", True)):
            assert line is not None
            packed.write(_with_text(line, texts[row], fields, encoding) if row in texts else line)


def _with_text(line: bytes, text: str, fields: Fields, encoding: str) -> bytes:
    import json  # only where something is written

    row = line.decode(encoding)
    start, end = value_span(row, fields.text)
    escaped = row[start:end].isascii() and "\\u" in row[start:end]
    return (row[:start] + json.dumps(text, ensure_ascii=escaped) + row[end:]).encode(encoding)


@contextlib.contextmanager
def _packing(path: Path, file: IO[bytes]) -> Iterator[IO[bytes]]:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        import gzip

        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
            yield cast(IO[bytes], packed)
    elif suffix == ".zst":
        with zstandard(path.as_posix()).ZstdCompressor().stream_writer(file, closefd=False) as packed:
            yield packed
    else:
        yield file


def value_span(row: str, field: str) -> tuple[int, int]:
    r"""Where the value of ``field`` stands in ``row``, a JSON object; of two the last, which holds.

    >>> row = '{"id": 1, "text" : "科创\\n板", "x": {"text": 2}}'
    >>> row[slice(*value_span(row, "text"))]
    '"科创\\n板"'
    """
    import json
    from json.decoder import scanstring  # type: ignore[attr-defined]

    decoder = json.JSONDecoder()
    found = (0, 0)
    at = row.index("{") + 1
    while (at := _skip(row, at)) < len(row) and row[at] == '"':
        key, at = scanstring(row, at + 1, True)
        start = _skip(row, _skip(row, at) + 1)
        _, at = decoder.raw_decode(row, start)
        if key == field:
            found = (start, at)
        at = _skip(row, at) + 1
    return found


def _skip(row: str, at: int) -> int:
    while at < len(row) and row[at] in " \t\r\n":
        at += 1
    return at
