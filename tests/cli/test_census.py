import json
import shutil
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import write
from tests.test_census import RULES, corpus, house


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    house(tmp_path)
    corpus(tmp_path / "corpus")
    return tmp_path


OPTIONS = ["--rules", "house.toml", "--select", "HOUSE"]


def check(*words: str) -> list[str]:
    return ["check", *words, *OPTIONS, "--format", "concise"]


def test_a_census_is_a_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["census", "corpus", *OPTIONS, "--output", "census.json"]) == 0
    assert capsys.readouterr().out == "1 term counted in 2 documents: census.json\n"
    assert json.loads(Path("census.json").read_bytes())["census"]["counts"] == {
        "HOUSE001 账户": {"帐户": 1, "账户": 2}
    }
    assert main(["census", "corpus", *OPTIONS]) == 0
    assert capsys.readouterr().out == Path("census.json").read_text(encoding="utf-8")


def test_check_counts_its_inputs_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(check("corpus")) == 1
    assert "corpus/a.txt:1:3: HOUSE001 [*] “帐户”应为“账户”（帐户 1, 账户 2）" in capsys.readouterr().out


def test_any_number_of_workers_says_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for jobs in ("1", "2"):
        assert main(["check", "corpus", *OPTIONS, "--format", "jsonl", "--jobs", jobs]) == 1
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != ""


def test_a_named_census_decides(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["census", "corpus", *OPTIONS, "--output", "census.json"]) == 0
    write(here / "new", c="帐户，帐户，帐户\n")
    assert main(check("new")) == 0
    assert main(check("new", "--census", "census.json")) == 1
    assert capsys.readouterr().out.count("应为“账户”（帐户 1, 账户 2）") == 3


def test_the_configuration_names_a_census(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As pre-commit needs it, which checks the files that changed."""
    assert main(["census", "corpus", *OPTIONS, "--output", "census.json"]) == 0
    (here / "corpuskit.toml").write_text('packs = ["house.toml"]\ncensus = "census.json"\n', encoding="utf-8")
    write(here / "new", c="帐户，帐户，帐户\n")
    assert main(["check", "new", "--select", "HOUSE"]) == 1
    assert main(["check", "new", "--select", "HOUSE", "--isolated"]) == 2  # no such rule


def test_coverage_counts_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "test", "house.toml", "--coverage", "corpus"]) == 0
    assert "1 of 1 rule fired in 2 documents" in capsys.readouterr().out


def test_a_rule_explains_itself_with_counts(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "HOUSE001", "--rules", "house.toml"]) == 0
    assert "帐户 1, 账户 2" in capsys.readouterr().out


def test_fix_writes_the_majority(here: Path) -> None:
    assert main(["fix", "corpus", *OPTIONS]) == 0
    assert Path("corpus/a.txt").read_text(encoding="utf-8") == "打开账户。\n"


def test_a_pipe_has_no_corpus(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        class buffer:
            @staticmethod
            def read() -> bytes:
                return "帐户，账户\n".encode()

    monkeypatch.setattr("sys.stdin", Stdin)
    assert main(check("-")) == 0
    assert capsys.readouterr().err == (
        "corpuskit: corpus-wide rules find nothing without a census (--census FILE): HOUSE001\n"
    )


def test_a_census_for_other_rules_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["census", "corpus", *OPTIONS, "--output", "census.json"]) == 0
    house(here, RULES.replace('["帐户"]', '["帐户", "賬戶"]'))
    assert main(check("corpus", "--census", "census.json")) == 2
    assert "census.json: the census was taken for other rules" in capsys.readouterr().err


def test_a_named_census_that_is_not_there_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:  # also where no rule would ask it
        main(["check", "corpus", "--census", "none.json"])
    assert stopped.value.code == 2
    assert "--census: none.json: no such file" in capsys.readouterr().err


def test_without_corpus_wide_rules_there_is_nothing_to_count(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["census", "corpus"]) == 2
    assert "no rule that is selected needs a census" in capsys.readouterr().err


def test_what_cannot_be_read_is_not_counted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "corpus" / "c.txt").write_bytes(b"\xff\xfe\xfd")
    assert main(["census", "corpus", *OPTIONS, "--output", "census.json"]) == 2
    assert json.loads(Path("census.json").read_bytes())["census"]["documents"] == 2
    assert "corpus/c.txt" in capsys.readouterr().err


def test_annotate_takes_the_majority_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", "corpus", *OPTIONS, "--segmenter", "chars"]) == 0
    assert "# text = 打开账户。" in capsys.readouterr().out


BUILD = ["build", "corpus", "--output", "out", "--no-annotate", "--quiet", *OPTIONS]


def test_a_build_notices_that_its_census_changed(here: Path) -> None:
    assert main(BUILD) == 0
    assert Path("out/clean/a.txt").read_text(encoding="utf-8") == "打开账户。\n"
    before = json.loads(Path("out/manifest.json").read_bytes())["census_sha256"]
    assert before
    write(here / "corpus", c="帐户，帐户，帐户\n")
    assert main(BUILD) == 0
    assert json.loads(Path("out/manifest.json").read_bytes())["census_sha256"] != before
    assert Path("out/clean/b.txt").read_text(encoding="utf-8") == "帐户与帐户。\n"
    shutil.rmtree("out")


def test_parts_of_a_build_need_one_census(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BUILD, "--shard", "0/2"]) == 2
    assert "--shard: all parts need one census" in capsys.readouterr().err
    assert main(["census", "corpus", *OPTIONS, "--output", "census.json"]) == 0
    assert main([*BUILD, "--shard", "0/2", "--census", "census.json"]) == 0


def test_the_examples_of_a_corpus_wide_rule_are_corpora_of_their_own(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rule", "test", "house.toml"]) == 0
    assert "4 of 4 statements" in capsys.readouterr().out
