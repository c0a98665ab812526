import gzip
from pathlib import Path

import pytest

from corpuskit.errors import InputError
from corpuskit.model import Document
from corpuskit.readers import Fields, Found, Rejected
from corpuskit.readers.delimited import parts, read, spans
from tests.readers.test_jsonl import found, reasons

TABLE = 'id,text,lang,page\na,"科创\n板, ""好""",zh,3\nb,两千年,,\n'


def test_a_row_is_a_document_and_its_other_columns_are_metadata(tmp_path: Path) -> None:
    one, other = read(found(tmp_path / "x.csv", TABLE), Fields())
    assert isinstance(one, Document) and isinstance(other, Document)
    assert (one.id, one.text, one.row, one.meta) == ("a", '科创\n板, "好"', 2, {"lang": "zh", "page": "3"})
    assert (other.id, other.text, other.row) == ("b", "两千年", 3)
    assert one.place.endswith("x.csv:2")


def test_columns_are_named_and_tabs_part_them(tmp_path: Path) -> None:
    data = '\ufeff"key"\tbody\r\n7\t好，\r\n\r\n\t坏\r\n'
    one, other = read(found(tmp_path / "x.tsv", data), Fields("body", "key"))
    assert isinstance(one, Document) and isinstance(other, Document)
    assert [one.id, one.text, other.id, other.text] == ["7", "好，", "x:4", "坏"]


@pytest.mark.parametrize("encoding", ["gb18030", "auto"])
def test_packed_and_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    data = gzip.compress("id,text\na,科创板是中国的一个板块，\n".encode("gb18030"))
    (one,) = read(found(tmp_path / "x.csv.gz", data), Fields(), encoding)
    assert isinstance(one, Document)
    assert (one.text, one.origin.encoding) == ("科创板是中国的一个板块，", "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16", "iso2022_jp", "hz"])
def test_an_encoding_that_spells_others_with_the_bytes_of_marks_is_refused(
    tmp_path: Path, encoding: str
) -> None:
    (one,) = read(found(tmp_path / "x.csv", "id,text\na,あが\n".encode(encoding)), Fields(), encoding)
    assert isinstance(one, Rejected) and f"of rows, {encoding} is not read" in one.reason


def test_a_row_in_an_encoding_of_two_bytes_is_refused_where_none_is_named(tmp_path: Path) -> None:
    data = b"id,text\n1," + ("2024" * 10).encode("utf-16-le") + b"\n2,b\n"
    wide, plain = read(found(tmp_path / "x.csv", data), Fields(), "auto")
    assert isinstance(wide, Rejected) and "of rows, utf-16-le is not read" in wide.reason
    assert isinstance(plain, Document)


@pytest.mark.parametrize("encoding", ["UTF8", "gbk", "big5", "shift_jis", "euc_jp", "euc_kr", "utf-8-sig"])
def test_encodings_that_hold_ascii_as_it_is_are_read(tmp_path: Path, encoding: str) -> None:
    (one,) = read(found(tmp_path / "x.csv", 'id,text\na,"一,""二"\n'.encode(encoding)), Fields(), encoding)
    assert isinstance(one, Document) and one.text == '一,"二'


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b", "1 fields; there are 2 columns"),
        ("b,c,d", "3 fields; there are 2 columns"),
        (b"b,\xb7\xa2", "not utf-8"),
        ("b,长长长长长", "5 characters; allowed: 4"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path, row: str | bytes, reason: str
) -> None:
    raw = row if isinstance(row, bytes) else row.encode()
    rows = [*read(found(tmp_path / "x.csv", b"id,text\na,1\n" + raw + b"\nz,2\n"), Fields(limit=4))]
    assert [isinstance(one, Document) for one in rows] == [True, False, True]
    assert reason in reasons(rows)[1]
    assert [one.row for one in rows] == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "no column 'text'; there are: none"),
        ("id,body\na,b\n", "no column 'text'; there are: id, body"),
        ("text,x,x\na,b,c\n", "two columns 'x'"),
        ("id,text\ra,b\rc,d\r", "lines end in CR alone"),
        ("text\n" + "长" * 2_000_000 + "\n", "a row too long"),
    ],
)
def test_a_table_that_cannot_be_read_is_rejected(tmp_path: Path, data: str, reason: str) -> None:
    *_, last = read(found(tmp_path / "x.csv", data), Fields(limit=4))
    assert isinstance(last, Rejected)
    assert reason in last.reason


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("size", [1, 1_000])
def test_a_cr_inside_a_line_belongs_to_its_field(tmp_path: Path, end: str, size: int) -> None:
    """Some writers do not quote such a field: it must not be the end of the table."""
    lines = ["id,text", "a,科\r创", 'b,"一\r二\r\n三"', "c,\r", "d,板"]
    table = end.join(lines) + end
    rows = [one for part in parts(found(tmp_path / "x.csv", table), size) for one in read(part, Fields())]
    assert not any(reasons(rows))
    texts = {one.id: one.text for one in rows if isinstance(one, Document)}
    assert texts == {"a": "科\r创", "b": "一\r二\r\n三", "c": "", "d": "板"}


