import pytest

from corpuskit.kinds import KINDS
from corpuskit.model import Stage, View
from corpuskit.rules import RuleSet, load_rules
from corpuskit.unicode import code_points
from tests.rules.conftest import WritePack, rule

PREVIEW = "'preview'"


def codes(rules: RuleSet, stage: Stage, language: str = "zh") -> list[str]:
    return [code for finder in rules.finders(stage, language) for code in finder.codes]


@pytest.fixture
def packs(write_pack: WritePack) -> list[str]:
    write_pack(
        rule("TOY001")
        + rule("TOY002", status=PREVIEW)
        + rule("TOY003", kind="'laid-out'")
        + rule("TOY004", kind="'laid-out'", status=PREVIEW)
        + rule("TOY005"),
        name="packs/zh.toml",
    )
    write_pack(rule("TOZ001"), name="packs/all.toml", language="any")
    return ["packs"]


def test_text_rules_run_where_selected_and_in_their_language(packs: list[str]) -> None:
    rules = load_rules(packs, shipped=False, ignore=["TOY005"])
    assert codes(rules, Stage.TEXT) == ["TOZ001", "TOY001"]
    assert codes(rules, Stage.TEXT, "ja") == ["TOZ001"]


def test_a_pack_of_one_script_runs_on_documents_of_it_and_where_the_script_is_not_known(
    write_pack: WritePack,
) -> None:
    write_pack(rule("TOY001"), name="packs/hans.toml", language="zh-Hans")
    write_pack(rule("TOZ001"), name="packs/zh.toml", language="zh")
    rules = load_rules(["packs"], shipped=False)
    assert rules.asks_for_script and not load_rules(["packs"], shipped=False, select=["TOZ"]).asks_for_script
    found = {tag: codes(rules, Stage.TEXT, tag) for tag in ("zh-Hans", "zh-Hant", "zh", "en")}
    assert found == {
        "zh-Hans": ["TOY001", "TOZ001"], "zh-Hant": ["TOZ001"], "zh": ["TOY001", "TOZ001"], "en": []
    }  # fmt: skip


def test_layout_rules_run_selected_or_not_and_in_every_language(packs: list[str]) -> None:
    assert codes(load_rules(packs, shipped=False, ignore=["TOY"]), Stage.LAYOUT, "en") == ["TOY003"]
    assert codes(load_rules(packs, shipped=False, select=["TOY004"]), Stage.LAYOUT) == ["TOY003", "TOY004"]


def test_a_finder_tells_the_rank_of_each_rule_and_finds(packs: list[str]) -> None:
    rules = load_rules(packs, shipped=False)
    (finder,) = rules.finders(Stage.TEXT, "zh")
    assert finder.codes == ("TOZ001", "TOY001", "TOY005") and finder.ranks.tolist() == [0, 1, 5]
    views = [View(text, code_points(text), "zh") for text in ("好", "坏")]
    assert [hits.rules.tolist() for hits in finder.find(views)] == [[], [0, 1, 2]]


def test_finders_are_compiled_once(packs: list[str]) -> None:
    rules = load_rules(packs, shipped=False)
    assert rules.finders(Stage.TEXT, "zh") is rules.finders(Stage.TEXT, "zh")


def test_languages_that_the_same_rules_run_on_share_them(packs: list[str]) -> None:
    rules = load_rules(packs, shipped=False)
    (french,), (german,) = (rules.finders(Stage.TEXT, language) for language in ("fr", "de"))
    assert french is german
    (chinese,), (japanese,) = (rules.finders(Stage.LAYOUT, language) for language in ("zh", "ja"))
    assert chinese is japanese


def test_look_up_by_code(packs: list[str]) -> None:
    rules = load_rules(packs, shipped=False)
    assert rules["TOY001"].name == "toy-toy001" and "TOY001" in rules and "TOY009" not in rules
    assert rules.is_selected("TOY001") and not rules.is_selected("TOY002")


def test_a_kind_is_listed_under_the_tag_of_its_struct() -> None:
    assert {name: kind.rule.__struct_config__.tag for name, kind in KINDS.items()} == {
        name: name for name in KINDS
    }
