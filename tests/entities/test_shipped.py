"""The shipped entity rules: what they must never say, and that what was measured of them still holds."""

from collections import Counter
from operator import ge
from pathlib import Path

import pytest

import corpuskit
from corpuskit.rules import RuleSet, load_rules
from corpuskit.scoring import GoldSentence, read_gold, score_labels
from corpuskit.scoring.rules import rule_rows, run_rules
from corpuskit.segment import load_segmenter
from tests.growth import grows_linearly
from tests.shared import SHARED

RULES, CHARACTERS = load_rules(), load_segmenter("chars")
ALONE = load_rules(ignore=["EN8"])
"""Without the tagger."""

FALSE_FRIENDS = {
    "江苏代表团和常务副主席": ["ORG:江苏代表团"],
    "作者分别系重庆大学副教授": ["ORG:重庆大学"],
    "两家公司和上市公司": [],
    "高新技术产业": [],
    "发展中国家": [],
    "其中国王最年轻": [],
    "5月11日本报讯": ["DATE:5月11日"],
    "踏上海上征途": [],
    "长治久安": [],
    "马克思主义": [],
    "革命方兴未艾": [],
    "我国市委、市政府": [],
    "高度重视，全面推进": [],
    "应当马上办，不应白费": [],
}


def tags(text: str) -> list[str]:
    (found,) = run_rules([GoldSentence(text, ())], RULES, CHARACTERS, language="zh").found
    return [f"{label}:{text[start:end]}" for start, end, label in found]


@pytest.mark.parametrize(("text", "expected"), FALSE_FRIENDS.items())
def test_false_friends_stay_silent(text: str, expected: list[str]) -> None:
    assert tags(text) == expected


@pytest.mark.skipif(SHARED is None, reason="the measured data is not beside this checkout")
@pytest.mark.parametrize(
    ("name", "rules", "least"),
    [
        (
            "segmentation/zh_gsdsimp-dev.iob2",
            ALONE,
            {"PER": (60, 36), "LOC": (60, 50), "ORG": (60, 24), "ALL": (61, 42)},
        ),
        (
            "ner/people_daily_dev.char.bio",
            ALONE,
            {"PER": (85, 57), "LOC": (88, 72), "ORG": (85, 48), "ALL": (87, 63)},
        ),
        (
            "segmentation/zh_gsdsimp-dev.iob2",
            RULES,
            {"PER": (74, 66), "LOC": (65, 63), "ORG": (60, 52), "ALL": (69, 63)},
        ),
        (
            "ner/people_daily_dev.char.bio",
            RULES,
            {"PER": (80, 74), "LOC": (84, 69), "ORG": (78, 56), "ALL": (82, 67)},
        ),
    ],
    ids=["encyclopaedia, rules alone", "newspaper, rules alone", "encyclopaedia", "newspaper"],
)
def test_precision_and_recall_are_not_lost(
    name: str, rules: RuleSet, least: dict[str, tuple[int, int]]
) -> None:
    assert SHARED is not None
    gold = read_gold(SHARED / "bench" / name)
    ran = run_rules(gold, rules, CHARACTERS, language="zh")
    scores = score_labels(ran.gold, ran.found, ["PER", "LOC", "ORG"])
    measured = {label: (scores[label].precision, scores[label].recall) for label in least}
    lost = {label for label, bounds in least.items() if not all(map(ge, measured[label], bounds))}
    assert not lost, measured


@pytest.mark.skipif(SHARED is None, reason="the measured data is not beside this checkout")
def test_a_rule_that_is_on_is_right_four_times_out_of_five() -> None:
    assert SHARED is not None
    gold = read_gold(SHARED / "bench/ner/people_daily_dev.char.bio")
    rows = rule_rows(run_rules(gold, ALONE, CHARACTERS, language="zh"), ALONE)
    weak = {
        row.code: row.score.won.precision
        for row in rows
        if row.score.won.found and row.score.won.precision < 80
    }
    assert weak == {}


def seed(rules: RuleSet) -> Counter[str]:
    (path,) = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    annotated = corpuskit.annotate(path.read_text(encoding="utf-8"), segmenter="chars", rules=rules)
    text = annotated.checked.text
    return Counter(f"{label.label}:{text[label.start : label.end]}" for label in annotated.labels)


def test_what_the_tagger_changes_in_the_seed() -> None:
    alone, both = seed(ALONE), seed(RULES)
    # All three are wrong, and known: a kind of place, a kind of institute, a place that sounds like a person.
    assert both - alone == {"ORG:重庆科创平台": 1, "ORG:产业研究院": 1, "PER:金凤": 1}
    assert alone - both == {"LOC:重庆": 1}


def test_every_entity_of_the_seed() -> None:
    assert seed(ALONE) == {
        "PER:习近平": 3,
        "PER:马克思": 1,
        "PER:邓小平": 1,
        "PER:蒲清平": 1,
        "PER:衡渝茜": 1,
        "LOC:重庆": 25,
        "LOC:湖南": 1,
        "LOC:中国": 1,
        "LOC:成渝": 2,
        "LOC:嘉陵江": 1,
        "LOC:明月湖": 1,
        "LOC:广阳湾": 1,
        "LOC:西部（重庆）科学城": 2,
        "LOC:两江协同创新区": 2,
        "LOC:广阳湾智创生态城": 2,
        "LOC:西部陆海新通道": 1,
        "ORG:江苏代表团": 2,
        "ORG:中共中央": 1,
        "ORG:国务院": 1,
        "ORG:国家实验室重庆基地": 1,
        "ORG:金凤实验室": 1,
        "ORG:长安汽车": 1,
        "ORG:赛力斯": 1,
        "ORG:智飞生物": 1,
        "ORG:四川美术学院": 1,
        "ORG:重庆大学可持续发展研究院": 1,
        "ORG:重庆市中国特色社会主义理论体系研究中心重庆大学分中心": 1,
        "WORK:《资本论》": 1,
        "WORK:《成渝地区双城经济圈建设规划纲要》": 1,
        "WORK:《重庆日报》": 2,
        "DATE:上世纪80年代": 1,
        "DATE:2023年": 1,
        "DATE:2024年": 1,
    }


@pytest.mark.parametrize("unit", ["重庆大学", "阿克苏·", "明月湖、", "总书记李白说", "《", "中美", "2023年"])
def test_time_grows_with_the_text(unit: str) -> None:
    def tag(count: int) -> object:
        return run_rules([GoldSentence(unit * count, ())], RULES, CHARACTERS, language="zh")

    assert grows_linearly(tag, 4_000)
