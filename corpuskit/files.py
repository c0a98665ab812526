"""Writing files so that nothing is ever half-written: beside their place, synced, renamed."""

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from corpuskit.errors import InputError

#: What a standard stream, or another file that the caller has opened, is called.
_STREAM = re.compile(r"(?:/dev|/proc/self)/fd/([0-9]+)|/dev/(stdout|stderr)")
#: What the first part of a path is where a URL was given as one, ``s3://bucket/out``; two letters or more, so
#: that it is no drive.
_PROTOCOL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def check_local(path: Path) -> None:
    """Raise ``InputError`` for what was a URL: as a path it would name a folder ``s3:`` here."""
    if path.parts and _PROTOCOL.fullmatch(path.parts[0]):
        raise InputError("cannot write: a URL; allowed: a local path", file=path.as_posix())


def write_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put ``data`` at ``path``; a reader sees the old bytes or all of the new ones.

    ``durable``: also after a power cut. Waiting for the disk costs milliseconds a file.

    A symbolic link is written through; mode and owner of an existing file stay. Raises ``InputError`` with
    the file and the system's reason; the old file is then as it was.
    """
    with replacing(path, durable=durable) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of ``path`` when the block ends without an error.

    A device or a pipe is written to as it is: a file in its place would be the end of it. Standard output
    and standard error go on where they are, whatever they are. Raises ``InputError`` where it cannot be
    written.
    """
    check_local(path)
    stream = _STREAM.fullmatch(os.fspath(path))
    if stream:
        sys.stdout.flush()
    target = Path(os.path.realpath(path))
    if stream or _is_special(target):
        try:
            with os.fdopen(os.dup(_handle(stream)), "wb") if stream else target.open("wb") as file:
                yield file
        except OSError as error:
            raise InputError(f"cannot write: {error.strerror or error}", file=path.as_posix()) from error
        return
    partial: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        import tempfile  # slow to load, and not needed to check

        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".partial")
        partial = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        _like(partial, target)
        partial.replace(target)
        partial = None
        if durable:
            _sync_folder(target.parent)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", file=path.as_posix()) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _handle(stream: re.Match[str]) -> int:
    return int(stream[1] or {"stdout": 1, "stderr": 2}[stream[2]])


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
    _copy_attributes(target, partial)
    partial.chmod(old.st_mode & 0o7777)
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(partial, old.st_uid, old.st_gid)


def _copy_attributes(old: Path, new: Path) -> None:
    """Extended attributes, access lists among them, as far as the system lets them be set."""
    if not hasattr(os, "listxattr"):
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(old):
            with contextlib.suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))


def _sync_folder(folder: Path) -> None:
    """Make the rename last; Windows cannot open a folder and does not need it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
