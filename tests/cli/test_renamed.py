"""A rule gets another code: who gives the old one, wherever, gets the rule and a warning."""

from pathlib import Path

import pytest

import corpuskit
from corpuskit.cli import main

PACK = """\
[pack]
name = "mine"
language = "zh"

[[rule]]
code = "TMX002"
formerly = ["TMX001"]
name = "variant-of-new-quality-productive-forces"
kind = "term"
status = "{status}"
message = "“{{found}}”应为“{{prefer}}”"
why = "一个概念，一个写法。"
prefer = "新质生产力"
variants = ["新型质生产力"]
examples = [{{ bad = "发展新型质生产力" }}, {{ ok = "发展新质生产力" }}]
"""
TEXT = "大家都要努力发展新型质生产力。\n"
WARNING = "TMX001 is now TMX002: write that"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(PACK.format(status="stable"), encoding="utf-8")
    Path("a.txt").write_text(TEXT, encoding="utf-8")


def check(*options: str) -> int:
    return main(["check", "--rules", "mine.toml", "--format", "concise", *options, "a.txt"])


def test_select_and_ignore(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--select", "TMX001") == 1
    out, err = capsys.readouterr()
    assert "TMX002 " in out and err == f"corpuskit: warning: {WARNING}\n"
    assert check("--ignore", "TMX001") == 0
    assert WARNING in capsys.readouterr().err


@pytest.mark.parametrize(
    "lines",
    [
        'ignore = ["TMX001"]',
        '[per-file-ignores]\n"a.txt" = ["TMX001"]',
        '[rules.TMX001]\nseverity = "info"',
    ],
)
def test_configuration(lines: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("corpuskit.toml").write_text(lines + "\n", encoding="utf-8")
    assert check() == 0
    assert capsys.readouterr().err == f"corpuskit: warning: {WARNING}\n"


def test_suppressions(capsys: pytest.CaptureFixture[str]) -> None:
    Path("corpuskit-suppress.toml").write_text(
        '[[suppress]]\npath = "a.txt"\ncode = "TMX001"\ntext = "新型质生产力"\nreason = "a quotation"\n',
        encoding="utf-8",
    )
    assert check() == 0, "used, so not reported as unused"
    out, err = capsys.readouterr()
    assert out == "" and err.endswith(f"corpuskit-suppress.toml:1: {WARNING}\n")


def test_the_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    old = PACK.format(status="stable").replace("TMX002", "TMX001").replace('formerly = ["TMX001"]\n', "")
    Path("old.toml").write_text(old, encoding="utf-8")
    assert main(["check", "--rules", "old.toml", "--write-baseline", "base.jsonl", "a.txt"]) == 0
    assert check("--baseline", "base.jsonl") == 0


def test_the_library() -> None:
    with pytest.warns(FutureWarning, match=WARNING):
        checked = corpuskit.check(TEXT, rules=["mine.toml"], select=["TMX001"])
    assert [one.code for one in checked.diagnostics] == ["TMX002"]


def test_a_deprecated_rule_runs_and_warns_who_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text(PACK.format(status="deprecated"), encoding="utf-8")
    assert check() == 1
    assert capsys.readouterr().err == ""
    assert check("--select", "TMX002") == 1
    assert "TMX002 (variant-of-new-quality-productive-forces) is deprecated" in capsys.readouterr().err


def test_an_old_code_that_is_taken_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = PACK.format(status="stable") + PACK.format(status="stable").partition("\n\n")[2]
    Path("mine.toml").write_text(wrong.replace("TMX002", "TMX001", 1), encoding="utf-8")
    assert check() == 2
    assert (
        "mine.toml:7: TMX001: formerly: 'TMX001'; allowed: codes that this rule had"
        in capsys.readouterr().err
    )
