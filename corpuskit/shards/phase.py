"""What a build is doing now: kept in its folder while it runs, for ``corpuskit status``."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from corpuskit.files import write_file
from corpuskit.nesting import json_of
from corpuskit.shards.record import STATE

_T = TypeVar("_T")
#: Seconds between two notes.
EVERY = 1.0


class Phase(msgspec.Struct, frozen=True):
    """A phase of a build, of whose shards so many are done; ``total`` 0: it does not go by shards."""

    name: str
    done: int = 0
    total: int = 0


def note(output: Path, phase: Phase) -> None:
    """Say that the build in ``output`` is in this phase. Raises ``InputError``."""
    write_file(_path(output), msgspec.json.encode(phase), durable=False)


def noted(output: Path, name: str, items: Iterator[_T], total: int) -> Iterator[_T]:
    """``items`` as they come in the phase ``name``, one for each of ``total`` shards."""
    told = time.monotonic()
    note(output, Phase(name, 0, total))
    for done, one in enumerate(items, 1):
        if (now := time.monotonic()) - told >= EVERY:
            told = now
            note(output, Phase(name, done, total))
        yield one


def phase_of(output: Path) -> Phase | None:
    """The phase that the build in ``output`` is in, or was in when it ended early."""
    try:
        return json_of(_path(output).read_bytes(), Phase)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None


def end(output: Path) -> None:
    """Say that the build is done."""
    _path(output).unlink(missing_ok=True)


def _path(output: Path) -> Path:
    return output / STATE / "phase"
