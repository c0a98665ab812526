"""Justified lines whose words, or characters, came as lines."""

import pytest

from corpuskit.layout.looks import Looks
from corpuskit.layout.pieces import one_line
from corpuskit.layout.rewrap import fill
from tests.layout.prose import ENGLISH
from tests.layout.sample import ESSAY, fix, page_of

CELLS = ["土层", "样本", "最小", "最大", "平均"]


def _torn(paragraph: str, width: int, parts: list[int], gap: str) -> str:
    """``paragraph`` in a column; those ``parts`` of its lines are in pieces."""
    rows = fill(paragraph, [width])
    for number in parts:
        row = rows[number]
        rows[number] = gap.join(row.split() if row.isascii() else row)
    return "\n".join(rows)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n"])
@pytest.mark.parametrize("width", [34, 38, 42])
def test_words_of_one_justified_line_are_put_together(width: int, gap: str) -> None:
    rows = [fill(paragraph, [width]) for paragraph in ENGLISH]
    loose = [
        [n for n in range(2, len(part) - 1, 3) if part[n].islower() and 2 < len(part[n].split()) < 7]
        for part in rows
    ]
    text = "\n\n".join(_torn(part, width, n, gap) for part, n in zip(ENGLISH, loose, strict=True)) + "\n"
    assert any(loose)
    assert fix(text).rstrip("\n").split("\n\n") == [*ENGLISH]


@pytest.mark.parametrize("width", [28, 32, 36])
def test_characters_of_one_justified_line_are_put_together(width: int) -> None:
    places = [n for n, row in enumerate(fill(ESSAY[1], [width])) if row[-1] not in "，。" and "。" not in row]
    text = "\n\n".join([ESSAY[0], _torn(ESSAY[1], width, places[1:2], "\n"), *ESSAY[2:]])
    text = "\n\n".join(
        "\n".join(fill(part, [width])) if part in ESSAY else part for part in text.split("\n\n")
    )
    assert fix(text + "\n").rstrip("\n").split("\n\n") == [*ESSAY]


@pytest.mark.parametrize("width", [26, 30, 34, 38])
def test_cells_and_lists_are_no_pieces(width: int) -> None:
    before, after = ("\n".join(fill(part, [width])) for part in ESSAY[:2])
    caption = "表三 各层土样粒径的测定结果以及平均值"
    prose = ["\n".join(fill(part, [width])) for part in ENGLISH[:2]]
    words = ["apple", "pear", "quince", "walnut", "hazel", "almond"]
    compounds = ["to belong.", "mother-in-law", "half-way", "up-to-date", "self-made", "part-time"]
    for rows in (
        [before, caption, *CELLS, after],
        [before, "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", after],
        [prose[0], *words, prose[1]],
        [prose[0], "and that was all that there seemed", *compounds, prose[1]],
    ):
        text = "\n".join(rows) + "\n"
        batch, page = page_of(text)
        assert not one_line(page, Looks.of(batch, page, [text]).kinds).any()
