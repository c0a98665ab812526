import json
from pathlib import Path
from typing import Any

import pytest

from corpuskit import annotate, load_rules
from corpuskit.errors import RuleFileError
from corpuskit.testing import run_examples

LINES: list[dict[str, Any]] = [
    {"label": "ORG", "pattern": "智飞生物"},
    {"label": "ORG", "pattern": [{"TEXT": "长安"}, {"LOWER": "汽车"}], "id": "changan"},
    {"label": "GEAR", "pattern": [{"LOWER": "deep"}, {"LOWER": "blue"}, {"ORTH": "S7"}]},
    {"label": "GEAR", "pattern": "5G"},
]


def write(folder: Path, *lines: object, name: str = "house.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), "utf-8")
    return path


def found(path: Path, text: str) -> list[str]:
    annotated = annotate(text, rules=[str(path)])
    return [f"{one.label}:{annotated.checked.text[one.start : one.end]}" for one in annotated.labels]


def test_strings_and_tokens_are_names(tmp_path: Path) -> None:
    assert found(write(tmp_path, *LINES), "买智飞生物和长安汽车") == ["ORG:智飞生物", "ORG:长安汽车"]


def test_latin_tokens_may_stand_apart_in_any_case(tmp_path: Path) -> None:
    path = write(tmp_path, *LINES)
    assert found(path, "买Deep Blue S7和deepblue S7") == ["GEAR:Deep Blue S7", "GEAR:deepblue S7"]
    assert found(path, "买deep blue s7") == []
    assert found(path, "买Deep Blue S70") == []
    assert found(path, "5G与15G") == ["GEAR:5G"]


def test_each_label_is_a_rule_and_holds_its_examples(tmp_path: Path) -> None:
    rules = load_rules([write(tmp_path, *LINES)])
    own = [entry for entry in rules.entries if entry.pack.path.endswith("house.jsonl")]
    assert [(entry.rule.code, entry.line) for entry in own] == [
        ("HOUSE001", 1),
        ("HOUSE002", 3),
        ("HOUSE003", 4),
    ]
    results = list(run_examples(rules, {entry.rule.code for entry in own}))
    assert results
    assert all(one.passed for one in results)


def test_a_name_of_ours_wins_over_shipped_ones(tmp_path: Path) -> None:
    assert found(write(tmp_path, {"label": "SHOP", "pattern": "重庆"}), "在重庆大学") == ["SHOP:重庆"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            {"label": "ORG", "pattern": [{"POS": "PROPN"}]},
            "token {'POS': 'PROPN'}; allowed: one of LOWER, ORTH, TEXT",
        ),
        ({"label": "ORG", "pattern": [{"LOWER": {"IN": ["a"]}}]}, "LOWER of token"),
        ({"label": "ORG", "pattern": [{"TEXT": "a", "OP": "?"}]}, "allowed: one of LOWER"),
        ({"label": "ORG", "pattern": []}, "pattern: empty"),
        ({"label": "ORG", "pattern": ""}, "pattern: empty"),
        ({"label": "ORG"}, "missing required field `pattern`"),
        ({"label": "ORG", "pattern": "x", "phrase": 1}, "unknown field `phrase`"),
        ({"label": "Org", "pattern": "x"}, "label: 'Org'; allowed: upper case"),
        ("x", "got `str`"),
    ],
)
def test_what_is_not_supported_is_an_error_with_its_line(tmp_path: Path, line: object, problem: str) -> None:
    path = write(tmp_path, LINES[0], line)
    with pytest.raises(RuleFileError) as raised:
        load_rules([path])
    assert f"{path.as_posix()}:2: " in str(raised.value)
    assert problem in str(raised.value)


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(RuleFileError, match="'HOUSE001' is taken at"):
        load_rules([write(tmp_path, LINES[0]), write(tmp_path / "other", LINES[1])])


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"no \[\[rule\]\] tables"):
        load_rules([write(tmp_path, name="list.jsonl")])


def test_a_name_without_letters_gives_codes_all_the_same(tmp_path: Path) -> None:
    (entry,) = load_rules([write(tmp_path, LINES[0], name="名单.jsonl")], shipped=False).entries
    assert entry.rule.code == "ENTITY001"
