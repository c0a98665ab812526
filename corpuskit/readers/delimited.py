"""Tables as text, ``.csv`` and ``.tsv``: a row is a document, the first row names the columns.

Quoting is that of Python's csv module, and of spreadsheets: a field in double quotes may hold delimiters,
line ends and doubled quotes. Rows are numbered as spreadsheets do: the row of names is row 1.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from typing import IO

from corpuskit.errors import InputError
from corpuskit.model import Document
from corpuskit.readers.decode import ALLOWED, check_line_ends, decode
from corpuskit.readers.discover import Found
from corpuskit.readers.rows import WIDEST, Fields, Rejected, document_of, is_one_part, path_of, stretch_of
from corpuskit.readers.streams import MOST, inner_suffix, lines, opened

_DELIMITERS = {".csv": ",", ".tsv": "\t"}
#: Characters of the longest field: what an open quote swallows is not without bounds.
_LONGEST = 1 << 28
#: Bytes that may stand beside the text in a line.
_BESIDE = 1 << 20
#: What parts rows and fields is the same byte in every encoding that is read: each byte is a character first.
_BYTES = "latin-1"
#: Stands for a CR inside a line, which ends no row: `csv` would not read on. No byte is this character.
_CR = "\u0100"
_PARTS = frozenset(b'\t\n\r",')
#: Those beyond ASCII that encodings of two bytes have.
_CHARACTERS = "".join(map(chr, range(0x80, 0xD800)))


class _Counted:
    """The lines of a stream, each byte a character; how many bytes were read, and whether all were."""

    def __init__(self, stream: IO[bytes], found: Found, longest: int = 0) -> None:
        self.bytes, self.ended = 0, False
        self._lines, self._found = lines(stream, longest), found

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        if line is None:
            raise InputError("a row too long for a document", file=path_of(self._found))
        first = not self.bytes and not self._found.start
        self.bytes += len(line)
        text = (line.removeprefix(codecs.BOM_UTF8) if first else line).decode(_BYTES)
        if "\r" not in text:
            return text
        body = text.rstrip("\r\n")
        return body.replace("\r", _CR) + text[len(body) :]


def parts(found: Found, size: int) -> Iterator[Found]:
    """``found`` in parts of about ``size`` bytes, cut where a row ends; a packed file is one part.

    The parts depend on the file and on ``size`` alone. Raises ``InputError``.
    """
    if is_one_part(found, size):
        yield found
        return
    with opened(found.path) as stream:
        source = _Counted(stream, found)
        start, first, row = 0, found.row, found.row
        try:
            for _ in _table(source, found):
                row += 1
                if source.bytes - start >= size:
                    yield found._replace(start=start, end=source.bytes, row=first)
                    start, first = source.bytes, row
        except csv.Error:
            # Its reader will say so.
            yield found._replace(start=start, end=found.path.stat().st_size, row=first)
            return
        if source.bytes > start:
            yield found._replace(start=start, end=source.bytes, row=first)


def spans(found: Found) -> Sequence[tuple[int, int]]:
    """The bytes of the file that hold ``found``, behind those of the row of names. Raises ``InputError``."""
    own = stretch_of(found)
    if not found.start:
        return [own]
    with opened(found.path) as stream:
        source = _Counted(stream, found._replace(start=0))
        next(_table(source, found), None)
        return [(0, source.bytes), own]


def read(found: Found, fields: Fields, encoding: str = "utf-8") -> Iterator[Document | Rejected]:
    """The documents of ``found``, in order, streamed; a row that is none is ``Rejected`` with the reason.

    Blank rows are none but count. Where the table cannot be read on, that is rejected as well.
    """
    row = found.row - 1
    try:
        _check_bytes(encoding, path_of(found))
        names = _names(found, fields, encoding)
        for row, values in _rows(found, fields):
            if row > 1 and values:
                yield _document(values, names, found, row, fields, encoding=encoding)
    except (csv.Error, InputError) as error:
        told = str(error) if isinstance(error, InputError) else f"{path_of(found)}: {error}"
        after = f" (after row {row})" if row >= found.row else ""
        yield Rejected(f"{found.id}:{row + 1}", row + 1, f"{told}{after}")


def _check_bytes(encoding: str, file: str) -> None:
    """Raise ``InputError`` for an encoding in which other characters have bytes that part rows or fields."""
    check_line_ends(encoding, file)
    if encoding.lower() != "auto" and not _PARTS.isdisjoint(_CHARACTERS.encode(encoding, "ignore")):
        raise InputError(f"of rows, {encoding} is not read; {ALLOWED}", file=file)


def _names(found: Found, fields: Fields, encoding: str) -> list[str]:
    """The names of the columns. Raises ``InputError`` where the text is in none, or two have one name."""
    file = path_of(found)
    _, raw = next(_rows(found._replace(start=0, end=0, row=1), fields), (1, []))
    if any(_CR in name for name in raw):
        raise InputError("lines end in CR alone; allowed: LF, CR LF", file=file)
    names, _ = _decoded(raw, encoding, f"{file}:1")
    if fields.text not in names:
        raise InputError(f"no column {fields.text!r}; there are: {', '.join(names) or 'none'}", file=file)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"two columns {twice[0]!r}", file=file)
    return names


def _rows(found: Found, fields: Fields) -> Iterator[tuple[int, list[str]]]:
    """The rows of a part with their numbers, each byte a character."""
    longest = fields.limit * WIDEST + _BESIDE if fields.limit else MOST
    with opened(found.path) as stream:
        if found.start:
            stream.seek(found.start)
        source = _Counted(stream, found, longest)
        for row, values in enumerate(_table(source, found), found.row):
            if source.ended:  # in the middle of a row
                raise InputError("an open quote, which nothing closes", file=f"{path_of(found)}:{row}")
            yield row, values
            if found.end and found.start + source.bytes >= found.end:
                return


def _table(source: _Counted, found: Found) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST)
    return csv.reader(source, delimiter=_DELIMITERS[inner_suffix(found.path)])


def _document(
    raw: list[str], names: list[str], found: Found, row: int, fields: Fields, *, encoding: str
) -> Document | Rejected:
    file = f"{path_of(found)}:{row}"
    try:
        if len(raw) != len(names):
            raise InputError(f"{len(raw)} fields; there are {len(names)} columns", file=file)
        values, known = _decoded(raw, encoding, file)
        return document_of(dict(zip(names, values, strict=True)), found, row, fields, known)
    except InputError as error:
        return Rejected(f"{found.id}:{row}", row, str(error))


def _decoded(raw: list[str], encoding: str, file: str) -> tuple[list[str], str]:
    """The fields of a row in ``encoding``, and which that is. Raises ``InputError``."""
    data = [value.replace(_CR, "\r").encode(_BYTES) for value in raw]
    _, origin = decode(b"\n".join(data), encoding, file=file)
    if encoding.lower() == "auto":
        check_line_ends(origin.encoding, file)
    return [value.decode(origin.encoding) for value in data], origin.encoding
