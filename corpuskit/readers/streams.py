"""Bytes as a stream, gzip and Zstandard unpacked; lines of them that are never longer than is asked for."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from corpuskit.errors import ConfigError, InputError
from corpuskit.readers.raw import check_file, reason

#: Suffixes of packed files; the suffix before them says what is packed.
PACKED = (".gz", ".zst")
_CHUNK = 1 << 20


def inner_suffix(path: Path) -> str:
    """The suffix of what is in ``path``, in lower case, that of its packing left out.

    >>> inner_suffix(Path("news.jsonl.zst")), inner_suffix(Path("a.TXT"))
    ('.jsonl', '.txt')
    """
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in PACKED else suffix


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of ``path``, unpacked as they are read.

    Raises ``InputError`` with the file where it is missing, cut off or damaged (also while it is read), and
    ``ConfigError`` where the package is not there that unpacks it.
    """
    check_file(path)
    suffix, file = path.suffix.lower(), path.as_posix()
    try:
        with contextlib.ExitStack() as stack:
            if suffix == ".gz":
                import gzip

                yield cast(IO[bytes], stack.enter_context(gzip.open(path, "rb")))
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
        if type(error).__module__.partition(".")[0] not in ("zlib", "zstandard"):
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
