"""What a corpus brings along: each command says what is wrong with its place, exits 2, and harms nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpuskit.cli import main
from corpuskit.reports import FOR_PEOPLE, REPORTS
from tests.samples import CLEAN, REPAIRED, WRAPPED, write

#: A rule whose fix GB 2312 cannot hold.
ODD_RULES = """
[pack]
name = "odd"
language = "any"

[[rule]]
code = "ODD001"
name = "comma"
kind = "pattern"
fix = "safe"
message = "{found}"
why = "why"
pattern = ","
replace = "𠮷"
examples = [{ bad = "好,好", good = "好𠮷好" }, { ok = "好" }]
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")


def check(*paths: Path) -> int:
    return main(["check", *map(str, paths)])


def test_an_empty_file_is_an_empty_document(tmp_path: Path) -> None:
    assert check(write(tmp_path, empty="")) == 0
    assert main(["fix", str(tmp_path)]) == 0
    assert (tmp_path / "empty.txt").read_bytes() == b""


def test_a_missing_path_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "missing.txt") == 2
    assert "missing.txt: no such file or directory" in capsys.readouterr().err


def test_bytes_that_are_not_utf8_are_placed_and_the_encoding_is_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(b"ok\n" + WRAPPED.encode("gb18030"))
    assert check(path) == 2
    error = capsys.readouterr().err
    assert "old.txt:2: not utf-8: byte 5" in error
    assert "try --encoding gb18030" in error


def test_an_error_wins_over_a_finding_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, good=WRAPPED)
    (folder / "bad.txt").write_bytes(b"\xff\xff\xff")
    assert check(folder) == 2
    assert "LB001" in capsys.readouterr().out
    assert main(["fix", str(folder)]) == 2
    assert (folder / "good.txt").read_text(encoding="utf-8") == REPAIRED
    assert (folder / "bad.txt").read_bytes() == b"\xff\xff\xff"


@pytest.mark.parametrize("command", ["check", "fix"])
def test_every_report_tells_what_could_not_be_done(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "texts", good=WRAPPED)
    (folder / "old.txt").write_bytes(b"ok\n" + WRAPPED.encode("gb18030"))
    (folder / "rows.jsonl").write_text('{"text": "他来了。"}\n{"text": 3}\n', encoding="utf-8")
    outputs = [f"--output={name}={tmp_path / name}" for name in REPORTS]
    options = ["--take=*.txt", "--take=*.jsonl", "--format=json", *outputs]
    assert main([command, *options, str(folder), str(folder / "gone.txt")]) == 2
    shown = capsys.readouterr().out
    for name in REPORTS:
        told = (tmp_path / name).read_text(encoding="utf-8")
        for file in ("old.txt", "rows.jsonl", "gone.txt"):
            assert file in told, name
    assert json.loads(shown) == json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    failures = [row for row in json.loads(shown) if row["code"] is None]
    places = {(Path(row["file"]).name, row["line"]) for row in failures}
    assert places == {("old.txt", 2), ("rows.jsonl", 2), ("gone.txt", None)}


def test_reports_for_people_leave_failures_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in FOR_PEOPLE:
        assert main(["check", f"--format={name}", str(tmp_path / "gone.txt")]) == 2
        told = capsys.readouterr()
        assert "gone.txt" not in told.out
        assert "gone.txt" in told.err


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anything")
def test_a_report_tells_what_could_not_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, a=WRAPPED)
    (folder / "a.txt").chmod(0o400)
    assert main(["fix", "--format=jsonl", str(folder)]) == 2
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(Path(row["file"]).name, row["code"]) for row in rows] == [("a.txt", "LB001"), ("a.txt", None)]


def test_what_the_encoding_cannot_hold_is_a_failure_of_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "好,好"}\n'.encode("gb2312"))
    rules = tmp_path / "odd.toml"
    rules.write_text(ODD_RULES, encoding="utf-8")
    options = ["--encoding=gb2312", "--format=json", "--select=ODD", f"--rules={rules}"]
    assert main(["fix", *options, str(path)]) == 2
    row = json.loads(capsys.readouterr().out)[-1]
    assert (row["file"], row["line"], row["code"]) == (path.as_posix(), 1, None)


def test_nul_is_a_finding_and_a_binary_file_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(write(tmp_path / "a", nul_inside=CLEAN + "发\x00展\n")) == 1
    assert "CH" in capsys.readouterr().out
    binary = tmp_path / "b.txt"
    binary.write_bytes(bytes(range(256)).replace(b"\xff", b"") * 4 + b"\0" * 4000)
    assert check(binary) == 2


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\f\n"])
def test_line_ends_of_every_kind_are_seen_through(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(WRAPPED.replace("\n", newline).encode())
    assert check(path) == 1
    assert main(["fix", str(path)]) == 0
    assert path.read_bytes().decode().strip() == REPAIRED.strip()


def test_a_byte_order_mark_counts_for_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, marked = tmp_path / "plain.txt", tmp_path / "marked.txt"
    plain.write_bytes(WRAPPED.encode())
    marked.write_bytes(b"\xef\xbb\xbf" + WRAPPED.encode())
    main(["check", "--format", "concise", str(plain)])
    expected = capsys.readouterr().out.replace("plain", "marked")
    main(["check", "--format", "concise", str(marked)])
    assert capsys.readouterr().out == expected


@POSIX
def test_links_pipes_and_folders_named_as_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dangling, pipe = tmp_path / "dangling.txt", tmp_path / "pipe.txt"
    dangling.symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(pipe)
    assert check(dangling, pipe) == 2
    error = capsys.readouterr().err
    assert "dangling.txt: a link to" in error
    assert "pipe.txt: a pipe (FIFO)" in error


@POSIX
def test_a_pipe_in_a_folder_does_not_block(tmp_path: Path) -> None:
    folder = write(tmp_path, a=CLEAN)
    os.mkfifo(folder / "pipe.txt")
    assert check(folder) in (0, 2)


def test_a_long_line_is_done_in_linear_time(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("发展新质生产力推动高质量发展" * 100_000, encoding="utf-8")
    assert check(path) == 0


def test_lone_surrogates_do_not_break_the_library() -> None:
    import corpuskit

    checked = corpuskit.check("发展\ud800新质生产力,推动\udfff")
    assert "\ud800" in checked.text
    assert corpuskit.restore(checked.text, checked.changes) == "发展\ud800新质生产力,推动\udfff"


def test_an_unknown_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--encoding", "gbk2", str(write(tmp_path, a=CLEAN))]) == 2
    assert "unknown encoding 'gbk2'" in capsys.readouterr().err


@POSIX
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    folder = write(tmp_path, **{f"d{n}": WRAPPED for n in range(300)})
    command = f"'{sys.executable}' -m corpuskit check '{folder}' | head -1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="a device that is always full")
def test_a_full_disk_behind_stdout_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, a=WRAPPED)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "corpuskit", "check", str(tmp_path)],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        2,
        "corpuskit: error: cannot write the output: No space left on device\n",
    )
