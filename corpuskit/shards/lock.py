"""One run at a time in a folder; runs of single shards (``--shard i/n``) share it with each other."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from corpuskit.errors import ConfigError, InputError
from corpuskit.shards.record import STATE


@contextlib.contextmanager
def locked(output: Path, part: str = "") -> Iterator[None]:
    """Hold the folder ``output`` while the block runs; a ``part`` of a run shares it with other parts.

    The system lets go when the process ends, however it ends. Raises ``ConfigError`` where another run has
    it, ``InputError`` where it cannot be made.
    """
    folder = output / STATE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", file=output.as_posix()) from None
    with contextlib.ExitStack() as stack:
        _take(stack.enter_context((folder / "lock").open("ab")), output, shared=bool(part))
        if part:
            _take(stack.enter_context((folder / f"lock-{part}").open("ab")), output, shared=False)
        yield


def is_locked(output: Path) -> bool:
    """Whether a run has the folder now."""
    try:
        with (output / STATE / "lock").open("ab") as file:
            _take(file, output, shared=False)
    except ConfigError:
        return True
    except OSError:
        return False
    return False


def _take(file: IO[bytes], output: Path, *, shared: bool) -> None:
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        elif not shared:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        raise busy(output) from None


def busy(output: Path) -> ConfigError:
    """What says that another run has the folder ``output``."""
    return ConfigError(
        "another run is writing to this folder; wait for it, or end it", file=output.as_posix()
    )
