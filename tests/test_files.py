import errno
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


def failing(path: Path, durable: bool = True) -> InputError:
    """Why ``path`` cannot be written; there is nothing new beside it."""
    before = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    with pytest.raises(InputError) as fault:
        write_file(path, b"new", durable=durable)
    assert (sorted(path.parent.iterdir()) if path.parent.is_dir() else []) == before
    assert isinstance(fault.value.__cause__, OSError)
    return fault.value


@POSIX
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("file/below.txt", "{file} is a file and no folder (File exists)"),
        ("file/far/below.txt", "{file} is a file and no folder (Not a directory)"),
        ("folder", "there is a folder of this name (Is a directory)"),
        ("x" * 300, "the name is too long (File name too long)"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_with_the_reason(
    tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    place = (tmp_path / name).as_posix()
    assert str(failing(tmp_path / name)) == f"{place}: cannot write: " + told.format(
        file=(tmp_path / "file").as_posix()
    )


@pytest.mark.parametrize(
    ("call", "code", "told"),
    [
        ("tempfile.mkstemp", errno.EACCES, "no permission to write in {folder}"),
        ("tempfile.mkstemp", errno.EROFS, "{folder} is on a file system that is read-only"),
        ("os.fsync", errno.ENOSPC, "no space is left"),
        ("os.fsync", errno.EIO, ""),
    ],
)
def test_what_the_system_refuses_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, told: str
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr(call, refuse)
    system = os.strerror(code)
    reason = f"{told.format(folder=tmp_path.as_posix())} ({system})" if told else system
    assert failing(path).problem == f"cannot write: {reason}"
    assert path.read_bytes() == b"old"


def test_a_file_that_may_not_be_written_to_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    asked = list[object]()

    def refused(*asks: object) -> bool:
        asked.append(asks)
        return False

    monkeypatch.setattr(os, "access", refused)  # which root never sees
    with pytest.raises(InputError, match="cannot write: the file is read-only"):
        write_file(path, b"new")
    assert asked == [(path, os.W_OK)]
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
def test_a_device_that_is_full_says_so() -> None:
    assert failing(Path("/dev/full")).problem == "cannot write: no space is left (No space left on device)"


def test_what_the_block_itself_cannot_read_is_not_said_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"), replacing(tmp_path / "a.txt") as file:
        file.write((tmp_path / "missing").read_bytes())
    assert not [*tmp_path.iterdir()]


def test_the_reason_is_told_where_what_was_written_cannot_go_away_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a.txt"):
        raise ZeroDivisionError


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


@POSIX
def test_what_else_a_file_is_called_by_a_hard_link_stays(tmp_path: Path) -> None:
    path, cached = tmp_path / "a.txt", tmp_path / "cache"
    cached.write_bytes(b"old")
    path.hardlink_to(cached)
    write_file(path, b"new")
    assert (path.read_bytes(), cached.read_bytes()) == (b"new", b"old")


@POSIX
def test_the_group_stays_where_the_owner_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = list[tuple[int, int]]()

    def chown(path: Path, owner: int, group: int) -> None:
        given.append((owner, group))
        if owner != -1:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o664)
    old = path.stat()
    monkeypatch.setattr(os, "chown", chown)
    write_file(path, b"new")
    assert given == [(old.st_uid, old.st_gid), (-1, old.st_gid)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
