import json
from pathlib import Path

import pytest

from corpuskit.cli import main

GOLD = "李 B-PER\n白 I-PER\n在 O\n重 B-ORG\n庆 I-ORG\n大 I-ORG\n学 I-ORG\n说 O\n\n"
PRED = "1\t李白\tB-PER\n2\t在\tO\n3\t重庆\tB-ORG\n4\t大学\tO\n5\t说\tO\n"


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def out(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["eval", "--isolated", *words]) == 0
    return capsys.readouterr().out


def test_two_files_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write(tmp_path, "gold.bio", GOLD), write(tmp_path, "pred.iob2", PRED)
    report = json.loads(out(capsys, *files, "--format", "json"))
    assert report["words"] is None
    assert report["strict"]["ALL"] | {"right": 1} == report["strict"]["ALL"]
    assert (report["strict"]["ALL"]["f1"], report["partial"]["ALL"]["f1"]) == (50.0, 100.0)
    assert "rules" not in report
    lines = out(capsys, *files).splitlines()
    assert lines[0] == "1 sentence"
    assert lines[-1].split() == ["partial", "ALL", "100.0", "100.0", "100.0", "2", "2", "2"]


def test_a_file_against_itself_is_all_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pred = write(tmp_path, "pred.iob2", PRED)
    report = json.loads(out(capsys, pred, pred, "--format", "json"))
    assert (report["words"]["f1"], report["strict"]["ALL"]["f1"]) == (100.0, 100.0)


def test_the_rules_are_run_on_a_gold_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = write(tmp_path, "gold.bio", GOLD + "在 O\n长 B-LOC\n沙 I-LOC\n")
    report = json.loads(out(capsys, gold, "--format", "json"))
    rules = {one["code"]: one for one in report["rules"]}
    assert rules["EN210"]["won"]["precision"] == 100.0
    assert rules["EN103"]["lost_to"] == {"EN210": 1}
    assert report["strict"]["ORG"]["f1"] == 100.0
    assert "EN210" in out(capsys, gold)


def test_what_was_annotated_is_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(tmp_path, "a.txt", "李白在重庆大学说 5G 很好。")
    for name in ("conllu", "jsonl", "conll2003", "char-bio"):
        suffix = {"conll2003": ".conll", "char-bio": ".bio"}.get(name, f".{name}")
        path = str(tmp_path / f"a{suffix}")
        assert main(["annotate", "--isolated", "--no-fix", "--format", name, "-o", path, text]) == 0
        report = json.loads(out(capsys, str(tmp_path / "a.conllu"), path, "--format", "json"))
        assert report["strict"]["ALL"]["f1"] == 100.0
        assert (report["words"] or {"f1": 100.0})["f1"] == 100.0


@pytest.mark.parametrize(
    ("gold", "pred", "problem"),
    [
        ("", "", "gold.bio: no sentences"),
        (GOLD, "1\t杜甫\tO\n", "pred.iob2:1: another text than the gold file's"),
        ("李 PER\n", PRED, "gold.bio:1: tag 'PER'"),
    ],
)
def test_what_cannot_be_compared_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], gold: str, pred: str, problem: str
) -> None:
    assert main(["eval", write(tmp_path, "gold.bio", gold), write(tmp_path, "pred.iob2", pred)]) == 2
    assert problem in capsys.readouterr().err


def test_priorities_are_proposed_and_can_be_pasted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = write(tmp_path, "gold.bio", (GOLD + "在 O\n长 B-LOC\n沙 I-LOC\n\n") * 3)
    assert main(["rule", "rank", gold, "--isolated", "--format", "json"]) == 0
    proposed = {one["code"]: one["proposed"] for one in json.loads(capsys.readouterr().out)["rules"]}
    assert main(["rule", "rank", gold, "--isolated"]) == 0
    printed = capsys.readouterr().out
    assert "strict F1 100.0 now, 100.0 with these" in printed
    write(tmp_path, "pyproject.toml", printed[printed.index("[tool.") :])
    monkeypatch.chdir(tmp_path)
    assert main(["rule", "rank", gold, "--format", "json"]) == 0
    ranks = json.loads(capsys.readouterr().out)["rules"]
    assert {one["code"]: one["priority"] for one in ranks} == proposed


def test_rank_wants_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "rank"]) == 2
    assert "one gold file" in capsys.readouterr().err


def test_only_rules_on_labels_have_a_priority(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "pyproject.toml", "[tool.corpuskit.rules.LB001]\npriority = 4\n")
    monkeypatch.chdir(tmp_path)
    assert main(["rule"]) == 2
    assert "rules.LB001.priority: only rules on labels" in capsys.readouterr().err
