"""Writing files so that nothing is ever half-written: beside their place, synced, renamed."""

import contextlib
import errno
import io
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from corpuskit.errors import InputError

#: What a standard stream, or another file that the caller has opened, is called; a hyphen is standard output.
_STREAM = re.compile(r"(?:/dev|/proc/self)/fd/([0-9]+)|/dev/(stdout|stderr)|-")
#: What the first part of a path is where a URL was given as one, ``s3://bucket/out``; two letters or more, so
#: that it is no drive.
_PROTOCOL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
#: What the system's reasons mean for whoever wants a file written; others are told as it has them.
_MEANINGS = {
    errno.EACCES: "no permission to write in {folders[0]}",
    errno.EPERM: "no permission to write in {folders[0]}",
    errno.EROFS: "{folders[0]} is on a file system that is read-only",
    errno.ENOSPC: "no space is left",
    errno.EDQUOT: "no space is left of what you may use",
    errno.EFBIG: "the file would be too large",
    errno.EISDIR: "there is a folder of this name",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "{files[0]} is a file and no folder",
    errno.EEXIST: "{files[0]} is a file and no folder",
    errno.EMFILE: "too many files are open",
}


def unwritable(path: Path, error: OSError) -> InputError:
    """What says why there can be no file at ``path``: as the system has it, in words where they say more."""
    # Not by methods of Path, which raise where they may not look.
    folders = [one.as_posix() for one in path.parents if os.path.isdir(one)]  # noqa: PTH112
    files = [one.as_posix() for one in path.parents if os.path.isfile(one)]  # noqa: PTH113
    refused = error.errno in (errno.EACCES, errno.EPERM)
    code = errno.EISDIR if refused and os.path.isdir(path) else error.errno  # noqa: PTH112
    system = error.strerror or str(error)
    try:
        meaning = _MEANINGS[code or 0].format(folders=folders, files=files)
    except LookupError:
        return InputError(f"cannot write: {system}", file=path.as_posix())
    return InputError(f"cannot write: {meaning} ({system})", file=path.as_posix())


def check_local(path: Path) -> None:
    """Raise ``InputError`` for what was a URL: as a path it would name a folder ``s3:`` here."""
    if path.parts and _PROTOCOL.fullmatch(path.parts[0]):
        raise InputError("cannot write: a URL; allowed: a local path", file=path.as_posix())


def write_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put ``data`` at ``path``; a reader sees the old bytes or all of the new ones.

    ``durable``: also after a power cut. Waiting for the disk costs milliseconds a file.

    It is another file in the place of the old one: what else is called that by a hard link stays as it was,
    be it a cache that others share. A symbolic link is written through; mode, group and owner of an existing
    file stay as far as the system lets them, and one that may not be written to stays as it is. Raises
    ``InputError`` with the file and the system's reason; the old file is then as it was.
    """
    with replacing(path, durable=durable) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of ``path`` when the block ends without an error.

    A device or a pipe is written to as it is: a file in its place would be the end of it. Standard output
    and standard error go on where they are, whatever they are. Raises ``InputError`` where it cannot be
    written; what else the block raises stays as it is.
    """
    check_local(path)
    stream = _STREAM.fullmatch(os.fspath(path))
    if stream:
        sys.stdout.flush()
    target = Path(os.path.realpath(path))
    if stream or _is_special(target):
        with _telling(path):
            file = _opened(os.dup(_handle(stream)) if stream else os.fspath(target), path)
        with file:
            yield file
        return
    # The rename would not ask. Not by a method of Path, which raises where a name is too long.
    if os.path.isfile(target) and not os.access(target, os.W_OK):  # noqa: PTH113
        raise InputError("cannot write: the file is read-only", file=path.as_posix())
    with _telling(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        import tempfile  # slow to load, and not needed to check

        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".partial")
    partial = Path(name)
    try:
        with _opened(handle, path) as file:
            yield file
            file.flush()
            with _telling(path):
                if durable:
                    os.fsync(file.fileno())
        with _telling(path):
            _like(partial, target)
            partial.replace(target)
            if durable:
                _sync_folder(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):  # the error itself says more
            partial.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    """An ``OSError`` of the block as one that says what cannot be written."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


class _Raw(io.FileIO):
    """A file that fails with the ``InputError`` of ``shown``: no other ``OSError`` is taken for its own."""

    def __init__(self, file: int | str, shown: Path) -> None:
        super().__init__(file, "wb")
        self._shown = shown

    def write(self, data: Any) -> int:
        with _telling(self._shown):
            return super().write(data)

    def close(self) -> None:
        with _telling(self._shown):
            super().close()


def _opened(file: int | str, shown: Path) -> IO[bytes]:
    return io.BufferedWriter(_Raw(file, shown))


def _handle(stream: re.Match[str]) -> int:
    return int(stream[1] or {"stderr": 2}.get(stream[2], 1))


def _is_special(path: Path) -> bool:
    """Whether there is something at ``path`` that is neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def remove_partial(folder: Path) -> None:
    """Remove what a killed run left half-written under ``folder``, which must be ours alone."""
    for path in folder.rglob(".*.partial"):
        path.unlink(missing_ok=True)


def _like(partial: Path, target: Path) -> None:
    """Give ``partial`` the mode and owner of ``target``, or those of a new file."""
    try:
        old = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        partial.chmod(0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        _give(partial, old)
    _copy_attributes(target, partial)
    partial.chmod(old.st_mode & 0o7777)  # last: another owner takes bits of it away


def _give(path: Path, old: os.stat_result) -> None:
    """Give ``path`` the owner and the group of ``old``; the group alone where only root may give it away."""
    for owner in (old.st_uid, -1):
        with contextlib.suppress(PermissionError):
            os.chown(path, owner, old.st_gid)
            return


def _copy_attributes(old: Path, new: Path) -> None:
    """Extended attributes, access lists among them, as far as the system lets them be set."""
    if not hasattr(os, "listxattr"):
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(old):
            with contextlib.suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))


def _sync_folder(folder: Path) -> None:
    """Make the rename last, where a folder can be opened for that: on Windows it cannot, and need not."""
    if os.name == "posix":
        try:
            handle = os.open(folder, os.O_RDONLY)
        except PermissionError:  # files can be made there, and nothing be read
            return
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
