"""Bytes as a stream, gzip and Zstandard unpacked; lines of them that are never longer than is asked for."""

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from corpuskit.errors import ConfigError, InputError
from corpuskit.readers.raw import check_file, reason

#: Suffixes of packed files; the suffix before them says what is packed.
PACKED = (".gz", ".zst")
#: Bytes of one document in a packed file that are unpacked where nobody says how many.
MOST = 1 << 27
_CHUNK = 1 << 20


def is_packed(path: Path) -> bool:
    """Whether the file at ``path`` is packed, as its suffix says."""
    return path.suffix.lower() in PACKED


def inner_suffix(path: Path) -> str:
    """The suffix of what is in ``path``, in lower case, that of its packing left out.

    >>> inner_suffix(Path("news.jsonl.zst")), inner_suffix(Path("a.TXT"))
    ('.jsonl', '.txt')
    """
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in PACKED else suffix


def stem_of(name: str) -> str:
    """``name`` without its suffix, and without that of its packing.

    >>> stem_of("2024/news.jsonl.zst"), stem_of("a.b.txt")
    ('2024/news', 'a.b')
    """
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a Path for each file takes too long
    return os.path.splitext(stem)[0] if suffix.lower() in PACKED else stem  # noqa: PTH122


def unpacked(path: Path, most: int = 0) -> bytes:
    """All bytes of the file at ``path``, unpacked; ``InputError`` for more than ``most`` (0: `MOST`)."""
    most = most or MOST
    with opened(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(f"unpacks to more than {most:,} bytes", file=path.as_posix())
    return data


def packed(path: Path, data: bytes) -> bytes:
    """``data`` packed as the suffix of ``path`` says."""
    whole = io.BytesIO()
    with packing(path, whole) as file:
        file.write(data)
    return whole.getvalue()


@contextlib.contextmanager
def packing(path: Path, file: IO[bytes]) -> Iterator[IO[bytes]]:
    """What packs into ``file``, as the suffix of ``path`` says; the same bytes whenever it is done."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        import gzip

        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as gz:
            yield cast(IO[bytes], gz)
    elif suffix == ".zst":
        with zstandard(path.as_posix()).ZstdCompressor().stream_writer(file, closefd=False) as zst:
            yield zst
    else:
        yield file


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of ``path``, unpacked as they are read.

    Raises ``InputError`` with the file where it is missing, cut off or damaged (also while it is read), and
    ``ConfigError`` where the package is not there that unpacks it.
    """
    check_file(path)
    suffix, file = path.suffix.lower(), path.as_posix()
    if is_packed(path) and not path.stat().st_size:
        raise InputError("an empty file, not a packed one", file=file)
    try:
        with contextlib.ExitStack() as stack:
            if suffix == ".gz":
                import gzip

                raw = stack.enter_context(path.open("rb"))
                yield cast(IO[bytes], stack.enter_context(gzip.open(raw, "rb")))
            elif suffix == ".zst":
                raw = stack.enter_context(path.open("rb"))
                yield cast(IO[bytes], io.BufferedReader(_Unpacked(raw, zstandard(file)), _CHUNK))
            else:
                yield stack.enter_context(path.open("rb"))
    except EOFError:
        raise InputError("the packed file is cut off", file=file) from None
    except OSError as error:
        raise InputError(reason(error), file=file) from None
    except Exception as error:
        # Before 0.25 the errors of zstandard said to be of a module zstd.
        if type(error).__module__.partition(".")[0] not in ("zlib", "zstandard", "zstd"):
            raise
        raise InputError(f"the packed file is damaged: {error}", file=file) from None


def zstandard(file: str) -> Any:
    """The module zstandard. Raises ``ConfigError`` that names the extra."""
    try:
        import zstandard as module
    except ImportError:
        raise ConfigError('.zst needs zstandard; try: pip install "corpuskit[zstd]"', file=file) from None
    return module


class _Unpacked(io.RawIOBase):
    """Zstandard frames one after the other, unpacked; an end within a frame is an ``EOFError``."""

    def __init__(self, raw: IO[bytes], module: Any) -> None:
        self._raw, self._module = raw, module
        self._frame: Any = None
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as there is something; 0 at the end."""
        while not self._ready:
            if not self._rest:
                # Little at a time: what it unpacks to is not bounded.
                self._rest = self._raw.read(1 << 14)
                if not self._rest:
                    if self._frame is not None:
                        raise EOFError
                    return 0
            if self._frame is None:
                self._frame = self._module.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
            self._ready = memoryview(self._frame.decompress(self._rest))
            self._rest = b""
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def lines(stream: IO[bytes], longest: int = 0) -> Iterator[bytes | None]:
    """The lines of ``stream`` with their ends; ``None`` for one of more than ``longest`` bytes (0: any)."""
    if not longest:
        yield from stream
        return
    while line := stream.readline(longest + 1):
        if len(line) <= longest:
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass
        yield None
