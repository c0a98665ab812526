import numpy as np
import pytest

from corpuskit.layout.lines import CELL, Batch, among
from corpuskit.layout.measure import measure
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, fill, rewrap
from corpuskit.unicode import code_points
from tests.layout.sample import ESSAY


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"])
def test_every_line_end_separates_lines(end: str) -> None:
    batch = Batch.of([f"科技{end}创新{end}{end}高地"])
    lines = measure(batch)
    assert lines.gaps.tolist() == [1, 1, 2]
    assert [batch.codes[a:b].tolist() for a, b in zip(lines.starts, lines.ends, strict=True)] == [
        [ord("科"), ord("技")],
        [ord("创"), ord("新")],
        [ord("高"), ord("地")],
    ]


def test_a_line_is_measured_without_the_blanks_around_it() -> None:
    lines = measure(Batch.of(["\u3000\u3000科技5G  \n\n\t创新"]))
    assert lines.grid.tolist() == [6 * CELL, 4 * CELL]
    assert lines.indents.tolist() == [4 * CELL, 4 * CELL]
    assert (lines.starts - lines.heads).tolist() == [2, 1]


def test_what_cannot_be_broken_at_the_start_of_a_line() -> None:
    # A Latin word counts with the blank behind it.
    lines = measure(Batch.of(["科技创新\n“科技”\n新，产业\ncommittee of\n5G网络"]))
    assert (lines.grid_unit // CELL).tolist() == [2, 4, 4, 10, 2]


def test_pages_and_gaps_do_not_cross_texts() -> None:
    lines = measure(Batch.of(["科技\n\n\f", "创新\f高地"]))
    assert lines.document.tolist() == [0, 1, 1]
    assert lines.gaps.tolist() == [1, 1, 1]
    assert lines.pages.tolist() == [False, False, True]


@pytest.mark.parametrize("width", [24, 30, 36, 40])
def test_the_column_is_found_from_the_breaks(width: int) -> None:
    text = rewrap(ESSAY, ["paragraph"] * 4, Setting(width), 1)
    batch = Batch.of([text])
    found = Page.of(batch, [text]).columns
    assert abs(int(found.width[0]) - width * CELL) <= 3 * CELL
    assert found.votes[0] * 2 > found.breaks[0]


def test_a_page_looks_no_further_than_its_document() -> None:
    texts = ["一\n二", "", "三\n四"]
    page = Page.of(Batch.of(texts), texts)
    marks = np.array([1, 2, 3, 4])
    assert page.at(marks, 1).tolist() == [2, 0, 4, 0]
    assert page.at(marks, -1).tolist() == [0, 1, 0, 3]
    assert page.follows.tolist() == [True, False, True, False]
    assert page.counts([marks > 1, marks > 3]).tolist() == [[1, 0, 2], [0, 0, 1]]
    assert page.percents([marks > 3]).tolist() == [[0, 0, 50]]
    assert page.near([marks]).tolist() == [[3, 3, 7, 7], [2, 2, 2, 2]]
    around = page.around(marks.astype(np.int32))
    assert around[3:6].tolist() == [[0, 1, 0, 3], [1, 2, 3, 4], [2, 0, 4, 0]]
    assert not around[:3].any() and not around[6:].any()


def test_filled_lines_keep_the_rules_of_line_breaking() -> None:
    lines = fill(ESSAY[0], [20])
    assert "".join(lines) == ESSAY[0]
    assert not any(line[0] in "，。”" for line in lines)


def test_a_rewrapped_text_is_the_same_each_time() -> None:
    setting = Setting(30, blank_lines=50, inset=True, stray=30)
    assert rewrap(ESSAY, ["paragraph"] * 4, setting, 3) == rewrap(ESSAY, ["paragraph"] * 4, setting, 3)


def test_pieces_are_measured_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{'科技' * (n % 7)}，第{n}节：“（创新）” x{n}.5\f" if n % 9 else "\r\n\t  " for n in range(300)]
    batch = Batch.of(["\n".join(rows), "", "  \n", "5G " * 4000, "\r\n".join(rows)])
    whole = measure(batch)
    monkeypatch.setattr("corpuskit.layout.measure.PIECE", 50)
    monkeypatch.setattr("corpuskit.layout.measure._LONGEST", 30)
    parts = measure(batch)
    for name in whole.__struct_fields__:
        assert np.array_equal(getattr(parts, name), getattr(whole, name)), name


def test_a_few_codes_are_found_among_many() -> None:
    codes = code_points("1.2．科；;.").reshape(2, 4)
    assert among(codes, code_points(".．")).tolist() == [
        [False, True, False, True],
        [False, False, False, True],
    ]
    assert not among(codes[:0], code_points(".．")).size
