"""Running heads that nothing but their recurring gives away."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpuskit.layout.recurring import recurring
from tests.layout.sample import page_of

FULL = "他沿着河边的小路一直往北走，谁也没有惊动，跟在后面的只有{}"


def heads(*rows: str, likely: Sequence[int] | None = None) -> list[int]:
    """Which of the lines are heads, if the breaks after the lines ``likely`` are likely joins; else all."""
    text = "\n".join(rows)
    batch, page = page_of(text)
    joins = page.follows if likely is None else np.isin(np.arange(len(rows)), likely)
    return recurring(batch, page, [text], joins).nonzero()[0].tolist()


def pages(head: str, depth: int, other: str = "") -> list[str]:
    """``head`` on three pages of ``depth`` lines; on the last of them ``other``, if there is one."""
    rows = [FULL.format(number) for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"]
    return [
        *rows[:3],
        head,
        *rows[3 : 2 + depth],
        head,
        *rows[2 + depth : 1 + 2 * depth],
        other or head,
        rows[-1],
    ]


def test_a_short_line_that_recurs_a_page_away_is_a_head() -> None:
    assert heads(*pages("某县人民政府公报", 10)) == [3, 13, 23]
    assert heads(*pages("县公报社", 10)) == [3, 13, 23]
    assert heads(*pages("某县人民政府公报", 10, "某县人民政府公告")) == [3, 13]


@pytest.mark.parametrize(
    "head",
    ["公报社", "某县，政府公报", "（某县公报", "① 某县公报", FULL.replace("，", "又").format("某")[6:]],
    ids=["too short", "punctuation", "a bracket", "a mark", "most of the column"],
)
def test_other_lines_that_recur_are_none(head: str) -> None:
    assert heads(*pages(head, 10)) == []


def test_lines_that_recur_on_one_page_are_none() -> None:
    assert heads(*pages("某县人民政府公报", 9)) == []


def test_a_line_that_would_not_be_joined_is_none() -> None:
    rows = pages("某县人民政府公报", 10)
    assert heads(*rows, likely=[]) == []
    assert heads(*rows, likely=[0, 1, 4, 5]) == []
    assert heads(*rows, likely=[2]) == heads(*rows, likely=[13]) == [3, 13, 23]


def test_a_passage_that_stands_there_twice_has_no_heads() -> None:
    rows = [FULL.format(number) for number in "甲乙丙丁戊己庚辛壬癸子丑"]
    head, other = "某县人民政府公报", FULL.format("寅")
    assert heads(*rows, head, *rows, head, *rows) == []
    assert heads(*rows, head, *rows, head, other) == []
    assert heads(other, head, *rows, head, *rows) == []
    assert heads(other, head, *rows, head, other) == [1, 14]
