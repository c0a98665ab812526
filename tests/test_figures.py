"""Figures of web corpora: by hand, and beside datatrove's filters, whose limits FineWeb-2 publishes."""

from random import Random
from typing import Any

import pytest

import corpuskit
from corpuskit.checker import check
from corpuskit.figures import WORD_FIGURES, Sample, WordFigure
from corpuskit.kinds import measure
from corpuskit.kinds.measure import MeasureRule
from corpuskit.model import Document, Options, View
from corpuskit.rules import load_rules
from corpuskit.unicode import code_points
from tests.samples import SEED

TEXT = (
    "大运河北起北京，南至杭州，沟通海河、黄河、淮河、长江和钱塘江五大水系，两千多年来一直在用。\n"
    "它把沿线的城镇连成一体，粮食和丝绸顺流而下，南方的稻米由此北上，北方的煤炭由此南下。\n"
    "今天，它是世界遗产，也还是一条忙碌的水路，船只往来不绝，两岸的人家依水而居。\n"
)
RULES = load_rules(select=[f"QU2{number:02}" for number in range(1, 22)])


def found(text: str) -> set[str]:
    """The codes of the rules that find something in ``text`` as it stands."""
    entries = [entry.rule for entry in RULES.entries if entry.rule.code in RULES.selected]
    rules = [rule for rule in entries if isinstance(rule, MeasureRule)]
    (hits,) = measure.compile(rules, Options())([View(text, code_points(text), "zh")])
    return {rules[at].code for at in hits.rules.tolist()}


@pytest.mark.parametrize(
    ("figure", "text", "size", "share"),
    [
        ("words", "北京，天津。\n", 0, (2, 1)),
        ("word-length", "北京，天津。\n", 0, (4, 2)),
        ("words-with-letters", "北京 1 2。\n", 0, (1, 4)),
        ("stop-words", "我的北京的人\n", 0, (2, 1)),
        ("ellipses", "北京…天津...\n", 0, (2, 4)),
        ("top-runs", "北京天津北京天津\n", 2, (10, 9)),
        ("repeated-runs", "北京天津北京天津\n", 2, (4, 9)),
        ("stopped-lines", "北京。\n\n天津\n", 0, (1, 2)),
        ("bullet-lines", " - 北京\n天津\n", 0, (1, 2)),
        ("ellipsis-lines", "北京…\n天津…… \n重庆\n", 0, (2, 3)),
        ("duplicate-lines", "北京\n天津\n北京\n", 0, (1, 3)),
        ("duplicate-line-characters", "北京\n天津\n北京\n", 0, (2, 6)),
        ("line-ends", "北京\n\n天津\n", 0, (1, 2)),
    ],
)
def test_a_figure(figure: WordFigure, text: str, size: int, share: tuple[int, int]) -> None:
    part, whole = WORD_FIGURES[figure](Sample(text), size, frozenset({"的", "人", "是"}))
    if figure == "ellipses":
        whole = 4
    assert (part, whole) == share


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("figure", WORD_FIGURES)
def test_which_line_ends_a_file_has_changes_no_figure(figure: WordFigure, end: str) -> None:
    text = "北京。\n- 天津…\n\n北京。"
    measured = WORD_FIGURES[figure](Sample(text.replace("\n", end)), 2, frozenset())
    assert measured == WORD_FIGURES[figure](Sample(text), 2, frozenset())


@pytest.mark.parametrize(("count", "code"), [(287, False), (288, True)])
def test_a_limit_of_three_decimals_holds_exactly(count: int, code: bool) -> None:
    text = "".join(f"第{number}行\n" for number in range(1000 - count)) + "第0行\n" * count
    assert ("QU209" in found(text)) is code


def test_a_wrapped_text_fails_filters_that_the_repaired_one_passes() -> None:
    wrapped = SEED.read_text(encoding="utf-8")
    assert found(wrapped) == {"QU219"}
    checked = check(Document("seed", wrapped), RULES)
    assert [one.code for one in checked.diagnostics if one.code.startswith("QU")] == []
    assert found(corpuskit.fix(wrapped)) == set()


def texts() -> list[str]:
    """Good, bad and middling texts."""
    chance = Random(4)
    lines = [*TEXT.splitlines(), "首页", "- 更多新闻…", "价格 12 34 56 元", "欢迎光临本店。", "标题"]
    made = []
    for _ in range(300):
        pool = chance.sample(lines, chance.randint(1, len(lines)))
        made.append("\n".join(chance.choices(pool, k=chance.randint(1, 12))))
    return [TEXT, *made]


def test_the_rules_say_what_the_filters_say_that_they_are_from(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("regex")
    filters = pytest.importorskip("datatrove.pipeline.filters")
    modules = [
        pytest.importorskip(f"datatrove.pipeline.filters.{name}")
        for name in ("gopher_repetition_filter", "fineweb_quality_filter", "gopher_quality_filter")
    ]
    for module in modules:
        monkeypatch.setattr(module, "split_into_words", lambda text, language: Sample(text).words)
    limits = {entry.rule.code: entry.rule for entry in RULES.entries if isinstance(entry.rule, MeasureRule)}

    def most(code: str) -> float:
        rule = limits[code]
        return ((rule.most if rule.least is None else rule.least) or 0) / 1000

    off: dict[str, Any] = {"dup_para_frac": 0, "dup_para_char_frac": 0, "dup_line_char_frac": 0}
    repetition = filters.GopherRepetitionFilter(
        **off,
        dup_line_frac=most("QU209"),
        top_n_grams=[(size, most(f"QU2{size + 8}")) for size in (2, 3, 4)],
        dup_n_grams=[(size, most(f"QU2{size + 8}")) for size in range(5, 11)],
    )
    quality = filters.FineWebQualityFilter(
        short_line_thr=999,
        char_duplicates_ratio=0.1,
        line_punct_thr=most("QU219"),
        new_line_ratio=most("QU221"),
    )
    gopher = filters.GopherQualityFilter(
        min_avg_word_length=1,
        max_avg_word_length=5,
        stop_words=list(limits["QU208"].words),
        max_non_alpha_words_ratio=most("QU207"),
    )
    groups = [
        (gopher, {f"QU20{number}" for number in range(1, 9)}),
        (repetition, {"QU209", *(f"QU2{number}" for number in range(10, 19))}),
        (quality, {"QU219", "QU220", "QU221"}),
    ]
    verdicts = set()
    for text in texts():
        codes, document = found(text), type("Document", (), {"text": text})()
        for step, own in groups:
            passes = step.filter(document) is True
            verdicts.add((step, passes))
            assert passes is not bool(codes & own), (text, codes & own, step.filter(document))
    assert len(verdicts) == 6
