"""Rule files on disk: which there are, what they say, and where in them a fault stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias, overload
from zlib import crc32

import msgspec

from corpuskit.errors import ConfigError, CorpuskitError
from corpuskit.names import PACKAGE
from corpuskit.nesting import toml_of

#: Keys and indices from the root: ``("rule", 2, "examples", 0, "bad")``.
KeyPath: TypeAlias = tuple[str | int, ...]
_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "_rules"
#: What the rule files in the wheel say, by path, with a checksum of each: made when the wheel is built.
COMPILED = "rules.json"
_TABLE_NAME = re.compile(r"[^/\\]+\.(tsv|txt)")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Lines(Sequence[str]):
    """The lines of a list, parted when first asked for: a run that only checks never reads most lists.

    >>> list(Lines("重庆\\n湖南\\n"))
    ['重庆', '湖南']
    """

    def __init__(self, text: str | bytes, name: str = "") -> None:
        """Hold ``text``, or the UTF-8 of it; its last line end begins no line. ``name`` is for messages."""
        self._text, self._name = text, name
        self._lines: tuple[str, ...] | None = None

    def _parted(self) -> tuple[str, ...]:
        if self._lines is None:
            text = self._text if isinstance(self._text, str) else self._decoded(self._text)
            self._lines = tuple(text.replace("\r\n", "\n").removesuffix("\n").split("\n"))
        return self._lines

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = _line_of(error)
            raise ConfigError("a word list that is not UTF-8", file=self._name, line=line) from None

    def __len__(self) -> int:
        return len(self._parted())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self._parted()[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parted())


class RuleFile(msgspec.Struct, eq=False, dict=True):
    """One rule file as read.

    ``real`` is its path without links; ``shown`` names it in messages, with ``/``; ``lists`` are the word
    lists read so far, which files that are loaded together share; ``faults`` are (line, problem). ``proven``:
    it lies in the wheel and is as it was when that was built, whose rules were tested and have no faults.
    """

    path: Path
    real: Path
    shown: str
    shipped: bool
    lists: dict[tuple[str, str], Sequence[str]]
    text: str = ""
    values: Mapping[str, Any] = msgspec.field(default_factory=dict)
    faults: list[tuple[int, str]] = msgspec.field(default_factory=list)
    proven: bool = False

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """The line of every key."""
        from corpuskit.rules.toml_lines import locate  # only a fault needs lines

        return locate(self.text)

    def line(self, path: KeyPath) -> int:
        """The line of ``path``, or of the nearest table around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path] if path else 1

    def rule_line(self, index: int) -> int:
        """The line of ``[[rule]]`` number ``index``; of a plain file without looking at every key."""
        headers = self._headers
        return headers[index] if headers else self.line(("rule", index))

    @cached_property
    def _headers(self) -> list[int]:
        """The line of each ``[[rule]]``; none where some rules stand otherwise."""
        lines = self.text.replace("\r\n", "\n").split("\n")
        found = [number for number, line in enumerate(lines, 1) if line == "[[rule]]"]
        return found if len(found) == len(self.tables("rule")) else []

    def fault(self, path: KeyPath, problem: str) -> None:
        """Note ``problem`` at the line of ``path``."""
        self.faults.append((self.line(path), problem))

    def tables(self, key: str) -> list[dict[str, Any]]:
        """The ``[[key]]`` tables; none where something else stands under ``key``."""
        rows = self.values.get(key)
        return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else []

    def word_list(self, name: Any) -> Sequence[str]:
        """The lines of the list ``name`` beside this file, read once; ``ValueError`` says why not."""
        if not (isinstance(name, str) and _TABLE_NAME.fullmatch(name)):
            raise ValueError(f"{name!r}; allowed: a .tsv or .txt file beside the rule file")
        key = self._folder, name
        if key not in self.lists:
            try:
                data = Path(*key).read_bytes()
                self.lists[key] = Lines(data if self.proven else data.decode("utf-8-sig"), str(Path(*key)))
            except OSError as error:
                raise ValueError(f"{name!r} cannot be read: {error.strerror}") from None
            except UnicodeDecodeError as error:
                raise ValueError(f"{name!r} is not UTF-8 in line {_line_of(error)}") from None
        return self.lists[key]

    @cached_property
    def _folder(self) -> str:
        return str(self.path.parent)

    def report(self) -> list[str]:
        """The faults in the order of their lines, as ``file:line: problem``."""
        ordered = sorted(self.faults, key=lambda fault: fault[0])
        return [str(CorpuskitError(problem, file=self.shown, line=line)) for line, problem in ordered]


