import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import corpuskit
from corpuskit.errors import ConfigError, RuleFileError
from tests.samples import CLEAN, REPAIRED, ROOT, WRAPPED

LOADED = corpuskit.load_rules(select=["LB"])


#: A rule that finds its own work again.
ENDLESS = """
[pack]
name = "odd"
language = "any"

[[rule]]
code = "ODD001"
name = "grows"
kind = "pattern"
fix = "safe"
message = "{found}"
why = "a test"
pattern = "(甲)"
replace = "$1$1"
examples = [{ bad = "甲", good = "乙" }, { ok = "好" }]
"""


def test_text_in_text_out() -> None:
    assert corpuskit.fix(WRAPPED) == REPAIRED
    assert corpuskit.fix(CLEAN) == CLEAN


def test_many_give_what_each_gives() -> None:
    assert [one.text for one in corpuskit.check_many([WRAPPED, CLEAN])] == [REPAIRED, CLEAN]


def test_the_source_comes_back() -> None:
    checked = corpuskit.check(WRAPPED)
    assert corpuskit.restore(checked.text, checked.changes) == WRAPPED


def test_rules_are_chosen_by_code() -> None:
    assert corpuskit.fix(WRAPPED, select=["PU"]) == WRAPPED
    assert corpuskit.fix(WRAPPED, ignore=["LB"]) == WRAPPED


def test_annotation_has_sentences_words_and_labels() -> None:
    one = corpuskit.annotate("马克思在《资本论》中说。重庆大学在重庆。")
    assert len(one.sentences) == 2
    text = one.checked.text
    assert ("ORG", "重庆大学") in [(label.label, text[label.start : label.end]) for label in one.labels]


def test_documents_keep_their_id() -> None:
    assert corpuskit.check(corpuskit.Document("news/1", CLEAN)).document.id == "news/1"


@pytest.mark.parametrize("call", [corpuskit.check, corpuskit.fix, corpuskit.annotate])
@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        (None, {}, "text-1 is of type NoneType; allowed: str, Document"),
        (b"\xe7", {}, "text-1 is of type bytes"),
        ("好", {"selcet": ["LB"]}, "unknown option 'selcet'; allowed: rules, select, ignore"),
        ("好", {"select": "LB001"}, r"select is 'LB001'; allowed: a sequence, such as \['LB001'\]"),
        ("好", {"rules": Path("a.toml")}, "rules is .*a.toml.*; allowed: a sequence"),
        ("好", {"rules": LOADED, "ignore": ["LB"]}, "ignore beside a RuleSet; allowed: in load_rules"),
    ],
)
def test_a_wrong_call_is_a_type_error(call: Any, text: Any, options: Any, told: str) -> None:
    with pytest.raises(TypeError, match=told):
        call(text, **options)


def test_one_text_is_not_many() -> None:
    for call in (corpuskit.check_many, corpuskit.annotate_many, corpuskit.fix_many, corpuskit.take_census):
        with pytest.raises(TypeError, match="texts are one text"):
            call("重庆")


def test_what_was_found_can_be_compared_and_pickled() -> None:
    for call in (corpuskit.check, corpuskit.annotate):
        one = call(WRAPPED)
        assert one == call(WRAPPED) == pickle.loads(pickle.dumps(one))
        assert one != call(CLEAN)


@pytest.mark.parametrize("call", [corpuskit.check, corpuskit.fix, corpuskit.annotate])
def test_the_name_of_a_language_is_none(call: Any) -> None:
    with pytest.raises(ConfigError, match="language: 'Chinese'; allowed: a code"):
        call(CLEAN, language="Chinese")


def test_a_path_is_no_sequence_of_them() -> None:
    for path in ("house.toml", Path("house.toml")):
        with pytest.raises(TypeError, match=r"house\.toml.*; allowed: a sequence"):
            corpuskit.load_rules(path)  # type: ignore[arg-type]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fxi'"):
        corpuskit.fxi  # noqa: B018


def test_what_is_there_is_listed_before_it_is_asked_for() -> None:
    # by which notebooks complete names
    code = "import corpuskit; print(set(corpuskit.__all__) <= set(dir(corpuskit)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "True\n"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, corpuskit; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_package_is_typed() -> None:
    assert (Path(corpuskit.__file__).parent / "py.typed").is_file()


