"""What each reader says of bytes that are not what the name of the file promises: a reason with its place."""

import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from corpuskit.cli import main
from corpuskit.errors import InputError
from corpuskit.readers import Fields, Found, read_document, rows_of
from corpuskit.run import Settings, Worker
from tests.shards.corpora import RULES

TEXT = "科创板改革。\n"
ROW = json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False).encode() + b"\n"
GIGABYTE = 1 << 30


def outcomes(path: Path, *, limit: int = 0, encoding: str = "utf-8") -> list[str]:
    """The text of each document of the file at ``path``, or why it is none."""
    settings = Settings(RULES, encoding=encoding, fields=Fields(limit=limit))
    done = Worker(settings)([Found(path, path.name.partition(".")[0], True)])
    return [one.checked.document.text if one.checked else f"! {one.error}" for one in done]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


PACKERS: list[tuple[str, Callable[[bytes], bytes]]] = [("gz", gzip.compress), ("zst", zstandard.compress)]


@pytest.mark.parametrize(("suffix", "pack"), PACKERS)
def test_a_packed_text_is_read_and_a_cut_or_empty_one_says_so(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack((TEXT * 100).encode())
    assert outcomes(write(tmp_path / f"a.txt.{suffix}", packed)) == [TEXT * 100]
    (cut,) = outcomes(write(tmp_path / f"cut.txt.{suffix}", packed[:-6]))
    assert f"cut.txt.{suffix}: the packed file is cut off" in cut
    for name in ("empty.txt", "empty.jsonl"):
        (empty,) = outcomes(write(tmp_path / f"{name}.{suffix}", b""))
        assert empty.endswith(f"{name}.{suffix}: an empty file, not a packed one")
    (other,) = outcomes(write(tmp_path / f"other.txt.{suffix}", TEXT.encode()))
    assert f"other.txt.{suffix}: " in other


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.conllu.gz"])
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(GIGABYTE >> 24):
            file.write(b"x" * (1 << 24))
    tracemalloc.start()
    (only,) = outcomes(path, limit=2_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert name in only
    assert "more than 8,000,000 bytes" in only or "too long" in only
    assert peak < 90_000_000


def test_a_packed_text_is_bounded_where_no_limit_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpuskit.readers.streams.MOST", 1000)
    path = write(tmp_path / "a.txt.gz", gzip.compress(b"x" * 1001))
    with pytest.raises(InputError, match="unpacks to more than 1,000 bytes"):
        read_document(path, "a")


@pytest.mark.parametrize("encoding", ["gb18030", "auto"])
def test_rows_are_read_in_other_encodings_and_fixed_in_them(tmp_path: Path, encoding: str) -> None:
    text = "科创板\u200b改革，是发展的大事。" * 9
    line = json.dumps({"id": "a", "text": text, "k": [1.50]}, ensure_ascii=False) + "\n"
    path = write(tmp_path / "a.jsonl", line.encode("gb18030") * 2)
    assert outcomes(path, encoding=encoding) == [text, text]
    assert main(["fix", "--isolated", "--encoding", encoding, str(path)]) == 0
    assert path.read_bytes().decode("gb18030") == line.replace("\\u200b", "").replace("\u200b", "") * 2


def test_an_encoding_in_which_no_line_can_be_found_is_refused(tmp_path: Path) -> None:
    (marked,) = outcomes(write(tmp_path / "a.jsonl", (ROW * 3).decode().encode("utf-16")))
    assert marked.endswith(
        "a.jsonl: of rows, UTF-16 is not read; allowed: UTF-8, and encodings that hold ASCII as it is"
    )
    (named,) = outcomes(tmp_path / "a.jsonl", encoding="utf-16")
    assert "of rows, utf-16 is not read" in named
    assert (
        main(["build", str(tmp_path / "a.jsonl"), "--output", str(tmp_path / "o"), "--encoding", "no"]) == 2
    )


def test_rows_in_mixed_encodings_are_rejected_one_by_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ROW + ROW.decode().encode("gb18030") + ROW)
    good, bad, last = outcomes(path)
    assert (good, last) == (TEXT, TEXT)
    first = ROW.decode().index(TEXT[0])
    assert f"a.jsonl:2: not utf-8: byte {first} of the row" in bad


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b'{"text": "a\\u0000b"}', None),
        (b'{"text": "a\0b"}', "not JSON"),
        (b'{"text": "\\ud800"}', "half a surrogate pair"),
        (b'{"text": "a", "id": "\\udfff"}', "surrogate"),
        (b'{"text": "a", "v": NaN}', "NaN, Infinity or half"),
        (b'{"text": "a", "id": true}', "field 'id' is true or false"),
        (b'{"text": null}', "field 'text' is not a text but null"),
        (b'"text"', "not an object"),
    ],
)
def test_a_row_that_json_or_the_schema_refuses_has_its_place(
    tmp_path: Path, row: bytes, reason: str | None
) -> None:
    good, one, last = outcomes(write(tmp_path / "a.jsonl", ROW + row + b"\n" + ROW))
    assert (good, last) == (TEXT, TEXT)
    assert (reason is None) == (not one.startswith("!"))
    assert reason is None or ("a.jsonl:2: " in one and reason in one)


