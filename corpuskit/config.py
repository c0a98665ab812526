"""Configuration: ``corpuskit.toml``, or ``[tool.corpuskit]`` of ``pyproject.toml``; wrong keys are errors."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from corpuskit.errors import ConfigError
from corpuskit.layout import THRESHOLD, THRESHOLDS
from corpuskit.names import LANGUAGE_TAG, PACKAGE
from corpuskit.nesting import toml_of
from corpuskit.rules import nearest

#: The names of configuration files; of two in one folder the first holds.
NAMES = ("corpuskit.toml", "pyproject.toml")
#: Keys whose values a file adds to those of the file that it extends; of others its own hold.
_ADDED = frozenset({"extend-select", "packs", "per-file-ignores", "rules"})
_TOP = "[tool.corpuskit]"
#: What a key may hold that is no text.
_ALLOWED = {
    **dict.fromkeys(("select", "extend-select", "ignore", "packs", "include", "exclude"), "a list of texts"),
    "line-break-threshold": f"a whole number from {THRESHOLDS[0]} to {THRESHOLDS[-1]} (percent)",
    "per-file-ignores": "a table with a list of codes for each pattern",
    "rules": "a table with a table for each code",
}


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[tool.corpuskit.rules.CODE]``: what a project judges otherwise than the rule's author."""

    severity: str | None = None
    fix: str | None = None
    priority: int | None = None


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Settings of a project; the command line wins over them.

    ``extend`` is a configuration file that this one goes on from. ``packs`` are paths of rule files,
    ``census`` that of what corpus-wide rules look at.
    ``per_file_ignores``, ``include`` and ``exclude`` are patterns on paths below the file's folder (see
    `corpuskit.suppress.glob`), ``include`` on names, of what is taken of a folder. ``line_break_threshold``
    is in percent: from this probability of a wrap on a line break is joined.
    """

    extend: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    packs: tuple[str, ...] = ()
    census: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    language: str | None = None
    encoding: str = "utf-8"
    licence: str = "unknown"
    line_break_threshold: int = THRESHOLD
    rules: dict[str, Override] = {}


class Project(msgspec.Struct, frozen=True):
    """A configuration, its file (``None``: there is none), and where each key that is set comes from."""

    config: Config
    path: Path | None
    origins: Mapping[str, str]


def checked_threshold(value: object, name: str, file: str = "") -> int:
    """``value``, which ``name`` was set to, if it is a threshold for line breaks; else ``ConfigError``."""
    if type(value) is not int or value not in THRESHOLDS:
        problem = f"{name}: {value!r}; allowed: {_ALLOWED['line-break-threshold']}"
        raise ConfigError(problem, file=file)
    return value


def checked_language(value: str) -> str:
    """``value`` if it could be a language; else ``ConfigError``. A name of one would turn off its rules."""
    if not LANGUAGE_TAG.fullmatch(value):
        raise ConfigError(f"language: {value!r}; allowed: a code, such as zh, zh-Hant, en or ja")
    return value


def find_config(folder: Path) -> Path | None:
    """The nearest configuration at or above ``folder``; a ``pyproject.toml`` without our table is none."""
    for place in (folder.resolve(), *folder.resolve().parents):
        for name in NAMES:
            path = place / name
            if path.is_file() and (name == NAMES[0] or _in_tool(_load(path)) is not None):
                return path
    return None


def read_config(path: Path | None) -> Config:
    """The configuration in ``path``, packs resolved beside it; the defaults without a path.

    Raises ``ConfigError`` with the file for TOML that does not parse, an unknown key (and the nearest
    known one), a value of a wrong type or out of range, or files that extend each other in a circle.
    """
    return read_project(path).config


def read_project(path: Path | None, settings: Sequence[str] = ()) -> Project:
    """`read_config`, then ``settings``, each ``KEY=VALUE`` in TOML, over it; and where all that came from."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    if path is not None:
        for file, table in reversed(_chain(path)):
            _add(values, origins, table, file.as_posix())
    for text in settings:
        _add(values, origins, _setting(text), "--config")
    return Project(msgspec.convert(values, Config), path, origins)


def _add(values: dict[str, Any], origins: dict[str, str], table: Mapping[str, Any], origin: str) -> None:
    """Put ``table`` over ``values``."""
    for key, value in table.items():
        old = values.get(key)
        if key in _ADDED and old is not None:
            values[key] = _added(key, old, value)
            origins[key] = f"{origins[key]}, {origin}"
        else:
            values[key], origins[key] = value, origin


def _added(key: str, old: Any, value: Any) -> Any:
    """``value`` of ``key`` beside what was there before: of one rule, each key by itself."""
    if key == "rules":
        return {**old, **{code: {**old.get(code, {}), **own} for code, own in value.items()}}
    return {**old, **value} if isinstance(value, dict) else [*old, *value]


