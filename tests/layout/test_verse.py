"""Verse shows its metre: in a run of lines, lengths and inner pauses recur."""

import numpy as np
import pytest

from corpuskit.layout.looks import Looks
from corpuskit.layout.verse import bare
from tests.layout.sample import page_of

QUATRAIN = "白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。"


def shown(text: str, *joined: int) -> list[int]:
    """The lines that show a metre; if those ``joined`` go on in the next, those without punctuation too."""
    batch, page = page_of(text)
    looks = Looks.of(batch, page, [text])
    joins = np.isin(np.arange(len(page.lines)), joined)
    metre = looks.metrical
    return (metre | bare(page, looks.kinds, joins) if joined else metre).nonzero()[0].tolist()


@pytest.mark.parametrize(
    "text",
    [
        QUATRAIN,
        "昔人已乘黄鹤去，此地空余黄鹤楼。\n黄鹤一去不复返，白云千载空悠悠。\n晴川历历汉阳树，芳草萋萋鹦鹉洲。\n"
        "日暮乡关何处是，烟波江上使人愁。",
        "大江去，浪淘尽。\n大河去，浪不尽。\n故垒西，人道是。\n故垒东，人不是。",
        "甲乙丙丁戊，\n一二三四五六，\n甲乙丙丁戊，\n一二三四五六，",
    ],
)
def test_lines_alike_are_verse(text: str) -> None:
    assert shown(text) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "白日依山尽，\n黄河入海流。\n欲穷千里目，",
        "白日依山尽，\n黄河流入海，\n欲穷千里之目，\n更上一层高楼吧。\n从此不再回来了啊。",
        "河面上，雾很大。\n河面上雾，很大。\n河，面上雾很大。\n河面上雾很，大。",
        "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼",
        "日山尽，\n河海流。\n千里目，\n一层楼。",
        "\n".join(["他沿着河边的小路一直往北走谁也没有惊动过。"] * 4),
        "一、依山尽，\n二、入海流。\n三、千里目，\n四、一层楼。",
        "甲：依山尽，\n乙：入海流。\n丙：千里目，\n丁：一层楼。",
        "white,\nblack,\ngreen,\nbrown,",
        f"```\n{QUATRAIN}\n```",
    ],
    ids=["three", "lengths", "pauses", "no pauses", "short", "long", "items", "keys", "latin", "code"],
)
def test_other_lines_show_no_metre(text: str) -> None:
    assert shown(text) == []


def test_a_run_is_of_one_document() -> None:
    halves = QUATRAIN[:13], QUATRAIN[14:]
    batch, page = page_of(*halves)
    assert not Looks.of(batch, page, halves).metrical.any()


def test_lines_without_punctuation_are_verse_where_none_is_joined() -> None:
    lines = "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼\n" * 2
    assert shown(lines, -1) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert shown(lines, 0) == [2, 3, 4, 5, 6, 7]
    assert shown(lines, 4) == [0, 1, 2, 3]
    assert shown(lines, 3) == []
    assert shown(lines.replace("\n", "，\n"), 3) == [0, 1, 2, 3, 4, 5, 6, 7]


def test_rows_of_a_table_are_no_verse() -> None:
    assert shown("城市  人口\n重庆  很多\n江津  不少\n城口  不多\n", -1) == []