def test_line_breaks_that_are_not_sure_enough_are_kept_and_reported() -> None:
    few = corpuskit.check(WRAPPED, line_break_threshold=99)
    assert corpuskit.check(WRAPPED, line_break_threshold=50).text == REPAIRED
    assert len(few.text.splitlines()) > len(REPAIRED.splitlines())
    assert [one.code for one in few.diagnostics if one.code == "LB007"]
    assert few.text == corpuskit.fix(few.text, line_break_threshold=99)
    assert corpuskit.annotate(WRAPPED, line_break_threshold=99).checked.text == few.text
    (many,) = corpuskit.check_many([WRAPPED], line_break_threshold=99)
    assert (many.text, many.diagnostics) == (few.text, few.diagnostics)


@pytest.mark.parametrize("threshold", [49, 100, 0, True, "80", 80.0, None])
def test_a_threshold_out_of_range_is_an_error(threshold: Any) -> None:
    with pytest.raises(ConfigError, match=r"line_break_threshold: .*; allowed: a whole number from 50 to 99"):
        corpuskit.fix(WRAPPED, line_break_threshold=threshold)


def test_rule_files_that_were_edited_are_read_again(tmp_path: Path) -> None:
    pack, table = tmp_path / "house.toml", tmp_path / "house.tsv"
    rule = """\
[pack]
name = "house"
language = "zh"
[[rule]]
code = "HOUSE001"
name = "house"
kind = "term"
fix = "safe"
message = "“{found}”应为“{prefer}”"
why = "…"
table = "house.tsv"
examples = [{ bad = "图式屏", good = "图示屏" }, { ok = "图示屏" }]
"""
    pack.write_text(rule, encoding="utf-8")
    table.write_text("图示屏\t图式屏\n", encoding="utf-8")
    assert corpuskit.fix("图式屏", rules=[pack]) == "图示屏"
    table.write_text("图形屏\t图式屏\n", encoding="utf-8")
    os.utime(table, ns=(1, 1))
    assert corpuskit.fix("图式屏", rules=[pack]) == "图形屏"
    pack.write_text(
        rule.replace('fix = "safe"', 'fix = "none"').replace(', good = "图示屏"', ""), encoding="utf-8"
    )
    assert corpuskit.fix("图式屏", rules=[pack]) == "图式屏"
    pack.unlink()
    with pytest.raises(RuleFileError, match="cannot be read"):
        corpuskit.fix("图式屏", rules=[pack])


def test_threads_may_begin_at_once_with_rules_that_no_one_has_used() -> None:
    texts = [
        "重庆大学在重庆。",
        "李白教授在北京大学任教。",
        "Prof. Li of Peking University left Beijing.",
    ] * 4
    alone = [corpuskit.annotate(text).labels for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            fresh = corpuskit.load_rules()
            with ThreadPoolExecutor(len(texts)) as pool:
                found = pool.map(
                    lambda text, rules=fresh: corpuskit.annotate(text, rules=rules).labels, texts
                )
                assert [*found] == alone
    finally:
        sys.setswitchinterval(interval)


def test_rules_that_never_come_to_an_end_are_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(ENDLESS, encoding="utf-8")
    options: Any = {"rules": [path], "select": ["ODD"]}
    told = "the text still changes after 4 rounds of ODD001: their edits were not made"
    with pytest.warns(RuntimeWarning, match=told) as warned:
        assert corpuskit.fix("甲", **options) == "甲"
        assert corpuskit.fix_many(["好", "甲"], **options) == ["好", "甲"]
    assert [Path(one.filename).name for one in warned] == ["test_api.py"] * 2
    assert [str(one.message) for one in warned] == [f"text-1: {told}", f"text-2: {told}"]


def test_every_error_that_a_caller_can_cause_has_one_base() -> None:
    assert issubclass(ConfigError, corpuskit.CorpuskitError)
    assert issubclass(RuleFileError, corpuskit.CorpuskitError)
    with pytest.raises(corpuskit.CorpuskitError, match="no rule 'XX9'"):
        corpuskit.fix("好", select=["XX9"])
