from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path / "corpus",
        a="用 YouTube 看，用 YouTube 听，\n",
        b="在 Youtube 上传。由国际能源署（IEA）说。\n",
    )
    return tmp_path


def test_the_proposals_are_a_rule_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "corpus", "--output", "proposed.toml"]) == 0
    assert "2 terms proposed of 2 found in 2 Chinese documents" in capsys.readouterr().err
    assert main(["rule", "test", "proposed.toml"]) == 0
    assert "of 2 rules hold" in capsys.readouterr().out
    assert (
        main(["check", "--rules", "proposed.toml", "--select", "TERM001", "corpus", "--format", "concise"])
        == 1
    )
    assert "corpus/b.txt:1:3: TERM001 “Youtube”应为“YouTube”" in capsys.readouterr().out


def test_they_go_to_standard_output(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "corpus", "--quiet", "--most", "1"]) == 0
    out, err = capsys.readouterr()
    assert out.count("[[rule]]") == 1 and not err


def test_any_number_of_workers_proposes_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for jobs in ("1", "2"):
        assert main(["terms", "corpus", "--quiet", "--jobs", jobs]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != ""


def test_what_was_proposed_before_is_known(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "corpus", "--quiet", "--most", "1", "--output", "proposed.toml"]) == 0
    assert main(["terms", "corpus", "--quiet", "--rules", "proposed.toml"]) == 0
    out = capsys.readouterr().out
    assert 'code = "TERM002"' in out and "Youtube" not in out


def test_nothing_to_propose_is_no_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here / "other", c="没有什么可说的。\n")
    assert main(["terms", "other", "--output", "proposed.toml"]) == 0
    assert "0 terms proposed" in capsys.readouterr().err
    assert not Path("proposed.toml").exists()


def test_what_cannot_be_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "corpus" / "c.txt").write_bytes(b"\xff\xfe\xfd")
    assert main(["terms", "corpus", "--quiet"]) == 2
    assert "corpus/c.txt" in capsys.readouterr().err


def test_a_wrong_number_is_refused(here: Path) -> None:
    with pytest.raises(SystemExit):
        main(["terms", "corpus", "--most", "1000"])


def test_codes_of_other_packs_that_begin_alike_are_no_numbers(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = """\
[pack]
name = "house"
language = "zh"
[[rule]]
code = "TERMS007"
name = "house"
kind = "term"
message = "“{found}”应为“{prefer}”"
why = "…"
prefer = "账户"
variants = ["帐户"]
examples = [{ bad = "帐户" }, { ok = "账户" }]
"""
    Path("house.toml").write_text(rule, encoding="utf-8")
    assert main(["terms", "corpus", "--quiet", "--rules", "house.toml"]) == 0
    assert 'code = "TERM001"' in capsys.readouterr().out
