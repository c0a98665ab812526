import json
import re
from pathlib import Path

import pytest

from corpuskit.cli import main
from corpuskit.rules import shipped_root

PACK = """\
[pack]
name = "mine"
language = "zh"

[[rule]]
code = "TMX001"
name = "variant-of-new-quality-productive-forces"
kind = "term"
fix = "safe"
message = "“{found}”应为“{prefer}”"
why = "一个概念，一个写法。"
prefer = "新质生产力"
variants = ["新型质生产力"]
unless = [{ preceded_by = "所谓" }, { inside = "新型质生产力论" }]
examples = [
  { bad = "发展新型质\\n\\n生产力", good = "GOOD" },
  { ok = "发展新质生产力" },
]
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(good: str = "发展新质生产力") -> str:
    Path("mine.toml").write_text(PACK.replace("GOOD", good), "utf-8")
    return "mine.toml"


def test_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    head, *rows = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["code", "name", "kind", "severity", "fix", "status", "on"]
    assert ["LB001", "hard-wrap", "linebreak", "warning", "safe", "stable", "on"] in rows


def test_lists_a_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "LB", "--ignore", "LB002"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert {row[0][:2] for row in rows} == {"LB"}
    assert [row[0] for row in rows if row[-1] == "off"] == ["LB002", "LB008", "LB010", "LB011"]


def test_explains_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "TMX001", "--rules", write()]) == 0
    text = capsys.readouterr().out
    assert "一个概念，一个写法。" in text and "mine.toml:5" in text and "becomes: `发展新质生产力`" in text


def test_shows_what_a_check_would_say_of_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "PU001"]) == 0
    assert (
        "examples[0]:1:5: PU001 warning: 两个汉字之间的半角“,”应为全角“，”\n"
        "1 | 科技创新,产业升级。\n"
        "  |         ^\n"
        "  = fix: replace “,” by “，”\n"
    ) in capsys.readouterr().out


def test_tells_machines_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "TMX001", "--rules", write(), "--format", "json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)
    assert (rule["code"], rule["line"], rule["examples"][1]) == ("TMX001", 5, {"ok": "发展新质生产力"})


def test_an_unknown_code_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "SP999"]) == 2
    assert "no rule 'SP999'; allowed: SP001" in capsys.readouterr().err


def test_a_pack_with_right_examples_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "test", write()]) == 0
    assert capsys.readouterr().out == "4 of 4 statements in the examples of 1 rule hold\n"


def test_a_failing_example_is_told_with_what_came(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "test", write(good="发展新型生产力")]) == 1
    assert capsys.readouterr().out.startswith(
        "mine.toml:16: TMX001 examples[0].good\n"
        "  text      发展新型质\\n\\n生产力\n"
        "  expected  发展新型生产力\n"
        "  got       发展新质生产力\n"
    )
    assert main(["rule", "test", "mine.toml", "--format", "json"]) == 1
    assert [row["passed"] for row in json.loads(capsys.readouterr().out)] == [True, False, True, True]


def test_an_example_whose_rule_never_comes_to_an_end_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    pattern = "\npattern = '(质)'\nreplace = '$1$1'\nexamples"
    grows = re.sub("(?s)\nprefer = .*?\nexamples", pattern, PACK).replace('"term"', '"pattern"')
    Path("mine.toml").write_text(grows.replace("应为“{prefer}”", ""), "utf-8")
    assert main(["rule", "test", "mine.toml"]) == 1
    assert "the text still changes after 4 rounds of TMX001" in capsys.readouterr().out


def test_a_broken_pack_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text(PACK.replace('"term"', '"trem"'), "utf-8")
    assert main(["rule", "test", "mine.toml"]) == 2
    assert "mine.toml:8: TMX001: kind: 'trem'; allowed: " in capsys.readouterr().err


def test_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--schema"]) == 0
    assert "TermRule" in json.loads(capsys.readouterr().out)["$defs"]


def test_writes_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs").mkdir()
    assert main(["rule", "--docs", "docs"]) == 0
    assert Path("docs/README.md").read_text("utf-8").startswith("# Rules\n")
    assert Path("docs/LABELS.md").read_text("utf-8").startswith("# Label guideline\n")
    assert main(["rule", "--docs", "nowhere"]) == 2


@pytest.mark.parametrize("name", ["README.md", "LABELS.md"])
def test_the_pages_beside_the_shipped_rules_are_up_to_date(name: str) -> None:
    assert main(["rule", "--docs", "."]) == 0
    assert Path(name).read_text("utf-8") == (shipped_root() / name).read_text("utf-8"), (
        "run: corpuskit rule --docs rules"
    )


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rule", "--help"])
    assert "corpuskit rule test my-terms.toml" in capsys.readouterr().out


def test_the_rule_on_suppressions_is_explained_though_it_is_in_no_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rule", "SU001"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("SU001 unused-suppression\n")
    assert out.endswith("warning, fix none, stable\n")


def test_a_code_that_a_rule_had_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    renamed = (
        Path(write()).read_text("utf-8").replace('kind = "term"', 'kind = "term"\nformerly = ["TMX900"]')
    )
    Path("mine.toml").write_text(renamed, "utf-8")
    assert main(["rule", "TMX900", "--rules", "mine.toml"]) == 0
    out, err = capsys.readouterr()
    assert "### TMX001 " in out
    assert err == "corpuskit: warning: TMX900 is now TMX001: write that\n"


def test_coverage_names_the_rules_that_never_fire(capsys: pytest.CaptureFixture[str]) -> None:
    Path("texts").mkdir()
    Path("texts/a.txt").write_text("科技创新,产业升级,何谓新质生产力。\n", "utf-8")
    options = ["--coverage", "texts", "--select", "PU001,TM001,EN104"]
    assert main(["rule", "test", *options]) == 0
    assert capsys.readouterr().out == (
        "1 of 3 rules fired in 1 document; these never did:\n"
        "code   name\n"
        "EN104  place\n"
        "TM001  misspelt-word\n"
    )
    assert main(["rule", "test", *options, "--format", "json"]) == 0
    counts = {row["code"]: (row["hits"], row["documents"]) for row in json.loads(capsys.readouterr().out)}
    assert counts == {"EN104": (0, 0), "PU001": (2, 1), "TM001": (0, 0)}


def test_coverage_of_a_rule_file_is_that_of_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("发展新型质生产力，发展新型质生产力。\n", "utf-8")
    assert main(["rule", "test", write(), "--coverage", "a.txt"]) == 0
    assert capsys.readouterr().out == "1 of 1 rule fired in 1 document\n"


def test_coverage_says_what_it_could_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "test", "--coverage", "missing.txt"]) == 2
    assert "missing.txt" in capsys.readouterr().err
    assert main(["rule", "--coverage", "missing.txt"]) == 2
    assert "corpuskit rule test --coverage" in capsys.readouterr().err
