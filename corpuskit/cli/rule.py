"""``corpuskit rule``: list rules, explain one, run the examples of rule files, write their pages."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from corpuskit.cli import common, coverage, rank
from corpuskit.cli.tables import table
from corpuskit.display import escaped, number
from corpuskit.errors import ConfigError
from corpuskit.files import write_file
from corpuskit.model import Stage
from corpuskit.reports.text import of_document
from corpuskit.rules import Entry, RuleSet, load_rules, outdated, redirects, rule_file_schema, selected_codes
from corpuskit.rules.pages import labels_page, rule_page, rules_page
from corpuskit.rules.ruleset import kind_of
from corpuskit.suppress import UNUSED
from corpuskit.testing import Result, found_in_examples, run_examples

EXAMPLES = """\
  corpuskit rule                          all rules
  corpuskit rule LB                       those of a family
  corpuskit rule TM001                    what a rule means, and its examples
  corpuskit rule test my-terms.toml       run the examples of a rule file
  corpuskit rule test --coverage corpus   and name the rules that find nothing in a corpus
  corpuskit rule rank gold.conllu         priorities of entity rules, from their precision on a gold file
  corpuskit rule --schema > rules.json    the JSON Schema of rule files, for an editor
"""
#: What an example of a rule is called in a result.
_EXAMPLE = re.compile(r"examples\[([0-9]+)\]")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "rule", "list and explain rules; run their examples", EXAMPLES)
    parser.add_argument(
        "words",
        nargs="*",
        metavar="CODE | test [FILES] | rank GOLD",
        help="codes (default: all), or one of these",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how (default: text)")
    parser.add_argument(
        "--coverage",
        nargs="+",
        metavar="PATHS",
        help="with test: run the rules on PATHS instead, and name those that never fire",
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of rule files")
    parser.add_argument("--docs", metavar="DIR", help="write README.md and LABELS.md about the rules to DIR")
    common.add_rules(parser)
    parser.set_defaults(run=run, jobs=None)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; ``test``: 1 if an example fails. Broken rule files are errors (2)."""
    if args.schema:
        print(json.dumps(rule_file_schema(), ensure_ascii=False, indent=2))
        return 0
    words, files = list(args.words), []
    if words == [UNUSED.code]:
        print(f"{UNUSED.code} {UNUSED.name}\n\n> {UNUSED.message}\n\n{UNUSED.why}\n")
        print(f"{UNUSED.severity}, fix {UNUSED.fix}, {UNUSED.status}")
        return 0
    if words[:1] == ["test"]:
        files = words[1:]
        args.rules = [*(args.rules or ()), *files]
    if args.coverage and words[:1] != ["test"]:
        raise ConfigError("--coverage; allowed: with test, as in: corpuskit rule test --coverage corpus")
    config = common.config_of(args)
    rules = common.rules_of(args, config)
    if words[:1] == ["test"]:
        codes = _codes_of(files)
        if args.coverage:
            return coverage.run(args, rules, codes, config)
        return _test(rules, codes, args.format)
    if words[:1] == ["rank"]:
        rank.run(words[1:], rules, args.format)
        return 0
    if args.docs:
        return _write_pages(rules, Path(args.docs))
    common.warn(args, outdated((entry.rule for entry in rules.entries), words))
    _show(rules, words, args.format)
    return 0


def _codes_of(files: Sequence[str]) -> frozenset[str] | None:
    """The codes of the rules in ``files``; ``None`` without any."""
    return frozenset(entry.rule.code for entry in load_rules(files, shipped=False).entries) if files else None


def _test(rules: RuleSet, codes: frozenset[str] | None, form: str) -> int:
    results = list(run_examples(rules, codes))
    failures = [result for result in results if not result.passed]
    if form == "json":
        print(_json([result._asdict() | {"passed": result.passed} for result in results]))
    else:
        sys.stdout.writelines(map(_failure, failures))
        held = f"{len(results) - len(failures)} of {number(len(results), 'statement')}"
        rules_run = len({result.code for result in results if result.code})
        print(f"{held} in the examples of {number(rules_run, 'rule')} hold")
    return 1 if failures else 0


def _failure(result: Result) -> str:
    return (
        f"{_place(result)}: {result.code} {result.example}\n"
        f"  text      {escaped(result.text)}\n"
        f"  expected  {escaped(result.expected)}\n"
        f"  got       {escaped(result.got)}\n"
    )


def _place(result: Result) -> str:
    """The file and the line of the example, or of its rule where the file cannot be asked."""
    from corpuskit.rules.toml_lines import locate  # only a failure needs lines

    file, _, line = result.place.rpartition(":")
    number = _EXAMPLE.match(result.example)
    path = Path(file)
    if not (number and line.isdigit() and path.suffix == ".toml" and path.is_file()):
        return result.place
    lines = locate(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    rule = next((keys for keys, at in lines.items() if keys[:-1] == ("rule",) and at == int(line)), None)
    return f"{file}:{lines.get((*rule, 'examples', int(number[1])), line)}" if rule else result.place


def _write_pages(rules: RuleSet, folder: Path) -> int:
    if not folder.is_dir():
        raise ConfigError("not a folder", file=str(folder))
    write_file(folder / "README.md", rules_page(rules).encode())
    write_file(folder / "LABELS.md", labels_page(rules).encode())
    return 0


def _show(rules: RuleSet, words: Sequence[str], form: str) -> None:
    """The rules that ``words`` name: in full where each is a code, else as a list."""
    every = [entry.rule for entry in rules.entries]
    moved = redirects(every)
    words = [moved.get(word, word) for word in words]
    named = selected_codes(every, words, preview=True, named="")
    entries = [entry for entry in rules.entries if entry.rule.code in named]
    if form == "json":
        print(_json([_fields(rules, entry) for entry in entries]))
    elif words and all(word in rules for word in words):
        print("\n".join(_page(entry, rules) for entry in entries), end="")
    else:
        rows = [tuple(str(cell) for cell in list(_fields(rules, entry).values())[:7]) for entry in entries]
        print(table([("code", "name", "kind", "severity", "fix", "status", "on"), *rows]), end="")


def _page(entry: Entry, rules: RuleSet) -> str:
    """One rule explained, and what a check would say of its examples."""
    page = f"{entry.pack.path}:{entry.line}\n\n{rule_page(entry.rule)}"
    if entry.stage is Stage.TAG:
        return page
    found = found_in_examples(entry, rules)
    told = "".join(piece for one in found for piece in of_document(one, rules, color=False))
    return f"{page}\nWhat `corpuskit check` says of the wrong ones:\n\n{told}"


def _fields(rules: RuleSet, entry: Entry) -> dict[str, Any]:
    rule = entry.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "kind": kind_of(rule),
        "severity": rule.severity,
        "fix": rule.fix,
        "status": rule.status,
        "on": "on" if rules.is_selected(rule.code) else "off",
        "language": entry.pack.language,
        "message": rule.message,
        "why": rule.why,
        "reference": rule.reference,
        "path": entry.pack.path,
        "line": entry.line,
        "examples": msgspec.to_builtins(rule.examples),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