def _chain(path: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The tables of ``path`` and of what it extends, the nearest first."""
    chain: list[tuple[Path, dict[str, Any]]] = []
    seen: set[Path] = set()
    at: Path | None = path
    while at is not None:
        if at.resolve() in seen:
            raise ConfigError(f"extend: {at.as_posix()} extends itself", file=path.as_posix())
        seen.add(at.resolve())
        table = _table(at)
        chain.append((at, table))
        at = _beside(at, table["extend"]) if "extend" in table else None
    return chain


def _beside(path: Path, name: str) -> Path:
    """The file ``name`` as ``path`` names it, without the folders that it goes into and up again."""
    found = path.parent / name
    return found.parent.resolve() / found.name if ".." in found.parts else found


def _table(path: Path) -> dict[str, Any]:
    """Our table of the file at ``path``, proved, its packs and census resolved."""
    alone = path.name != NAMES[1]
    place = () if alone else ("tool", "corpuskit")
    table: Any = _load(path) if alone else _in_tool(_load(path))
    table = {} if table is None else table
    if fault := _fault(table):
        keys, problem = fault
        head = "" if alone else f"{_TOP} "
        raise ConfigError(f"{head}{problem}", file=path.as_posix(), line=_line_of(path, (*place, *keys)))
    if "extend" in table and not (path.parent / table["extend"]).is_file():
        problem = f"extend: {table['extend']!r}: no such file"
        raise ConfigError(problem, file=path.as_posix(), line=_line_of(path, (*place, "extend")))
    if "packs" in table:
        beside = path.parent
        packs = [pack if pack.startswith(PACKAGE) else str(beside / pack) for pack in table["packs"]]
        table = {**table, "packs": packs}
    if "census" in table:
        table = {**table, "census": str(path.parent / table["census"])}
    return dict(table)


def _fault(table: Any) -> tuple[tuple[str, ...], str] | None:
    """What is wrong with ``table`` as a configuration, if something is: at which key, and what."""
    if not isinstance(table, dict):
        return (), f"{table!r}; allowed: a table"
    known = {field.encode_name: field.type for field in msgspec.structs.fields(Config)}
    for key, value in table.items():
        if key not in known:
            return (key,), f"unknown key {key!r}{nearest(key, known)}; allowed: {', '.join(known)}"
        if key == "rules" and isinstance(value, dict):
            for code, own in value.items():
                if problem := _override_problem(own):
                    return (key, code), f"rules.{code}: {problem}"
        try:
            msgspec.convert(value, known[key])
            if key == "line-break-threshold":
                checked_threshold(value, key)
            if key == "language" and value:
                checked_language(value)
        except msgspec.ValidationError:
            return (key,), f"{key}: {value!r}; allowed: {_ALLOWED.get(key, 'a text')}"
        except ConfigError as error:
            return (key,), error.problem
    return None


def _override_problem(own: Any) -> str:
    """What is wrong with ``own`` as an `Override`; empty if nothing is."""
    known = Override.__struct_fields__
    if not isinstance(own, dict):
        return f"{own!r}; allowed: a table with {', '.join(known)}"
    for key, value in own.items():
        if key not in known:
            return f"unknown key {key!r}{nearest(key, known)}; allowed: {', '.join(known)}"
        if key == "priority" and type(value) is not int:
            return f"{key}: {value!r}; allowed: a whole number"
        if key != "priority" and not isinstance(value, str):
            return f"{key}: {value!r}; allowed: a text"
    return ""


def _setting(text: str) -> dict[str, Any]:
    """``KEY=VALUE`` as a table."""
    try:
        table = toml_of(text)
    except ValueError as error:
        problem = f"{text!r} is neither a file nor KEY=VALUE in TOML ({error}); as in: select=['LB']"
        raise ConfigError(problem, file="--config") from None
    if fault := _fault(table):
        raise ConfigError(fault[1], file="--config")
    if "extend" in table:
        raise ConfigError("extend: allowed in a file, which --config can name", file="--config")
    return table


def _in_tool(values: Mapping[str, Any]) -> Any:
    """What a ``pyproject.toml`` has as ``[tool.corpuskit]``; ``None`` where there is nothing."""
    tools = values.get("tool")
    return tools.get("corpuskit") if isinstance(tools, dict) else None


def _load(path: Path) -> dict[str, Any]:
    text = _read(path)
    try:
        return toml_of(text)
    except ValueError as error:
        raise ConfigError(f"cannot be read: {error}", file=path.as_posix()) from None


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=path.as_posix()) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"not UTF-8: byte {error.start}", file=path.as_posix()) from None


def _line_of(path: Path, keys: tuple[str, ...]) -> int:
    """The line of the key at ``keys``, or of the nearest table around it."""
    from corpuskit.rules.toml_lines import locate  # only a fault needs lines

    lines = locate(_read(path))
    return next((lines[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in lines), 0)
