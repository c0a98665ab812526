import gzip
from pathlib import Path

import pytest

from corpuskit.model import Document
from corpuskit.readers import FORM_FEED, Fields, Found, Rejected, rows_of
from corpuskit.readers.sections import Sections


def found(path: Path, data: str | bytes) -> Found:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Found(path, path.name.partition(".")[0], True)


def texts(one: Found, separator: str, **fields: int) -> list[str]:
    rows = Sections(separator).read(one, Fields(**fields))  # type: ignore[arg-type]
    return [row.text if isinstance(row, Document) else f"! {row.reason}" for row in rows]


def test_a_line_of_its_own_parts_documents(tmp_path: Path) -> None:
    one = found(tmp_path / "x.txt", "一\n====\r\n二====\n====二\n====\n\n====\n三")
    assert texts(one, "====") == ["一\n", "二====\n====二\n", "三"]
    rows = [*Sections("====").read(one, Fields())]
    assert [(row.id, row.row) for row in rows] == [("x:1", 1), ("x:2", 2), ("x:4", 4)]


def test_a_form_feed_parts_documents_also_within_a_line(tmp_path: Path) -> None:
    assert texts(found(tmp_path / "x.txt", "一\n\f二\f\f三\n"), FORM_FEED) == ["一\n", "二", "三\n"]
    assert texts(found(tmp_path / "x.txt.gz", gzip.compress("一\f二".encode())), FORM_FEED) == ["一", "二"]


@pytest.mark.parametrize("separator", ["--", FORM_FEED])
@pytest.mark.parametrize("size", [1, 20, 200])
def test_parts_hold_each_document_once_under_its_number(tmp_path: Path, separator: str, size: int) -> None:
    between = FORM_FEED if separator == FORM_FEED else f"\n{separator}\n"
    one = found(tmp_path / "x.txt", between.join("字\n" * (n % 5) for n in range(60)))
    reader = Sections(separator)
    cut = [*reader.parts(one, size)]
    assert [row for part in cut for row in reader.read(part, Fields())] == [*reader.read(one, Fields())]
    assert len(cut) > 1


def test_one_bad_document_is_rejected_with_its_place_and_the_rest_goes_on(tmp_path: Path) -> None:
    one = found(tmp_path / "x.txt", b"good\f\xb7\xa2\xd5\xb9\f" + b"x" * 3_000_000 + b"\fgood")
    rows = [*Sections(FORM_FEED).read(one, Fields(limit=100))]
    assert [isinstance(row, Document) for row in rows] == [True, False, False, True]
    bad, long = (row for row in rows if isinstance(row, Rejected))
    assert "x.txt:2" in bad.reason
    assert "not utf-8" in bad.reason
    assert "too long" in long.reason


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [("分隔", "gb18030"), ("分隔", "auto"), ("--", "utf-16"), (FORM_FEED, "utf-16-le")],
)
def test_a_separator_that_would_not_be_found_is_refused(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    one = found(
        tmp_path / "x.txt", f"一\n{separator}\n二\n".encode("gb18030" if encoding == "auto" else encoding)
    )
    (row,) = Sections(separator).read(one, Fields(), encoding)
    assert isinstance(row, Rejected)
    assert encoding in row.reason and "allowed: " in row.reason


@pytest.mark.parametrize(("separator", "encoding"), [("分隔", "UTF8"), ("--", "gb18030"), ("--", "auto")])
def test_a_separator_that_has_its_own_bytes_parts_documents(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    known = "utf-8" if encoding == "auto" else encoding
    one = found(tmp_path / "x.txt", f"一\n{separator}\n二\n".encode(known))
    assert [row.text for row in Sections(separator).read(one, Fields(), encoding)] == ["一\n", "二\n"]  # type: ignore[union-attr]


def test_a_line_is_a_separator_only_as_a_whole(tmp_path: Path) -> None:
    line = "x" * (1 << 20) + "--\n"  # what is looked at together ends before the dashes
    assert texts(found(tmp_path / "x.txt", f"{line}--\n{line}"), "--") == [line, line]


def test_only_plain_text_is_parted(tmp_path: Path) -> None:
    assert rows_of(tmp_path / "a.jsonl", Fields(separator="--")) is not None
    assert not isinstance(rows_of(tmp_path / "a.jsonl", Fields(separator="--")), Sections)
    assert isinstance(rows_of(tmp_path / "a.txt", Fields(separator="--")), Sections)
    assert rows_of(tmp_path / "a.txt", Fields()) is None
