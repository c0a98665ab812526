"""CoNLL-U: a document begins at ``# newdoc``; its text is that of its sentences, which are read as they come.

Where paragraphs are marked (``# newpar``), a paragraph is a line and an empty line parts two; else a sentence
is a line. Row n is line n, where the document begins.
"""

import re
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from corpuskit import conllu
from corpuskit.errors import InputError
from corpuskit.model import Document
from corpuskit.readers.decode import check_line_ends, decode
from corpuskit.readers.discover import Found
from corpuskit.readers.rows import (
    Fields,
    Rejected,
    check_length,
    document_of,
    is_one_part,
    path_of,
    stretch_of,
)
from corpuskit.readers.streams import opened

_NEWDOC = re.compile(rb"^#\s*newdoc(?:\s+id)?\s*(?:=|$)", re.MULTILINE)
#: Bytes of one sentence with all its lines.
_LONGEST = 1 << 24


class _Block(NamedTuple):
    """The lines of a sentence from line ``line`` on; ``data`` is ``None`` for more than `_LONGEST` bytes."""

    line: int
    size: int
    data: bytes | None

    @property
    def opens(self) -> bool:
        return self.data is not None and b"newdoc" in self.data and bool(_NEWDOC.search(self.data))


def parts(found: Found, size: int) -> Iterator[Found]:
    """``found`` in parts of about ``size`` bytes, cut where a document begins; a packed file is one part."""
    if is_one_part(found, size):
        yield found
        return
    start, at, row = 0, 0, found.row
    with opened(found.path) as stream:
        for block in _blocks(stream, found):
            if at - start >= size and block.opens:
                yield found._replace(start=start, end=at, row=row)
                start, row = at, block.line
            at += block.size
    yield found._replace(start=start, end=at, row=row)


def spans(found: Found) -> Sequence[tuple[int, int]]:
    """The bytes of the file that hold ``found``."""
    return [stretch_of(found)]


def read(found: Found, fields: Fields, encoding: str = "utf-8") -> Iterator[Document | Rejected]:
    """The documents of ``found``, in order, streamed; ``Rejected`` for one with a line that is no CoNLL-U."""
    draft: _Draft | None = None
    try:
        check_line_ends(encoding, path_of(found))
        with opened(found.path) as stream:
            if found.start:
                stream.seek(found.start)
            for block in _blocks(stream, found):
                if draft is None or block.opens:
                    if draft is not None:
                        yield draft.done()
                    draft = _Draft(block.line, found, fields, encoding)
                draft.add(block)
    except InputError as error:
        draft = draft or _Draft(found.row, found, fields, encoding)
        draft.problem = draft.problem or str(error)
    if draft is not None:
        yield draft.done()


def _blocks(stream: IO[bytes], found: Found) -> Iterator[_Block]:
    """The sentences from the place of ``stream`` to the end of ``found``, an empty line after each."""
    first = line = found.row
    at, size, held = found.start, 0, list[bytes]()
    while not (found.end and at >= found.end) and (raw := stream.readline(_LONGEST)):
        at, size, line = at + len(raw), size + len(raw), line + raw.endswith(b"\n")
        if size <= _LONGEST:
            held.append(raw)
        if raw in (b"\n", b"\r\n"):
            yield _Block(first, size, b"".join(held) if size <= _LONGEST else None)
            first, size, held = line, 0, []
    if size:
        yield _Block(first, size, b"".join(held) if size <= _LONGEST else None)


def _decoded(block: _Block, encoding: str, file: str) -> str:
    try:
        return decode(block.data or b"", encoding, file=file)[0]
    except InputError as error:
        line = block.line + max(error.line, 1) - 1
        raise InputError(error.problem, file=file, line=line) from None


class _Draft:
    """A document while its sentences come; the first problem is the reason why it is rejected."""

    def __init__(self, line: int, found: Found, fields: Fields, encoding: str) -> None:
        self.line, self.found, self.fields, self.encoding = line, found, fields, encoding
        self.problem = ""
        self._id = found.id if line == 1 else f"{found.id}:{line}"
        self._marked = False
        self._length = 0
        self._texts: list[str] = []
        #: What stands before each text where paragraphs are marked.
        self._gaps: list[str] = []
        self._gap = ""

    def add(self, block: _Block) -> None:
        """Add a sentence."""
        file = path_of(self.found)
        try:
            if self.problem:
                return
            if block.data is None:
                raise InputError("a sentence too long", file=file, line=block.line)
            for sentence in conllu.read(_decoded(block, self.encoding, file), file=file, first=block.line):
                self._add(sentence)
        except InputError as error:
            self.problem = str(error)
            self._texts, self._gaps = [], []

    def _add(self, sentence: conllu.Sentence) -> None:
        self._id = sentence.comment("newdoc id") or self._id
        opens = any(sentence.comment(key) is not None for key in ("newpar id", "newpar"))
        self._marked |= opens
        text = conllu.text_of(sentence)
        self._gaps.append("\n\n" if opens and self._texts else self._gap)
        self._texts.append(text)
        self._length += len(text)
        check_length(self._length, self.fields.limit, f"{path_of(self.found)}:{self.line}")
        self._gap = " " if conllu.units(sentence)[-1].spaced else ""

    def done(self) -> Document | Rejected:
        """The document, or why there is none."""
        if self.problem:
            return Rejected(self._id, self.line, self.problem)
        if self._marked:
            text = "".join(gap + one for gap, one in zip(self._gaps, self._texts, strict=True))
        else:
            text = "\n".join(self._texts)
        values = {self.fields.text: f"{text}\n", self.fields.id: self._id}
        return document_of(values, self.found, self.line, self.fields)
