import gzip
import json
from pathlib import Path

import pytest
import zstandard

from corpuskit.model import Document
from corpuskit.readers import Fields, Found, Rejected
from corpuskit.readers.jsonl import parts, read, rewrite, value_span

ROW = '{"id": "a", "text": "科创\\n板", "metadata": {"lang": "zh"}, "page": 3}\n'


def found(path: Path, data: str | bytes) -> Found:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Found(path, path.name.partition(".")[0], True)


def reasons(rows: list[Document | Rejected]) -> list[str]:
    return [one.reason.partition(": ")[2] if isinstance(one, Rejected) else "" for one in rows]


def test_a_row_is_a_document_with_its_metadata(tmp_path: Path) -> None:
    (one,) = read(found(tmp_path / "x.jsonl", ROW), Fields())
    assert isinstance(one, Document)
    assert (one.id, one.text, one.row, one.meta) == ("a", "科创\n板", 1, {"lang": "zh", "page": 3})
    assert one.place.endswith("x.jsonl:1")


def test_fields_are_named_and_a_row_without_an_id_has_its_place(tmp_path: Path) -> None:
    data = '\n{"content": "好", "key": 7}\n{"content": "好"}\n'
    one, other = read(found(tmp_path / "x.jsonl", data), Fields("content", "key"))
    assert [one.id, other.id, one.row, other.row] == ["7", "x:3", 2, 3]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ('{"x": 1}', "no field 'text'; there are: x"),
        ('{"text": 1}', "not a text but a number"),
        ('{"text": "a", "id": {}}', "field 'id' is an object"),
        ('{"text": "长长长长长"}', "5 characters; allowed: 4"),
        (b'{"text": "\xb7\xa2"}', "not utf-8"),
        ('{"a":' * 5000, "not JSON"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path, row: str | bytes, reason: str
) -> None:
    raw = row if isinstance(row, bytes) else row.encode()
    data = b'{"text": "a"}\n' + raw + b'\n{"text": "b"}'
    rows = [*read(found(tmp_path / "x.jsonl", data), Fields(limit=4))]
    assert [isinstance(one, Document) for one in rows] == [True, False, True]
    assert reason in reasons(rows)[1]
    assert [one.row for one in rows] == [1, 2, 3]


def test_a_row_far_too_long_is_passed_over_without_holding_it(tmp_path: Path) -> None:
    data = b'{"text": "a"}\n{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "b"}\n'
    rows = [*read(found(tmp_path / "x.jsonl", data), Fields(limit=100))]
    assert ["too long" in one for one in reasons(rows)] == [False, True, False]


def test_packed_files_are_read_and_a_cut_one_gives_its_rows_and_says_so(tmp_path: Path) -> None:
    whole = "".join(json.dumps({"text": f"第{n}行" * 50}) + "\n" for n in range(2000)).encode()
    for suffix, packed in ((".gz", gzip.compress(whole)), (".zst", zstandard.compress(whole))):
        rows = [*read(found(tmp_path / f"x.jsonl{suffix}", packed), Fields())]
        assert all(isinstance(one, Document) for one in rows)
        assert len(rows) == 2000
        *good, last = read(found(tmp_path / f"y.jsonl{suffix}", packed[: len(packed) // 2]), Fields())
        assert "cut off" in reasons([last])[0]
        assert all(isinstance(one, Document) for one in good)
        bad = found(tmp_path / f"z.jsonl{suffix}", b"not packed at all" * 9)
        assert len([*read(bad, Fields())]) == 1


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("size", [1, 10, 40, 100, 10_000])
def test_parts_hold_each_row_once_under_its_number(tmp_path: Path, size: int, end: str) -> None:
    data = "\n".join(f'{{"text": "{"字" * n}"}}' if n % 3 else "" for n in range(40)) + end
    one = found(tmp_path / "x.jsonl", data)
    whole = [*read(one, Fields())]
    cut = [*parts(one, size)]
    assert [row for part in cut for row in read(part, Fields())] == whole
    assert len(cut) > 1 or size == 10_000


def test_rewriting_changes_the_field_and_no_other_byte(tmp_path: Path) -> None:
    lines = [
        '{"text" : "好\\u200b的" ,  "x": 1.50, "y":null, "text2":{"text":"a"}}\r\n',
        "garbage\n",
        '{"text": "\\u597d\\u200b\\ud83d\\ude00"}',
    ]
    path = found(tmp_path / "x.jsonl", "".join(lines)).path
    rewrite(path, {1: ("好\u200b的", "好的"), 3: ("好\u200b😀", "好😀")}, Fields())
    after = path.read_bytes().decode()
    assert after == "".join(lines).replace("好\\u200b的", "好的").replace("\\u200b", "")
    rewrite(path, {}, Fields())
    assert path.read_bytes().decode() == after


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_packed_file_stays_packed(tmp_path: Path, suffix: str) -> None:
    packed = gzip.compress(ROW.encode()) if suffix == ".gz" else zstandard.compress(ROW.encode())
    one = found(tmp_path / f"x.jsonl{suffix}", packed)
    rewrite(one.path, {1: ("科创\n板", "科创板")}, Fields())
    (document,) = read(one, Fields())
    assert isinstance(document, Document)
    assert document.text == "科创板"


def test_of_two_fields_of_one_name_the_last_holds() -> None:
    row = '{"text": "a", "text": "b"}'
    assert row[slice(*value_span(row, "text"))] == '"b"'
