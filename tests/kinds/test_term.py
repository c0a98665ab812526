from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpuskit
from corpuskit.contexts import Context
from corpuskit.kinds import term
from corpuskit.model import Block, Edit, Fix, Options
from corpuskit.terms.rule import Fold, TermRule
from tests.kinds.views import look, problems, repaired, rows, view_of
from tests.samples import WRAPPED


def rule(prefer: str = "", *variants: str, **keys: Any) -> TermRule:
    own = {"code": "TM1", "name": "x", "message": "", "why": "", "fix": Fix.SAFE}
    return TermRule(**(own | keys), prefer=prefer, variants=variants)


NEW = rule(
    "新质生产力",
    "新型质生产力",
    unless=(Context(preceded_by="所谓"), Context(inside="新型质生产力论")),
)
PART = rule("部分", "部份", keep=("份额",))


def found(text: str, *rules: TermRule) -> list[str | int]:
    return [one.detail("found") for one in look(term, rules, text)]


def test_a_variant_is_one_hit_with_one_edit() -> None:
    (hit,) = look(term, [NEW], "发展新型质生产力")
    assert hit[:2] == (2, 8)
    assert hit.details == {"found": "新型质生产力", "prefer": "新质生产力", "reference": ""}
    assert hit.edits == (Edit(2, 8, "新质生产力"),)


@pytest.mark.parametrize("text", ["发展新质生产力", "所谓新型质生产力", "新型质生产力论", "新型生产力", ""])
def test_what_is_right(text: str) -> None:
    assert found(text, NEW) == []


def test_without_a_fix_nothing_is_edited() -> None:
    (hit,) = look(term, [rule("部分", "部份", fix=Fix.NONE)], "部份")
    assert hit.edits == ()


@pytest.mark.parametrize("text", ["部份,部分", "部分\t部份", "部份→部分", "部份（部分）", "部分 / 部份"])
def test_a_variant_beside_its_preferred_form_is_spoken_of(text: str) -> None:
    """As in tables of spellings, of which a fix would leave two equal columns."""
    assert found(text, PART) == []


@pytest.mark.parametrize(
    "text",
    [
        "一部份，部分企业",
        "部份\n部分",
        "部份和部分",
        "部份部分",
        "部份，部分",
        "部份、部分",
        "部份 1 部分",
        "部份" + " " * 5 + "部分",
    ],
)
def test_a_variant_that_is_not_right_beside_it_is_found(text: str) -> None:
    assert found(text, PART) == ["部份"]


def test_keep_shares_a_character() -> None:
    assert found("全部份额，部份人", PART) == ["部份"]
    assert found("份额部份", PART) == ["部份"]


def test_a_word_to_keep_may_stand_inside_a_variant() -> None:
    one = rule("成分额度", "成份额度", keep=("份额",))
    assert found("成份额度，成份额度份额", one) == ["成份额度", "成份额度"]


def test_a_variant_inside_a_preferred_form_of_any_rule_is_right() -> None:
    rules = [rule("科技创新", "科创"), rule("科创板", "科技板", code="TM2")]
    assert found("科创板和科创", *rules) == ["科创"]


def test_a_variant_inside_a_longer_word_of_a_list_is_right() -> None:
    listed = rule("科技创新", "科创", words=("科创板", "双科创"))
    assert found("科创板、双科创、科创和科\n创板", listed) == ["科创"]
    options = Options({("TM1", "words.txt"): ("# longer words", "科创板\t注", "")})
    lines = look(term, [rule("科技创新", "科创", words="words.txt")], "科创板和科创", (), options)
    assert [one.detail("found") for one in lines] == ["科创"]


def test_a_longer_word_of_one_rule_is_right_for_all() -> None:
    rules = [rule("科技创新", "科创"), rule("部分", "部份", code="TM2", words=("科创板",))]
    assert found("科创板和科创", *rules) == ["科创"]


def test_the_longest_variant_wins() -> None:
    rules = [rule("质量", "质两"), rule("高质量发展", "高质两发展", code="TM2")]
    assert found("高质两发展", *rules) == ["高质两发展"]
    assert found("质两", *rules) == ["质两"]


