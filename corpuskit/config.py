"""Configuration: ``corpuskit.toml``, or ``[tool.corpuskit]`` of ``pyproject.toml``; wrong keys are errors."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from corpuskit.errors import ConfigError
from corpuskit.layout import THRESHOLD, THRESHOLDS
from corpuskit.names import PACKAGE

#: The names of configuration files; of two in one folder the first holds.
NAMES = ("corpuskit.toml", "pyproject.toml")
#: Keys whose values a file adds to those of the file that it extends; of others its own hold.
_ADDED = frozenset({"extend-select", "packs", "per-file-ignores", "rules"})
_TOP = "[tool.corpuskit]"


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
        allowed = f"a whole number from {THRESHOLDS[0]} to {THRESHOLDS[-1]} (percent)"
        raise ConfigError(f"{name}: {value!r}; allowed: {allowed}", file=file)
    return value


def find_config(folder: Path) -> Path | None:
    """The nearest configuration at or above ``folder``; a ``pyproject.toml`` without our table is none."""
    for place in (folder.resolve(), *folder.resolve().parents):
        for name in NAMES:
            path = place / name
            if path.is_file() and (name == NAMES[0] or "corpuskit" in _load(path).get("tool", {})):
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
            values[key] = {**old, **value} if isinstance(value, dict) else [*old, *value]
            origins[key] = f"{origins[key]}, {origin}"
        else:
            values[key], origins[key] = value, origin


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
        at = at.parent / table["extend"] if "extend" in table else None
    return chain


def _table(path: Path) -> dict[str, Any]:
    """Our table of the file at ``path``, proved, its packs and census resolved."""
    values: dict[str, Any] = _load(path)
    alone = path.name != NAMES[1]
    table = values if alone else values.get("tool", {}).get("corpuskit", {})
    table = _proved(table, path.as_posix(), "" if alone else f"{_TOP} ")
    if "packs" in table:
        beside = path.parent
        packs = [pack if pack.startswith(PACKAGE) else str(beside / pack) for pack in table["packs"]]
        table = {**table, "packs": packs}
    if "census" in table:
        table = {**table, "census": str(path.parent / table["census"])}
    return table


def _proved(table: dict[str, Any], file: str, head: str) -> dict[str, Any]:
    """``table``, if it is a configuration. Raises ``ConfigError``."""
    known = [field.encode_name for field in msgspec.structs.fields(Config)]
    for key in table:
        if key not in known:
            import difflib  # only for what is wrong

            near = difflib.get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigError(f"{head}unknown key {key!r}{hint}; allowed: {', '.join(known)}", file=file)
    threshold = table.get("line-break-threshold", THRESHOLD)
    checked_threshold(threshold, f"{head}line-break-threshold", file)
    try:
        msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{head}{error}", file=file) from None
    return table


def _setting(text: str) -> dict[str, Any]:
    """``KEY=VALUE`` as a table."""
    import tomllib

    try:
        return _proved(tomllib.loads(text), "--config", "")
    except tomllib.TOMLDecodeError as error:
        problem = f"{text!r} is neither a file nor KEY=VALUE in TOML ({error}); as in: select=['LB']"
        raise ConfigError(problem, file="--config") from None


def _load(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", file=path.as_posix()) from None
