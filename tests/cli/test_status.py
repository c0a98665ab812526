import json
from pathlib import Path

import pytest

from corpuskit.cli import main
from corpuskit.shards import locked
from tests.samples import CLEAN, WRAPPED, write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A build of two rows, one of them bad."""
    source = tmp_path / "x.jsonl"
    source.write_bytes(json.dumps({"body": WRAPPED, "key": 7}).encode() + b"\n{\n")
    options = ["--text-field", "body", "--id-field", "key", "--no-annotate", "--quiet", "--isolated"]
    assert main(["build", str(source), "--output", str(tmp_path / "out"), *options]) == 1
    return tmp_path / "out"


def test_a_finished_build_says_what_came_out(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["status", str(out)]) == 1
    said = capsys.readouterr().out
    assert "complete" in said
    assert "1 of 1 done" in said
    assert "2 in = 1 out + 1 rejected" in said


def test_a_build_that_runs_or_stopped_says_so(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads((out / "manifest.json").read_bytes())
    (out / "manifest.json").write_text(
        json.dumps(manifest | {"complete": False, "planned": 3}), encoding="utf-8"
    )
    assert main(["status", str(out)]) == 1
    with locked(out):
        assert main(["status", str(out)]) == 1
    said = capsys.readouterr().out
    assert "stopped; run it again" in said
    assert "running" in said
    assert "1 of 3 done" in said


def test_a_new_build_can_be_asked_before_its_shards_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned(*_: object) -> list[object]:
        assert main(["status", str(tmp_path / "out")]) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr("corpuskit.build.plan", planned)
    source = write(tmp_path / "in", a=CLEAN)
    assert main(["build", str(source), "--output", str(tmp_path / "out"), "--no-annotate"]) == 130
    assert capsys.readouterr().out.startswith(
        "state       running\nphase       planning\nshards      0 done, "
    )
    monkeypatch.undo()
    assert main(["build", str(source), "--output", str(tmp_path / "out"), "--no-annotate", "-q"]) == 0


def test_a_folder_that_is_no_build_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(tmp_path)]) == 2
    assert (
        f"{tmp_path.as_posix()}: the folder is not a corpuskit build; allowed: one" in capsys.readouterr().err
    )


def test_a_second_run_in_a_folder_that_one_has_says_so(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(out):
        assert main(["build", str(write(tmp_path / "in", a=CLEAN)), "--output", str(out)]) == 2
    assert "another run is writing to this folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value"), [("--shard", "4/4"), ("--shard", "x"), ("--split", "60,60"), ("--max-document", "0")]
)
def test_a_wrong_option_is_an_error_that_says_what_is_allowed(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["build", "--output", "out", option, value])
    assert stopped.value.code == 2
    assert "allowed" in capsys.readouterr().err


def test_parts_are_told_how_to_finish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in", a=CLEAN)
    command = ["build", str(source), "--output", str(tmp_path / "out"), "--no-annotate", "--isolated"]
    assert main([*command, "--shard", "0/2"]) == 0
    assert main([*command, "--shard", "1/2"]) == 0
    assert "without --shard" in capsys.readouterr().out
    assert main(["status", str(tmp_path / "out")]) == 1
    assert "shards done; run it without --shard to finish" in capsys.readouterr().out
    assert main(command) == 0
    assert (tmp_path / "out/clean/a.txt").read_text(encoding="utf-8") == CLEAN
