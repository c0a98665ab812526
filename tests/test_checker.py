import textwrap
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.checker import as_it_stands, check, check_many
from corpuskit.model import Checked, Document, Fix
from corpuskit.rules import RuleSet, load_rules
from corpuskit.undo import apply_changes, undo_changes
from tests.samples import CLEAN, REPAIRED, SEED, WRAPPED
from tests.strategies import texts

SHIPPED = load_rules()


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Texts as pages have them: real sentences, wrapped at some width, debris among them."""
    sentences = [one + "。" for one in SEED.read_text(encoding="utf-8").replace("\n", "").split("。") if one]
    picked = draw(st.lists(st.sampled_from(sentences) | texts(6), min_size=1, max_size=8))
    width = draw(st.integers(8, 40))
    between = draw(st.sampled_from(["\n", "\n\n", "\r\n", " \n"]))
    paragraphs = draw(st.lists(st.integers(0, len(picked)), max_size=3))
    cuts = [0, *sorted(paragraphs), len(picked)]
    lines: list[str] = []
    for start, end in pairwise(cuts):
        text = "".join(picked[start:end])
        lines += [text[at : at + width] for at in range(0, len(text), width)]
    return between.join(lines)


def document(text: str, name: str = "test") -> Document:
    return Document(name, text)


def rule_set(folder: Path, rules: str, select: Sequence[str] = ()) -> RuleSet:
    path = folder / "pack.toml"
    path.write_text('[pack]\nname = "test"\nlanguage = "any"\n' + textwrap.dedent(rules), encoding="utf-8")
    return load_rules([path], select=select)


@settings(max_examples=60, deadline=None)
@given(pages())
def test_fix_twice_is_fix_once(text: str) -> None:
    once = check(document(text), SHIPPED).text
    assert check(document(once), SHIPPED).text == once


@settings(max_examples=60, deadline=None)
@given(pages())
def test_changes_invert(text: str) -> None:
    checked = check(document(text), SHIPPED)
    assert apply_changes(text, checked.changes) == checked.text
    assert undo_changes(checked.text, checked.changes) == text


@settings(max_examples=30, deadline=None)
@given(st.lists(pages(), min_size=1, max_size=4))
def test_a_batch_gives_what_its_documents_give_one_by_one(batch: list[str]) -> None:
    documents = [document(text, str(number)) for number, text in enumerate(batch)]
    together = check_many(documents, SHIPPED)
    for one, other in zip(together, (check(each, SHIPPED) for each in documents), strict=True):
        assert (one.text, one.changes, one.blocks) == (other.text, other.changes, other.blocks)
        assert one.diagnostics == other.diagnostics


@settings(max_examples=30, deadline=None)
@given(pages(), st.sampled_from(["LB", "PU", "CH", "SP", "LB001", "TM"]))
def test_what_is_found_does_not_depend_on_what_is_selected(text: str, code: str) -> None:
    everything = check(document(text), SHIPPED).diagnostics
    alone = check(document(text), load_rules(select=[code])).diagnostics
    assert [d[:6] for d in everything if d.code.startswith(code)] == [d[:6] for d in alone]


@settings(max_examples=60, deadline=None)
@given(pages())
def test_blocks_lie_on_the_cleaned_text_in_order(text: str) -> None:
    checked = check(document(text), SHIPPED)
    at = 0
    for block in checked.blocks:
        assert at <= block.start < block.end <= len(checked.text)
        assert not checked.text[at : block.start].strip()
        at = block.end
    assert not checked.text[at:].strip()


def test_findings_stand_in_the_order_of_the_source_whatever_stage_found_them() -> None:
    text = "甲,乙\u200b丙。\n" + WRAPPED + "帐户,\u200b账户。\n"
    found = check(document(text), SHIPPED).diagnostics
    assert {"CH001", "PU001", "TM003"} <= {one.code for one in found}
    places = [(one.start, one.end, one.code) for one in found]
    assert places == sorted(places)


@given(pages())
@settings(max_examples=30, deadline=None)
def test_without_a_level_nothing_is_written(text: str) -> None:
    checked = check(document(text), SHIPPED, level=Fix.NONE)
    assert (checked.text, checked.changes) == (text, ())
    assert not any(found.fixed for found in checked.diagnostics)


def test_the_layout_is_counted_whatever_is_selected() -> None:
    for rules in (load_rules(), load_rules(select=["PU"])):
        one, other = check_many([Document("a", WRAPPED), Document("b", CLEAN)], rules)
        assert (one.width, one.breaks, one.joined) == (45, 4, 4)
        assert (other.breaks, other.joined) == (1, 0)


def test_a_wrapped_paragraph_is_one_finding() -> None:
    checked = check(document(WRAPPED), SHIPPED)
    assert checked.text == REPAIRED
    assert [(one.code, len(one.edits)) for one in checked.diagnostics] == [("LB001", 4)]


def test_right_text_is_left_alone() -> None:
    checked = check(document(CLEAN), SHIPPED)
    assert (checked.text, checked.diagnostics) == (CLEAN, ())


TERM = """
    [[rule]]
    code = "ABC001"
    name = "variant"
    kind = "term"
    fix = "safe"
    message = "{found}"
    why = "a test"
    prefer = "产业创新"
    variants = ["产业的创新"]
    examples = [{ bad = "产业的创新", good = "产业创新" }, { ok = "产业创新" }]
