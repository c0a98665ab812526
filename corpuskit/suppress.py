"""Suppressions: findings that a project has judged, for texts that have no comments to say so in.

``corpuskit-suppress.toml`` lists them:

    [[suppress]]
    path = "news/2024/*.txt"      # below this file's folder; ** goes into folders
    code = "TM001"                # or the beginning of codes: TM
    text = "新型质生产力"           # which the finding covers, or which covers it; blanks do not count
    reason = "a quotation"
"""

import os
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from corpuskit.errors import ConfigError
from corpuskit.model import Checked, Details, Diagnostic, Document, Fix, Rule, Severity
from corpuskit.nesting import toml_of
from corpuskit.offsets import Alignment
from corpuskit.rules import fits, nearest
from corpuskit.rules.files import KeyPath
from corpuskit.rules.toml_lines import locate

_KEYS = ("path", "code", "text", "reason")
_CODE = re.compile(r"[A-Z]{2,6}[0-9]{0,3}")

#: The rule of the finding that a suppression is itself. It looks at no document, so it is in no rule file.
UNUSED = Rule(
    code="SU001",
    name="unused-suppression",
    severity=Severity.WARNING,
    message="unused suppression of {code}: “{text}”",
    why=(
        "A suppression that no finding needs hides the next one that is like it. It is judged only where "
        "this run has checked a document of its path with a rule of its code."
    ),
)


class Suppression(msgspec.Struct, frozen=True):
    """One ``[[suppress]]`` table, on ``line`` of its file; ``text`` is without blanks."""

    path: str
    code: str
    text: str
    reason: str
    line: int


class Suppressions(msgspec.Struct, frozen=True):
    """The suppressions of one file, in order; paths are relative to ``folder``."""

    file: str
    folder: str
    entries: tuple[Suppression, ...]

    def hidden(self, document: Document, found: Sequence[Diagnostic]) -> dict[int, list[int]]:
        """For each index of ``found`` that is suppressed, the indices of ``entries`` that do it."""
        name = name_below(document, self.folder)
        mine = [(number, one) for number, one in enumerate(self.entries) if glob(one.path).fullmatch(name)]
        wanted = [
            (index, one)
            for index, one in enumerate(found)
            if any(fits(entry.code, one.code) for _, entry in mine)
        ]
        if not wanted:
            return {}
        solid, before = _solid(document.text)
        hidden: dict[int, list[int]] = {}
        for number, entry in mine:
            places = _occurrences(solid, entry.text)
            for index, one in wanted:
                if fits(entry.code, one.code) and places:
                    start, end = bisect_left(before, one.start), bisect_left(before, one.end)
                    low, high = sorted((start, end - len(entry.text)))
                    at = bisect_left(places, low)
                    if at < len(places) and places[at] <= high:
                        hidden.setdefault(index, []).append(number)
        return hidden

    def renamed(self, moved: Mapping[str, str]) -> "Suppressions":
        """The same by the present codes of rules; ``moved`` has them by those of before."""
        if not any(one.code in moved for one in self.entries):
            return self
        return replace(
            self, entries=tuple(replace(one, code=moved.get(one.code, one.code)) for one in self.entries)
        )


def read_suppressions(path: Path) -> Suppressions:
    """The suppressions in ``path``. Raises ``ConfigError`` with file and line for whatever is wrong."""
    shown = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        table = toml_of(text)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=shown) from None
    except ValueError as error:
        raise ConfigError(f"cannot be read: {error}", file=shown) from None
    lines = locate(text)
    for key in table:
        if key != "suppress":
            problem = f"unknown key {key!r}{nearest(key, ['suppress'])}; allowed: [[suppress]]"
            raise ConfigError(problem, file=shown, line=lines.get((key,), 0))
    rows = table.get("suppress", [])
    if not isinstance(rows, list):
        raise ConfigError("suppress: not [[suppress]] tables", file=shown, line=lines.get(("suppress",), 0))
    entries = tuple(_entry(row, shown, index, lines) for index, row in enumerate(rows))
    return Suppressions(shown, os.path.abspath(path.parent), entries)  # noqa: PTH100 - links stay


