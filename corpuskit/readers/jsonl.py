"""JSON Lines: a row is a document. Its text and its id are fields; the other fields are its metadata."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from corpuskit.errors import InputError
from corpuskit.files import replacing
from corpuskit.model import Document
from corpuskit.nesting import TOO_DEEP
from corpuskit.readers.decode import ALLOWED, check_line_ends, decode
from corpuskit.readers.discover import Found
from corpuskit.readers.raw import CHANGED
from corpuskit.readers.rows import Fields, Rejected, document_of, is_one_part, known_id, path_of, stretch_of
from corpuskit.readers.streams import MOST, lines, opened, packing

_BOM, _UTF16 = codecs.BOM_UTF8, (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Bytes that a character may take in a row, an escape beyond U+FFFF; and what may stand beside the text.
_WIDEST, _BESIDE = 6, 1 << 20
_CHUNK = 1 << 20


def parts(found: Found, size: int) -> Iterator[Found]:
    """``found`` in parts of about ``size`` bytes, cut at line ends; a packed file is one part.

    The parts depend on the file and on ``size`` alone. Raises ``InputError``.
    """
    if is_one_part(found, size):
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


def spans(found: Found) -> Sequence[tuple[int, int]]:
    """The bytes of the file that hold ``found``."""
    return [stretch_of(found)]


def read(found: Found, fields: Fields, encoding: str = "utf-8") -> Iterator[Document | Rejected]:
    """The documents of ``found``, in order, streamed; a row that is none is ``Rejected`` with the reason.

    Blank lines are no rows but count. Where the file ends in the middle, that is rejected as well.
    """
    row = found.row - 1
    try:
        check_line_ends(encoding, path_of(found))
        longest = fields.limit * _WIDEST + _BESIDE if fields.limit else MOST
        for row, line in numbered(found, longest):
            if line is None:
                yield Rejected(
                    f"{found.id}:{row}", row, f"{path_of(found)}:{row}: a row too long for a document"
                )
            elif not line.isspace():
                yield _document(line, found, row, fields, encoding)
    except InputError as error:
        after = f" (after row {row})" if row >= found.row else ""
        yield Rejected(f"{found.id}:{row + 1}", row + 1, f"{error}{after}")


def numbered(found: Found, longest: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """The lines of ``found`` with their numbers in the file; ``None`` for a line that is too long."""
    with opened(found.path) as stream:
        if found.start:
            stream.seek(found.start)
        elif stream.peek(2)[:2] in _UTF16:  # type: ignore[attr-defined]
            raise InputError(f"of rows, UTF-16 is not read; {ALLOWED}", file=path_of(found))
        row = found.row
        for line in lines(stream, longest):
            yield row, line
            row += 1
            if found.end and stream.tell() >= found.end:
                return


def _document(line: bytes, found: Found, row: int, fields: Fields, encoding: str) -> Document | Rejected:
    values: dict[str, Any] = {}
    try:
        body, known = _in_utf8(line, encoding, f"{path_of(found)}:{row}")
        values = _values(body, f"{path_of(found)}:{row}")
        return document_of(values, found, row, fields, known)
    except InputError as error:
        return Rejected(known_id(values, found, row, fields), row, str(error))


def _in_utf8(line: bytes, encoding: str, file: str) -> tuple[bytes, str]:
    """The row in UTF-8, and the encoding that it is in. Raises ``InputError``."""
    if encoding in ("utf-8", "utf-8-sig"):
        return line.removeprefix(_BOM), "utf-8"
    text, origin = decode(line, encoding, file=file)
    return text.encode(), origin.encoding


def _values(body: bytes, file: str) -> dict[str, Any]:
    try:
        values = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # which of the first two tells bytes that are not UTF-8 depends on the version of msgspec
        raise InputError(_why_not_json(body, error), file=file) from None
    if not isinstance(values, dict):
        raise InputError("a row of JSON that is not an object", file=file)
    return values


def _why_not_json(body: bytes, error: Exception) -> str:
    try:
        body.decode()
    except UnicodeDecodeError as undecodable:
        return f"not utf-8: byte {undecodable.start} of the row"
    problem = TOO_DEEP if isinstance(error, RecursionError) else error
    return f"not JSON: {problem}{_loose(body)}"


def _loose(body: bytes) -> str:
    """What is wrong with a row that only a lenient reader takes."""
    import json  # only where something is wrong

    try:
        json.loads(body)
    except (ValueError, RecursionError):  # a fault may stand before what nests too deep
        return ""
    return " (NaN, Infinity or half a surrogate pair: JSON that only some read)"


def rewrite(
    path: Path, texts: Mapping[int, tuple[str, str]], fields: Fields, encoding: str = "utf-8"
) -> None:
    """Put the second of ``texts``, by their rows, in place of the first in the text field of ``path``.

    All other bytes of the rows stay; a packed file is packed again. Raises ``InputError`` for what cannot be
    written, and for a row that no longer holds its text; the file is then as it was.
    """
    left = set(texts)
    with replacing(path) as file, packing(path, file) as packed:
        for row, line in numbered(Found(path, "", True)):
            assert line is not None
            place = f"{path.as_posix()}:{row}"
            packed.write(_with_text(line, texts[row], fields, encoding, place) if row in left else line)
            left.discard(row)
        if left:
            raise InputError(CHANGED, file=f"{path.as_posix()}:{min(left)}")


def _with_text(line: bytes, texts: tuple[str, str], fields: Fields, encoding: str, place: str) -> bytes:
    import json  # only where something is written

    old, text = texts
    body, known = _in_utf8(line, encoding, place)
    if _values(body, place).get(fields.text) != old:
        raise InputError(CHANGED, file=place)
    row = line.decode(known)
    start, end = value_span(row, fields.text)
    escaped = row[start:end].isascii() and "\\u" in row[start:end]
    return (row[:start] + json.dumps(text, ensure_ascii=escaped) + row[end:]).encode(known)


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
