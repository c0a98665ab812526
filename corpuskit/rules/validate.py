"""From the values of a rule file to rules, with every fault at its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import chain
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import replace

from corpuskit.contexts import Context, context_faults
from corpuskit.errors import RuleFault
from corpuskit.kinds import KINDS, Kind
from corpuskit.model import Example, Fix, Options, Rule, Stage
from corpuskit.rules.files import KeyPath, RuleFile
from corpuskit.rules.parts import ANY, contexts_with_parts, part_faults, with_parts
from corpuskit.rules.selection import nearest

#: The prefixes of the shipped rules; other packs take 3 to 6 letters.
FAMILIES = ("LB", "CH", "PU", "SP", "TM", "EN", "QU", "AN", "SU")

_OWN_CODE = rf"({'|'.join(FAMILIES)})[0-9]{{3}}"
_OTHER_CODE = r"[A-Z]{3,6}[0-9]{3}"
_NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
#: The keys that say in which blocks a rule looks.
_SCOPES = ("blocks", "not_blocks")
#: The key of the contexts that rules share with their pack.
_CONTEXTS = "unless"
_PLACEHOLDER = r"\{(\w+)\}"
_AT = r" - at `\$(.*)`$"
_STEP = r"\[(\d+)\]|\.(\w+)"
_UNKNOWN = r"Object contains unknown field `(.*)`"
_MISSING = r"Object missing required field `(.*)`"


class PackTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[pack]`` table: ``guideline`` is prose for annotators, in Markdown.

    A language may name a script (``zh-Hans``): its rules run on documents that are written in it.
    ``unless`` are contexts in which none of its rules finds anything, beside those of each rule. ``patterns``
    are parts of patterns, such as a class of characters that several need: where ``{name}`` stands in a
    pattern of the pack's rules or contexts, ``patterns.name`` is meant.
    """

    name: str
    language: Literal["any", "zh", "zh-Hans", "zh-Hant", "en", "ja"]
    description: str = ""
    guideline: str = ""
    unless: tuple[Context, ...] = ()
    patterns: dict[str, str] = {}


