from pathlib import Path

import pytest

from corpuskit.rules import RuleSet, load_rules
from corpuskit.testing import Result, run_examples

SHIPPED = load_rules()
TERM = """
[[rule]]
code = "TMX001"
name = "wrong-account"
kind = "term"
fix = "safe"
message = "“{found}”应为“{prefer}”"
why = "账户的账从贝。"
prefer = "账户"
variants = ["帐户"]
"""
PERSON = """
[[rule]]
code = "ENX001"
name = "poets"
kind = "entity"
label = "PER"
message = "{found}"
why = "诗人。"
names = ["李白", "杜甫"]
"""


@pytest.mark.parametrize("code", [entry.rule.code for entry in SHIPPED.entries])
def test_the_examples_of_shipped_rules_hold(code: str) -> None:
    results = list(run_examples(SHIPPED, {code}))
    assert results and [result for result in results if not result.passed] == []


def pack(folder: Path, body: str, head: str = "", *, shipped: bool = False) -> RuleSet:
    path = folder / "mine.toml"
    path.write_text(f'[pack]\nname = "mine"\nlanguage = "zh"\n{head}\n{body}', "utf-8")
    return load_rules([path], shipped=shipped)


def said(results: list[Result]) -> list[tuple[str, str, str]]:
    return [(result.example, result.expected, result.got) for result in results]


def test_each_statement_tells_what_came(tmp_path: Path) -> None:
    examples = """examples = [
      { bad = "开帐户，销帐户", good = "开账户，销帐户", hits = 3 },
      { bad = "户头" },
      { ok = "帐户" },
      { ok = "帐篷" },
    ]"""
    results = list(run_examples(pack(tmp_path, TERM + examples)))
    assert said(results) == [
        ("examples[0].bad", "3 hits", "2 hits"),
        ("examples[0].good", "开账户，销帐户", "开账户，销账户"),
        ("examples[0].good under all rules", "开账户，销帐户", "开账户，销账户"),
        ("examples[1].bad", "1 hit", "nothing"),
        ("examples[2].ok", "nothing", "1 hit"),
        ("examples[3].ok", "nothing", "nothing"),
    ]
    assert [result.passed for result in results] == [False] * 5 + [True]
    assert {result.place.rsplit("/", 1)[-1] for result in results} == {"mine.toml:6"}


def test_what_shipped_rules_would_still_change_is_not_good(tmp_path: Path) -> None:
    examples = 'examples = [{ bad = "开帐户,销户", good = "开账户,销户" }, { ok = "好" }]'
    results = list(run_examples(pack(tmp_path, TERM + examples, shipped=True), {"TMX001"}))
    assert [result.example for result in results if not result.passed] == ["examples[0].good under all rules"]


def test_a_preview_rule_is_tested_and_unsafe_fixes_are_made(tmp_path: Path) -> None:
    body = TERM.replace('"safe"', '"unsafe"\nstatus = "preview"')
    examples = 'examples = [{ bad = "开帐户", good = "开账户" }, { ok = "好" }]'
    rules = pack(tmp_path, body + examples)
    assert not rules.is_selected("TMX001")
    assert all(result.passed for result in run_examples(rules))


def test_labels_of_the_rule_are_compared_with_tags(tmp_path: Path) -> None:
    examples = """examples = [
      { text = "李白和杜甫", tags = ["PER:李白", "PER:杜甫"] },
      { text = "李白", tags = ["PER:李"] },
      { text = "杜甫", tags = [] },
    ]"""
    assert said(list(run_examples(pack(tmp_path, PERSON + examples)))) == [
        ("examples[0]", "PER:李白, PER:杜甫", "PER:李白, PER:杜甫"),
        ("examples[1]", "PER:李", "PER:李白"),
        ("examples[2]", "nothing", "PER:杜甫"),
        ("examples", "a label of the rule itself", "a label of the rule itself"),
    ]


@pytest.mark.parametrize(
    ("scope", "good", "hits"),
    [
        ('blocks = ["heading"]', "管好你的账户\n\n记者昨日获悉，新帐户的开立将更加方便。", 1),
        ('not_blocks = ["heading"]', "管好你的帐户\n\n记者昨日获悉，新账户的开立将更加方便。", 1),
        ('blocks = ["heading", "paragraph"]', "管好你的账户\n\n记者昨日获悉，新账户的开立将更加方便。", 2),
    ],
)
def test_a_rule_may_look_in_some_blocks_only(tmp_path: Path, scope: str, good: str, hits: int) -> None:
    bad = "管好你的帐户\n\n记者昨日获悉，新帐户的开立将更加方便。"
    examples = f'''{scope}
    examples = [
      {{ bad = """{bad}""", good = """{good}""", hits = {hits} }},
      {{ ok = "帐篷" }},
    ]'''
    results = list(run_examples(pack(tmp_path, TERM + examples)))
    assert said([result for result in results if not result.passed]) == []


def test_labels_may_be_left_out_in_tables(tmp_path: Path) -> None:
    examples = '''not_blocks = ["table"]
    examples = [
      { text = """
姓名  籍贯  年份
李白  碎叶  701
杜甫  巩县  712

李白在洛阳结识了诗人，从此结下了深厚的友谊。
""", tags = ["PER:李白"] },
      { text = "| 姓名 | 籍贯 |\\n| 李白 | 碎叶 |\\n| 杜甫 | 巩县 |", tags = [] },
    ]'''
    results = list(run_examples(pack(tmp_path, PERSON + examples)))
    assert said([result for result in results if not result.passed]) == []
    everywhere = list(run_examples(pack(tmp_path, PERSON + examples.split("\n", 1)[1])))
    assert [result.passed for result in everywhere[:2]] == [False, False]


def test_a_rule_that_gives_no_label_itself_is_told(tmp_path: Path) -> None:
    examples = 'examples = [{ text = "李白", tags = ["PER:李白"] }, { text = "李子", tags = [] }]\n'
    idle = (
        (PERSON + examples)
        .replace("ENX001", "ENX002")
        .replace("poets", "others")
        .replace('["李白", "杜甫"]', '["白居易"]')
    )
    results = list(run_examples(pack(tmp_path, PERSON + examples + idle), {"ENX002"}))
    assert said(results[2:]) == [("examples", "a label of the rule itself", "nothing")]
    assert all(result.passed for result in results[:2])


def test_a_guideline_is_tested_with_all_tag_rules(tmp_path: Path) -> None:
    poets = 'examples = [{ text = "李白", tags = ["PER:李白"] }, { text = "李子", tags = [] }]\n'
    places = (PERSON + poets).replace("ENX001", "ENX002").replace("poets", "places").replace('"PER"', '"LOC"')
    places = places.replace("李白", "长安").replace("PER:", "LOC:").replace(', "杜甫"', "")
    guideline = '[[example]]\ntext = "李白在长安"\ntags = ["PER:李白", "LOC:长安"]\n'
    results = list(run_examples(pack(tmp_path, PERSON + poets + places, guideline)))
    assert all(result.passed for result in results)
    assert (results[-1].code, results[-1].example) == ("", "example[0]")
