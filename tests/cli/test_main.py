"""The command line as a whole: where options may stand, and what is said of those that there are not."""

from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import WRAPPED, write


@pytest.mark.parametrize(
    "words",
    [
        ["a.txt", "--format", "concise", "b.txt"],
        ["a.txt", "b.txt", "--format", "concise"],
        ["--format", "concise", "a.txt", "--quiet", "b.txt"],
        ["--format", "concise", "--", "a.txt", "b.txt"],
    ],
)
def test_options_may_stand_between_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.chdir(write(tmp_path, a=WRAPPED, b=WRAPPED))
    assert main(["check", *words]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a.txt", "b.txt"]


def test_after_two_hyphens_all_are_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("--quiet").write_text(WRAPPED, "utf-8")
    assert main(["check", "--format", "concise", "--", "--quiet"]) == 1
    assert capsys.readouterr().out.startswith("--quiet:")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chekc", "a.txt"], "argument COMMAND: no command 'chekc'; did you mean 'check'?"),
        (["zzz"], "argument COMMAND: no command 'zzz'; allowed: check, fix, "),
        (["fix", "a.txt", "--unsafe_fixes=1"], "--unsafe_fixes=1; did you mean '--unsafe-fixes'?"),
        (["status", "build", "more"], "unrecognized arguments: more\n"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest_that_is(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.startswith("usage: corpuskit")