"""


def test_a_term_is_found_where_a_line_break_cut_it(tmp_path: Path) -> None:
    text = WRAPPED.replace("必须从实\n践", "产业的创\n新")
    checked = check(document(text), rule_set(tmp_path, TERM))
    (found,) = [one for one in checked.diagnostics if one.code == "ABC001"]
    assert text[found.start : found.end] == "产业的创\n新"
    assert "产业创新" in checked.text
    changes = {change.codes: change.old for change in checked.changes if change.start < found.end}
    assert changes == {("ABC001",): "的", ("LB001",): "\n"}


def test_an_edit_that_covers_one_that_was_not_chosen_is_not_written(tmp_path: Path) -> None:
    text = WRAPPED.replace("必须从实\n践", "产业的创\n新")
    checked = check(document(text), rule_set(tmp_path, TERM, select=["ABC"]))
    assert checked.text == text
    assert [(one.code, one.fixed) for one in checked.diagnostics] == [("ABC001", False)]


PATTERN = """
    [[rule]]
    code = "{code}"
    name = "{name}"
    kind = "pattern"
    fix = "safe"
    pattern = "{old}"
    replace = "{new}"
    message = "{{found}}"
    why = "a test"
    examples = [{{ bad = "{old}", good = "{new}" }}, {{ ok = "好" }}]
