"""Where the keys of a TOML text stand: ``tomllib`` gives values only, and a fault needs a line."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping

from corpuskit.rules.files import KeyPath

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def locate(text: str) -> Mapping[KeyPath, int]:
    """The 1-based line of every key, table and array item of ``text``, which must be valid TOML.

    >>> lines = locate('[pack]\\nname = "x"\\n\\n[[rule]]\\nexamples = [\\n  { ok = "好" },\\n]\\n')
    >>> lines["pack", "name"], lines["rule", 0], lines["rule", 0, "examples", 0, "ok"]
    (2, 4, 6)
    """
    return _Scanner(text).run()


class _Scanner:
    """One pass over one text; ``position`` is the next code point."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._ends = [index for index, one in enumerate(text) if one == "\n"]
        self._lines: dict[KeyPath, int] = {}
        self._tables: dict[KeyPath, int] = {}

    def run(self) -> dict[KeyPath, int]:
        """Walk headers and pairs to the end."""
        table: KeyPath = ()
        self._take(_SPACE)
        while self._position < len(self._text):
            if self._here("["):
                table = self._header()
            else:
                self._pair(table)
            self._take(_SPACE)
        return self._lines

    def _header(self) -> KeyPath:
        at = self._position
        many = self._here("[[")
        self._position += 2 if many else 1
        *parents, name = self._dotted()
        self._take(_SPACE)
        self._position += 2 if many else 1
        path: KeyPath = ()
        for parent in parents:
            path = self._latest((*path, parent))
            self._note(path, at)
        path = (*path, name)
        if not many:
            path = self._latest(path)
        else:
            self._note(path, at)
            self._tables[path] = self._tables.get(path, 0) + 1
            path = self._latest(path)
        self._note(path, at)
        return path

    def _latest(self, path: KeyPath) -> KeyPath:
        """``path``, with the index of its last item where it is an array of tables."""
        return (*path, self._tables[path] - 1) if path in self._tables else path

    def _pair(self, table: KeyPath) -> None:
        at = self._position
        path = table
        for key in self._dotted():
            path = (*path, key)
            self._note(path, at)
        self._take(_SPACE)
        self._position += 1
        self._value(path)

    def _dotted(self) -> list[str]:
        keys = []
        while True:
            self._take(_SPACE)
            key = self._take(_KEY)
            keys.append(tomllib.loads(f"key={key}")["key"] if key[0] in "\"'" else key)
            self._take(_SPACE)
            if not self._here("."):
                return keys
            self._position += 1

    def _value(self, path: KeyPath) -> None:
        self._take(_SPACE)
        if self._here("["):
            self._items(path, "]")
        elif self._here("{"):
            self._items(path, "}")
        elif self._here('"') or self._here("'"):
            self._take(_STRING)
        else:
            self._take(_SCALAR)

    def _items(self, path: KeyPath, closing: str) -> None:
        """An array or, with pairs for items, an inline table."""
        index = 0
        self._position += 1
        self._take(_SPACE)
        while not self._here(closing):
            if closing == "}":
                self._pair(path)
            else:
                self._note((*path, index), self._position)
                self._value((*path, index))
            index += 1
            self._take(_SPACE)
            if self._here(","):
                self._position += 1
                self._take(_SPACE)
        self._position += 1

    def _here(self, mark: str) -> bool:
        return self._text.startswith(mark, self._position)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._position)
        if match is None:
            raise ValueError(f"not TOML at offset {self._position}")
        self._position = match.end()
        return match.group()

    def _note(self, path: KeyPath, at: int) -> None:
        self._lines.setdefault(path, bisect_right(self._ends, at - 1) + 1)