def test_a_line_of_100_mb_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ROW + b'{"text": "' + b"x" * 100_000_000 + b'"}\n' + ROW)
    first, long, last = outcomes(path, limit=100_000)
    assert (first, last) == (TEXT, TEXT)
    assert "a.jsonl:2: a row too long" in long


def table(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_a_column_of_bytes_is_a_text_where_it_is_utf8(tmp_path: Path) -> None:
    cells = pa.array([TEXT.encode(), b"\xff\xfe", None], pa.binary())
    good, bad, null = outcomes(table(tmp_path / "a.parquet", text=cells))
    assert good == TEXT
    assert "a.parquet:2: column 'text' is not utf-8: byte 0" in bad
    assert "a.parquet:3: field 'text' is not a text but null" in null


def test_a_text_that_is_not_utf8_is_rejected_alone(tmp_path: Path) -> None:
    offsets, data = pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffb")
    cells = pa.Array.from_buffers(pa.string(), 3, [None, offsets, data])
    assert [one[:1] for one in outcomes(table(tmp_path / "a.parquet", text=cells))] == ["a", "!", "b"]


def test_times_that_python_cannot_hold_are_kept_as_text(tmp_path: Path) -> None:
    times = pa.array([1], pa.timestamp("ns"))
    path = table(tmp_path / "a.parquet", text=["好"], at=times)
    found = Found(path, "a", True)
    reader = rows_of(path, Fields())
    assert reader is not None
    (one,) = reader.read(found, Fields(), "utf-8")
    assert one.meta == {"at": "1970-01-01 00:00:00.000000001"}  # type: ignore[union-attr]


def test_many_rejected_rows_are_told_in_few_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.jsonl", b"{\n" * 500 + ROW)
    output = tmp_path / "out"
    assert main(["build", str(path), "--output", str(output), "--no-annotate", "--isolated", "--quiet"]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 21
    assert errors[-1].endswith("480 more rejected: " + (output / "rejected.jsonl").as_posix())
    assert len((output / "rejected.jsonl").read_bytes().splitlines()) == 500


def test_a_text_of_a_packed_file_is_fixed_and_restored_packed(tmp_path: Path) -> None:
    source = gzip.compress("发展，改革\u200b。\n".encode(), mtime=0)
    path = write(tmp_path / "a.txt.gz", source)
    record = tmp_path / "edits.jsonl"
    assert main(["fix", "--isolated", "--edits", str(record), str(path)]) == 0
    assert gzip.decompress(path.read_bytes()).decode() == "发展，改革。\n"
    assert main(["restore", "--edits", str(record), str(path)]) == 0
    assert gzip.decompress(path.read_bytes()) == gzip.decompress(source)
    assert main(["build", str(path), "--output", str(tmp_path / "out"), "--no-annotate", "--isolated"]) == 0
    assert (tmp_path / "out/clean/a.txt").read_text(encoding="utf-8") == "发展，改革。\n"
    assert main(["restore", str(tmp_path / "out"), "--output", str(tmp_path / "back")]) == 0
    assert gzip.decompress((tmp_path / "back/a.txt.gz").read_bytes()) == gzip.decompress(source)


def test_a_rejected_row_keeps_its_id(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", b'{"id": "x", "text": 1}\n{"id": 7, "text": "long"}\n{"id": {}, "text": ""}\n'
    )
    settings = Settings(RULES, fields=Fields(limit=3))
    assert [one.id for one in Worker(settings)([Found(path, "a", True)])] == ["x", "7", "a:3"]
    path = table(tmp_path / "a.parquet", id=["x"], text=["long"])
    assert [one.id for one in Worker(settings)([Found(path, "a", True)])] == ["x"]
