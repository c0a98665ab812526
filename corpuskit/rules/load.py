"""Rule files to a rule set: everything is read and proved before any input is opened."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from inspect import get_annotations
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import convert
from msgspec.structs import replace

from corpuskit.errors import ConfigError, RuleFault, RuleFileError
from corpuskit.kinds import KINDS
from corpuskit.model import Example, Fix, Options, Rule, Severity, Stage
from corpuskit.rules.files import RuleFile, rule_files
from corpuskit.rules.ruleset import Entry, Pack, RuleSet
from corpuskit.rules.selection import nearest, outdated, redirects, selected_codes
from corpuskit.rules.validate import (
    PackTable,
    example_faults,
    in_pack,
    kind_faults,
    pack_of,
    rule_of,
    steps,
    struct_of,
)

#: By the code of a rule and the name of a table, the lines of it.
_Tables: TypeAlias = dict[tuple[str, str], Sequence[str]]
_WORDS = str | tuple[str, ...]
_TOP = frozenset({"pack", "rule", "example"})


def load_rules(
    paths: Sequence[Path | str] = (),
    *,
    shipped: bool = True,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    preview: bool = False,
    overrides: Mapping[str, Mapping[str, str | int]] | None = None,
) -> RuleSet:
    """The rules of ``paths`` (rule files, folders, ``package:NAME``) after the shipped ones, in rule order.

    ``select`` and ``ignore`` are as in ``selected_codes``; ``overrides`` gives a rule another
    ``severity``, ``fix`` or ``priority``. Old codes and deprecated rules among them make ``notes``. Raises
    ``RuleFileError`` with all faults of all files, or ``ConfigError`` for a selector, an override or a folder
    that is wrong, and ``TypeError`` for one path where several belong.
    """
    if isinstance(paths, str | Path):
        raise TypeError(f"paths is {paths!r}; allowed: a sequence, such as [{paths!r}]")
    files = rule_files(paths, shipped=shipped)
    tables: _Tables = {}
    packs: list[Pack] = []
    entries: list[Entry] = []
    for file in files:
        if not file.faults:
            pack, found = (_proven_pack_of if file.proven else _pack_of)(file, tables)
            packs.append(pack)
            entries.extend(found)
    if not all(file.proven for file in files):
        _fault_duplicates(files)
    if faults := [fault for file in files for fault in file.report()]:
        raise RuleFileError(faults)
    options = Options(tables)
    every = [entry.rule for entry in entries]
    notes = outdated(every, (*select, *ignore, *(overrides or ())))
    moved = redirects(every)
    ready = _overridden(
        entries, {moved.get(code, code): own for code, own in (overrides or {}).items()}, options
    )
    selected = selected_codes([entry.rule for entry in ready], select, ignore, preview=preview)
    return RuleSet(ready, tuple(packs), selected, options, tuple(notes))


def _proven_pack_of(file: RuleFile, tables: _Tables) -> tuple[Pack, list[Entry]]:
    """The pack of a ``proven`` file and its rules: only types are made, and nothing is asked twice."""
    head = convert(file.values["pack"], PackTable)
    examples = convert(file.values.get("example", ()), tuple[Example, ...])
    pack = Pack(head.name, head.language, file.shown, head.description, head.guideline, examples)
    entries = []
    for index, row in enumerate(file.tables("rule")):
        _read_tables(file, index, row, tables)
        rule = convert(in_pack(row, head), KINDS[row["kind"]].rule)
        entries.append(Entry(rule, pack, file.rule_line(index)))
    return pack, entries


def _pack_of(file: RuleFile, tables: _Tables) -> tuple[Pack, list[Entry]]:
    """The pack of ``file`` and its rules that are free of faults; ``tables`` gets what they name."""
    for key in sorted(file.values.keys() - _TOP):
        file.fault((key,), f"{key}: unknown key{nearest(key, _TOP)}")
    for key in ("rule", "example"):
        if file.values.get(key, []) != file.tables(key):
            file.fault((key,), f"{key}: not [[{key}]] tables")
    head = pack_of(file)
    examples = _guideline_examples(file)
    pack = Pack(head.name, head.language, file.shown, head.description, head.guideline, examples)
    entries = []
    for index, row in enumerate(file.tables("rule")):
        ready = _read_tables(file, index, row, tables)
        try:
            row = in_pack(row, head)
        except RuleFault as fault:
            file.fault(("rule", index, *steps(fault.key)), str(fault))
        rule = rule_of(file, index, row, Options(tables) if ready else None)
        if rule is not None:
            entries.append(Entry(rule, pack, file.rule_line(index)))
    if not file.tables("rule"):
        file.fault(("rule",), "rule: no [[rule]] tables")
    return pack, entries


def _guideline_examples(file: RuleFile) -> tuple[Example, ...]:
    """The pack's ``[[example]]`` tables, which are texts with all their tags."""
    examples = []
    for index, row in enumerate(file.tables("example")):
        example = struct_of(file, ("example", index), Example, row)
        if example is not None:
            examples.append(example)
            for fault in example_faults(example, "", f"example[{index}]", Stage.TAG):
                file.fault(("example", index), str(fault))
    return tuple(examples)


