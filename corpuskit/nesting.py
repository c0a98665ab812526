"""JSON and TOML that nest without end: of what nests deeper than is allowed, files are told by name."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

_T = TypeVar("_T")
#: Lists and tables that may lie in each other. Python's stack holds more, how many depends on who calls.
MOST_NESTED = 100
TOO_DEEP = f"nested more than {MOST_NESTED} deep"


def json_of(data: bytes | str, type: type[_T]) -> _T:
    """``data`` as a ``type``. Raises ``msgspec.DecodeError``, also where it nests too deep for the stack."""
    try:
        return msgspec.json.decode(data, type=type)
    except RecursionError:
        raise msgspec.DecodeError(TOO_DEEP) from None


def toml_of(text: str) -> dict[str, Any]:
    """The table that ``text`` is. Raises ``ValueError`` for what is not TOML, and for a table that `is_deep`.

    >>> toml_of("a = [[1, 2], {b = 3}]")
    {'a': [[1, 2], {'b': 3}]}
    """
    import tomllib  # slow to load, and most runs need none

    try:
        table = tomllib.loads(text)
    except RecursionError:
        table = None
    if table is None or is_deep(table):
        raise ValueError(TOO_DEEP)
    return table


def is_deep(value: object) -> bool:
    """Whether more than `MOST_NESTED` lists and tables lie in each other in ``value``.

    >>> is_deep([[["好"]]])
    False
    """
    level = [value]
    for _ in range(MOST_NESTED):
        level = [one for outer in level for one in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    """The lists and tables right inside ``value``."""
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [one for one in values if isinstance(one, list | Mapping)]
