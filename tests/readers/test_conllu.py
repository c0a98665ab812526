import gzip
from pathlib import Path

import pytest

from corpuskit.model import Document
from corpuskit.readers import Fields, Found, Rejected
from corpuskit.readers.conllu import parts, read


def sentence(words: str, *comments: str, glued: bool = True) -> str:
    rows = [
        f"{number}\t{word}\t_\tX\t_\t_\t{number - 1}\tdep\t_\t{'SpaceAfter=No' if glued else '_'}"
        for number, word in enumerate(words.split(), 1)
    ]
    return "\n".join([*(f"# {one}" for one in comments), *rows, "", ""])


def found(path: Path, data: str | bytes) -> Found:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Found(path, path.name.partition(".")[0], True)


def told(rows: list[Document | Rejected]) -> list[tuple[str, int, str]]:
    return [(one.id, one.row, one.text if isinstance(one, Document) else f"! {one.reason}") for one in rows]


def test_documents_paragraphs_and_sentences_give_the_text_back(tmp_path: Path) -> None:
    data = (
        sentence("科创 板 。", "newdoc id = a", "newpar")
        + sentence("改革 。")
        + sentence("Hello there", "newpar id = a-2", glued=False)
        + sentence("You", glued=False)
        + sentence("好 。", "newdoc")
        + sentence("是 。")
    )
    for name, packed in (("x.conllu", data.encode()), ("x.conllu.gz", gzip.compress(data.encode()))):
        rows = [*read(found(tmp_path / name, packed), Fields())]
        assert told(rows) == [("a", 1, "科创板。改革。\n\nHello there You\n"), ("x:16", 16, "好。\n是。\n")]


def test_a_file_without_newdoc_is_one_document_and_an_empty_one_none(tmp_path: Path) -> None:
    assert told([*read(found(tmp_path / "x.conllu", sentence("好 。") * 2), Fields())]) == [
        ("x", 1, "好。\n好。\n")
    ]
    assert [*read(found(tmp_path / "y.conllu", ""), Fields())] == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (sentence("坏 了").replace("\t_\tX", "\tX", 1).encode(), "5: 9 columns; allowed: 10"),
        (sentence("坏 了").replace("2\t", "3\t").encode(), "6: ID '3'"),
        (sentence("坏 了").replace("2\t", f"{'2' * 5000}\t").encode(), "6: ID '2222"),
        (b"\n", "5: an empty line, but no word before it"),
        (sentence("坏 了").encode("gb18030"), "5: not utf-8: byte 2 (0xbb); try --encoding gb18030"),
        (sentence("坏 " * 40).encode(), "1: a document of 42 characters; allowed: 20"),
        (b"1\t" + b"x" * 20_000_000 + b"\n\n", "5: a sentence too long"),
    ],
)
def test_a_bad_document_is_rejected_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, bad: bytes, reason: str
) -> None:
    good = sentence("好 。", "newdoc")
    data = good.encode() + bad + sentence("好 。", "newdoc id = c").encode()
    first, last = read(found(tmp_path / "x.conllu", data), Fields(limit=20))
    assert isinstance(first, Rejected)
    assert isinstance(last, Document)
    assert f"x.conllu:{reason}" in first.reason
    assert last.id == "c"


def test_a_file_that_is_cut_off_says_where(tmp_path: Path) -> None:
    data = sentence("好 。", "newdoc id = a") + sentence("坏 了", "newdoc id = b")
    good, bad = read(found(tmp_path / "x.conllu", data[:-30]), Fields())
    assert isinstance(good, Document)
    assert isinstance(bad, Rejected)
    assert (bad.id, bad.row) == ("x:5", 5)
    packed = gzip.compress(data.encode())
    (only,) = read(found(tmp_path / "x.conllu.gz", packed[:-20]), Fields())
    assert isinstance(only, Rejected)
    assert "cut off" in only.reason


@pytest.mark.parametrize("size", [1, 100, 500, 10_000])
def test_parts_hold_each_document_once_under_its_line(tmp_path: Path, size: int) -> None:
    one = found(
        tmp_path / "x.conllu",
        "".join(sentence("字 " * (n % 5 + 1), f"newdoc id = d{n}") + sentence("好") for n in range(30)),
    )
    cut = [*parts(one, size)]
    assert [row for part in cut for row in read(part, Fields())] == [*read(one, Fields())]
    assert (len(cut) == 1) == (size == 10_000)