def _read_tables(file: RuleFile, index: int, row: Mapping[str, Any], tables: _Tables) -> bool:
    """Whether all tables that ``row`` names are now in ``tables``."""
    before = len(file.faults)
    code = str(row.get("code", ""))
    for path, name in _tables_named(row):
        try:
            tables[code, name] = file.word_list(name)
        except ValueError as error:
            file.fault(("rule", index, *path), str(RuleFault(code, ".".join(path), str(error))))
    return len(file.faults) == before


def _tables_named(row: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Keys and value wherever ``row`` names a table: under ``table``, and in place of a list of words."""
    kind = KINDS.get(str(row.get("kind")))
    for key, several in _word_keys(kind.rule) if kind else ():
        value = row.get(key)
        if isinstance(value, str) and not several:
            yield (key,), value
        elif several and isinstance(value, Mapping):
            yield from (((key, inner), name) for inner, name in value.items() if isinstance(name, str))


@cache
def _word_keys(cls: type[Rule]) -> tuple[tuple[str, bool], ...]:
    """The keys of a rule that may name tables, in order, and whether they have keys that do."""
    types = {name: one for base in reversed(cls.__mro__) for name, one in get_annotations(base).items()}
    return tuple(
        (key, types[name] == dict[str, _WORDS])
        for name, key in zip(cls.__struct_fields__, cls.__struct_encode_fields__, strict=True)
        if name == "table" or types[name] in (_WORDS, dict[str, _WORDS])
    )


def _fault_duplicates(files: Sequence[RuleFile]) -> None:
    first: dict[tuple[str, str], tuple[RuleFile, int]] = {}
    for file in files:
        for index, row in enumerate(file.tables("rule")):
            for key, value in _unique(row):
                among = "name" if key == "name" else "code"
                other, place = first.setdefault((among, value), (file, index))
                if (other, place) != (file, index):
                    at = f"{other.shown}:{other.line(('rule', place, among))}"
                    problem = RuleFault(str(row.get("code", "")), key, f"{value!r} is taken at {at}")
                    file.fault(("rule", index, key), str(problem))


def _unique(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What no two rules may share, each with its key: codes, those of before among them, and names."""
    formerly = row.get("formerly")
    old = formerly if isinstance(formerly, list) else []
    rows = [("code", row.get("code")), ("name", row.get("name")), *(("formerly", code) for code in old)]
    yield from ((key, value) for key, value in rows if isinstance(value, str))


def _overridden(
    entries: Sequence[Entry], overrides: Mapping[str, Mapping[str, str | int]], options: Options
) -> tuple[Entry, ...]:
    codes = {entry.rule.code for entry in entries}
    for code in overrides:
        if code not in codes:
            raise ConfigError(f"rules.{code}: no such rule{nearest(code, codes)}")
    return tuple(
        replace(entry, rule=_override(entry.rule, overrides[entry.rule.code], options))
        if entry.rule.code in overrides
        else entry
        for entry in entries
    )


def _override(rule: Rule, values: Mapping[str, str | int], options: Options) -> Rule:
    enums: dict[str, type[Severity] | type[Fix]] = {"severity": Severity, "fix": Fix}
    place = f"rules.{rule.code}"
    changes: dict[str, Severity | Fix | int] = {}
    for key, value in values.items():
        if key == "priority" and isinstance(value, int):
            if not hasattr(rule, key):
                raise ConfigError(f"{place}.priority: only rules on labels have one")
            changes[key] = value
            continue
        if key not in enums:
            raise ConfigError(f"{place}: unknown key {key!r}; allowed: {', '.join(enums)}, priority")
        try:
            changes[key] = enums[key](str(value))
        except ValueError:
            raise ConfigError(f"{place}.{key}: {value!r}; allowed: {', '.join(enums[key])}") from None
    changed: Rule = replace(rule, **changes)
    for fault in kind_faults(changed, options):
        raise ConfigError(f"{place}: {fault}")
    return changed
