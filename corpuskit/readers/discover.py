"""Which files there are under the paths a user gives, and the id of each."""

import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from corpuskit.errors import InputError
from corpuskit.names import unique
from corpuskit.readers.ignore import Ignored
from corpuskit.readers.raw import check_file, reason

#: What is taken of a directory; a file that is named is taken whatever its name.
TAKEN = ("*.txt",)
#: What is never taken of a directory: these end in .txt and are no text. In lower case.
NEVER = ("requirements*", "constraints*", "license*", "cmakelists.txt", "robots.txt")


class Found(NamedTuple):
    """A file, its document's id, and whether the user named it (else it lay in a directory)."""

    path: Path
    id: str
    named: bool


def discover(
    paths: Iterable[str | Path], *, root: str | Path | None = None, taken: Sequence[str] = TAKEN
) -> Iterator[Found | InputError]:
    """The files under ``paths``, in their order, those of a directory sorted by name; each file once.

    Of a directory, what matches ``taken``; no hidden files or folders, none that git ignores, no links to
    directories (they could run in circles), and never ``NEVER``. An id is the path relative to ``root``, else
    to the directory given, with ``/`` and without suffix; ids whose files would meet get ``~2``. A path that
    cannot be read is an ``InputError`` among the files; nothing is opened.
    """
    ids: set[str] = set()
    seen: set[Path] = set()
    for given in map(Path, paths):
        for path in _files(given, taken):
            if isinstance(path, InputError):
                yield path
            elif (real := path.resolve()) not in seen:
                seen.add(real)
                yield Found(path, unique(_id(path, given, root), ids), path is given)


def _id(path: Path, given: Path, root: str | Path | None) -> str:
    base = _absolute(given.parent if path is given else given)
    if root is not None and base.is_relative_to(_absolute(Path(root))):
        base = _absolute(Path(root))
    relative = _absolute(path).relative_to(base)
    return printable(relative.with_name(relative.stem).as_posix())


def printable(path: str) -> str:
    """``path`` with the bytes that are not UTF-8, which Python holds as lone surrogates, percent-encoded."""
    return "".join(f"%{ord(one) & 0xFF:02X}" if "\ud800" <= one <= "\udfff" else one for one in path)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def _files(given: Path, taken: Sequence[str]) -> Iterator[Path | InputError]:
    """``given`` itself, or the files below it."""
    try:
        if given.is_dir():
            yield from _walk(given, Ignored.above(_absolute(given)), taken)
        else:
            yield from _file(given)
    except (OSError, ValueError) as error:
        yield InputError(reason(error), file=given.as_posix())


def _walk(folder: Path, ignored: Ignored, taken: Sequence[str]) -> Iterator[Path | InputError]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(reason(error), file=folder.as_posix())
        return
    ignored = ignored.enter(_absolute(folder))
    for entry in entries:
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or ignored.holds(_absolute(path), is_folder=is_folder):
            continue
        if is_folder:
            yield from _walk(path, ignored, taken)
        elif _is_taken(entry.name, taken) and not path.is_dir():
            yield from _file(path)


def _file(path: Path) -> Iterator[Path | InputError]:
    try:
        check_file(path)
    except InputError as error:
        yield error
    else:
        yield path


def _is_taken(name: str, taken: Sequence[str]) -> bool:
    lower = name.lower()
    return any(fnmatchcase(lower, one.lower()) for one in taken) and not any(
        fnmatchcase(lower, one) for one in NEVER
    )
