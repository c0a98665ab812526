import os
import stat
from pathlib import Path

import pytest

from corpuskit.errors import InputError
from corpuskit.files import replacing, write_file

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


def test_a_new_file_and_its_folders_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "c.txt", "科创板".encode())
    assert (tmp_path / "a/b/c.txt").read_text(encoding="utf-8") == "科创板"


def test_an_error_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as file:
        file.write(b"half of the new")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


@POSIX
def test_a_new_file_has_the_mode_that_umask_gives(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "a.txt", b"")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match=r"file/below\.txt: cannot write"):
        write_file(tmp_path / "file" / "below.txt", b"")


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, b"abc")
        assert os.read(reader, 9) == b"abc"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes of Linux")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    try:
        os.setxattr(path, "user.source", "甲".encode())
    except OSError:
        pytest.skip("a file system without them")
    write_file(path, b"new")
    assert os.getxattr(path, "user.source") == "甲".encode()


@pytest.mark.parametrize("url", ["s3://bucket/out.jsonl", "file:///tmp/out.jsonl", "hf://datasets/me/x"])
def test_a_url_is_not_taken_for_a_folder_of_that_name(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="a URL; allowed: a local path"):
        write_file(Path(url), b"x")
    assert not list(tmp_path.iterdir())