@cache
def fields_of(cls: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields of a struct; looking them up evaluates annotations, which takes a while."""
    return msgspec.structs.fields(cls)


def struct_of(
    file: RuleFile, path: KeyPath, cls: type[msgspec.Struct], table: Any, code: str = ""
) -> Any | None:
    """``table`` as a ``cls``; or ``None``, with every fault of it noted in ``file``."""
    if not isinstance(table, Mapping):
        file.fault(path, _said(code, "", f"{table!r} is not a table"))
        return None
    before = len(file.faults)
    known = {one.encode_name: one for one in fields_of(cls)}
    tag = cls.__struct_config__.tag_field
    for key in sorted(table.keys() - known.keys() - {tag}):
        near = nearest(key, known)
        file.fault((*path, key), _said(code, key, f"unknown key{near}", "" if near else ", ".join(known)))
    for key, one in known.items():
        if key in table:
            _check_value(file, (*path, key), one.type, table[key], code)
        elif one.required:
            file.fault(path, _said(code, key, "missing"))
    return msgspec.convert(table, cls) if len(file.faults) == before else None


def pack_of(file: RuleFile) -> PackTable:
    """The ``[pack]`` table of ``file``; of one with faults, which are noted, what stands for it."""
    head: PackTable | None = struct_of(file, ("pack",), PackTable, file.values.get("pack", {}))
    if head is None:
        return PackTable(file.path.stem, "any")
    wrong = list(part_faults(head.patterns))
    if wrong:
        head = replace(head, patterns=dict.fromkeys(head.patterns, ANY))
    try:
        filled = contexts_with_parts(msgspec.to_builtins(head.unless), head.patterns, "", _CONTEXTS)
        faults = list(context_faults("", msgspec.convert(filled, tuple[Context, ...])))
    except RuleFault as fault:
        faults = [fault]
    for one in (*wrong, *faults):
        file.fault(("pack", *steps(one.key)), str(one))
    return replace(head, unless=()) if faults else head


def in_pack(row: dict[str, Any], pack: PackTable) -> dict[str, Any]:
    """The table of a rule with the contexts of its pack behind its own, and the parts of patterns in place.

    Raises ``RuleFault`` where the pack has some contexts and the kind of the rule knows none, or it names a
    part that is not there.
    """
    kind = KINDS.get(str(row.get("kind")))
    if kind is None:
        return row
    own = row.get(_CONTEXTS, [])
    if pack.unless and isinstance(own, list):
        if _CONTEXTS not in kind.rule.__struct_fields__:
            problem = f"{row['kind']} has no {_CONTEXTS}, which its pack gives to all rules"
            raise RuleFault(str(row.get("code", "")), "kind", problem)
        row = {**row, _CONTEXTS: [*own, *msgspec.to_builtins(pack.unless)]}
    if pack.patterns:
        return with_parts(row, pack.patterns, lists="lists" in kind.rule.__struct_fields__)
    return row


def rule_of(file: RuleFile, index: int, table: Mapping[str, Any], options: Options | None) -> Rule | None:
    """The rule of ``[[rule]]`` number ``index``; or ``None``, with its faults noted in ``file``.

    The kind is not asked where ``options`` is ``None``: a table of the rule could not be read.
    """
    path: KeyPath = ("rule", index)
    code = str(table.get("code", ""))
    name = table.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        problem = "missing" if name is None else repr(name)
        file.fault((*path, "kind"), _said(code, "kind", problem, ", ".join(KINDS)))
        return None
    kind = KINDS[name]
    wrong = list(_scope_faults(kind, table, code))
    for fault in wrong:
        file.fault((*path, fault.key), str(fault))
    told = {fault.key for fault in wrong}
    given = {key: value for key, value in table.items() if key not in told}
    rule: Rule | None = struct_of(file, path, kind.rule, given, code)
    if rule is not None and not wrong:
        faults = list(_common_faults(rule, kind, file.shipped))
        if options is not None:
            faults += kind_faults(rule, options)
        for fault in faults:
            file.fault((*path, *steps(fault.key)), str(fault))
        if not faults:
            return rule
    return None


def _scope_faults(kind: Kind, table: Mapping[str, Any], code: str) -> Iterator[RuleFault]:
    """Scopes of rules that look before there are blocks, and both kinds of scope in one rule."""
    given = [key for key in _SCOPES if key in table]
    if kind.module.STAGE in (Stage.CHARACTERS, Stage.LAYOUT):
        for key in given:
            problem = f"rules on {kind.module.STAGE} look before there are blocks"
            yield RuleFault(code, key, problem, "in rules on text and tag")
    elif len(given) > 1:
        yield RuleFault(code, given[-1], f"{' and '.join(given)} given", "one of them")


def example_faults(example: Example, code: str, key: str, stage: Stage) -> Iterator[RuleFault]:
    """What is wrong with one example of a rule that looks in ``stage``."""
    given = [name for name in ("bad", "ok", "text") if getattr(example, name) is not None]
    if len(given) != 1:
        yield RuleFault(
            code, key, f"{' and '.join(given) or 'none'} of bad, ok, text given", "exactly one of them"
        )
    elif (example.good is not None or example.hits != 1) and given != ["bad"]:
        yield RuleFault(code, key, f"good or hits beside {given[0]}", "good and hits beside bad")
    elif (example.tags is not None) != (given == ["text"]):
        yield RuleFault(code, key, "text and tags go together")
    elif (stage is Stage.TAG) != (given == ["text"]):
        allowed = "text and tags" if stage is Stage.TAG else "bad or ok"
        yield RuleFault(code, key, f"{given[0]} in a rule on {stage}", allowed)
    elif example.hits < 1:
        yield RuleFault(code, key, f"hits = {example.hits}", "1 or more")
    for tag in example.tags or ():
        label, colon, words = tag.partition(":")
        if not (label and colon and words):
            yield RuleFault(code, key, f"tag {tag!r}", "LABEL:words")


def kind_faults(rule: Rule, options: Options) -> list[RuleFault]:
    """What the kind of ``rule`` has against it."""
    faults: list[RuleFault] = []
    try:
        faults.extend(KINDS[str(rule.__struct_config__.tag)].module.faults(rule, options))
    except RuleFault as fault:
        faults.append(fault)
    return faults


def _common_faults(rule: Rule, kind: Kind, shipped: bool) -> Iterator[RuleFault]:
    if not re.fullmatch(_OWN_CODE if shipped else _OTHER_CODE, rule.code):
        allowed = f"one of {' '.join(FAMILIES)}" if shipped else "3 to 6 capital letters"
        yield RuleFault(rule.code, "code", repr(rule.code), f"{allowed}, then 3 digits")
    for old in rule.formerly:
        if not re.fullmatch(_OWN_CODE if shipped else _OTHER_CODE, old) or old == rule.code:
            yield RuleFault(rule.code, "formerly", repr(old), "codes that this rule had")
    if not re.fullmatch(_NAME, rule.name):
        yield RuleFault(rule.code, "name", repr(rule.name), "lower case words joined by '-'")
    for key in ("message", "why"):
        if not getattr(rule, key).strip():
            yield RuleFault(rule.code, key, "empty")
    yield from _message_faults(rule, kind.module.DETAILS | {"found"})
    yield from _examples_faults(rule, kind.module.STAGE)


def _message_faults(rule: Rule, allowed: frozenset[str]) -> Iterator[RuleFault]:
    names = ", ".join(f"{{{one}}}" for one in sorted(allowed))
    for name in re.findall(_PLACEHOLDER, rule.message):
        if name not in allowed:
            yield RuleFault(rule.code, "message", f"unknown placeholder {{{name}}}", names)
    if set("{}") & set(re.sub(_PLACEHOLDER, "", rule.message)):
        yield RuleFault(rule.code, "message", "a brace that belongs to no placeholder", names)


def _examples_faults(rule: Rule, stage: Stage) -> Iterator[RuleFault]:
    for index, example in enumerate(rule.examples):
        yield from example_faults(example, rule.code, f"examples[{index}]", stage)
    positive = [one for one in rule.examples if one.bad is not None or one.tags]
    misses = [one for one in rule.examples if one.ok is not None or one.tags == ()]
    words = ("text with tags", "text with tags = []") if stage is Stage.TAG else ("bad", "ok")
    if not positive:
        yield RuleFault(rule.code, "examples", f"no positive example ({words[0]})")
    if not misses:
        yield RuleFault(rule.code, "examples", f"no near-miss ({words[1]})")
    if rule.fix is not Fix.NONE and positive and all(one.good is None for one in positive):
        yield RuleFault(rule.code, "examples", f"no good, though fix is {rule.fix}")


def _check_value(file: RuleFile, path: KeyPath, expected: Any, value: Any, code: str) -> None:
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError as error:
        problem = str(error)
        at = re.search(_AT, problem)
        problem = re.sub(_AT, "", problem)
        # msgspec writes [...] for any key of a mapping: the place is then that of the mapping.
        inner = tuple(steps(at[1].partition("[...]")[0])) if at else ()
        key = _key(path[2:] if path[0] == "rule" else path[1:]) + _key(inner, first=False)
        if unknown := re.fullmatch(_UNKNOWN, problem):
            file.fault(
                (*path, *inner, unknown[1]),
                _said(code, key, f"unknown key {unknown[1]!r}{_near(unknown[1], expected)}"),
            )
        elif missing := re.fullmatch(_MISSING, problem):
            file.fault((*path, *inner), _said(code, key, f"{missing[1]}: missing"))
        elif choices := _choices(_type_at(expected, inner)):
            file.fault((*path, *inner), _said(code, key, repr(_at(value, inner)), ", ".join(choices)))
        else:
            words = problem[0].lower() + problem[1:].replace("`", "")
            file.fault((*path, *inner), _said(code, key, f"{_at(value, inner)!r}: {words}"))


def steps(path: str) -> Iterator[str | int]:
    """``examples[0].bad`` as keys and indices."""
    for index, name in re.findall(_STEP, path if path.startswith(("[", ".")) else f".{path}"):
        yield int(index) if index else name


def _key(path: Sequence[str | int], first: bool = True) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") if first else text


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value


def _type_at(expected: Any, path: Sequence[str | int]) -> Any:
    """The type of a part of a value: of an element of a list of ``expected``; else nothing that is known."""
    if not path:
        return expected
    parts = get_args(expected)
    return parts[0] if len(path) == 1 and get_origin(expected) is tuple and parts else None


def _choices(expected: Any) -> tuple[str, ...]:
    """The values of an enum or of literals, or of several of them, at the top of a type."""
    if isinstance(expected, type) and issubclass(expected, Enum):
        return tuple(str(one.value) for one in expected)
    if get_origin(expected) is Literal:
        return tuple(str(one) for one in get_args(expected))
    if get_origin(expected) in (Union, UnionType):
        parts = [_choices(part) for part in get_args(expected)]
        return tuple(chain.from_iterable(parts)) if all(parts) else ()
    return ()


def _near(key: str, expected: Any) -> str:
    """The nearest key of the structs that a type is made of."""
    parts: list[Any] = [expected]
    known: list[str] = []
    while parts:
        part = parts.pop()
        parts.extend(get_args(part))
        if isinstance(part, type) and issubclass(part, msgspec.Struct):
            known.extend(part.__struct_fields__)
    return nearest(key, known)


def _said(code: str, key: str, problem: str, allowed: str = "") -> str:
    return str(RuleFault(code, key, problem, allowed))
