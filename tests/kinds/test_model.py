"""The kind ``model``: rules that take what the tagger found of their label."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from corpuskit.kinds import model
from corpuskit.kinds.model import ModelRule
from corpuskit.model import Block, Options, View
from corpuskit.unicode import code_points

TEXT = "画家陈之佛生于浙江慈溪，后来加入了皇家空军。"


def rule(**keys: Any) -> ModelRule:
    head = {"code": "EN801", "name": "by-tagger", "message": "", "why": ""}
    return ModelRule(**{**head, "label": "PER", **keys})


def found(rules: Sequence[ModelRule], *texts: str, blocks: tuple[Block, ...] = ()) -> list[list[str]]:
    views = [View(text, code_points(text), "zh", None, blocks) for text in texts]
    hits = model.compile(rules, Options())(views)
    return [
        [f"{rules[r].label}:{text[s:e]}" for r, s, e in zip(one.rules, one.starts, one.ends, strict=True)]
        for text, one in zip(texts, hits, strict=True)
    ]


def test_each_rule_takes_its_own_label() -> None:
    assert found([rule(label="LOC"), rule()], TEXT, "", TEXT) == [
        ["LOC:浙江慈溪", "PER:陈之佛"], [], ["LOC:浙江慈溪", "PER:陈之佛"],
    ]  # fmt: skip


def test_limits_hold() -> None:
    assert found([rule(exceptions=("陈之佛",))], TEXT) == [[]]
    assert found([rule(without=("之",))], TEXT) == [[]]
    assert found([rule(followed_by=("生于",))], TEXT) == [["PER:陈之佛"]]
    assert found([rule(words=("陈之佛",))], TEXT) == [[]]
    assert found([rule(confidence=99)], TEXT) <= found([rule()], TEXT)


def test_no_hit_has_half_a_pair() -> None:
    text = "【记者林雅婷／台北报导】立法院院会今日通过。"
    assert found([rule(label="ORG")], text) == [[]]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("甲（乙）丙", True), ("甲】乙丙", False), ("甲乙【丙", False), ("甲）乙（丙", False), ("甲乙丙", True)],
)
def test_pairs_are_whole_in_a_hit(text: str, kept: bool) -> None:
    rows = np.array([[0, 1, 1 + len(text)]])
    assert model._keeps_pairs(rows, code_points(f"（{text}）")).tolist() == [kept]


def test_a_hit_that_parts_fill_is_as_many_hits() -> None:
    assert found([rule(label="LOC", parts="浙江|慈溪")], TEXT) == [["LOC:浙江", "LOC:慈溪"]]
    assert found([rule(label="LOC", parts="{first}|慈溪", lists={"first": ("浙江",)})], TEXT, TEXT) == [
        ["LOC:浙江", "LOC:慈溪"], ["LOC:浙江", "LOC:慈溪"],
    ]  # fmt: skip


@pytest.mark.parametrize("parts", ["浙江", "慈溪", "浙|慈溪", "江慈"])
def test_parts_that_leave_something_over_change_nothing(parts: str) -> None:
    assert found([rule(label="LOC", parts=parts)], TEXT) == [["LOC:浙江慈溪"]]


def test_of_a_part_its_group_is_the_hit() -> None:
    assert found([rule(parts="(陈之)佛$")], TEXT) == [["PER:陈之"]]
    assert found([rule(parts="(?:(陈之)王|陈之佛)$")], TEXT) == [[]]
    assert found([rule(label="LOC", parts="(浙江)|(慈)溪")], TEXT) == [["LOC:浙江"]]


def test_blocks_hold() -> None:
    blocks = (Block(0, len(TEXT), "code", 90),)
    assert found([rule(not_blocks=("code",))], TEXT, blocks=blocks) == [[]]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"label": "DATE"}, "EN801: label: 'DATE'; allowed: PER, LOC, ORG"),
        ({"confidence": 100}, "EN801: confidence: 100; allowed: 0 to 99 (per cent)"),
        ({"words": ("",)}, "EN801: words: an empty word"),
        ({"parts": "{a}"}, "EN801: parts: unknown list {a}; allowed: none, there is no 'lists'"),
        ({"parts": "(?<=a)b"}, "EN801: parts: '(?<=a)b' is not RE2: invalid perl operator: (?<="),
        ({"lists": {"a": ("b",)}}, "EN801: lists: needs parts"),
    ],
)
def test_faults(keys: dict[str, Any], fault: str) -> None:
    assert [str(one) for one in model.faults(rule(**keys), Options())] == [fault]