def test_latin_words_are_whole() -> None:
    one = rule("AI", "A.I", "ai")
    assert found("ai和rain、ais、A.I。", one) == ["ai", "A.I"]


def test_ignore_case() -> None:
    one = rule("GitHub", "github", ignore_case=True)
    assert found("GitHub、github、GITHUB、İgithub", one) == ["github", "GITHUB"]
    assert problems(term, rule("GitHub", "GitHub", ignore_case=True)) == ""


def test_of_variants_that_overlap_the_longest_wins() -> None:
    rules = [rule("甲乙", "甲已"), rule("乙丙丁", "已丙丁", code="TM2"), rule("丁戊", "丁戌", code="TM3")]
    assert found("甲已丙丁戌", *rules) == ["已丙丁"]
    assert found("甲已丙，丁戌", *rules) == ["甲已", "丁戌"]


@given(
    st.lists(st.text("甲乙丙", min_size=1, max_size=4), min_size=1, unique=True),
    st.text("甲乙丙丁", max_size=60),
)
@settings(deadline=None)
def test_no_two_hits_overlap(variants: list[str], text: str) -> None:
    hits = look(term, [rule("戊", *variants)], text)
    assert all(one.end <= other.start for one, other in pairwise(hits))
    assert bool(hits) == any(variant in text for variant in variants)


def test_the_longest_variant_wins_whatever_the_rules_ignore() -> None:
    rules = [rule("5G", "5g", ignore_case=True), rule("5G网络", "5g网路", code="TM2")]
    assert found("5g网路和5g", *rules) == ["5g网路", "5g"]


def test_width_and_case_of_latin_terms() -> None:
    one = rule("5G", "5G", ignore_case=True, ignore_width=True)
    text = "5g、５Ｇ、５g、5G、１５Ｇ、5Gb、５Ｇ＋"
    assert found(text, one) == ["5g", "５Ｇ", "５g", "５Ｇ"]
    assert repaired(term, [one], text) == "5G、5G、5G、5G、１５Ｇ、5Gb、5G＋"
    assert found("5g、５Ｇ", rule("5G", "5G", ignore_width=True)) == ["５Ｇ"]


def test_folding_keeps_every_offset() -> None:
    assert Fold(case=True)("İSTANBUL") == "İstanbul"
    (hit,) = look(term, [rule("WiFi", "wifi", ignore_case=True)], "İİ用WIFI上网")
    assert hit[:2] == (3, 7)


def test_what_full_width_stands_elsewhere_in_the_text_does_not_count() -> None:
    # ～ and ？ are no marks of Latin terms: they are not folded, in a variant no more than in a text
    one = rule("3至5倍", "3～5倍", ignore_width=True)
    assert found("约3～5倍", one) == ["3～5倍"]
    assert found("约3～5倍，好", one) == ["3～5倍"]
    assert found("约３～５倍", one) == ["３～５倍"]


def test_offsets_are_code_points() -> None:
    assert look(term, [PART], "𠮷\ud800é部份")[0][:2] == (3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "发展新型质\n\n生产力",
        "发展新型质\n生产力",
        "发展新\r\n\r\n型质生产力",
        "发展新型质 \n生产力",
        "发展新型质生产\n\n\n力",
    ],
)
def test_a_kept_line_break_may_cut_a_variant(text: str) -> None:
    assert found(text, NEW) == ["新型质生产力"]
    assert repaired(term, [NEW], text) == "发展新质生产力"


@pytest.mark.parametrize(
    "text",
    [
        "新型质\n生产力",  # a list of words
        "新型质\n\n生产力\n",
        "甲\n新型质\n生产力\n乙",
        "发展新型质\n\u3000\u3000生产力",  # an indent begins a block
        "发展新型质。\n生产力",
        "发展新型\n质\n生产力",  # two breaks
        "发展部\n份",  # too short to be sure
        "所谓新型质\n生产力",
        "发展新型质\n生产力论",
    ],
)
def test_a_kept_line_break_that_cuts_nothing(text: str) -> None:
    others = rule("部分", "部份", code="TM2"), rule("大部分份额", "大部份份额", code="TM3")
    assert found(text, NEW, *others) == []


