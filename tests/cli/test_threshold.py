"""``--line-break-threshold``, and its setting in a project, in every command that reads texts."""

import json
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import REPAIRED, WRAPPED, write

OPTION = "--line-break-threshold"
ROWS = len(REPAIRED.splitlines())


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(path: Path) -> int:
    return len([line for line in path.read_text("utf-8").splitlines() if line])


def test_check_reports_what_it_keeps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "in", a=WRAPPED)
    main(["check", "--format", "concise", str(folder)])
    assert "LB007" not in capsys.readouterr().out
    main(["check", "--format", "concise", OPTION, "99", str(folder)])
    assert "LB007" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "setting", "keeps"),
    [
        ([], "", False),
        ([OPTION, "99"], "", True),
        ([], "line-break-threshold = 99", True),
        ([OPTION, "50"], "line-break-threshold = 99", False),
        (["--isolated"], "line-break-threshold = 99", False),
    ],
)
def test_the_option_wins_over_the_setting(
    tmp_path: Path, options: list[str], setting: str, keeps: bool
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.corpuskit]\n{setting}\n", "utf-8")
    folder = write(tmp_path / "in", a=WRAPPED)
    main(["fix", *options, str(folder)])
    assert (rows(folder / "a.txt") > ROWS) is keeps


def test_annotate_keeps_more_blocks(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=WRAPPED)
    pars = []
    for threshold in ("50", "99"):
        main(["annotate", "--segmenter", "chars", OPTION, threshold, "--output", "out.conllu", str(folder)])
        pars.append(Path("out.conllu").read_text("utf-8").count("# newpar"))
    assert pars[0] < pars[1]


def test_a_build_says_which_it_had(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "in", a=WRAPPED), tmp_path / "out"
    for threshold in (50, 99):
        main(["build", str(folder), "--output", str(out), "--segmenter", "chars", OPTION, str(threshold)])
        manifest = json.loads((out / "manifest.json").read_bytes())
        assert manifest["options"]["line_break_threshold"] == threshold
    assert rows(out / "clean" / "a.txt") > ROWS


@pytest.mark.parametrize("command", ["check", "fix", "annotate", "build"])
@pytest.mark.parametrize("value", ["49", "100", "-1", "80.5", "half", "\u0665\u0665"])
def test_others_are_an_error_that_says_what_is_allowed(
    command: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, f"{OPTION}={value}", "."])
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert f"argument {OPTION}: " in error and "allowed: a whole number from 50 to 99 (percent)" in error


def test_a_wrong_setting_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.corpuskit]\nline-break-threshold = 30\n", "utf-8")
    assert main(["check", str(write(tmp_path / "in", a=WRAPPED))]) == 2
    error = capsys.readouterr().err
    assert "pyproject.toml" in error and "line-break-threshold: 30; allowed: " in error
