"""Configuration: ``[tool.corpuskit]`` of the nearest ``pyproject.toml``. A wrong key is an error."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from corpuskit.errors import ConfigError
from corpuskit.layout import THRESHOLD, THRESHOLDS


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[tool.corpuskit.rules.CODE]``: what a project judges otherwise than the rule's author."""

    severity: str | None = None
    fix: str | None = None
    priority: int | None = None


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Settings of a project; the command line wins over them.

    ``packs`` are paths of rule files; ``line_break_threshold`` is in percent: from this probability of a
    wrap on a line break is joined.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    language: str | None = None
    encoding: str = "utf-8"
    licence: str = "unknown"
    line_break_threshold: int = THRESHOLD
    rules: dict[str, Override] = {}


def checked_threshold(value: object, name: str, file: str = "") -> int:
    """``value``, which ``name`` was set to, if it is a threshold for line breaks; else ``ConfigError``."""
    if type(value) is not int or value not in THRESHOLDS:
        allowed = f"a whole number from {THRESHOLDS[0]} to {THRESHOLDS[-1]} (percent)"
        raise ConfigError(f"{name}: {value!r}; allowed: {allowed}", file=file)
    return value


def find_config(folder: Path) -> Path | None:
    """The nearest ``pyproject.toml`` at or above ``folder`` that has a ``[tool.corpuskit]``."""
    for place in (folder.resolve(), *folder.resolve().parents):
        path = place / "pyproject.toml"
        if path.is_file() and "corpuskit" in _load(path).get("tool", {}):
            return path
    return None


def read_config(path: Path | None) -> Config:
    """The configuration in ``path``, packs resolved beside it; the defaults without a path.

    Raises ``ConfigError`` with the file for TOML that does not parse, an unknown key (and the nearest
    known one) or a value of a wrong type or out of range.
    """
    if path is None:
        return Config()
    table = _load(path).get("tool", {}).get("corpuskit", {})
    known = [field.encode_name for field in msgspec.structs.fields(Config)]
    for key in table:
        if key not in known:
            import difflib

            near = difflib.get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigError(
                f"[tool.corpuskit] unknown key {key!r}{hint}; allowed: {', '.join(known)}",
                file=path.as_posix(),
            )
    threshold = table.get("line-break-threshold", THRESHOLD)
    checked_threshold(threshold, "[tool.corpuskit] line-break-threshold", path.as_posix())
    try:
        config = msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"[tool.corpuskit] {error}", file=path.as_posix()) from None
    beside = tuple(str(path.parent / pack) for pack in config.packs)
    return replace(config, packs=beside)


def _load(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    import tomllib  # slow to load, and not every folder has a configuration

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", file=path.as_posix()) from None
