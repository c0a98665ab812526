from pathlib import Path

import pytest

from corpuskit.rules import RuleSet, load_rules
from corpuskit.scoring import GoldSentence, Score
from corpuskit.scoring.ranking import rank_rules
from corpuskit.scoring.rules import Ran, rule_rows, run_rules
from corpuskit.segment import load_segmenter

PACK = """\
[pack]
name = "ours"
language = "zh"

[[rule]]
code = "ONE001"
name = "city"
kind = "entity"
label = "LOC"
message = "{found}"
why = "w"
names = ["重庆", "长沙"]
priority = 30
examples = [{ text = "重庆", tags = ["LOC:重庆"] }, { text = "无", tags = [] }]

[[rule]]
code = "ONE002"
name = "university"
kind = "entity"
label = "ORG"
message = "{found}"
why = "w"
names = ["重庆大学"]
priority = 10
examples = [{ text = "重庆大学", tags = ["ORG:重庆大学"] }, { text = "无", tags = [] }]

[[rule]]
code = "ONE003"
name = "day"
kind = "entity"
label = "DATE"
message = "{found}"
why = "w"
names = ["今天"]
examples = [{ text = "今天", tags = ["DATE:今天"] }, { text = "无", tags = [] }]
"""
GOLD = [
    *[GoldSentence("今天在重庆大学", ((3, 7, "ORG"),), ((0, 2), (2, 3), (3, 7)))] * 4,
    GoldSentence("在长沙", ((1, 3, "LOC"),), ((0, 1), (1, 3)), opens=False),
]


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    path = tmp_path / "ours.toml"
    path.write_text(PACK, "utf-8")
    return load_rules([path], shipped=False)


def ran(rules: RuleSet) -> Ran:
    return run_rules(GOLD, rules, load_segmenter("chars"))


def test_sentences_of_a_document_are_annotated_together(rules: RuleSet) -> None:
    one = ran(rules)
    assert len(one.annotated) == 4
    assert one.gold[3] == [(3, 7, "ORG"), (9, 11, "LOC")]
    assert one.gold_words is not None
    assert one.gold_words[3][-1] == (9, 11)
    assert one.labels == ("LOC", "ORG")


def test_each_rule_is_told_with_what_beat_it(rules: RuleSet) -> None:
    city, university = rule_rows(ran(rules), rules)
    assert city.score.hits == Score(1, 5, 1)
    assert university.score.won == Score(0, 0, 4)
    assert (university.score.hits, university.lost_to) == (Score(4, 4, 4), {"ONE001": 4})


def test_the_rule_that_is_right_where_two_meet_is_proposed_first(rules: RuleSet) -> None:
    ranking = rank_rules(ran(rules), rules)
    assert [one.code for one in ranking.ranks] == ["ONE002", "ONE001"]
    assert (ranking.ranks[0].met, ranking.ranks[0].right, ranking.ranks[1].right) == (4, 4, 0)
    assert ranking.ranks[0].proposed > ranking.ranks[1].proposed >= 10
    assert (ranking.now, ranking.then) == (Score(1, 5, 5), Score(5, 5, 5))


def test_words_are_none_where_the_gold_file_has_none(rules: RuleSet) -> None:
    gold = [one._replace(words=None) for one in GOLD]
    assert run_rules(gold, rules, load_segmenter("chars")).gold_words is None
