"""Where the commands write: several reports, files that are inputs, streams that are closed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpuskit.cli import check, main
from tests.samples import WRAPPED, write

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX streams")


def sh(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """``command`` with ``corpuskit`` for this one, run by a shell in ``folder``."""
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root}
    script = f"corpuskit() {{ '{sys.executable}' -m corpuskit \"$@\"; }}; {command}"
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )


def test_a_report_that_cannot_be_written_keeps_no_other_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, ours = write(tmp_path / "texts", a=WRAPPED), tmp_path / "out.json"
    assert main(["check", str(folder), "--output", f"sarif={folder}", "--output", f"json={ours}"]) == 2
    assert json.loads(ours.read_text("utf-8"))[0]["code"] == "LB001"
    told = capsys.readouterr()
    assert "LB001" in told.out
    assert f"{folder.as_posix()}: cannot write: " in told.err


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--output", "json={}"],
        ["check", "--write-baseline", "{}"],
        ["fix", "--edits", "{}"],
        ["annotate", "--output", "{}"],
        ["terms", "--output", "{}"],
        ["duplicates", "--output", "{}"],
        ["duplicates", "--output", "x.jsonl", "--blocks", "{}"],
    ],
)
def test_no_input_is_written_over(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, a=WRAPPED) / "a.txt"
    assert main([*(word.format(path) for word in command), str(tmp_path)]) == 2
    assert path.read_text("utf-8") == WRAPPED
    assert "a.txt: an input, which would be overwritten" in capsys.readouterr().err


def test_two_reports_need_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, a=WRAPPED)
    both = [f"{name}={tmp_path / 'out'}" for name in ("json", "sarif")]
    assert main(["check", str(tmp_path), "--output", both[0], "--output", both[1]]) == 2
    assert "out: another output, which would be overwritten" in capsys.readouterr().err


@POSIX
@pytest.mark.parametrize("output", ["/dev/stdout", "-"])
def test_a_report_to_standard_output_stands_beside_what_is_there(tmp_path: Path, output: str) -> None:
    write(tmp_path, a=WRAPPED)
    assert sh(f"(echo first; corpuskit check a.txt --format concise --output json={output}) > log", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "log"]
    first, *report, finding = (tmp_path / "log").read_text("utf-8").splitlines()
    assert first == "first" and finding.startswith("a.txt:1:")
    assert json.loads("".join(report))


@POSIX
def test_reports_are_written_though_no_one_reads_standard_output(tmp_path: Path) -> None:
    write(tmp_path, **{f"d{n}": WRAPPED for n in range(300)})
    done = sh("corpuskit check . --output json=out.json | head -1", tmp_path)
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) >= 300


@POSIX
@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("corpuskit check a.txt >&-", "standard output is closed"),
        ("corpuskit fix - < a.txt >&-", "standard output is closed"),
        ("corpuskit check - <&-", "standard input is closed"),
        ("mkdir gone; cd gone; rmdir ../gone; corpuskit check", "the working directory is gone"),
    ],
)
def test_what_the_caller_has_closed(tmp_path: Path, command: str, error: str) -> None:
    write(tmp_path, a=WRAPPED)
    done = sh(command, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"corpuskit: error: {error}\n")


@POSIX
def test_errors_stay_out_of_a_report_where_standard_error_is_closed(tmp_path: Path) -> None:
    done = sh("corpuskit check missing.txt --format json 2>&-", tmp_path)
    assert done.returncode == 2
    (row,) = json.loads(done.stdout)
    assert (row["file"], row["message"]) == ("missing.txt", "missing.txt: no such file or directory")


def test_a_fault_of_our_own_is_told_from_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*args: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(check, "_tell", break_down)
    assert main(["check", str(write(tmp_path, a=WRAPPED))]) == 2
    told = capsys.readouterr().err
    assert "RuntimeError: broken" in told and "please report it" in told


def test_quiet_has_no_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(write(tmp_path, a=WRAPPED))
    assert main(["check", "-q", folder]) == 1
    assert "Found" not in capsys.readouterr().out
    assert main(["fix", "-q", folder]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["check", "-q", folder]) == 0
    assert capsys.readouterr() == ("", "")


def test_no_file_at_all_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--take", "*.md", str(write(tmp_path, a=WRAPPED))]) == 0
    assert f"warning: no files under {tmp_path}; taken: *.md\n" in capsys.readouterr().err


def test_edits_are_not_asked_for_where_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fix", "--diff", "--edits", "x", str(tmp_path)]) == 2
    assert "--edits with --diff" in capsys.readouterr().err


def test_options_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["fix", "--unsafe", str(tmp_path)])
