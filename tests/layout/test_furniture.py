"""Page numbers in sequence, and heads at the edges of pages."""

import pytest

from corpuskit.layout.furniture import furniture
from corpuskit.layout.lines import Batch
from corpuskit.layout.measure import measure

ROWS = [f"第{number}行的文字写在这里" for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]


def found(*texts: str) -> list[str]:
    """The lines of furniture of all ``texts``."""
    batch = Batch.of(texts)
    lines = measure(batch)
    flags = furniture(batch, lines, texts)
    whole = "\n".join(texts)
    places = zip(lines.starts[flags].tolist(), lines.ends[flags].tolist(), strict=True)
    return [whole[start:end] for start, end in places]


def paged(depth: int, *between: str) -> str:
    """Pages of ``depth`` lines, what stands ``between`` behind each."""
    pages = [ROWS[start : start + depth] for start in range(0, depth * len(between), depth)]
    return "".join("\n".join([*rows, end]) + "\n" for rows, end in zip(pages, between, strict=True))


@pytest.mark.parametrize(
    "style",
    [
        *("{}", "— {} —", "-{}-", "· {} ·", "• {} •", "{}."),
        *("第{}页", "第 {} 頁", "第{}页 共20页", "Page {}", "page {}", "{} / 20", "{} of 20"),
    ],
)
def test_numbers_that_count_on_a_page_away_are_page_numbers(style: str) -> None:
    assert found(paged(4, style.format(9), style.format(10))) == [style.format(9), style.format(10)]
    assert found(paged(4, style.format(9), style.format(11))) == []
    assert found(paged(4, style.format(9), style.format(9))) == []


def test_numbers_too_close_and_those_of_two_documents_are_none() -> None:
    assert found(paged(3, "9", "10", "11")) == ["9", "10", "11"]
    assert found(paged(2, "9", "10", "11")) == []
    assert found(paged(4, "9"), paged(4, "10")) == []


@pytest.mark.parametrize("line", ["第9章", "9年", "12345", "9.5", "9、", "2-3", "约9"])
def test_other_lines_with_a_number_are_no_page_numbers(line: str) -> None:
    assert found(paged(4, line, line.replace("9", "10").replace("12345", "12346"))) == []


def test_a_number_beside_a_form_feed_is_a_page_number() -> None:
    assert found(paged(4, "9\f", "7")) == ["9"]
    assert found(paged(4, "\f9", "7")) == ["9"]
    assert found(paged(4, "\f", "7")) == []


def test_lines_beside_page_numbers_are_heads_where_they_stand_at_two_edges() -> None:
    assert found(paged(5, "9\n某县公报", "10\n某县公报")) == ["9", "某县公报", "10", "某县公报"]
    assert found(paged(5, "某县公报\n9", "某县公报\n10")) == ["某县公报", "9", "某县公报", "10"]
    assert found(paged(5, "9\n某县公报", "10\n某县公告")) == ["9", "10"]


def test_heads_stand_at_form_feeds_and_where_a_document_begins_and_ends() -> None:
    assert found("某县公报\n" + paged(5, "\f某县公报", "\f尾")) == ["某县公报", "某县公报"]
    assert found(paged(5, "某县公报\f", "某县公报")) == ["某县公报", "某县公报"]
    assert found(paged(5, "\f某县公报"), paged(5, "\f某县公报")) == []


def test_a_head_is_one_wherever_else_it_stands() -> None:
    text = "某县公报\n" + paged(5, "\f某县公报", "尾") + "某县公报\n" + ROWS[-1]
    assert found(text) == ["某县公报"] * 3


def test_a_long_line_is_no_head() -> None:
    assert found(paged(5, "文" * 80 + "\f", "文" * 80)) == ["文" * 80] * 2
    assert found(paged(5, "文" * 81 + "\f", "文" * 81)) == []


def test_a_document_of_nothing_else_has_none() -> None:
    assert found("9\f10\f11") == []
    assert found("9\f10\f11", paged(4, "9", "10")) == ["9", "10"]
    assert found("", "\n") == []
