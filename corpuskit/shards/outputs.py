"""Where the documents of a shard go: files that are all there when the shard is done, or none of them."""

import hashlib
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec

from corpuskit.files import replacing, write_file
from corpuskit.formats import conllu, dataset, diagnostics, docbin, edits, jsonl, txt
from corpuskit.model import Annotated
from corpuskit.names import safe_name
from corpuskit.shards.ids import hash_of
from corpuskit.shards.record import STATE, sha256_of

#: What a text shard adds to the files of the whole corpus; `build` puts the pieces one after the other.
STREAMS = ("corpus.conllu", "corpus.jsonl", "edits.jsonl", "diagnostics.jsonl")
REJECTED, DOCUMENTS, DOCBIN = "rejected.jsonl", "documents.jsonl", "corpus.spacy"
#: Of a shard of rows, the hashes of their ids.
IDS = "ids"
#: Characters from which on a DocBin is written and another begun: it takes 200 bytes of memory for each.
DOCBIN_CHARACTERS = 1_000_000
#: Rows of Parquet written at a time, in characters of text.
_GROUP = 8_000_000


class Target(msgspec.Struct, frozen=True):
    """How outputs are written: ``data`` is a format of `DATA`, ``split`` the percents of dev and test."""

    folder: Path
    standard: str = ""
    annotate: bool = True
    docbin: bool = True
    data: str = "jsonl"
    split: tuple[int, int] = (0, 0)
    added: str = ""


#: Formats of the rows, with the suffixes of their files.
DATA = {"jsonl": ".jsonl", "jsonl.zst": ".jsonl.zst", "parquet": ".parquet"}
SPLITS = ("train", "dev", "test")


def piece(shard: str, name: str) -> str:
    """The path of a shard's piece of the file ``name`` of the corpus."""
    return f"{STATE}/parts/{shard}/{name}"


class Outputs:
    """The files of one shard, open; at the end of the block they take their places."""

    def __init__(self, target: Target, shard: str, *, rows: bool) -> None:
        self.target, self.shard, self.rows = target, shard, rows
        self.written: dict[str, str] = {}
        self._stack = ExitStack()
        self._open: dict[str, IO[bytes]] = {}
        self._tables: dict[str, _Table] = {}
        self._packed: Any = None
        self._vocab: Any = None
        self._room = 0
        self._docbins = 0

    def __enter__(self) -> "Outputs":
        names = (REJECTED, IDS) if self.rows else (*STREAMS, REJECTED, DOCUMENTS)
        with self._stack as begun:
            for name in names:
                self._file(piece(self.shard, name))
            if self.target.annotate and self.target.docbin:
                self._new_docbin()
            if self.rows:
                self._data("train")
            self._stack = begun.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            try:
                self._finish()
            except BaseException as fault:
                self._abandon()
                self._stack.__exit__(type(fault), fault, fault.__traceback__)
                raise
        else:
            self._abandon()
        self._stack.__exit__(kind, error, trace)
        if kind is None:
            self.written |= {path: sha256_of(self.target.folder / path) for path in self._open}

    def _abandon(self) -> None:
        for table in self._tables.values():
            table.abandon()

    def _finish(self) -> None:
        for table in self._tables.values():
            table.close()
        if self._packed is not None and (len(self._packed) or not self._docbins):
            self._put_docbin()

    def _file(self, path: str) -> IO[bytes]:
        if path not in self._open:
            self._open[path] = self._stack.enter_context(replacing(self.target.folder / path))
        return self._open[path]

    def _new_docbin(self) -> None:
        self._packed, self._vocab, self._room = docbin.empty(), docbin.new_vocab(), DOCBIN_CHARACTERS

    def _put_docbin(self) -> None:
        """Write the DocBin; those after the first of a shard are numbered."""
        self._docbins += 1
        name = f"docbin/{self.shard}.spacy" if self.rows else piece(self.shard, DOCBIN)
        if self._docbins > 1:
            name = f"{name.removesuffix(docbin.SUFFIX)}~{self._docbins:05}{docbin.SUFFIX}"
        self._put(name, self._packed.to_bytes())

    def reject(self, row: dict[str, Any]) -> None:
        """Record an input that is no document."""
        self._file(piece(self.shard, REJECTED)).write(msgspec.json.encode(row) + b"\n")

    def add(self, one: Annotated, split: str = "") -> None:
        """Write a document everywhere it belongs; ``split`` is the SHA-256 that it goes to its split by."""
        if self._packed is not None:
            if self._room <= 0:
                self._put_docbin()
                self._new_docbin()
            docbin.add(self._packed, one, self._vocab)
            self._room -= len(one.checked.text)
        sentences = conllu.encoded(one, words=self.target.standard) if self.target.annotate else b""
        if self.rows:
            self._add_row(one, sentences, split)
        else:
            self._add_text(one, sentences)

    def _add_row(self, one: Annotated, sentences: bytes, split: str) -> None:
        values = dataset.row(one.checked, added=self.target.added)
        self._file(piece(self.shard, IDS)).write(hash_of(one.checked.document.id))
        self._data(side_of(split or text_sha256(one.checked.text), self.target.split)).add(values)
        self._file(f"diagnostics/{self.shard}.jsonl").write(diagnostics.encoded(one.checked))
        if self.target.annotate:
            self._file(f"conllu/{self.shard}.conllu").write(sentences)

    def _add_text(self, one: Annotated, sentences: bytes) -> None:
        checked, document = one.checked, one.checked.document
        name = safe_name(document.id)
        self._put(f"clean/{name}.txt", _bytes(txt.render(one)))
        if self.target.annotate:
            self._put(f"conllu/{name}.conllu", sentences)
        parts = {
            "corpus.conllu": sentences,
            "corpus.jsonl": _bytes(jsonl.render(one, added=self.target.added)),
            "edits.jsonl": _bytes(edits.render(checked)),
            "diagnostics.jsonl": diagnostics.encoded(checked),
        }
        for path, data in parts.items():
            self._file(piece(self.shard, path)).write(data)
        row = {
            "id": document.id,
            "path": document.path,
            "name": name,
            "source_sha256": _sha256(_bytes(document.text)),
            "text_sha256": _sha256(_bytes(checked.text)),
            "words": len(one.tokens),
        }
        self._file(piece(self.shard, DOCUMENTS)).write(msgspec.json.encode(row) + b"\n")

    def _put(self, path: str, data: bytes) -> None:
        # Thousands of small files: what a power cut takes is missed by its hash and made again.
        write_file(self.target.folder / path, data, durable=False)
        self.written[path] = _sha256(data)

    def _data(self, split: str) -> "_Table":
        if split not in self._tables:
            path = f"data/{split}/{self.shard}{DATA[self.target.data]}"
            self._tables[split] = _Table(self._file(path), self.target.data)
        return self._tables[split]


