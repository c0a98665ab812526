from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpuskit.model import Document
from corpuskit.readers import Fields, Found, Rejected
from corpuskit.readers.parquet import parts, read, spans


def table(path: Path, group: int = 10, **columns: Any) -> Found:
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return Found(path, path.stem, True)


def test_rows_are_documents_and_nulls_are_metadata(tmp_path: Path) -> None:
    one = table(tmp_path / "x.parquet", text=["科创", None, "板"], id=["a", "b", None], year=[2024, 1, None])
    first, bad, last = read(one, Fields())
    assert isinstance(first, Document)
    assert isinstance(bad, Rejected)
    assert isinstance(last, Document)
    assert (first.id, first.text, first.row, first.meta) == ("a", "科创", 1, {"year": 2024})
    assert (bad.row, "null" in bad.reason) == (2, True)
    assert (last.id, last.row, last.meta) == ("x:3", 3, {"year": None})


@pytest.mark.parametrize("size", [1, 500, 10**9])
def test_parts_are_row_groups_and_hold_each_row_once(tmp_path: Path, size: int) -> None:
    one = table(tmp_path / "x.parquet", text=[f"第{n}行" for n in range(95)])
    cut = [*parts(one, size)]
    assert [row for part in cut for row in read(part, Fields())] == [*read(one, Fields())]
    assert (len(cut) == 1) == (size == 10**9)


def test_another_schema_a_cut_file_and_no_parquet_are_rejected(tmp_path: Path) -> None:
    other = table(tmp_path / "x.parquet", body=["a"])
    number = table(tmp_path / "n.parquet", text=[1])
    cut = Found(tmp_path / "y.parquet", "y", True)
    cut.path.write_bytes(other.path.read_bytes()[:-20])
    for one, reason in (
        (other, "no column 'text'; there are: body"),
        (number, "a number"),
        (cut, "not a Parquet"),
    ):
        (row,) = read(one, Fields())
        assert isinstance(row, Rejected)
        assert reason in row.reason


def test_columns_whose_names_are_not_utf8_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"text": ["a"], "name_of_it": ["b"]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"name_of_it", b"\xffame_of_it"))
    (row,) = read(Found(path, "x", True), Fields())
    assert isinstance(row, Rejected) and "not a Parquet file" in row.reason


def test_two_columns_of_one_name_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]), path)
    (row,) = read(Found(path, "x", True), Fields())
    assert isinstance(row, Rejected) and "two columns 'text'" in row.reason


def test_around_a_damaged_row_group_all_others_are_read(tmp_path: Path) -> None:
    one = table(tmp_path / "x.parquet", text=[f"第{n}行" for n in range(30)])
    ((start, _),) = spans(one._replace(start=1, end=2))
    data = bytearray(one.path.read_bytes())
    data[start : start + 20] = b"\xff" * 20
    one.path.write_bytes(data)
    rows = [*read(one, Fields())]
    assert [row.row for row in rows] == [*range(1, 12), *range(21, 31)]
    bad = rows[10]
    assert isinstance(bad, Rejected)
    assert "rows 11 to 20 are damaged" in bad.reason and "\n" not in bad.reason
    assert bad.id == "x:11"
