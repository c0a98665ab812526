"""What the kind finds, with rules of its own; the shipped rules are held to their examples elsewhere."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.contexts import Context
from corpuskit.kinds import entity
from corpuskit.kinds.entity import EntityRule
from corpuskit.model import Block, Options
from tests.growth import grows_linearly
from tests.kinds.views import NOTHING, look, problems, rows, view_of

SURNAMES = ("李", "常", "方", "欧阳")
GIVEN = ("白", "修", "务", "兴", "明")


def rule(label: str = "LOC", **keys: Any) -> EntityRule:
    return EntityRule(**({"code": "XX1", "name": "x", "message": "", "why": "", "label": label} | keys))


def person(**keys: Any) -> EntityRule:
    return rule("PER", surnames=SURNAMES, given=GIVEN, **keys)


def found(rules: list[EntityRule], text: str, blocks: tuple[Block, ...] = ()) -> list[str]:
    return [text[hit.start : hit.end] for hit in look(entity, rules, text, blocks)]


def test_names_overlap_and_repeat() -> None:
    assert found([rule(names=("重庆", "重庆市", "庆市"))], "重庆市与重庆") == [
        "重庆",
        "重庆市",
        "庆市",
        "重庆",
    ]


def test_a_name_of_two_rules_is_two_hits() -> None:
    hits = entity.compile([rule(names=("清华",)), rule("ORG", names=("清华",))], NOTHING)([view_of("清华")])
    assert hits[0].rules.tolist() == [0, 1]


def test_a_latin_name_is_a_whole_word() -> None:
    assert found([rule(names=("AI",))], "AI与RAIN") == ["AI"]


def test_a_table_is_read_to_the_tab_and_without_its_comments() -> None:
    options = Options({("XX1", "names.txt"): ("# 重庆以外", "", "长沙\t省会", "长沙")})
    (hit,) = look(entity, [rule(names="names.txt")], "去长沙", (), options)
    assert (hit.start, hit.end) == (1, 3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("去长治", True), ("长治久安", False), ("踏上海上", False), ("在上海上空", True), ("踏上海", True)],
)
def test_ordinary_words_speak_against_a_name(text: str, kept: bool) -> None:
    words = ("长治久安", "踏上", "海上")
    assert bool(found([rule(names=("长治", "上海"), words=words)], text)) == kept


@pytest.mark.parametrize(
    ("against", "kept"),
    [
        (("both",), True),
        (("start",), True),
        (("end",), False),
        (("within",), True),
        (("start", "end"), False),
    ],
)
def test_each_edge_can_be_asked(against: tuple[str, ...], kept: bool) -> None:
    one = rule(names=("上海",), words=("海上",), against=against)
    assert bool(found([one], "在上海上空")) == kept


def test_a_hit_ends_where_a_word_begins_that_runs_across_its_end() -> None:
    one = rule(pattern="上·[海来]+", words=("来往",), shortened=True, against=("end",))
    assert found([one], "上·海来往") == ["上·海"]
    assert found([one], "上·海来") == ["上·海来"]
    assert found([one], "上·来往") == []  # 上· is no match


def test_no_word_that_begins_with_what_is_trusted_speaks_against_a_name() -> None:
    one = rule(pattern="上·[海来]+", words=("来往",), against=("end",))
    assert found([one], "上·海来往") == []
    assert found([replace(one, trusted=("来",))], "上·海来往") == ["上·海来"]


def test_a_word_within_speaks_against_a_person() -> None:
    one = person(words=("方兴",), against=("within",), given_lengths=(2,))
    assert found([one, person()], "方兴明") == ["方兴", "方兴明"]
    assert found([one], "方兴明") == []


def test_a_person_is_a_surname_with_one_or_two_characters() -> None:
    assert found([person()], "李白明与欧阳修") == ["李白", "李白明", "欧阳修"]
    assert found([person(given_lengths=(2,))], "李白明与欧阳修") == ["李白明"]


def test_neighbours_decide() -> None:
    titles = ("记者", "总书记")
    assert found([person(preceded_by=titles, given_lengths=(1,))], "记者李白与李白") == ["李白"]
    assert found([person(followed_by=titles, given_lengths=(1,))], "李白总书记与李白") == ["李白"]
    assert found([person(not_preceded_by=("小",), given_lengths=(1,))], "小李白与李白") == ["李白"]
    assert found([person(not_followed_by=("主",), given_lengths=(1,))], "常务主席与李白") == ["李白"]


def test_the_start_of_a_text_has_no_neighbour() -> None:
    assert found([person(preceded_by=("、",), given_lengths=(1,))], "李白") == []
    assert found([person(not_preceded_by=("、",), given_lengths=(1,))], "李白") == ["李白"]


def test_a_pattern_takes_lists_by_name() -> None:
    one = rule("WORK", pattern="{kind}《(.*?)》", group=1, lists={"kind": ("论文", "论文集")})
    assert found([one], "论文集《资本论》，书《史记》") == ["资本论"]


def test_a_hit_is_cut_at_marks_and_begins_behind_what_leads_up_to_it() -> None:
    one = rule(pattern=r"[\p{Han}、]+科学城", split="、", leads=("依托", "建设"))
    assert found([one], "建设中关村、依托西部科学城") == ["中关村", "西部科学城"]


def test_a_lead_never_takes_the_whole_hit() -> None:
    assert found([rule(pattern="建设", leads=("建设",))], "建设") == ["建设"]


def test_exceptions_and_words_inside() -> None:
    one = rule(pattern=r"\p{Han}{2}市", exceptions=("省直市",), without=("召开",))
    assert found([one], "长沙市，省直市，召开市") == ["长沙市"]


def test_names_grow_and_grow_again() -> None:
    rules = [
        rule(names=("重庆",)),
        rule("ORG", extends=("LOC",), pattern="大学"),
        rule("ORG", extends=("ORG",), pattern=r"\p{Han}*研究院"),
    ]
    assert found(rules, "重庆大学发展研究院") == ["重庆", "重庆大学", "重庆大学发展研究院"]
    assert found(rules, "重庆的大学") == ["重庆"]


def test_a_name_does_not_grow_into_the_next_line_or_document() -> None:
    rules = [rule(names=("重庆",)), rule("ORG", extends=("LOC",), pattern=r"(?s).{0,3}大学")]
    assert found(rules, "重庆\n大学") == ["重庆"]
    hits = entity.compile(rules, NOTHING)([view_of("重庆"), view_of("大学")])
    assert [len(one.starts) for one in hits] == [1, 0]


def test_what_stands_behind_a_name_may_stand_apart() -> None:
    one = rule("ORG", extends=("ORG",), apart=True, pattern="（简称(.*?)）", group=1)
    assert found([rule("ORG", names=("发展委员会",)), one], "发展委员会（简称发委）") == [
        "发展委员会",
        "发委",
    ]


def test_a_document_remembers_its_people() -> None:
    rules = [person(preceded_by=("记者",), given_lengths=(1,)), rule("PER", code="XX2", recalls=("PER",))]
    assert found(rules, "李白说，记者李白") == ["李白", "李白"]
    hits = entity.compile(rules, NOTHING)([view_of("记者李白"), view_of("李白说")])
    assert [len(one.starts) for one in hits] == [1, 0]


def test_a_foreigner_is_remembered_by_family_name() -> None:
    rules = [rule("PER", pattern="科菲·安南"), rule("PER", code="XX2", recalls=("PER",))]
    assert found(rules, "科菲·安南来了，安南说") == ["科菲·安南", "安南", "安南"]


def test_a_name_of_one_character_is_not_known_again() -> None:
    rules = [rule("PER", names=("时",), followed_by=("老师",)), rule("PER", code="XX2", recalls=("PER",))]
    assert found(rules, "时老师来了，这时我走了") == ["时"]


def test_a_document_recalls_by_the_forms_asked_for() -> None:
    forms = {"recalls": ("PER",), "lists": {"surname": SURNAMES}}
    known = person(preceded_by=("记者",))
    by_surname = rule("PER", code="XX2", forms=("surname",), followed_by=("总",), **forms)
    assert found([known, by_surname], "记者欧阳修和李白，欧阳总、李总") == ["欧阳修", "欧阳"]
    by_given = rule("PER", code="XX2", forms=("given",), **forms)
    assert found([person(preceded_by=("记者",), given_lengths=(2,)), by_given], "记者李白明，白明") == [
        "李白明",
        "白明",
        "白明",
    ]


def test_an_organisation_is_known_without_its_form_and_place() -> None:
    lists = {"suffix": ("有限公司", "公司"), "prefix": ("重庆",)}
    rules = [
        rule("ORG", names=("重庆白羽科技有限公司", "重庆公司")),
        rule("ORG", code="XX2", recalls=("ORG",), forms=("stem",), lists=lists),
    ]
    text = "重庆白羽科技有限公司、重庆公司。重庆白羽科技在重庆"
    assert [one for one in found(rules, text) if one != "重庆公司"] == [
        "重庆白羽科技",
        "重庆白羽科技有限公司",
        "白羽科技",
        "重庆白羽科技",
        "白羽科技",
    ]


def test_a_latin_name_is_known_again_only_as_a_whole_word() -> None:
    rules = [rule("ORG", names=("AI",), followed_by=("社",)), rule("ORG", code="XX2", recalls=("ORG",))]
    assert found(rules, "AI社在RAIN里，AI说") == ["AI", "AI"]


def test_what_lost_is_not_remembered() -> None:
    rules = [rule("PER", names=("长安",)), rule("ORG", names=("长安汽车",)), rule("PER", recalls=("PER",))]
    assert found(rules, "长安汽车在长安汽车") == ["长安", "长安汽车", "长安", "长安汽车"]


def test_only_what_lies_in_the_blocks_of_its_rule_is_remembered() -> None:
    blocks = Block(0, 4, "table", 90), Block(5, 8, "paragraph", 90)
    recalling = rule("PER", code="XX2", recalls=("PER",))
    reporters = {"names": ("李白",), "preceded_by": ("记者",)}
    assert found([rule("PER", **reporters), recalling], "记者李白\n李白说", blocks) == ["李白", "李白"]
    assert (
        found([rule("PER", **reporters, not_blocks=("table",)), recalling], "记者李白\n李白说", blocks) == []
    )


def test_contexts_and_blocks() -> None:
    byline = Block(0, 2, "byline", 90), Block(3, 5, "paragraph", 90)
    assert found([person(blocks=("byline",))], "李白\n李白", byline) == ["李白"]
    assert found([person(not_blocks=("byline",))], "李白\n李白", byline) == ["李白"]
    assert found([person(unless=(Context(followed_by="学"),))], "李白学与李白") == ["李白"]
    assert found([person(only=(Context(followed_by="学"),))], "李白学与李白") == ["李白"]


def test_offsets_are_code_points_in_every_view() -> None:
    one = rule(names=("重庆",))
    many = entity.compile([one, rule(pattern="年")], NOTHING)(
        [view_of("\ud800𠮷重庆"), view_of(""), view_of("😀年")]
    )
    assert [[hit[:2] for hit in rows(hits)] for hits in many] == [[(2, 4)], [], [(1, 2)]]


def test_no_rules_and_no_views() -> None:
    assert look(entity, [], "重庆") == []
    assert entity.compile([rule(names=("重庆",))], NOTHING)([]) == []


RULES = [
    rule(names=("重庆", "上海"), words=("海上",)),
    rule("ORG", extends=("LOC", "ORG"), pattern=r"[\p{Han}]{0,3}大学"),
    person(followed_by=("说",), not_preceded_by=("大",)),
    rule("DATE", pattern="[0-9]{4}年"),
    rule("PER", recalls=("PER",)),
]
TEXTS = st.lists(st.text("重庆上海大学李白明说在2023年\n，a😀"), max_size=5)


@given(TEXTS)
def test_a_batch_finds_what_its_views_give_one_by_one(texts: list[str]) -> None:
    find = entity.compile(RULES, NOTHING)
    views = [view_of(text) for text in texts]
    one_by_one = [find([view])[0] for view in views]
    for together, alone in zip(find(views), one_by_one, strict=True):
        assert together.rules.tolist() == alone.rules.tolist()
        assert rows(together) == rows(alone)


def test_two_hundred_thousand_names_are_found_in_time_that_grows_with_the_text() -> None:
    names = tuple(f"{chr(0x4E00 + index // 500)}{chr(0x5000 + index % 500)}城" for index in range(200_000))
    find = entity.compile([rule(names=names)], NOTHING)

    def look_for(count: int) -> None:
        (hits,) = find([view_of((names[7] + "新质生产力" * 9) * count)])
        assert len(hits.starts) == count

    assert grows_linearly(look_for, 4_000)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({}, "XX1: none of names, pattern, surnames, recalls given; allowed: exactly one of them"),
        ({"names": ("重庆",), "pattern": "x"}, "XX1: pattern: names and pattern of"),
        (
            {"names": ("重庆",), "label": "loc"},
            "XX1: label: 'loc'; allowed: upper case letters",
        ),
        ({"names": ("",)}, "XX1: names: an empty word"),
        ({"names": "no.txt"}, "XX1: names: 'no.txt' was not read; allowed: a .txt or .tsv file"),
        ({"names": ("重庆",), "split": "、"}, "XX1: split: needs a pattern"),
        ({"pattern": "(?=x)"}, "XX1: pattern: '(?=x)' is not RE2"),
        ({"pattern": "x", "group": 1}, "XX1: group: the pattern has no group 1; allowed: 0 to 0"),
        ({"pattern": "(x)", "group": -1}, "XX1: group: the pattern has no group -1; allowed: 0 to 1"),
        ({"pattern": "{kind}"}, "XX1: pattern: unknown list {kind}; allowed: none, there is no 'lists'"),
        ({"pattern": "x", "shortened": True}, "XX1: shortened: needs words, and against"),
        (
            {"names": ("重庆",), "trusted": ("政",), "words": ("政府",)},
            "XX1: trusted: needs words, and against",
        ),
        (
            {"pattern": "x", "shortened": True, "words": ("x",)},
            "XX1: shortened: needs words, and against",
        ),
        ({"names": ("重庆",), "lists": {"a": ("x",)}}, "XX1: lists: needs a pattern"),
        ({"recalls": ("PER",), "split": "、"}, "XX1: split: needs a pattern"),
        ({"surnames": ("李",)}, "XX1: given: surnames and given go together"),
        ({"surnames": ("李",), "given": ("白",), "given_lengths": (3,)}, "XX1: given_lengths: [3]"),
        ({"names": ("重庆",), "schemes": {"ace": "GPE"}}, "XX1: schemes: 'ace'; allowed: msra"),
        (
            {"names": ("重庆",), "schemes": {"msra": "GPE"}},
            "XX1: schemes.msra: 'GPE'; allowed: LOC, ORG, PER",
        ),
        ({"names": ("重庆",), "forms": ("given",)}, "XX1: forms: needs recalls"),
        ({"recalls": ("PER",), "forms": ("given",)}, "XX1: forms: given need lists.surname"),
        (
            {"pattern": "x", "unless": (Context(preceded_by_pattern="("),)},
            "XX1: unless[0].preceded_by_pattern: ",
        ),
        ({"pattern": "x", "only": (Context(line_pattern="("),)}, "XX1: only[0].line_pattern: "),
    ],
)
def test_faults_name_the_key(keys: dict[str, Any], problem: str) -> None:
    assert problem in problems(entity, rule(**keys))


@pytest.mark.parametrize(
    ("text", "hit"),
    [("说记者", "记者"), ("记说者", "者"), ("说说者", "者"), ("记者说", "记者说"), ("说", "说")],
)
def test_a_hit_begins_behind_what_leads_it_and_something_is_left(text: str, hit: str) -> None:
    assert found([rule(pattern=r"\p{Han}+", leads=("说",))], text) == [hit]


def test_names_of_one_character_do_not_grow() -> None:
    rules = [rule(names=("华", "中华")), rule("ORG", extends=("LOC",), pattern="大学")]
    assert sorted(found(rules, "访华大学与中华大学"), key=len) == ["华", "华", "中华", "中华大学"]


def test_a_name_grows_three_times() -> None:
    rules = [rule(names=("重庆",)), rule("ORG", extends=("LOC", "ORG"), pattern="好")]
    assert sorted(found(rules, "重庆好好好好"), key=len) == ["重庆", "重庆好", "重庆好好", "重庆好好好"]


@pytest.mark.parametrize(("between", "grown"), [(30, 1), (31, 0)])
def test_a_name_grows_into_what_stands_near_it(between: int, grown: int) -> None:
    rules = [rule(names=("重庆",)), rule("ORG", extends=("LOC",), pattern="好*大学")]
    assert len(found(rules, f"重庆{'好' * between}大学")) == 1 + grown


@pytest.mark.parametrize(
    ("pattern", "text", "grown"),
    [
        (r"\s?大学", "重庆\n上海大学", ["上海大学"]),
        (r"[^，]*大学", "重庆\n上海大学\n北京是大学\n", ["上海大学", "北京是大学"]),
        (r"大学\s", "上海大学\n重庆", []),
        (r"大学\s", "上海大学\n重庆大学 ", ["重庆大学 "]),
        (r"(大学)\s?", "上海大学\n重庆大学", ["上海大学", "重庆大学"]),
    ],
)
def test_a_name_does_not_grow_over_the_end_of_its_line(pattern: str, text: str, grown: list[str]) -> None:
    places = rule(names=("重庆", "上海", "北京"))
    school = rule("ORG", extends=("LOC",), pattern=pattern, group=int(pattern.startswith("(")))
    assert [one for one in found([places, school], text) if "大学" in one] == grown


def test_of_the_words_of_a_list_in_a_pattern_the_longest_is_meant() -> None:
    one = rule(pattern="[好新]{kind}", lists={"kind": ("大", "大学", "大学城")})
    assert found([one], "好大学城、新大学、好大") == ["好大学城", "新大学", "好大"]


@pytest.mark.parametrize("key", ["names", "exceptions", "lists"])
def test_a_table_without_words_is_a_fault(key: str) -> None:
    options = Options({("XX1", "t.txt"): ("# none", "", "\tnor here")})
    keys: dict[str, Any] = {"names": ("重庆",)} | {key: {"a": "t.txt"} if key == "lists" else "t.txt"}
    shown = "lists.a" if key == "lists" else key
    assert f"XX1: {shown}: no words in 't.txt'" in problems(entity, rule(**keys), options)


def test_a_rule_without_faults_has_none() -> None:
    assert all(problems(entity, one) == "" for one in RULES)
    shortened = rule(pattern="x", shortened=True, words=("x",), against=("end",))
    recalled = rule(recalls=("PER",), forms=("given",), lists={"surname": ("李",)})
    assert problems(entity, shortened) == problems(entity, recalled) == ""