@pytest.mark.parametrize(("size", "is_found"), [(3, False), (4, True), (16, True), (17, False)])
def test_of_what_length_a_variant_is_that_a_kept_line_break_may_cut(size: int, is_found: bool) -> None:
    variant = "新型质生产力论的形成逻辑和实践路径"[:size]
    text = f"发展{variant[:2]}\n{variant[2:]}"
    assert bool(found(text, rule("新质生产力", variant))) is is_found


def test_the_words_around_a_line_break_count() -> None:
    text = "发展新型质\n生产力，新型质生产力和新型质\n生产力。"
    assert len(found(text, NEW)) == 3
    assert repaired(term, [NEW], text) == "发展新质生产力，新质生产力和新质生产力。"


def test_blocks() -> None:
    blocks = (Block(0, 2, "verse", 90), Block(3, 5, "paragraph", 90))
    one = rule("部分", "部份", not_blocks=("verse",))
    assert [hit.start for hit in look(term, [one], "部份\n部份", blocks)] == [3]


TABLE = Options({("TM1", "t.tsv"): ("# preferred\tvariant", "部分\t部份\t词典", "", "账户\t帐户")})


def test_a_table_with_references() -> None:
    hits = look(term, [rule(table="t.tsv", reference="规范")], "部份帐户", (), TABLE)
    assert [(hit.detail("prefer"), hit.detail("reference")) for hit in hits] == [
        ("部分", "词典"),
        ("账户", "规范"),
    ]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (rule(), "either 'prefer' and 'variants', or 'table'"),
        (rule("部分", "部份", table="t.tsv"), "either 'prefer' and 'variants', or 'table'"),
        (rule("部分"), "variants: no variants"),
        (rule("部分", "部分"), "'部分' is the preferred form itself"),
        (rule("部分", "部份", "部份"), "'部份' is listed twice"),
        (rule("部分", ""), "preferred form and variant"),
        (rule("部分", "部\n份"), "a line break"),
        (rule("部分", "部份", keep=("",)), "keep: an empty word"),
        (rule("部分", "部份", words=("",)), "words: an empty word"),
        (rule("部分", "部份", scope="corpus"), "scope: a corpus is asked for its majority only"),
        (rule("部分", "部份", message="{counts}"), "message: {counts} without a majority"),
        (rule("部分", "部份 "), "variants: '部份 ': a blank at an edge"),
        (rule("　部分", "部份"), "a blank at an edge"),
        (rule("部分", "部份", unless=(Context(preceded_by_pattern="("),)), "unless[0].preceded_by_pattern: "),
    ],
)
def test_faults(wrong: TermRule, problem: str) -> None:
    assert problem in problems(term, wrong)


def test_a_fault_of_a_table_names_its_line() -> None:
    options = Options({("TM1", "t.tsv"): ("部分\t部份", "账户")})
    assert "t.tsv:2: preferred form and variant" in problems(term, rule(table="t.tsv"), options)


def test_a_variant_that_is_preferred_elsewhere_is_a_fault() -> None:
    options = Options({("TM1", "t.tsv"): ("部分\t部份", "部份\t部粉")})
    assert "t.tsv:1: '部份' is a preferred form, too" in problems(term, rule(table="t.tsv"), options)


ACCOUNT = rule("账户", "帐户", "账戶", policy="majority")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("账户，账户，帐户", [("帐户", "账户", "帐户 1, 账户 2")]),
        ("帐户，帐户，账户", [("账户", "帐户", "账户 1, 帐户 2")]),
        ("帐户，账户", [("帐户", "账户", "帐户 1, 账户 1")]),  # a tie: the preferred form
        ("帐户，账戶", [("账戶", "帐户", "账戶 1, 帐户 1")]),  # of two variants, the first
        ("帐户，帐户", []),
        ("", []),
    ],
)
def test_the_majority_of_a_document(text: str, told: list[tuple[str, str, str]]) -> None:
    hits = look(term, [ACCOUNT], text)
    assert [(one.detail("found"), one.detail("prefer"), one.detail("counts")) for one in hits] == told


