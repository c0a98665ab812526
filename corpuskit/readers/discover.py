"""Which files there are under the paths a user gives, and the id of each."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from corpuskit.errors import InputError, printable
from corpuskit.names import unique
from corpuskit.readers import remote
from corpuskit.readers.ignore import Ignored, absolute
from corpuskit.readers.raw import check_file, reason
from corpuskit.readers.streams import stem_of

#: What is taken of a directory; a file that is named is taken whatever its name.
TAKEN = ("*.txt",)
#: What is never taken of a directory: these end in .txt and are no text. In lower case.
NEVER = ("requirements*", "constraints*", "license*", "cmakelists.txt", "robots.txt")


class Found(NamedTuple):
    """A file, its document's id, and whether the user named it (else it lay in a directory).

    Of a file of rows it may be a part: ``start`` and ``end`` are bytes, or row groups (``end`` 0: all of it),
    ``row`` is the number of the first row there, from 1.
    """

    path: Path
    id: str
    named: bool
    start: int = 0
    end: int = 0
    row: int = 1


def discover(
    paths: Iterable[str | Path],
    *,
    taken: Sequence[str] | Callable[[Path], Sequence[str]] = TAKEN,
) -> Iterator[Found | InputError]:
    """The files under ``paths``, in their order, those of a directory sorted by name; each file once.

    Of a directory, what matches ``taken``, which may depend on it; no hidden files or folders, none that git
    ignores, no links to directories (they could run in circles), and never ``NEVER``. An id is the path
    relative to the directory given, with ``/`` and without suffix; ids whose files would meet get ``~2``. A
    path that cannot be read is an ``InputError`` among the files; nothing is opened. URLs are paths, too.
    """
    ids: dict[str, int] = {}
    seen: set[str] = set()
    for path in paths:
        given = remote.local(path)
        elsewhere = remote.is_remote(path)
        wanted = taken(given) if callable(taken) else taken
        for one in _remote_files(str(path), wanted) if elsewhere else _files(given, wanted):
            if isinstance(one, InputError):
                yield one
            elif one.real not in seen:
                seen.add(one.real)
                named = one.named or one.path is given
                yield Found(one.path, unique(printable(stem_of(one.name)), ids), named)


class _File(NamedTuple):
    """A file, its name below what was given, with ``/``, and its real path."""

    path: Path
    name: str
    real: str
    named: bool = False


class _Folder(NamedTuple):
    """A folder, its name below what was given (empty, or ``/`` at its end), what its parents ignore."""

    path: Path
    name: str
    ignored: Ignored


def _remote_files(url: str, taken: Sequence[str]) -> Iterator[_File | InputError]:
    """The files at ``url``."""
    try:
        for one in remote.listed(url, lambda name: _is_taken(name, taken)):
            yield _File(one.path, one.name, one.path.as_posix(), one.named)
    except OSError as error:
        yield InputError(reason(error), file=url)


def _files(given: Path, taken: Sequence[str]) -> Iterator[_File | InputError]:
    """``given`` itself, or the files below it."""
    try:
        if given.is_dir():
            yield from _walk(given, Ignored.above(absolute(given)), taken)
        else:
            yield from _file(given, given.name, "")
    except (OSError, ValueError) as error:
        yield InputError(reason(error), file=given.as_posix())


def _walk(top: Path, ignored: Ignored, taken: Sequence[str]) -> Iterator[_File | InputError]:
    """The files below ``top``; without recursion, since folders may lie deeper than Python's stack."""
    pending = [_listing(_Folder(top, "", ignored), taken)]
    while pending:
        one = next(pending[-1], None)
        if one is None:
            pending.pop()
        elif isinstance(one, _Folder):
            pending.append(_listing(one, taken))
        else:
            yield one


def _listing(folder: _Folder, taken: Sequence[str]) -> Iterator[_File | _Folder | InputError]:
    """What lies in ``folder``, in order."""
    try:
        with os.scandir(folder.path) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(reason(error), file=folder.path.as_posix())
        return
    ignored = folder.ignored.enter(absolute(folder.path))
    real = str(folder.path.resolve())
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        wanted = is_folder or _is_taken(entry.name, taken)
        if not wanted or entry.name.startswith(".") or ignored.holds(entry.name, is_folder=is_folder):
            continue
        path = folder.path / entry.name
        if is_folder:
            yield _Folder(path, f"{folder.name}{entry.name}/", ignored)
        elif not (entry.is_symlink() and path.is_dir()):
            yield from _file(path, folder.name + entry.name, "" if entry.is_symlink() else real)


def _file(path: Path, name: str, folder: str) -> Iterator[_File | InputError]:
    """The file at ``path``, or why it is none; ``folder`` is its real folder, empty if it may be a link."""
    try:
        check_file(path)
    except InputError as error:
        yield error
    else:
        yield _File(path, name, f"{folder}{os.sep}{path.name}" if folder else str(path.resolve()))


def _is_taken(name: str, taken: Sequence[str]) -> bool:
    lower = name.lower()
    return any(fnmatchcase(lower, one.lower()) for one in taken) and not is_never_taken(name)


def is_never_taken(name: str) -> bool:
    """Whether a file of this name is taken only where it is named.

    >>> [is_never_taken(name) for name in ("Requirements-dev.txt", "a.txt")]
    [True, False]
    """
    return any(fnmatchcase(name.lower(), one) for one in NEVER)
