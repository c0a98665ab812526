"""One run at a time in a folder; runs of single shards (``--shard i/n``) share it with each other."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from corpuskit.errors import ConfigError
from corpuskit.files import remove_partial, unwritable
from corpuskit.shards.record import STATE

#: Seconds after which whoever only asked whether a run has the folder, and had it while asking, is done.
_MOMENT = 0.2
#: What a file system says that has no locks, as some that clusters share.
_WITHOUT = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP})
UNLOCKED = "the file system of {} has no locks: see to it that no other run writes to it"


@contextlib.contextmanager
def locked(output: Path, part: str = "") -> Iterator[list[str]]:
    """Hold the folder ``output`` while the block runs; a ``part`` of a run shares it with other parts.

    Gives what is to be told: where the file system has no locks, nothing keeps another run out.

    Where the block fails, what workers were writing that were ended with it goes away, unless those of other
    parts may be writing, too. The system lets go when the process ends, however it ends. Raises
    ``ConfigError`` where another run has it, ``InputError`` where it cannot be made.
    """
    folder = output / STATE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(output, error) from error
    with contextlib.ExitStack() as stack:
        held = _take(stack.enter_context(_opened(folder / "lock")), output, shared=bool(part))
        if part:
            _take(stack.enter_context(_opened(folder / f"lock-{part}")), output, shared=False)
        try:
            yield [] if held else [UNLOCKED.format(output.as_posix())]
        except BaseException:
            if not part:
                remove_partial(output)
            raise


def is_locked(output: Path) -> bool:
    """Whether a run has the folder now."""
    try:
        file = _opened(output / STATE / "lock")
    except OSError:
        return False
    with file:
        return _try(file, shared=False) is False


def _opened(path: Path) -> IO[bytes]:
    # To read as well: on NFS, a lock that is shared is one on what is read.
    return path.open("a+b")


def _take(file: IO[bytes], output: Path, *, shared: bool) -> bool:
    """Take the lock; whether there are any."""
    taken = _try(file, shared=shared)
    if taken is False:
        time.sleep(_MOMENT)
        taken = _try(file, shared=shared)
        if taken is False:
            raise busy(output)
    return taken is not None


def _try(file: IO[bytes], *, shared: bool) -> bool | None:
    """Take the lock if it is free; whether it was, ``None`` where there are no locks."""
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        elif not shared:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        return None if error.errno in _WITHOUT else False
    return True


def busy(output: Path) -> ConfigError:
    """What says that another run has the folder ``output``."""
    return ConfigError(
        "another run is writing to this folder; wait for it, or end it", file=output.as_posix()
    )
