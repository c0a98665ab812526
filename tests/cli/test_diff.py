from pathlib import Path

import pytest

from corpuskit.cli import diff, main
from corpuskit.model import Change
from tests.samples import WRAPPED, write


def test_changes_are_shown_by_rule_with_their_context(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(tmp_path / "out"), "--quiet"])
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert "LB001: 4 changes in 1 document\n" in out
    assert "[\\n]" in out
    assert out.endswith("4 changes\n")


def test_a_seed_gives_the_same_sample_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(tmp_path / "out"), "--quiet"])
    shown = []
    for seed in ("1", "1", "2", "3", "4"):
        capsys.readouterr()
        main(["diff", str(tmp_path / "out"), "--sample", "1", "--seed", seed])
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert len(set(shown)) > 1


def test_a_folder_that_is_no_build_is_an_error(tmp_path: Path) -> None:
    assert main(["diff", str(write(tmp_path, a=WRAPPED))]) == 2


@pytest.mark.parametrize("command", [["diff"], ["restore", "--output", "back"]])
def test_a_build_that_is_not_complete_is_an_error(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = str(write(tmp_path / "in", a=WRAPPED))
    main(["build", texts, "--output", "out", "--shard", "0/2", "--quiet"])
    capsys.readouterr()
    assert main([command[0], "out", *command[1:]]) == 2
    assert "out: the build is not complete" in capsys.readouterr().err
    assert not (tmp_path / "back").exists()


def test_changes_of_many_documents_are_counted_and_few_are_kept() -> None:
    sample = diff._Sample(3, seed=0)
    for number in range(100):
        sample.add(diff._Shown(f"d{number // 2}", "", Change(number, number, "", "", ("LB001",)), ""))
    assert (sample.changes, sample.documents, len(sample.picked)) == (100, 50, 3)
    assert all(shown.change.start == number for number, shown in sample.picked)


def test_a_rule_that_changed_nothing_is_told_with_those_that_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(tmp_path / "out"), "--quiet"])
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "out"), "--code", "LB0001"]) == 0
    told = capsys.readouterr()
    assert told.out == "0 changes\n"
    assert told.err == "corpuskit: warning: no changes of LB0001: there are those of LB001\n"


def test_rules_are_named_by_prefix_as_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = WRAPPED + "\n他在去年的会上也说科创板很好,新质生产力也很好。\n"
    main(["build", str(write(tmp_path / "in", a=text)), "--output", str(tmp_path / "out"), "--quiet"])
    shown = {}
    for code in ("LB", "LB001", "PU", "PU0"):
        capsys.readouterr()
        assert main(["diff", str(tmp_path / "out"), "--code", code]) == 0
        shown[code] = capsys.readouterr().out
    assert shown["LB"].count("LB001: ") == shown["PU"].count("PU001: ") == 1
    assert "PU001" not in shown["LB"] and shown["PU"] == shown["PU0"]


def test_a_clean_text_that_was_edited_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(tmp_path / "out"), "--quiet"])
    (tmp_path / "out/clean/a.txt").write_bytes(WRAPPED.encode("gb18030"))
    for command in (["diff"], ["restore", "--output", str(tmp_path / "back")]):
        assert main([command[0], str(tmp_path / "out"), *command[1:]]) == 2
        assert "clean/a.txt: not utf-8: byte" in capsys.readouterr().err


def test_a_sample_of_less_than_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["diff", "out", "--sample", "-1"])
    assert "'-1'; allowed: 0, 1, 2" in capsys.readouterr().err
