from typing import Any

import pytest

from corpuskit.contexts import Context
from corpuskit.kinds import pattern
from corpuskit.kinds.pattern import PatternRule
from corpuskit.model import Block, Edit, Fix
from tests.kinds.views import look, problems, repaired


def rule(expression: str, **keys: Any) -> PatternRule:
    fix = Fix.SAFE if keys.get("replace") is not None else Fix.NONE
    return PatternRule(
        **({"code": "XX1", "name": "x", "message": "", "why": "", "fix": fix} | keys), pattern=expression
    )


def spans(one: PatternRule, text: str, blocks: tuple[Block, ...] = ()) -> list[tuple[int, int]]:
    return [found[:2] for found in look(pattern, [one], text, blocks)]


MARKS = rule(
    r"\p{Han}([,;:?!])",
    group=1,
    only=(Context(followed_by_pattern=r"\p{Han}"),),
    replace={",": "，", ":": "："},
)
BLANKS = rule("([0-9]+) +(年|个)", replace="$1$2", majority="[0-9](?:年|个)")


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("(a+)+$", "a" * 100_000 + "b", []),
        ("(a+)+$", "b" + "a" * 100_000, [(1, 100_001)]),
        ("(a|aa)+$", "a" * 100_000 + "b", []),
        ("(a|aa)+$", "a" * 1_000_000, [(0, 1_000_000)]),
        ("(.*)*x", "a" * 1_000_000, []),
        ("(.*)*x", "科" * 100_000 + "x", [(0, 100_001)]),
        ("(a*)*b", "a" * 1_000_000, []),
        ("a*", "b" * 20_000, []),
        ("x?", "科" * 20_000 + "x", [(20_000, 20_001)]),
    ],
)
def test_no_pattern_runs_away(expression: str, text: str, expected: list[tuple[int, int]]) -> None:
    assert spans(rule(expression), text) == expected


def test_offsets_are_code_points() -> None:
    assert spans(rule("年"), "𠮷\U0001f600年é年") == [(2, 3), (4, 5)]


def test_lone_surrogates_shift_nothing() -> None:
    (found,) = look(pattern, [rule("创.")], "\ud800创\ud801新")
    assert found[:2] == (1, 3)
    assert found.detail("found") == "创\ud801"


def test_the_left_side_of_one_match_may_be_the_right_side_of_the_last() -> None:
    assert repaired(pattern, [MARKS], "中,国,人,") == "中，国，人,"


def test_what_a_table_lacks_is_no_hit() -> None:
    assert repaired(pattern, [MARKS], "中:国?人") == "中：国?人"
    assert len(look(pattern, [MARKS], "中:国?人")) == 1


@pytest.mark.parametrize(
    ("template", "new"),
    [
        ("$2-$1", "b-a"),
        (r"\2\1", "ba"),
        ("$0!", "ab!"),
        ("$$1", "$1"),
        (r"\\1", r"\1"),
        ("$3|", "|"),
        ("$", "$"),
    ],
)
def test_templates(template: str, new: str) -> None:
    assert repaired(pattern, [rule("(a)(b)(c)?", replace=template)], "ab") == new


def test_a_hit_that_reads_right_already_is_none() -> None:
    assert spans(rule("(a)b?", replace="$1"), "a ab") == [(2, 4)]


def test_no_edit_without_a_fix() -> None:
    (found,) = look(pattern, [rule("a+")], "baa")
    assert (found.edits, found.details) == ((), {"found": "aa", "replacement": ""})


def test_what_would_stand_there_is_told_without_a_fix() -> None:
    (found,) = look(pattern, [rule("a+", fix=Fix.NONE, replace="b")], "baa")
    assert (found.edits, found.detail("replacement")) == ((), "b")


def test_a_group_that_took_no_part_is_no_hit() -> None:
    assert spans(rule("表 ?[0-9]+|([0-9]+)", group=1), "表2和3") == [(3, 4)]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("2023年到2024 年，3个", "2023年到2024年，3个"),
        ("2023 年到2024 年，3个", "2023 年到2024 年，3个"),
        ("2023年到2024 年", "2023年到2024 年"),
        ("2024 年", "2024 年"),
    ],
)
def test_the_majority_of_the_document_decides(text: str, clean: str) -> None:
    assert repaired(pattern, [BLANKS], text) == clean


