import numpy as np
import pytest

from corpuskit.layout.column import columns
from corpuskit.layout.lines import CELL, Batch, measure
from corpuskit.layout.marks import inspect
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, fill, rewrap
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
    assert lines.trailing.tolist() == [True, False]
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
    lines = measure(batch)
    found = columns(lines, inspect(batch, lines), 1)
    assert abs(int(found.grid[0]) - width * CELL) <= 3 * CELL
    assert found.votes[0] * 2 > found.breaks[0]


def test_a_page_looks_no_further_than_its_document() -> None:
    page = Page.of(Batch.of(["一\n二", "三\n四"]), 2)
    marks = np.array([1, 2, 3, 4])
    assert page.at(marks, 1).tolist() == [2, 0, 4, 0]
    assert page.at(marks, -1, 9).tolist() == [9, 1, 9, 3]
    assert page.share(marks > 3, 10).tolist() == [0, 0, 5, 5]


def test_filled_lines_keep_the_rules_of_line_breaking() -> None:
    lines = fill(ESSAY[0], [20])
    assert "".join(lines) == ESSAY[0]
    assert not any(line[0] in "，。”" for line in lines)


def test_a_rewrapped_text_is_the_same_each_time() -> None:
    setting = Setting(30, blank_lines=50, inset=True, stray=30)
    assert rewrap(ESSAY, ["paragraph"] * 4, setting, 3) == rewrap(ESSAY, ["paragraph"] * 4, setting, 3)
