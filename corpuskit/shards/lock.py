"""One run at a time in a folder; runs of single shards (``--shard i/n``) share it with each other."""

import contextlib
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


@contextlib.contextmanager
def locked(output: Path, part: str = "") -> Iterator[None]:
    """Hold the folder ``output`` while the block runs; a ``part`` of a run shares it with other parts.

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
        _take(stack.enter_context((folder / "lock").open("ab")), output, shared=bool(part))
        if part:
            _take(stack.enter_context((folder / f"lock-{part}").open("ab")), output, shared=False)
        try:
            yield
        except BaseException:
            if not part:
                remove_partial(output)
            raise


def is_locked(output: Path) -> bool:
    """Whether a run has the folder now."""
    try:
        file = (output / STATE / "lock").open("ab")
    except OSError:
        return False
    with file:
        return not _try(file, shared=False)


def _take(file: IO[bytes], output: Path, *, shared: bool) -> None:
    if not _try(file, shared=shared):
        time.sleep(_MOMENT)
        if not _try(file, shared=shared):
            raise busy(output)


def _try(file: IO[bytes], *, shared: bool) -> bool:
    """Take the lock if it is free; whether it was."""
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        elif not shared:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def busy(output: Path) -> ConfigError:
    """What says that another run has the folder ``output``."""
    return ConfigError(
        "another run is writing to this folder; wait for it, or end it", file=output.as_posix()
    )
