"""Pattern files of spaCy's EntityRuler (https://spacy.io/usage/rule-based-matching#entityruler) as rules."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Literal

import msgspec

from corpuskit.nesting import json_of
from corpuskit.rules.files import KeyPath

#: These names win over the shipped lists and patterns, not over dates and what stands in title marks.
PRIORITY = 70
#: What one token may say here; in Chinese text a word boundary is a guess, so that nothing else can be asked.
ATTRIBUTES = ("LOWER", "ORTH", "TEXT")


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    pattern: str | list[dict[str, Any]]
    id: str = ""


class RulerFile(msgspec.Struct):
    """A pattern file as the values of a rule file, the line of each rule, its faults (line, problem)."""

    values: dict[str, Any]
    lines: dict[KeyPath, int]
    faults: list[tuple[int, str]]


def read_ruler(text: str, stem: str) -> RulerFile:
    """One rule for each label and way of matching; ``stem`` is the file's name, which gives the codes.

    A string, and tokens that say the same without regard to blanks and case, are names, matched character by
    character. Other tokens become a pattern: a blank may stand between two, and ``LOWER`` is any case.
    """
    file = RulerFile({}, {}, [])
    found: dict[tuple[str, Literal["names", "pattern"]], dict[str, str]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            one = json_of(line, _Line)
            way, what, sample = _what(one.pattern)
        except (msgspec.DecodeError, ValueError) as error:
            file.faults.append((number, str(error)))
            continue
        if (one.label, way) not in found:
            file.lines["rule", len(found)] = number
        found.setdefault((one.label, way), {}).setdefault(what, sample)
    prefix = re.sub("[^A-Z]", "", stem.upper())[:6]
    prefix = prefix if len(prefix) >= 3 else "ENTITY"
    rows = [_rule(prefix, index, *key, texts) for index, (key, texts) in enumerate(found.items(), 1)]
    file.values = {"pack": {"name": stem, "language": "any"}, "rule": rows}
    return file


def _what(pattern: str | list[dict[str, Any]]) -> tuple[Literal["names", "pattern"], str, str]:
    """How a pattern matches, what, and a text that it matches."""
    tokens = [("TEXT", pattern)] if isinstance(pattern, str) else list(_tokens(pattern))
    sample = tokens[0][1] if tokens else ""
    for (_, left), (_, right) in pairwise(tokens):
        sample += " " + right if _is_latin(left[-1]) and _is_latin(right[0]) else right
    if not sample.strip():
        raise ValueError("pattern: empty")
    texts = [text for _, text in tokens]
    if all(key != "LOWER" or text.lower() == text.upper() for key, text in tokens) and sample == "".join(
        texts
    ):
        return "names", sample, sample
    parts = [f"(?i:{re.escape(text)})" if key == "LOWER" else re.escape(text) for key, text in tokens]
    before, after = (r"\b" if _is_latin(one) else "" for one in (sample[0], sample[-1]))
    return "pattern", before + "[ \u00a0]?".join(parts) + after, sample


def _tokens(pattern: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for token in pattern:
        if len(token) != 1 or next(iter(token)) not in ATTRIBUTES:
            raise ValueError(
                f"pattern: token {token!r}; allowed: one of {', '.join(ATTRIBUTES)}, with a string"
            )
        ((key, text),) = token.items()
        if not isinstance(text, str) or not text:
            raise ValueError(f"pattern: {key} of token {token!r}; allowed: a string")
        yield key, text


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _rule(
    prefix: str, index: int, label: str, way: Literal["names", "pattern"], texts: Mapping[str, str]
) -> dict[str, Any]:
    """The values of a rule; its examples are its first text, and none."""
    sample = next(iter(texts.values()))
    return {
        "code": f"{prefix}{index:03}",
        "name": f"{re.sub('[^a-z0-9]+', '-', label.lower()).strip('-') or 'label'}-{prefix.lower()}-{index}",
        "kind": "entity",
        "label": label,
        "severity": "info",
        "message": f"“{{found}}” is {label}",
        "why": "A pattern file of spaCy's EntityRuler says so.",
        "priority": PRIORITY,
        way: list(texts) if way == "names" else "|".join(texts),
        "examples": [{"text": sample, "tags": [f"{label}:{sample}"]}, {"text": "。", "tags": []}],
    }