def shipped_root() -> Path:
    """The folder of the shipped rules: in the wheel, else beside corpuskit's own ``pyproject.toml``."""
    if _INSTALLED.is_dir():
        return _INSTALLED
    project = _PACKAGE.parent / "pyproject.toml"
    if project.is_file() and re.search(r'(?m)^name = "corpuskit"$', project.read_text("utf-8")):
        return _PACKAGE.parent / "rules"
    raise ConfigError("the shipped rules are missing; reinstall corpuskit", file=str(_PACKAGE))


def rule_files(paths: Sequence[Path | str], *, shipped: bool) -> list[RuleFile]:
    """The files to load, in rule order, each read once however often it is named."""
    own = shipped_root()
    named = [(own, "rules")] if shipped else []
    named += [one for path in paths for one in _named(path)]
    home = own.resolve()
    lists: dict[tuple[str, str], Sequence[str]] = {}
    first: dict[Path, RuleFile] = {}
    for path, shown in (one for place in named for one in _in(*place)):
        real = path.resolve()
        if real not in first:
            file = first[real] = RuleFile(path, real, shown, real.is_relative_to(home), lists)
            _read(file)
    return list(first.values())


def _named(path: Path | str) -> list[tuple[Path, str]]:
    """The files or folders that ``path`` names, each with the name it is shown by."""
    if not str(path).startswith(PACKAGE):
        return [(Path(path), Path(path).as_posix())]
    from corpuskit.rules.packages import folders_of  # seldom asked for

    return [(folder, str(path)) for folder in folders_of(str(path))]


def _in(path: Path, shown: str) -> Iterator[tuple[Path, str]]:
    """The rule files in a folder, by path, each with the name it is shown by; a file is its own."""
    if not path.is_dir():
        yield path, shown
        return
    found = sorted(path.rglob("*.toml"), key=lambda one: one.relative_to(path).as_posix())
    if not found:
        raise ConfigError("no rule files (*.toml) in this folder", file=shown)
    prefix = "" if shown == "." else shown.rstrip("/") + "/"
    yield from ((one, prefix + one.relative_to(path).as_posix()) for one in found)


def _read(file: RuleFile) -> None:
    """Give ``file`` its text and values, or the fault that keeps it from having them."""
    try:
        data = file.path.read_bytes()
        file.text = data.decode("utf-8-sig")
        if file.path.suffix == ".jsonl":
            _read_patterns(file)
        elif known := _compiled(file.path, data):
            file.values, file.proven = known, True
        else:
            file.values = _parsed(file)
    except OSError as error:
        file.faults.append((0, f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        file.faults.append((_line_of(error), "not UTF-8"))


def _parsed(file: RuleFile) -> Mapping[str, Any]:
    """What the text of ``file`` says; nothing, and a fault, where it is not TOML."""
    try:
        return toml_of(file.text)
    except ValueError as error:
        place = _TOML_PLACE.search(str(error))
        line = file.text.rstrip().count("\n") + 1 if place else 0
        line = int(place[1]) if place and place[1] else line
        file.faults.append((line, f"not TOML: {_TOML_PLACE.sub('', str(error))}"))
        return {}


def _compiled(path: Path, data: bytes) -> Mapping[str, Any] | None:
    """What the file at ``path`` in the wheel says, if it is still as it was when the wheel was built."""
    if _INSTALLED not in path.parents:
        return None
    known = _compiled_rules().get(path.relative_to(_INSTALLED).as_posix())
    same = known is not None and known["crc32"] == crc32(data)
    return known["values"] if known and same else None


@cache
def _compiled_rules() -> dict[str, dict[str, Any]]:
    path = _INSTALLED / COMPILED
    found: dict[str, dict[str, Any]] = msgspec.json.decode(path.read_bytes()) if path.is_file() else {}
    return found


def _read_patterns(file: RuleFile) -> None:
    from corpuskit.rules.entity_ruler import read_ruler  # seldom asked for

    read = read_ruler(file.text, file.path.stem)
    file.values, file.faults = read.values, read.faults
    file.__dict__["lines"] = read.lines


def _line_of(error: UnicodeDecodeError) -> int:
    return error.object.count(b"\n", 0, error.start) + 1