def _entry(row: object, file: str, index: int, lines: Mapping[KeyPath, int]) -> Suppression:
    def line_of(key: str) -> int:
        return lines.get(("suppress", index, key), line)

    line = lines.get(("suppress", index), 0)
    if not isinstance(row, dict):
        raise ConfigError("suppress: not [[suppress]] tables", file=file, line=line)
    for key in row:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            problem = f"[[suppress]] unknown key {key!r}{near}; allowed: {', '.join(_KEYS)}"
            raise ConfigError(problem, file=file, line=line_of(key))
    for key in _KEYS:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            said = "missing" if value is None else repr(value)
            raise ConfigError(f"[[suppress]] {key}: {said}; allowed: a text", file=file, line=line_of(key))
    if not _CODE.fullmatch(row["code"]):
        problem = f"[[suppress]] code: {row['code']!r}; allowed: a code, or the beginning of one"
        raise ConfigError(problem, file=file, line=line_of("code"))
    return Suppression(row["path"], row["code"], "".join(row["text"].split()), row["reason"], line)


def unused(of: Suppressions, checked: Iterable[Checked], codes: Collection[str]) -> Checked | None:
    """The file of ``of`` as a document whose findings are its unused entries; ``None`` if all are used.

    An entry is judged if one of ``checked`` is of its path and one of ``codes``, of the run, of its code.
    """
    used: set[int] = set()
    judged: set[int] = set()
    active = {n for n, one in enumerate(of.entries) if any(fits(one.code, code) for code in codes)}
    for one in checked:
        name = name_below(one.document, of.folder)
        judged |= {n for n in active - judged if glob(of.entries[n].path).fullmatch(name)}
        used.update(n for numbers in of.hidden(one.document, one.forgiven).values() for n in numbers)
    left = sorted(judged - used)
    if not left:
        return None
    text = Path(of.file).read_text(encoding="utf-8-sig")
    return _as_document(of, text, [of.entries[number] for number in left])


def _as_document(of: Suppressions, text: str, left: Sequence[Suppression]) -> Checked:
    starts = [0, *(one.end() for one in re.finditer("\r\n|\r|\n", text))]
    found = []
    for one in left:
        start = starts[one.line - 1]
        details: Details = {"code": one.code, "text": one.text}
        end = start + len(text[start:].partition("\n")[0].rstrip())
        found.append(Diagnostic(UNUSED.code, UNUSED.severity, Fix.NONE, start, end, details, (), False))
    document = Document(of.file, text, of.file)
    return Checked(document, text, Alignment.identity(len(text)), (), tuple(found), (), "en", wrapped=False)


def name_below(document: Document, folder: str) -> str:
    """What ``document`` is called in a file that lies in ``folder``.

    Its path from there, with ``/``; of a row ``#`` and its id behind it. A file that lies there only where
    links to its folders are followed is called as it lies there.
    """
    path = document.path or document.id
    if not path.startswith("<"):
        try:
            path = _below(path, folder).replace(os.sep, "/")
        except ValueError:  # another drive
            path = path.replace(os.sep, "/")
    return f"{path}#{document.id}" if document.row else path


def _below(path: str, folder: str) -> str:
    path = os.path.abspath(path)  # noqa: PTH100 - a link to a file is called as it lies
    name = os.path.relpath(path, folder)
    if name.startswith(os.pardir + os.sep):
        place, own = os.path.split(path)
        followed = os.path.relpath(os.path.join(os.path.realpath(place), own), os.path.realpath(folder))  # noqa: PTH118
        name = name if followed.startswith(os.pardir + os.sep) else followed
    return name


@lru_cache(maxsize=4096)
def glob(pattern: str) -> re.Pattern[str]:
    """A pattern on paths: ``*`` and ``?`` stay in a folder, ``**`` does not; a folder means all below it.

    Without ``/`` inside, it fits at any depth. Rows of a file it fits are fitted, too.

    >>> [bool(glob("news/*.txt").fullmatch(one)) for one in ("news/a.txt", "news/b/a.txt", "news/a.txt#7")]
    [True, False, True]
    >>> [bool(glob("a.txt").fullmatch(one)) for one in ("a.txt", "news/a.txt", "ba.txt")]
    [True, True, False]
    """
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./").rstrip("/"))
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(known.get(part, re.escape(part)) for part in parts)
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    return re.compile(f"{anywhere}{body}(?:[/#].*)?", re.DOTALL)


def _solid(text: str) -> tuple[str, list[int]]:
    """``text`` without blanks, and the offset of each character of it."""
    kept = [(index, one) for index, one in enumerate(text) if not one.isspace()]
    return "".join(one for _, one in kept), [index for index, _ in kept]


def _occurrences(text: str, part: str) -> list[int]:
    found = []
    at = text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found