def test_hits_that_contexts_forgive_do_not_count_against_the_majority() -> None:
    one = rule("[0-9] 年", unless=(Context(preceded_by="第"),), majority="[0-9]年")
    assert spans(one, "第1 年，第2 年，3年，4年，5 年") == [(16, 19)]


def test_unless_and_ignore_case() -> None:
    one = rule("ai", ignore_case=True, unless=(Context(preceded_by="Open"), Context(followed_by=("n", "r"))))
    assert spans(one, "AI OpenAI ain ai") == [(0, 2), (14, 16)]


def test_blocks() -> None:
    blocks = (Block(0, 2, "code", 90), Block(3, 5, "paragraph", 90))
    assert spans(rule("a", not_blocks=("code",)), "aa\naa", blocks) == [(3, 4), (4, 5)]
    assert spans(rule("a", blocks=("code",)), "aa\naa", blocks) == [(0, 1), (1, 2)]
    assert spans(rule("a", blocks=("code",)), "aa") == []


def test_hits_in_other_blocks_do_not_count_against_the_majority() -> None:
    blocks = (Block(0, 7, "table", 90), Block(8, 17, "paragraph", 90))
    one = rule("[0-9] 年", majority="[0-9]年")
    text = "1 年\n2 年\n3 年，4年，5年"
    assert spans(one, text, blocks) == []
    scoped = rule("[0-9] 年", majority="[0-9]年", not_blocks=("table",))
    assert spans(scoped, text, blocks) == [(8, 11)]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (rule("(?=a)"), "pattern: '(?=a)' is not RE2"),
        (rule(""), "pattern: empty: it would find nothing"),
        (rule(r"(a)\1"), "is not RE2"),
        (rule("a", majority="("), "majority: '(' is not RE2"),
        (rule("a", unless=(Context(preceded_by_pattern="["),)), "unless[0].preceded_by_pattern: "),
        (rule("a", only=(Context(lines_pattern="["),)), "only[0].lines_pattern: "),
        (rule("(a)", group=2), "group: the pattern has no group 2; allowed: 0 to 1"),
        (rule("(a)", replace="$2"), "replace: the pattern has no group 2; allowed: 0 to 1"),
        (rule("a", fix=Fix.SAFE), "fix: 'safe' without 'replace'; allowed: none"),
    ],
)
def test_faults(wrong: PatternRule, problem: str) -> None:
    assert problem in problems(pattern, wrong)


def test_no_faults() -> None:
    assert problems(pattern, MARKS) == problems(pattern, BLANKS) == ""


def test_edits_are_the_hits() -> None:
    (found,) = look(pattern, [BLANKS], "1年2个3 年")
    assert found.edits == (Edit(4, 7, "3年"),)


@pytest.mark.parametrize(("expression", "new"), [("质", "质质"), ("(?i)co", "CO2"), ("[,，]", "，，")])
def test_what_would_be_replaced_without_end_is_a_fault(expression: str, new: str) -> None:
    assert "replaced without end" in problems(pattern, rule(expression, replace=new))


@pytest.mark.parametrize(
    ("expression", "new", "keys"),
    [
        ("，+", "，", {}),
        ("[,，]", "，", {}),
        ("—", "——", {"unless": (Context(followed_by="—"), Context(preceded_by="—"))}),
        ("a$", "ba", {}),
        (r"\\bco", "co2", {}),
        ("(x)a", "xa", {"group": 1}),
        ("(a)", "$1$1", {}),
        ("ab", "ba", {}),
        ("a.*b|a", "a", {}),
    ],
)
def test_what_may_come_to_an_end_is_none(expression: str, new: str, keys: dict[str, Any]) -> None:
    assert not problems(pattern, rule(expression, replace=new, **keys))
