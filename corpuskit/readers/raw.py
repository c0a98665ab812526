"""The bytes of a file, or an error that says why there are none."""

import stat
from pathlib import Path

from corpuskit.errors import InputError, printable

#: Said of a file that is not written, since it would lose what another program has written meanwhile.
CHANGED = "changed since it was read; nothing was written"
#: What a path may be beside a file; opening one of these could block for ever.
_KINDS = {
    stat.S_IFIFO: "a pipe (FIFO)",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a directory",
}


def check_file(path: Path) -> None:
    """Raise ``InputError`` unless ``path`` is a file, or a link to one: nothing is opened."""
    file = path.as_posix()
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        problem = (
            f"a link to {_target(path)}, which is missing"
            if path.is_symlink()
            else "no such file or directory"
        )
        raise InputError(problem, file=file) from None
    except (OSError, ValueError) as error:
        raise InputError(reason(error), file=file) from None
    if not stat.S_ISREG(mode):
        raise InputError(f"{_KINDS.get(stat.S_IFMT(mode), 'not a file')}; allowed: a file", file=file)


def read_bytes(path: Path) -> bytes:
    """All bytes of the file at ``path``. Raises ``InputError``: missing, not a file, not readable."""
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(reason(error), file=path.as_posix()) from None


def _target(path: Path) -> str:
    return printable(path.readlink().as_posix())


def reason(error: Exception) -> str:
    """What the system says of ``error``, without the path, which an ``InputError`` names."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
