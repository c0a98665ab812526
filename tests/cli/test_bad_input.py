"""What a corpus brings along: each command says what is wrong with its place, exits 2, and harms nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import CLEAN, REPAIRED, WRAPPED, write

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