WTO = rule("世界贸易组织", "世贸组织", "WTO", policy="first-use", fix=Fix.NONE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("世界贸易组织（世贸组织）成立。世贸组织说", []),
        ("世贸组织（世界贸易组织）成立。世贸组织说", []),
        ("WTO(世界贸易组织)成立。WTO说", []),
        ("世贸组织成立。世界贸易组织说，WTO说", [(0, "世贸组织")]),
        ("在WTO看来，世贸组织", [(1, "WTO")]),
        ("没有简称", []),
    ],
)
def test_the_full_form_comes_first(text: str, told: list[tuple[int, str]]) -> None:
    hits = look(term, [WTO], text)
    assert [(one.start, one.detail("found")) for one in hits] == told
    assert all(one.detail("prefer") == "世界贸易组织" and not one.edits for one in hits)


def test_a_first_use_has_no_fix() -> None:
    assert "fix: a full form that is missing cannot be written" in "".join(
        problems(term, rule("世界贸易组织", "世贸组织", policy="first-use"))
    )


def test_a_majority_counts_what_stands_alone() -> None:
    """A spelling in a longer word that is right, or in a block that the rule does not look at, has no vote."""
    one = rule("账户", "帐户", policy="majority", words=("账户名",), not_blocks=("code",))
    text = "账户名，账户名，账户，账户，帐户，帐户，帐户"
    assert {hit.detail("counts") for hit in look(term, [one], text)} == {"账户 2, 帐户 3"}
    code = (Block(text.index("，帐户"), len(text), "code", 90),)
    assert look(term, [one], text, code) == []


def test_a_form_that_a_majority_may_make_right_is_right_for_all_rules() -> None:
    names = rule("因特网", "互连网", policy="majority", unless=(Context(preceded_by="“"),))
    assert found("互连网，“互连网”，连网", names, rule("联网", "连网", code="TM2")) == ["连网"]


def test_a_majority_of_cases() -> None:
    one = rule("GitHub", "GitHub", policy="majority", ignore_case=True)
    hits = look(term, [one], "Github和GitHub，Github、github")
    assert [(hit.detail("found"), hit.detail("prefer")) for hit in hits] == [
        ("GitHub", "Github"),
        ("github", "Github"),
    ]


def test_a_majority_of_a_table_is_one_of_each_preferred_form() -> None:
    options = Options({("TM1", "t.tsv"): ("账户\t帐户", "部分\t部份")})
    text = "帐户，帐户，账户，部份，部分，部分"
    assert repaired(term, [rule(table="t.tsv", policy="majority")], text, options) == (
        "帐户，帐户，帐户，部分，部分，部分"
    )


def test_a_hundred_thousand_entries() -> None:
    lines = tuple(
        f"正{chr(0x4E00 + index % 20000)}{index}\t误{chr(0x4E00 + index % 20000)}{index}"
        for index in range(100_000)
    )
    options = Options({("TM1", "t.tsv"): lines})
    last = lines[-1].split("\t")
    assert problems(term, rule(table="t.tsv"), options) == ""
    assert repaired(term, [rule(table="t.tsv")], f"见{last[1]}。", options) == f"见{last[0]}。"


def test_in_wrapped_text_the_shortest_variant_is_found() -> None:
    """The layout joins what it cut, and terms are looked for in the joined text."""
    checked = corpuskit.check(WRAPPED.replace("实\n践逻辑", "帐\n户逻辑"))
    (one,) = [found for found in checked.diagnostics if found.code == "TM003"]
    assert checked.document.text[one.start : one.end] == "帐\n户"
    assert "必须从账户逻辑出发" in checked.text


#: A variant whole and in pieces, a longer word that is right, letters whose lower case depends on others.
_PIECES = ("新型质", "生产力", "新型质生产力", "\n", "\n\n", "部份", "份额", "ΟΔΟΣ", "İ", "a", "。")


@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join), max_size=5))
def test_a_batch_gives_what_its_texts_give_one_by_one(texts: list[str]) -> None:
    rules = [NEW, PART, rule("odos", "οδος", ignore_case=True)]
    together = term.compile(rules, Options())([view_of(text) for text in texts])
    assert [[one[:2] for one in rows(own)] for own in together] == [
        [one[:2] for one in look(term, rules, text)] for text in texts
    ]
