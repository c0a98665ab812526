"""Parts of patterns that a pack names: ``patterns`` of ``[pack]``."""

from pathlib import Path

import pytest

import corpuskit
from corpuskit.checker import check
from corpuskit.errors import RuleFileError
from corpuskit.model import Document
from corpuskit.rules import RuleSet, load_rules

PACK = """[pack]
name = "own"
language = "zh"
{pack}

[[rule]]
code = "OWN001"
name = "own-pattern"
kind = "{kind}"
message = "{{found}}"
why = "because"
{keys}
"""
PATTERN = 'examples = [{ bad = "第３月" }, { ok = "三月" }]\npattern = '
ENTITY = (
    'label = "ORG"\nexamples = [{ text = "好大学", tags = ["ORG:好大学"] }, { text = "好", tags = [] }]\n'
)


def load(folder: Path, pack: str, keys: str, kind: str = "pattern") -> RuleSet:
    path = folder / "own.toml"
    path.write_text(PACK.format(pack=pack, keys=keys, kind=kind), "utf-8")
    return load_rules([path], shipped=False)


def found(rules: RuleSet, text: str) -> list[str]:
    return [text[one.start : one.end] for one in check(Document("a", text), rules).diagnostics]


def test_a_part_stands_wherever_a_rule_names_it(tmp_path: Path) -> None:
    pack = 'patterns = { digit = "[0-9]", unit = "年|月" }'
    rules = load(
        tmp_path, pack, PATTERN + '"{digit}{1,2}{unit}"\nunless = [{ preceded_by_pattern = "{unit}" }]'
    )
    assert found(rules, "于12月和3年，年4月，5") == ["12月", "3年"]


def test_parts_stand_in_the_contexts_of_the_pack_and_in_a_majority(tmp_path: Path) -> None:
    pack = 'patterns = { digit = "[0-9]" }\nunless = [{ followed_by_pattern = "{digit}" }]'
    rules = load(tmp_path, pack, PATTERN + '"[甲乙]"\nmajority = "{digit}"')
    assert found(rules, "甲1乙，甲，2、3") == ["乙", "甲"]
    assert found(rules, "甲1乙，甲") == []


def test_a_rule_on_labels_has_lists_and_parts_in_one_pattern(tmp_path: Path) -> None:
    keys = ENTITY + 'lists = { school = ["大学"] }\npattern = "{han}{1,2}{school}"'
    rules = load(tmp_path, 'patterns = { han = "[^\\\\P{Han}的]" }', keys, kind="entity")
    text = "他的重庆大学"
    labels = corpuskit.annotate(text, rules=rules).labels
    assert [text[one.start : one.end] for one in labels] == ["重庆大学"]


def test_other_braces_stay(tmp_path: Path) -> None:
    rules = load(tmp_path, 'patterns = { a = "甲" }', PATTERN + r'"\\x{4e00}{2}|[{a]|\\p{Lu}{a}"')
    assert found(rules, "一一，{，A甲，A乙") == ["一一", "{", "A甲"]
    rules = load(tmp_path, "", PATTERN + '"{a}"')
    assert found(rules, "用{a}") == ["{a}"]


@pytest.mark.parametrize(
    ("pack", "keys", "fault"),
    [
        ('{ a = "(" }', '"{a}"', "4: patterns.a: '(' is not RE2"),
        ('{ a = "(年)" }', '"{a}"', "4: patterns.a: a group, which would count in each rule; allowed: (?:…)"),
        ('{ a = "" }', '"{a}"', "4: patterns.a: empty"),
        (
            '{ A1 = "年" }',
            '"年"',
            "4: patterns.A1: the name of a pattern; allowed: lower case letters and _",
        ),
        (
            '{ a = "年", b = "{a}" }',
            '"{a}"',
            "4: patterns.b: {a} in a pattern that has a name itself; allowed: in those of rules",
        ),
        ('{ a = "年" }', '"{b}"', "13: OWN001: pattern: unknown pattern {b}; allowed: {a}"),
        ('{ a = "年" }', '"[{a}]"', "13: OWN001: pattern: {a} in a class; allowed: outside of [ ]"),
        (
            '{ a = "年" }',
            '"年"\nonly = [{ line_pattern = "{b}" }]',
            "14: OWN001: only[0].line_pattern: unknown pattern {b}; allowed: {a}",
        ),
    ],
)
def test_a_fault_is_told_once_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str, keys: str, fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleFileError) as caught:
        load(Path(), f"patterns = {pack}", PATTERN + keys)
    (line,) = caught.value.faults
    assert line.startswith(f"own.toml:{fault}")


def test_a_list_of_the_name_of_a_part_is_a_fault(tmp_path: Path) -> None:
    keys = ENTITY + 'lists = { a = ["大学"] }\npattern = "好{a}"'
    with pytest.raises(RuleFileError, match=r"own.toml:14: OWN001: lists.a: its pack has patterns.a"):
        load(tmp_path, 'patterns = { a = "年" }', keys, kind="entity")


def test_a_wrong_context_of_the_pack_with_a_part_is_told_at_its_line(tmp_path: Path) -> None:
    pack = 'patterns = { a = "年" }\nunless = [{ followed_by_pattern = "{b}" }]'
    with pytest.raises(RuleFileError) as caught:
        load(tmp_path, pack, PATTERN + '"{a}"')
    (line,) = caught.value.faults
    assert ":5: unless[0].followed_by_pattern: unknown pattern {b}" in line
