import inspect
import os
import socket
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpuskit.errors import InputError
from corpuskit.readers import Found, discover, read_document
from corpuskit.readers.raw import read_bytes

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX")


def write(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def ids(paths: Iterable[str | Path]) -> list[str]:
    return [one.id for one in found(paths)]


def found(paths: Iterable[str | Path]) -> list[Found]:
    return [one for one in discover(paths) if isinstance(one, Found)]


def faults(paths: Iterable[str | Path]) -> list[str]:
    return [str(one) for one in discover(paths) if isinstance(one, InputError)]


def test_of_a_directory_only_texts_are_taken_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.TXT", "a.md", "sub/c.txt", "sub/deep/d.txt", "十/一.txt", "a.txt.bak")
    assert ids([tmp_path]) == ["a", "b", "sub/c", "sub/deep/d", "十/一"]


def test_lists_licences_and_robots_are_never_taken(tmp_path: Path) -> None:
    write(
        tmp_path,
        "requirements.txt",
        "requirements-dev.txt",
        "constraints.txt",
        "LICENSE.txt",
        "License-MIT.txt",
    )
    write(tmp_path, "CMakeLists.txt", "sub/robots.txt", ".hidden.txt", ".venv/a.txt", "text.txt")
    assert ids([tmp_path]) == ["text"]


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, "requirements.txt", ".hidden", "notes.md", "no-suffix")
    paths = [tmp_path / name for name in ("requirements.txt", ".hidden", "notes.md", "no-suffix")]
    assert ids(paths) == ["requirements", ".hidden", "notes", "no-suffix"]
    assert all(one.named for one in found(paths))
    assert read_document(paths[2], "notes").text == "notes.md"


def test_a_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "sub/b.txt")
    again = [tmp_path, tmp_path / "a.txt", tmp_path / "sub" / ".." / "sub", tmp_path]
    assert ids(again) == ["a", "sub/b"]


def test_ids_are_relative_to_the_folder_that_is_given(tmp_path: Path) -> None:
    write(tmp_path, "one/a.txt", "one/sub/c.txt", "two/b.txt")
    assert ids([tmp_path / "one", tmp_path / "two" / "b.txt"]) == ["a", "sub/c", "b"]


def test_ids_that_would_meet_are_told_apart_the_same_way_each_time(tmp_path: Path) -> None:
    write(tmp_path, "one/a.txt", "two/a.txt", "three/a.txt")
    roots = [tmp_path / name for name in ("one", "two", "three")]
    assert ids(roots) == ids(roots) == ["a", "a~2", "a~3"]
    write(tmp_path, "case/B.txt")
    if not (tmp_path / "case" / "b.txt").exists():
        write(tmp_path, "case/b.txt")
        assert ids([tmp_path / "case"]) == ["B", "b~2"]


def test_folders_may_lie_deeper_than_the_stack(tmp_path: Path) -> None:
    deep = 100
    write(tmp_path, "d/" * deep + "a.txt")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + deep)
    try:
        (one,) = ids([tmp_path])
    finally:
        sys.setrecursionlimit(limit)
    assert one.count("/") == deep


def test_a_missing_path_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    paths = [tmp_path / "missing.txt", tmp_path / "a.txt"]
    assert ids(paths) == ["a"]
    assert faults(paths) == [f"{paths[0].as_posix()}: no such file or directory"]


def test_a_path_that_no_system_has_is_a_fault() -> None:
    assert len(faults(["a\0b"])) == 1