class _Table:
    """Rows written to a file in one of the formats of `DATA`."""

    def __init__(self, file: IO[bytes], format: str) -> None:
        self._rows: list[dict[str, Any]] = []
        self._weight = 0
        self._parquet: Any = None
        self._lines: Any = file
        self._packed = format == "jsonl.zst"
        if self._packed:
            from corpuskit.readers.streams import zstandard

            self._lines = zstandard(DATA[format]).ZstdCompressor().stream_writer(file, closefd=False)
        elif format == "parquet":
            schema = dataset.schema()
            import pyarrow.parquet

            self._parquet = pyarrow.parquet.ParquetWriter(file, schema, compression="zstd")

    def add(self, values: dict[str, Any]) -> None:
        """Write a row."""
        if self._parquet is None:
            self._lines.write(dataset.line(values))
            return
        self._rows.append(values)
        self._weight += len(values["text"])
        if self._weight >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._parquet.write_table(dataset.table(self._rows))
        self._rows, self._weight = [], 0

    def abandon(self) -> None:
        """Write nothing more: the file will not stay."""
        if self._parquet is not None:
            self._parquet.is_open = False

    def close(self) -> None:
        """Write what is left; the file itself stays open."""
        if self._parquet is not None:
            self._flush()
            self._parquet.close()
        elif self._packed:
            self._lines.close()


def side_of(sha256: str, split: tuple[int, int]) -> str:
    """Which side a document is on: by its text's hash, so that equal texts are on one, and stay there.

    >>> [side_of(text_sha256("科创板"), split) for split in ((0, 0), (100, 0), (0, 100))]
    ['train', 'dev', 'test']
    """
    dev, test = split
    place = int(sha256[:8], 16) % 10_000
    return "dev" if place < dev * 100 else "test" if place < (dev + test) * 100 else "train"


def text_sha256(text: str) -> str:
    """SHA-256 of a text as UTF-8."""
    return _sha256(_bytes(text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
