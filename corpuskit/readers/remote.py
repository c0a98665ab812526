"""Files elsewhere, by URL: ``s3://``, ``gs://``, ``https://``, ``memory://`` and what else fsspec knows.

Needs the extra ``remote``, and the package of the protocol. Credentials and options are those of fsspec's own
configuration (https://filesystem-spec.readthedocs.io/en/latest/features.html#configuration).
"""

import io
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple, cast

import msgspec

from corpuskit.errors import ConfigError

_MARK = "://"
_CHUNK = 1 << 20


class _Status(NamedTuple):
    """What is asked of `os.stat_result`."""

    st_mode: int
    st_size: int


class RemotePath(msgspec.Struct, frozen=True):
    """What readers ask of a `pathlib.Path`, of the file at ``url``; a value that pickles."""

    url: str

    @property
    def name(self) -> str:
        """The last part."""
        return PurePosixPath(self.url).name

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.url).stem

    @property
    def suffix(self) -> str:
        """The suffix of the name."""
        return PurePosixPath(self.url).suffix

    @property
    def parent(self) -> Path:
        """Where a configuration is looked for: in the working directory."""
        return Path.cwd()

    @property
    def parents(self) -> tuple[Path, ...]:
        """No folder here."""
        return ()

    def resolve(self) -> "RemotePath":
        """Itself."""
        return self

    def is_symlink(self) -> bool:
        """It is none."""
        return False

    def is_file(self) -> bool:
        """Whether it is there."""
        try:
            return stat.S_ISREG(self.stat().st_mode)
        except OSError:
            return False

    def as_posix(self) -> str:
        """The URL."""
        return self.url

    def stat(self) -> _Status:
        """Size and kind. Raises ``OSError``."""
        found = _asked(self.url, "info")
        kind = stat.S_IFDIR if found.get("type") == "directory" else stat.S_IFREG
        return _Status(kind, int(found.get("size") or 0))

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Its bytes, which are fetched as they are read. Raises ``OSError``."""
        raw = _asked(self.url, "open", mode)
        return cast(IO[bytes], io.BufferedReader(raw, _CHUNK))

    def read_bytes(self) -> bytes:
        """All bytes. Raises ``OSError``."""
        with self.open() as file:
            return file.read()


class Elsewhere(NamedTuple):
    """A file, and its name below what was given; ``named``: it was itself given, or matched."""

    path: Path
    name: str
    named: bool


def is_remote(path: str | Path) -> bool:
    """Whether ``path`` is a URL of a file elsewhere.

    >>> is_remote("s3://bucket/a.txt"), is_remote("file:///a.txt"), is_remote("C:/a.txt")
    (True, False, False)
    """
    return isinstance(path, str) and _MARK in path and not path.lower().startswith("file:")


def local(path: str | Path) -> Path:
    """The path of a local file, which may be given as ``file://`` URL."""
    if isinstance(path, str) and path.lower().startswith("file://"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname  # slow to load, and seldom asked for

        return Path(url2pathname(urlsplit(path).path))
    return Path(path)


def listed(url: str, is_taken: Callable[[str], bool]) -> Iterator[Elsewhere]:
    """The files at ``url``: one, those that a ``*`` in it matches, or of a folder those with a name that
    ``is_taken``.

    Raises ``OSError`` where there are none, ``ConfigError`` without fsspec.
    """
    fs, path = _filesystem(url)
    if any(mark in path for mark in "*?["):
        names = sorted(one for one in _asked(url, "glob") if not fs.isdir(one))
        if not names:
            raise FileNotFoundError(2, "no file matches")
        for one in names:
            yield _elsewhere(fs, one, PurePosixPath(one).name, named=True)
    elif _asked(url, "isdir"):
        top = path.rstrip("/") + "/"
        for one in sorted(_asked(url, "find")):
            below = one.removeprefix(top)
            hidden = any(part.startswith(".") for part in below.split("/"))
            if not hidden and is_taken(PurePosixPath(one).name):
                yield _elsewhere(fs, one, below, named=False)
    else:
        _asked(url, "info")
        yield Elsewhere(cast(Path, RemotePath(url)), PurePosixPath(path).name, True)


def _elsewhere(fs: Any, path: str, name: str, *, named: bool) -> Elsewhere:
    return Elsewhere(cast(Path, RemotePath(fs.unstrip_protocol(path))), name, named)


def _asked(url: str, question: str, *rest: Any) -> Any:
    """What the file system answers about ``url``; any trouble with it is an ``OSError`` that names it."""
    fs, path = _filesystem(url)
    try:
        return getattr(fs, question)(path, *rest)
    except FileNotFoundError:
        raise FileNotFoundError(2, "no such file or directory", url) from None
    except OSError as error:
        error.filename = error.filename or url
        raise
    except Exception as error:
        failure = OSError(f"{type(error).__name__}: {error}")
        failure.filename = url
        raise failure from error


def _filesystem(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ConfigError('URLs need fsspec; try: pip install "corpuskit[remote]"', file=url) from None
    try:
        fs, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigError(str(error), file=url) from None
    return fs, path
