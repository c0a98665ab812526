"""The shipped packs on real text: what they find in the seed, and that they keep silent elsewhere."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.checker import check, check_many
from corpuskit.model import Document, Fix
from corpuskit.reports import REPORTS, render
from corpuskit.rules import load_rules
from tests.shared import SHARED

SEED = Path(__file__).parent.parent / "seeds" / "000_50d3b4d398fe0756.txt"
OURS = ("CH", "PU", "SP", "TM")
RULES = load_rules([])
EVERY = load_rules([], preview=True)


def findings(text: str) -> list[tuple[str, str]]:
    found = check(Document("x", text), RULES).diagnostics
    return [(one.code, text[one.start : one.end]) for one in found if one.code.startswith(OURS)]


def test_the_seed_holds_one_stray_blank_and_no_wrong_term() -> None:
    text = SEED.read_text("utf-8")
    assert findings(text) == [("SP001", "2024 年")]
    assert findings(check(Document("seed", text), RULES).text) == []


@pytest.mark.parametrize(
    "text",
    [
        "科创板、科创平台、数智科技、智造、新质战斗力、现代化产业体系、人工智能。",
        "江苏代表团  重庆代表团\n全国 政协 委员 张三 李四",
        "(二)培育新动能。（三）1—10月，气温30℃，Ⅱ期工程；5月11日本报讯。",
        "上市公司、高新技术、发展中国家，其中国王访问两家公司。",
        "花間一壺酒，獨酌無相親。\n舉杯邀明月，對影成三人。",
        "他说：“甲。\n\n“乙。”",
        "print('a', b[0:1])  # 注释, 说明",
        "家庭👨\u200d👩\u200d👧、旗🏳\ufe0f\u200d🌈、葛\U000e0100城",
    ],
)
def test_what_is_right(text: str) -> None:
    assert findings(text) == []


def test_safe_rules_delete_no_word() -> None:
    """Safe is kept for what loses nothing; rules that change words say unsafe."""
    levels = {entry.rule.code: entry.rule.fix for entry in RULES.entries if entry.rule.code.startswith(OURS)}
    safe = [code for code, fix in levels.items() if fix is Fix.SAFE]
    assert [code for code in safe if code.startswith(("CH", "PU", "SP"))] == [
        *("CH001", "CH003", "CH004", "CH009", "CH101", "PU001", "SP001", "SP002"),
    ]


@pytest.mark.skipif(SHARED is None, reason="the measured texts are not here")
def test_clean_texts_give_few_findings() -> None:
    """Typeset prose that is right as it is: what is left was judged, and is real."""
    assert SHARED is not None
    lines = (SHARED / "bench" / "linebreak" / "dev.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    clean = [case["raw"] for case in cases if case["kind"] == "syn" and case["style"] == "clean"]
    assert sum(len(findings(text)) for text in clean) <= 15


@pytest.mark.parametrize("han", ["\u3400", "\U00020000", "\U0002b740", "\U0002ebf0", "\U00030000"])
def test_han_of_every_extension_are_han_to_rules(han: str) -> None:
    assert findings(f"这里的{han},{han}字也是汉字。") == [("PU001", ",")]


def test_reports_can_tell_of_a_lone_surrogate() -> None:
    checked = check(Document("x", "科技\ud83d创新"), RULES)
    assert [one.code for one in checked.diagnostics] == ["CH010"]
    for name in REPORTS:
        report = "".join(render(name, [checked], RULES))
        assert "CH010" in report and report.encode("utf-8", "backslashreplace")


@given(st.lists(st.text("科技○二年—一“”‘’（）《,，。.…0 \n\u200b鐨勪國Ã©", max_size=24), max_size=5))
def test_a_batch_finds_what_its_documents_do(texts: list[str]) -> None:
    documents = [Document(str(number), text, meta={"lang": "zh"}) for number, text in enumerate(texts)]
    together = check_many(documents, EVERY)
    assert [one.diagnostics for one in together] == [check(one, EVERY).diagnostics for one in documents]