class TestGit:
    def test_what_git_ignores_is_left_out(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            ".git/HEAD",
            "a.txt",
            "build/b.txt",
            "sub/c.txt",
            "sub/keep/d.txt",
            "sub/keep/e.txt",
            "x.txt",
        )
        (tmp_path / ".gitignore").write_text("build/\nsub/keep/*\n/x.txt\n", encoding="utf-8")
        (tmp_path / "sub" / ".gitignore").write_text("!keep/d.txt\n", encoding="utf-8")
        assert ids([tmp_path]) == ["a", "sub/c", "sub/keep/d"]

    def test_ignore_files_above_hold_below(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/HEAD", "sub/deep/a.txt", "sub/deep/b.txt")
        (tmp_path / ".gitignore").write_text("/sub/deep/b.txt\n", encoding="utf-8")
        assert ids([tmp_path / "sub" / "deep"]) == ["a"]

    def test_the_repository_has_excludes_of_its_own(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/HEAD", "a.txt", "b.txt")
        (tmp_path / ".git" / "info").mkdir()
        (tmp_path / ".git" / "info" / "exclude").write_text("b.txt\n", encoding="utf-8")
        assert ids([tmp_path]) == ["a"]

    def test_a_folder_taken_back_does_not_take_back_what_lies_in_it(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/HEAD", "a.txt", "sub/a.txt", "sub/b.txt", "sub/deep/a.txt", "sub/deep/c.txt")
        (tmp_path / ".gitignore").write_text("a.txt\nc.txt\n", encoding="utf-8")
        (tmp_path / "sub" / ".gitignore").write_text("!deep/\n!c.txt\n", encoding="utf-8")
        assert ids([tmp_path]) == ["sub/b", "sub/deep/c"]

    def test_all_but_some_suffixes(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/HEAD", "a.txt", "sub/b.txt", "sub/c.keep.txt")
        (tmp_path / ".gitignore").write_text("*\n!*/\n!*.keep.txt\n", encoding="utf-8")
        assert ids([tmp_path]) == ["sub/c.keep"]

    def test_a_directory_that_is_named_is_looked_into(self, tmp_path: Path) -> None:
        write(tmp_path, ".git/HEAD", "build/a.txt")
        (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
        assert ids([tmp_path / "build"]) == ["a"]
        assert ids([tmp_path / "build" / "a.txt"]) == ["a"]

    def test_ignore_files_above_the_repository_do_not_hold(self, tmp_path: Path) -> None:
        write(tmp_path, "repository/.git/HEAD", "repository/a.txt")
        (tmp_path / ".gitignore").write_text("*.txt\n", encoding="utf-8")
        assert ids([tmp_path / "repository"]) == ["a"]

    @pytest.mark.parametrize("lines", ["!\n", "/\n", "\\\n", "[\n", "\xff\n", ""])
    def test_lines_that_are_no_pattern_are_passed_over(self, tmp_path: Path, lines: str) -> None:
        write(tmp_path, ".git/HEAD", "a.txt", "b.txt")
        (tmp_path / ".gitignore").write_bytes(lines.encode("latin-1") + b"b.txt\n")
        assert ids([tmp_path]) == ["a"]


@posix
class TestPosix:
    def test_a_pipe_is_refused_without_waiting(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe.txt"
        os.mkfifo(pipe)
        assert faults([pipe]) == faults([tmp_path]) == [f"{pipe}: a pipe (FIFO); allowed: a file"]
        with pytest.raises(InputError, match="a pipe"):
            read_bytes(pipe)

    def test_a_socket_and_a_device_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("s.txt")
            assert faults(["s.txt"]) == ["s.txt: a socket; allowed: a file"]
        assert faults(["/dev/null"]) == ["/dev/null: a device; allowed: a file"]

    def test_a_dangling_link_names_its_target(self, tmp_path: Path) -> None:
        link = tmp_path / "a.txt"
        link.symlink_to("gone.txt")
        message = f"{link}: a link to gone.txt, which is missing"
        assert faults([link]) == faults([tmp_path]) == [message]

    def test_links_that_run_in_circles_end(self, tmp_path: Path) -> None:
        write(tmp_path, "sub/a.txt")
        (tmp_path / "sub" / "up").symlink_to(tmp_path)
        (tmp_path / "self.txt").symlink_to("self.txt")
        assert ids([tmp_path]) == ["sub/a"]
        assert len(faults([tmp_path])) == 1

    def test_a_link_to_a_text_is_that_text(self, tmp_path: Path) -> None:
        write(tmp_path, "one/a.txt")
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "b.txt").symlink_to(tmp_path / "one" / "a.txt")
        assert ids([tmp_path / "two"]) == ["b"]
        assert ids([tmp_path / "one", tmp_path / "two"]) == ["a"]

    def test_a_link_to_a_directory_that_is_named_is_followed(self, tmp_path: Path) -> None:
        write(tmp_path, "real/a.txt")
        (tmp_path / "link").symlink_to("real")
        assert ids([tmp_path / "link"]) == ["a"]

    @pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
    def test_what_may_not_be_read_is_a_fault(self, tmp_path: Path) -> None:
        write(tmp_path, "locked/a.txt", "b.txt")
        (tmp_path / "locked").chmod(0)
        try:
            assert ids([tmp_path]) == ["b"]
            assert faults([tmp_path]) == [f"{tmp_path}/locked: permission denied"]
        finally:
            (tmp_path / "locked").chmod(0o700)

    def test_a_name_that_is_not_utf8_becomes_a_printable_id(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/\xd6\xd8.txt"
        try:
            Path(os.fsdecode(name)).write_bytes(b"a")
        except OSError:
            pytest.skip("this file system takes UTF-8 only")
        (one,) = found([tmp_path])
        assert one.id == "%D6%D8"
        assert read_document(one.path, one.id).path.endswith("/%D6%D8.txt")


def test_a_folder_that_cannot_be_listed_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/locked/x.txt", "b.txt")
    listing = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return listing(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert ids([tmp_path]) == ["b"]
    assert faults([tmp_path]) == [f"{(tmp_path / 'a' / 'locked').as_posix()}: permission denied"]


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match=r"a.txt: permission denied$"):
        read_document(tmp_path / "a.txt", "a")