def test_a_field_may_be_long(tmp_path: Path) -> None:
    (one,) = read(found(tmp_path / "x.csv", f'id,text\na,"{"长" * 200_000}"\n'), Fields())
    assert isinstance(one, Document) and len(one.text) == 200_000


@pytest.mark.parametrize("size", [1, 100])
def test_only_the_mark_at_the_beginning_of_the_file_is_none_of_the_text(tmp_path: Path, size: int) -> None:
    whole = found(tmp_path / "x.csv", "\ufeffid,text\n\ufeffa,一\n")
    (one,) = (one for part in parts(whole, size) for one in read(part, Fields()))
    assert isinstance(one, Document) and one.id == "\ufeffa"


def test_a_packed_table_that_is_cut_off_gives_what_comes_before(tmp_path: Path) -> None:
    rows = "".join(f"d{number},{number * 7919 % 10007}\n" for number in range(20_000))
    data = gzip.compress(("id,text\n" + rows).encode())
    *some, last = read(found(tmp_path / "x.csv.gz", data[: len(data) // 2]), Fields())
    assert some and all(isinstance(one, Document) for one in some)
    assert isinstance(last, Rejected) and "cut off" in last.reason


@pytest.mark.parametrize("size", [1, 40, 100, 1_000, 10_000])
def test_parts_hold_each_row_once(tmp_path: Path, size: int) -> None:
    rows = [f'd{number},"第{number}行\n\n""引"" , {"长" * (number % 40)}"\n' for number in range(60)]
    whole = found(tmp_path / "x.csv", "id,text\n" + "".join(rows))
    cut = [*parts(whole, size)]
    assert [one for part in cut for one in read(part, Fields())] == [*read(whole, Fields())]
    assert len(cut) > 1 or size == 10_000
    assert all(part.end - part.start < size + 200 for part in cut if part.end)


def test_a_quote_that_nothing_closes_is_told_and_its_rows_are_no_document(tmp_path: Path) -> None:
    whole = found(tmp_path / "x.csv", 'id,text\na,"1\n"\nb,"open\nc,3\n')
    one, other = read(whole, Fields())
    assert isinstance(one, Document) and one.text == "1\n"
    assert isinstance(other, Rejected) and "x.csv:3: an open quote, which nothing closes" in other.reason
    assert [each.id for part in parts(whole, 5) for each in read(part, Fields())] == ["a", "x:3"]


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises((InputError, OSError)):
        next(parts(Found(tmp_path / "x.csv", "x", True), 10))
    (one,) = read(Found(tmp_path / "x.csv", "x", True), Fields())
    assert isinstance(one, Rejected)


def test_a_part_depends_on_the_row_of_names(tmp_path: Path) -> None:
    whole = found(tmp_path / "x.csv", "id,text\n" + "a,b\n" * 20)
    first, second, *_ = parts(whole, 30)
    assert spans(first) == [(0, 32)]
    assert spans(second) == [(0, 8), (32, 64)]
    assert spans(whole) == [(0, 88)]
