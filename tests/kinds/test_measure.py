"""The kind ``measure``: figures of whole documents."""

from typing import Any

import pytest

from corpuskit.kinds import measure
from corpuskit.kinds.measure import MeasureRule
from corpuskit.layout import analyse
from corpuskit.model import Block, Fix, Options, View
from corpuskit.unicode import code_points


def rule(**keys: Any) -> MeasureRule:
    head: dict[str, Any] = {"code": "QU001", "name": "x", "message": "", "why": "", "from_characters": 1}
    return MeasureRule(**{**head, **keys})


def values(text: str, figure: measure.Figure, blocks: tuple[Block, ...] = ()) -> int:
    return measure.FIGURES[figure](View(text, code_points(text), "zh", None, blocks))


@pytest.mark.parametrize(
    ("text", "share"), [("", 0), ("汉字 ab\n", 50), ("一二三", 100), ("abc", 0), ("𠮷a", 50)]
)
def test_the_share_of_han_is_of_what_is_not_blank(text: str, share: int) -> None:
    assert values(text, "han") == share


def test_what_came_before_counts_whatever_its_blanks() -> None:
    assert values("首页\n正文\n 首 页\n", "repeated-lines") == 33
    blocks = (Block(0, 2, "paragraph", 90), Block(3, 5, "paragraph", 90))
    assert values("首页\n首页\n", "repeated-blocks", blocks) == 50
    assert values("首页\n首页\n", "block-length", blocks) == 2


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    text = f"首页{end}正文{end}首页{end}"
    assert values(text, "repeated-lines") == 33
    (hits,) = measure.compile([rule(figure="han", most=10)], Options())([View(text, code_points(text), "zh")])
    assert text[int(hits.starts[0]) : int(hits.ends[0])] == "首页"


def test_the_share_of_wraps_is_that_of_the_layout() -> None:
    text = "大运河北起北京，南至杭州，沟\n通五大水系。两千多年来，它把\n沿线的城镇连成一体，粮食和丝\n绸顺流而下。\n"
    (layout,) = analyse([text])
    assert measure.FIGURES["wrapped-lines"](View(text, code_points(text), "zh", layout, layout.blocks)) == 100
    assert values(text, "wrapped-lines") == 0


def test_a_hit_is_the_first_line_and_says_the_figure() -> None:
    text = "\n  ab cd  \n汉字\n"
    find = measure.compile([rule(figure="han", least=50), rule(figure="han", most=10)], Options())
    low, high = find([View(text, code_points(text), "zh")] * 2)
    assert low.rules.tolist() == high.rules.tolist() == [0, 1]
    assert text[int(low.starts[0]) : int(low.ends[0])] == "ab cd"
    assert low.details[0] == {"value": 33, "limit": 50}


def test_short_and_empty_documents_are_not_measured() -> None:
    find = measure.compile([rule(figure="han", least=50, from_characters=10)], Options())
    assert [
        len(hits.rules) for hits in find([View(t, code_points(t), "zh") for t in ("abc", "", " " * 20)])
    ] == [0] * 3


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({}, "QU001: least: least and most: both or none given; allowed: one of them"),
        ({"least": 1, "most": 2}, "QU001: least: least and most: both or none given; allowed: one of them"),
        ({"least": 1, "fix": Fix.SAFE}, "QU001: fix: 'safe': a measure edits nothing; allowed: none"),
        (
            {"least": 1, "blocks": ("code",)},
            "QU001: blocks: a measure is of the whole document; allowed: no scope",
        ),
    ],
)
def test_faults(keys: dict[str, Any], fault: str) -> None:
    assert [str(one) for one in measure.faults(rule(figure="han", **keys), Options())] == [fault]
