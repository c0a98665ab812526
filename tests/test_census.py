"""A census: the majority of a corpus, the same for any order of its documents and any way to part them."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import corpuskit
from corpuskit.census import census_sha256, merged, read_census, render_census
from corpuskit.errors import ConfigError
from corpuskit.model import Census
from corpuskit.rules import RuleSet, load_rules
from tests.samples import write

RULES = """
[pack]
name = "house"
language = "any"

[[rule]]
code = "HOUSE001"
name = "two-spellings-of-account"
kind = "term"
fix = "safe"
message = "“{found}”应为“{prefer}”（{counts}）"
why = "One corpus, one spelling."
prefer = "账户"
variants = ["帐户"]
policy = "majority"
scope = "corpus"
examples = [
  { bad = "帐户，账户和账户", good = "账户，账户和账户" },
  { ok = "帐户和帐户" },
]
"""


def house(folder: Path, text: str = RULES) -> Path:
    path = folder / "house.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return load_rules([house(tmp_path_factory.mktemp("rules"))], select=["HOUSE"])


def test_the_majority_of_a_corpus(rules: RuleSet) -> None:
    texts = ["打开帐户。", "账户与账户。", "账户"]
    census = corpuskit.take_census(texts, rules=rules)
    assert census.counts == {"HOUSE001 账户": {"帐户": 1, "账户": 3}}
    first, *others = corpuskit.check_many(texts, rules=rules, census=census)
    assert first.text == "打开账户。"
    assert first.diagnostics[0].details["counts"] == "帐户 1, 账户 3"
    assert [one.diagnostics for one in others] == [(), ()]
    assert corpuskit.fix_many(texts, rules=rules, census=census)[0] == "打开账户。"


def test_the_majority_may_be_the_other_way(rules: RuleSet) -> None:
    census = corpuskit.take_census(["帐户，帐户"], rules=rules)
    assert corpuskit.fix("账户", rules=rules, census=census) == "帐户"


def test_without_a_census_corpus_wide_rules_find_nothing(rules: RuleSet) -> None:
    assert corpuskit.check("帐户，账户", rules=rules).diagnostics == ()


def test_spellings_are_counted_in_repaired_text(rules: RuleSet) -> None:
    wrapped = "要切实掌握未来竞争的制高点、主动权，必须从帐\n户出发，突出科技创新和产业创新的融合互动效应\n"
    wrapped += "。企业以劳动者、劳动资料、劳动对象及其优化组\n合的跃升为基本内涵。\n"
    assert corpuskit.take_census([wrapped], rules=rules).counts == {"HOUSE001 账户": {"帐户": 1}}


DOCUMENTS = st.lists(st.text(alphabet="帐账户，。\n", max_size=40), max_size=8)


@given(DOCUMENTS, st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_any_order_and_any_parts_give_the_same_census(
    rules: RuleSet, texts: list[str], random: Random, parts: int
) -> None:
    whole = render_census(corpuskit.take_census(texts, rules=rules))
    shuffled = random.sample(texts, len(texts))
    pieces = [corpuskit.take_census(shuffled[part::parts], rules=rules) for part in range(parts)]
    assert render_census(merged(pieces, rules)) == whole


@pytest.fixture(scope="session")
def joining(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    """The same, with the rules on line breaks: what is counted across a break can be written there."""
    return load_rules([house(tmp_path_factory.mktemp("joining"))], select=["HOUSE", "LB"])


@given(DOCUMENTS)
@example(["账户", "帐\n。帐\n户。"])
@settings(max_examples=60, deadline=None)
def test_after_a_fix_there_is_one_spelling(joining: RuleSet, texts: list[str]) -> None:
    fixed = corpuskit.fix_many(texts, rules=joining, census=corpuskit.take_census(texts, rules=joining))
    census = corpuskit.take_census(fixed, rules=joining)
    assert all(len(counts) == 1 for counts in census.counts.values())
    assert corpuskit.fix_many(fixed, rules=joining, census=census) == fixed


def test_a_spelling_across_a_break_that_is_not_joined_is_told_and_left(rules: RuleSet) -> None:
    wrapped = (
        "他在城里的银行开了一个新的帐\n户，把三年来存下的钱都放了进\n去，又过桥回到村里。谁也没有\n"
        "惊动，只有那只旧书包在背上一\n下一下地响。走到桥头的时候天\n已经亮了。\n"
    )
    texts = ["账户", wrapped]
    census = corpuskit.take_census(texts, rules=rules)
    (found,) = corpuskit.check_many(texts, rules=rules, census=census)[1].diagnostics
    assert (found.code, found.fixed) == ("HOUSE001", False)
    assert corpuskit.fix_many(texts, rules=rules, census=census) == texts


def test_a_census_comes_back_from_its_file(rules: RuleSet, tmp_path: Path) -> None:
    census = corpuskit.take_census(["帐户，账户"], rules=rules)
    path = tmp_path / "census.json"
    path.write_bytes(render_census(census))
    assert read_census(path, rules) == census


def test_the_fingerprint_is_that_of_the_counts(rules: RuleSet) -> None:
    one, other = (corpuskit.take_census([text], rules=rules) for text in ("帐户", "账户"))
    assert census_sha256(one) != census_sha256(other)
    assert census_sha256(one) == census_sha256(corpuskit.take_census(["帐户"], rules=rules))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "no census: "),
        (b'{"generator": "x", "census": {"rules": "", "documents": 0, "counts": {}}}', "generator: 'x'"),
        (render_census(Census("other", 0, {})), "the census was taken for other rules; take it again"),
        (None, "no census: "),
    ],
)
def test_what_is_no_census_is_an_error(
    rules: RuleSet, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    path = tmp_path / "census.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=problem):
        read_census(path, rules)


def corpus(folder: Path) -> Path:
    """Two texts, in which 账户 leads by one."""
    return write(folder, a="打开帐户。\n", b="账户与账户。\n")
