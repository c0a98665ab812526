"""Plain text with many documents in a file: a line of its own, or a form feed, stands between two of them."""

from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from corpuskit.errors import InputError
from corpuskit.model import Document
from corpuskit.readers.decode import check_line_ends, decode
from corpuskit.readers.discover import Found
from corpuskit.readers.rows import (
    FORM_FEED,
    WIDEST,
    Fields,
    Rejected,
    check_length,
    is_one_part,
    path_of,
    stretch_of,
)
from corpuskit.readers.streams import opened

#: Of a text without line ends, bytes that are looked at together.
_LONGEST = 1 << 20


class Sections(NamedTuple):
    """The reader of files in which ``separator`` (a line, or `FORM_FEED`) parts documents.

    Row n is the n-th document; blank ones are none, but count. An encoding in which the separator or LF are
    not the bytes that they are in UTF-8 is refused.
    """

    separator: str

    def parts(self, found: Found, size: int) -> Iterator[Found]:
        """``found`` in parts of about ``size`` bytes, cut where a document ends; a packed file is one."""
        if is_one_part(found, size):
            yield found
            return
        start, first, row, at = 0, found.row, found.row, 0
        with opened(found.path) as stream:
            for piece, ends in self._pieces(stream):
                at += len(piece)
                row += ends
                if ends and at - start >= size:
                    yield found._replace(start=start, end=at, row=first)
                    start, first = at, row
        if at > start:
            yield found._replace(start=start, end=at, row=first)

    def spans(self, found: Found) -> Sequence[tuple[int, int]]:
        """The bytes of the file that hold ``found``."""
        return [stretch_of(found)]

    def read(self, found: Found, fields: Fields, encoding: str = "utf-8") -> Iterator[Document | Rejected]:
        """The documents of ``found``, in order, streamed; what is none is ``Rejected`` with the reason."""
        row = found.row - 1
        try:
            self._check_bytes(encoding, path_of(found))
            for row, data in self._sections(found, fields.limit * WIDEST):
                if data is None or data.strip():
                    yield _document(data, found, row, fields, encoding)
        except InputError as error:
            after = f" (after document {row})" if row >= found.row else ""
            yield Rejected(f"{found.id}:{row + 1}", row + 1, f"{error}{after}")

    def _check_bytes(self, encoding: str, file: str) -> None:
        """Raise ``InputError`` where the separator would not be found before the text is decoded."""
        check_line_ends(encoding, file)
        known = "ascii" if encoding.lower() == "auto" else encoding
        if self.separator.encode(known, "replace") != self.separator.encode():
            problem = f"in {encoding}, documents are not parted by {self.separator!r}"
            raise InputError(f"{problem}; allowed: a separator of ASCII, or UTF-8", file=file)

    def _sections(self, found: Found, longest: int) -> Iterator[tuple[int, bytes | None]]:
        """The bytes of each document with its number; ``None`` for more than ``longest`` (0: any)."""
        with opened(found.path) as stream:
            if found.start:
                stream.seek(found.start)
            row, at, held, parts = found.row, found.start, 0, list[bytes]()
            for piece, ends in self._pieces(stream):
                at += len(piece)
                body = self._without(piece) if ends else piece
                held += len(body)
                if not longest or held <= longest:
                    parts.append(body)
                if ends:
                    yield row, b"".join(parts) if not longest or held <= longest else None
                    row, held, parts = row + 1, 0, []
                if found.end and at >= found.end:
                    break
            if held:
                yield row, b"".join(parts) if not longest or held <= longest else None

    def _pieces(self, stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
        """The bytes of ``stream`` in pieces, and whether a document ends behind the piece."""
        mark, begins = self.separator.encode(), True
        while line := stream.readline(_LONGEST):
            if self.separator != FORM_FEED:
                yield line, begins and line.rstrip(b"\r\n") == mark
                begins = line.endswith(b"\n")
                continue
            *before, last = line.split(mark)
            for piece in before:
                yield piece + mark, True
            if last:
                yield last, False

    def _without(self, piece: bytes) -> bytes:
        return piece.removesuffix(FORM_FEED.encode()) if self.separator == FORM_FEED else b""


def _document(
    data: bytes | None, found: Found, row: int, fields: Fields, encoding: str
) -> Document | Rejected:
    file = f"{path_of(found)}:{row}"
    try:
        if data is None:
            raise InputError(f"a document too long; allowed: {fields.limit:,} characters", file=file)
        text, origin = decode(data, encoding, file=file)
        check_length(len(text), fields.limit, file)
        return Document(f"{found.id}:{row}", text, path_of(found), {}, origin, row, found.id)
    except InputError as error:
        return Rejected(f"{found.id}:{row}", row, str(error))
