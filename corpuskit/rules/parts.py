"""Parts of patterns that a pack names once, ``patterns`` of ``[pack]``, in the patterns of its rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.errors import RuleFault
from corpuskit.matching import regex_of

#: The key of the parts in a pack.
PARTS = "patterns"
_NAME = r"[a-z][a-z_]*"
#: What may stand in a pattern: what begins with a backslash, a class, a part's place, any other character.
_TOKEN = (
    r"(?s)\\[pPx]\{[^}]*\}|\\."
    r"|(?P<class>\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[pPx]\{[^}]*\}|\\.|[^\]\\])*\])"
    r"|\{(?P<name>[a-z][a-z_]*)\}"
)
#: The keys of a rule that are patterns, and those with contexts, which have patterns.
_PATTERNS = ("pattern", "majority", "parts")
_CONTEXTS = ("unless", "only")
_IN_CONTEXT = "_pattern"
#: What stands for a part that has faults: rules are not blamed for it.
ANY = "."


def part_faults(parts: Mapping[str, str]) -> Iterator[RuleFault]:
    """What is wrong with the ``parts`` of a pack."""
    for name, part in parts.items():
        key = f"{PARTS}.{name}"
        if not re.fullmatch(_NAME, name):
            yield RuleFault("", key, "the name of a pattern", "lower case letters and _")
        elif not part:
            yield RuleFault("", key, "empty")
        elif inner := [one for one in _named(part) if one in parts]:
            problem = f"{{{inner[0]}}} in a pattern that has a name itself"
            yield RuleFault("", key, problem, "in those of rules")
        else:
            try:
                groups = regex_of("", key, part).groups
            except RuleFault as fault:
                yield fault
                continue
            if groups:
                yield RuleFault("", key, "a group, which would count in each rule", "(?:…)")


def with_parts(row: Mapping[str, Any], parts: Mapping[str, str], lists: bool) -> dict[str, Any]:
    """The table of a rule with the ``parts`` in place of their names in its patterns.

    ``lists``: other names are those of its lists. Raises ``RuleFault`` for a name that is neither, or both.
    """
    code = str(row.get("code", ""))
    own = row.get("lists", {}) if lists else {}
    if twice := sorted(parts.keys() & own) if isinstance(own, Mapping) else []:
        raise RuleFault(code, f"lists.{twice[0]}", f"its pack has {PARTS}.{twice[0]}", "another name")
    changed: dict[str, Any] = {
        key: filled(row[key], parts, code, key, others=lists)
        for key in _PATTERNS
        if isinstance(row.get(key), str)
    }
    for key in _CONTEXTS:
        if isinstance(row.get(key), list):
            changed[key] = contexts_with_parts(row[key], parts, code, key)
    return {**row, **changed}


def contexts_with_parts(contexts: list[Any], parts: Mapping[str, str], code: str, key: str) -> list[Any]:
    """The contexts under ``key``, with the ``parts`` in their patterns. Raises ``RuleFault``."""
    if not parts:
        return contexts
    return [
        {
            name: filled(value, parts, code, f"{key}[{index}].{name}")
            if name.endswith(_IN_CONTEXT) and isinstance(value, str)
            else value
            for name, value in one.items()
        }
        if isinstance(one, Mapping)
        else one
        for index, one in enumerate(contexts)
    ]


def filled(pattern: str, parts: Mapping[str, str], code: str, key: str, *, others: bool = False) -> str:
    r"""``pattern`` with the ``parts`` in place of their names; ``others`` may stay. Raises ``RuleFault``.

    >>> filled(r"{year}年|\x{ab}{2}", {"year": "[0-9]{4}"}, "", "")
    '(?:[0-9]{4})年|\\x{ab}{2}'
    """

    def part(token: re.Match[str]) -> str:
        name, inside = token["name"], token["class"]
        if inside:
            if wrong := [one for one in parts if f"{{{one}}}" in inside]:
                raise RuleFault(code, key, f"{{{wrong[0]}}} in a class", "outside of [ ]")
            return inside
        if not name or (name not in parts and others):
            return token[0]
        if name not in parts:
            allowed = ", ".join(f"{{{one}}}" for one in parts)
            raise RuleFault(code, key, f"unknown pattern {{{name}}}", allowed)
        whole = re.fullmatch(_TOKEN, parts[name])
        return parts[name] if whole and whole["class"] else f"(?:{parts[name]})"

    return re.sub(_TOKEN, part, pattern)


def _named(pattern: str) -> list[str]:
    return [token["name"] for token in re.finditer(_TOKEN, pattern) if token["name"]]