"""


def test_rules_that_undo_each_other_are_named_and_the_text_is_kept(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path,
        PATTERN.format(code="ABC001", name="one", old="甲", new="乙")
        + PATTERN.format(code="ABC002", name="two", old="乙", new="甲"),
    )
    good, bad = check_many([document(CLEAN), document("甲")], rules)
    assert (good.text, good.errors) == (CLEAN, ())
    assert bad.text == "甲"
    assert "ABC001, ABC002" in bad.errors[0]
    assert [one.fixed for one in bad.diagnostics] == [False]


def test_a_text_that_doubles_with_each_round_is_given_up_early(tmp_path: Path) -> None:
    rules = rule_set(tmp_path, PATTERN.format(code="ABC001", name="one", old="(甲)", new="$1$1"))
    text = "甲乙" * 5_000
    good, bad = check_many([document(CLEAN), document(text)], rules)
    assert (good.text, good.errors) == (CLEAN, ())
    assert bad.text == text
    assert bad.errors == ("the text grows without end by ABC001: their edits were not made",)
    assert len(bad.diagnostics) == 5_000


def test_two_rules_that_feed_each_other_are_given_up_early_too(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path,
        PATTERN.format(code="ABC001", name="one", old="甲", new="乙乙")
        + PATTERN.format(code="ABC002", name="two", old="乙", new="甲甲"),
    )
    checked = check(document("甲" * 5_000), rules)
    assert (checked.text, checked.errors) == (
        "甲" * 5_000,
        ("the text grows without end by ABC001, ABC002: their edits were not made",),
    )


def test_edits_of_edits_may_lengthen_a_text(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path,
        PATTERN.format(code="ABC001", name="one", old="甲", new="乙")
        + PATTERN.format(code="ABC002", name="two", old="乙", new="丙丙"),
    )
    checked = check(document("甲" * 900), rules)
    assert (checked.text, checked.errors) == ("丙" * 1_800, ())


def test_a_text_that_never_settles_keeps_what_else_was_found(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path,
        PATTERN.format(code="ABC001", name="one", old="甲", new="乙")
        + PATTERN.format(code="ABC002", name="two", old="乙", new="甲")
        + PATTERN.format(code="ABC003", name="three", old="丙", new="丁").replace('"safe"', '"unsafe"'),
    )
    checked = check(document("甲丙"), rules, level=Fix.UNSAFE)
    assert (checked.text, [one.code for one in checked.diagnostics]) == ("甲丙", ["ABC001", "ABC003"])


def test_edits_that_lead_to_others_are_made_in_turn(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path,
        PATTERN.format(code="ABC001", name="one", old="甲", new="乙")
        + PATTERN.format(code="ABC002", name="two", old="乙", new="丙"),
    )
    checked = check(document("一甲二"), rules)
    assert checked.text == "一丙二"
    assert [change[:4] for change in checked.changes] == [(1, 2, "甲", "丙")]
    assert checked.changes[0].codes == ("ABC001", "ABC002")


def test_edits_that_overlap_are_not_both_made(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path,
        PATTERN.format(code="ABC001", name="one", old="甲乙", new="戊")
        + PATTERN.format(code="ABC002", name="two", old="乙丙", new="己"),
    )
    checked = check(document("甲乙丙，乙丙"), rules)
    assert (checked.text, checked.errors) == ("戊丙，己", ())
    assert [(one.code, one.start, one.fixed) for one in checked.diagnostics] == [
        ("ABC001", 0, True),
        ("ABC002", 4, True),
    ]


def test_unsafe_edits_are_offered_and_written_only_when_asked(tmp_path: Path) -> None:
    rules = rule_set(
        tmp_path, PATTERN.format(code="ABC001", name="one", old="甲", new="乙").replace('"safe"', '"unsafe"')
    )
    offered = check(document("一甲"), rules)
    assert (offered.text, [one.fixed for one in offered.diagnostics]) == ("一甲", [False])
    made = check(document("一甲"), rules, level=Fix.UNSAFE)
    assert (made.text, [one.fixed for one in made.diagnostics]) == ("一乙", [True])


@pytest.mark.parametrize("lang", ["zh", "en", "ja"])
def test_the_language_is_that_of_the_metadata_first(lang: str) -> None:
    checked = check(Document("x", CLEAN, meta={"lang": lang}), SHIPPED)
    assert checked.language == lang


@pytest.mark.parametrize("lang", ["Chinese", "中文", "und", "mul", "", " ", None, 5, ["zh"], {"a": 1}])
def test_what_is_no_tag_of_a_language_leaves_it_to_the_script(lang: object) -> None:
    # Dumps name languages as they like: the rules of Chinese were silently off.
    document = Document("x", CLEAN, meta={"lang": lang})
    assert check(document, SHIPPED).language == "zh"
    assert check_many([document], SHIPPED, language="en")[0].language == "en"


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("企業的大部份成份", None, []),
        ("企业的大部份成份", None, ["TM004", "TM005"]),
        ("大部份", None, ["TM004"]),
        ("大部份", "zh-TW", []),
        ("大部份", "zh_Hant_HK", []),
        ("企業的大部份成份", "zh-CN", ["TM004", "TM005"]),
        ("企業的大部份成份,而且", "zh", ["PU001"]),
    ],
)
def test_rules_on_simplified_text_keep_off_traditional_text(
    text: str, lang: str | None, expected: list[str]
) -> None:
    """部份 and 成份 are right in Taiwan and Hong Kong, and 担心 would put a foreign character among theirs."""
    found = check(Document("x", text, meta={"lang": lang} if lang else {}), SHIPPED)
    assert [one.code for one in found.diagnostics] == expected


@pytest.mark.parametrize(
    "text",
    [
        "世界上最长的运河。两千多年来,它把沿线的城镇连成一体,\n粮食和丝绸顺流而下,书信与消息逆水而上。今天的运河仍在\n"
        "通航,船队日夜往来,码头灯火通明,沿岸的居民推开窗,就\n能看见桥下的水面闪着光。\n",
        "河。两千多年来,它把沿线的城\n镇连成一体,粮食和丝绸顺流而\n下,书信与消息逆水而上。今天\n"
        "的运河仍在通航，船队日夜往来,\n码头灯火通明,沿岸的\x02居民。。\n",
    ],
)
def test_wrapping_that_shows_only_where_marks_are_wide_is_found_at_once(text: str) -> None:
    """The next run would find it, and make of a file that was just fixed one with something to fix."""
    checked = check(document(text), SHIPPED)
    assert checked.wrapped and checked.text.count("\n") == 1
    again = check(document(checked.text), SHIPPED)
    assert again.text == checked.text
    found = [(one.code, one.start, one.end) for one in checked.diagnostics]
    assert len(set(found)) == len(found)
    assert {code for code, *_ in found} - {one.code for one in again.diagnostics} == {"LB001", "PU001"}
    assert undo_changes(checked.text, checked.changes) == text


def test_as_it_stands_each_line_is_a_block() -> None:
    checked: Checked = as_it_stands(document(" 一行 \n\n二行\r\n"))
    assert [checked.text[block.start : block.end] for block in checked.blocks] == ["一行", "二行"]
    assert checked.text == " 一行 \n\n二行\r\n"
