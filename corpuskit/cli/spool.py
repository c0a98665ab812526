"""What a run has checked, in order and as often as it is asked for, but not all of it in memory."""

from collections.abc import Iterable, Iterator
from typing import IO

from corpuskit.errors import InputError
from corpuskit.model import Checked

ROOM = 4_000_000
"""Characters of documents that stay in memory; with all that was found in them they take some fifty times as
many bytes."""
LEAST = 100
"""What a document counts at least."""


class Spool(Iterable[Checked]):
    """Checked documents: the first of them in memory, all after `ROOM` characters in a temporary file, which
    is gone with the spool."""

    def __init__(self) -> None:
        self._room = ROOM
        self._held: list[Checked] = []
        self._file: IO[bytes] | None = None
        self._end = 0

    def add(self, one: Checked) -> None:
        """Keep ``one`` behind the others. Raises ``InputError`` where the temporary folder has no room."""
        if self._room > 0:
            self._held.append(one)
            self._room -= len(one.document.text) + LEAST
            return
        import pickle  # most runs keep all in memory
        import tempfile

        data = pickle.dumps(one, pickle.HIGHEST_PROTOCOL)
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - gone with the spool
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise InputError(f"cannot keep what was found: {error.strerror}", file=_folder()) from error
        self._end += len(data)

    def __iter__(self) -> Iterator[Checked]:
        yield from self._held
        if self._file is None:
            return
        import pickle

        at = 0
        while at < self._end:
            self._file.seek(at)
            one: Checked = pickle.load(self._file)
            at = self._file.tell()
            yield one


def _folder() -> str:
    import tempfile

    return tempfile.gettempdir()
