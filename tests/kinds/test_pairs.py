from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.kinds import pairs
from corpuskit.kinds.pairs import PairsRule
from corpuskit.model import Block, Fix
from tests.growth import grows_linearly
from tests.kinds.views import look, problems


def rule(**keys: Any) -> PairsRule:
    own = {"pairs": ("“”", "‘’", "（(）)", "《》", "[]"), "reopens": ("“”",)}
    return PairsRule(**({"code": "PU1", "name": "x", "message": "", "why": ""} | own | keys))


def single(text: str, one: PairsRule = rule(), blocks: tuple[Block, ...] = ()) -> list[int]:
    return [found.start for found in look(pairs, [one], text, blocks)]


@pytest.mark.parametrize(
    "text",
    [
        "“你好”，《资本论》（第一卷）",
        "（甲（乙）丙）“甲‘乙’丙”",
        "西部（重庆)科学城",
        "（一）甲；1）乙；（2）丙；a) 丁；②）戊；iv)己",
        "（包括1）甲；2）乙）",
        "二、三）和\n三）丙",
        "“第一段。\n“第二段。\n\n“第三段。”",
        "“第一段。\n\u3000\u3000“第二段。”",
        "“甲\n乙\n丙”",
        "（甲\n乙）",
        "轴上（x =\n0）或不在",
        "don’t, the ’90s, workers’ rights, 5.5”, ‘90s",
        "（区间[0, 1)）和(a,b]",
        "在[0,1)上",
        "1.）甲 Ⅱ）乙",
        "0.6.1) 甲\n2.1）乙",
        "缺少“)”，以「]」结尾，需要 \"(\"，应为'[['，不是‘（’",
        "’９８音乐会，’98年展会",
        r"用 \(xx 插入字符，用 \[ 匹配括号",
        "好的:) 好吧：） :( ",
        "",
        "没有标点",
    ],
)
def test_in_balance(text: str) -> None:
    assert single(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“你好", [0]),
        ("你好”", [2]),
        ("”你好“", [0]),
        ("“你好。“他说。", [4]),
        ("”甲“乙”丙“丁“", [0, 8]),
        ("“甲“乙”", [0]),
        ("（甲（乙）", [0]),
        ("见图）", [2]),
        ("《资本论", [0]),
        ("“甲\n乙\n“丙”", [0]),
        ("《甲》\n乙》", [5]),
        ("（甲\n乙\n1）丙", [0]),
        ("“甲。\n乙。", [0]),
        ("‘甲。\n‘乙’", [0]),
        ("他说abc”。", [5]),
        ("见《abc。", [1]),
    ],
)
def test_out_of_balance(text: str, expected: list[int]) -> None:
    assert single(text) == expected


def test_halves_too_far_apart_are_two_findings() -> None:
    far = "（甲" + "\n乙" * 5 + "）"
    assert single(far, rule(reach=5)) == []
    assert single(far, rule(reach=4)) == [0, len(far) - 1]


def test_pairs_do_not_disturb_each_other() -> None:
    assert single("（“甲）”《乙") == [5]


def test_the_missing_half_is_named() -> None:
    found = look(pairs, [rule()], "(甲“")
    assert [(one.detail("found"), one.detail("missing")) for one in found] == [("(", ")"), ("“", "”")]
    assert all(one.edits == () for one in found)


def test_blocks_that_are_no_prose() -> None:
    blocks = (Block(0, 3, "verse", 90), Block(4, 7, "paragraph", 90))
    assert single("（甲乙\n（丙丁", blocks=blocks) == [4]
    assert single("（甲乙\n（丙丁", rule(not_blocks=(), blocks=("verse",)), blocks) == [0]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (rule(pairs=()), "pairs: no pairs"),
        (rule(pairs=("“",), reopens=()), "'“' is not as many opening as closing marks"),
        (rule(pairs=("()", "(）"), reopens=()), "'(' stands in two places"),
        (rule(pairs=('""',), reopens=()), "'\"' stands in two places"),
        (rule(reopens=("「」",)), "reopens: '「」'; allowed: “”, ‘’"),
        (rule(reach=-1), "reach: -1; allowed: 0 and more"),
        (rule(fix=Fix.SAFE), "allowed: none"),
    ],
)
def test_faults(wrong: PairsRule, problem: str) -> None:
    assert problem in problems(pairs, wrong)


def test_no_faults() -> None:
    assert problems(pairs, rule()) == ""


NESTED = st.recursive(
    st.sampled_from(["科技", "\n", "，"]),
    lambda inner: st.tuples(
        st.sampled_from(["“”", "‘’", "（）", "《》"]), st.lists(inner, max_size=4).map("".join)
    ).map(lambda one: one[0][0] + one[1] + one[0][1]),
    max_leaves=12,
)


@given(NESTED)
def test_nested_text_is_in_balance(text: str) -> None:
    assert single(text, rule(reopens=())) == []


@given(st.text("“”（）《》a1\n", max_size=40))
def test_a_finding_is_a_mark_and_no_mark_is_found_twice(text: str) -> None:
    found = single(text)
    assert len(set(found)) == len(found)
    assert {text[at] for at in found} <= set("“”（）《》")


def test_marks_of_stage_directions_in_one_line_take_no_longer_each() -> None:
    one = rule(pairs=("〔〕",))
    assert grows_linearly(lambda many: single("甲" * 500 * many + "〔" * many, one), 1_000)


def test_a_stage_direction_may_stand_far_in() -> None:
    assert single("甲\n" + "\u3000" * 40 + "〔幕落", rule(pairs=("〔〕",))) == []
