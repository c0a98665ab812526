"""``corpuskit terms``: term rules that a corpus asks for, as a rule file to review."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpuskit.cli import common
from corpuskit.cli.annotate import add_segmenter
from corpuskit.cli.outputs import check_apart
from corpuskit.config import Config
from corpuskit.display import number
from corpuskit.files import write_file
from corpuskit.mining import Proposal, Readings, Sightings, proposals, rule_file
from corpuskit.mining.readings import MISSING
from corpuskit.mining.rulefile import MOST, PREFIX
from corpuskit.rules import RuleSet, load_rules
from corpuskit.run import process_files
from corpuskit.terms.rule import TermRule, entries
from corpuskit.testing import run_examples

#: Rules in a file, unless ``--most`` says otherwise.
DEFAULT_MOST = 100

EXAMPLES = """\
  corpuskit terms corpus > proposed.toml               look at each, delete what is none
  corpuskit rule test proposed.toml
  corpuskit check --rules proposed.toml --select TERM corpus
  corpuskit terms rows.jsonl --text-field content --most 20
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "propose term rules: spellings that drift in a corpus"
    parser = common.command(commands, "terms", summary, EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    add_segmenter(parser)
    parser.add_argument(
        "--most",
        type=_most,
        default=DEFAULT_MOST,
        metavar="N",
        help=f"propose at most so many (default: {DEFAULT_MOST})",
    )
    parser.add_argument("--output", "-o", metavar="FILE", help="where to (default: stdout)")
    parser.set_defaults(run=run)


def _most(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: 1 to {MOST}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all inputs were looked at; 2: some were not."""
    settings, config = common.settings_of(args, segmenter=args.segmenter)
    inputs, errors = common.inputs_of(args)
    check_apart(inputs, args.output)
    readings = Readings()
    seen = Sightings(readings.transliteration)
    outcomes = process_files(inputs, settings, common.jobs_of(args, inputs))
    for outcome in common.progress(outcomes, len(inputs), quiet=args.quiet):
        if outcome.annotated is None:
            errors.append(common.failure_of(outcome))
        else:
            seen.add(outcome.annotated)
    if not readings.is_complete and not args.quiet:
        print(f"corpuskit: {MISSING}", file=sys.stderr)
    found = proposals(seen, readings, _variants(settings.rules))
    first = _first_code(settings.rules)
    kept = _tested(found[: 2 * args.most], args, config, first)[: args.most]
    if kept:
        _write(rule_file(kept, first), args.output)
    if not args.quiet:
        told = f"{number(len(kept), 'term')} proposed of {len(found)} found"
        print(f"corpuskit: {told} in {number(seen.documents, 'Chinese document')}", file=sys.stderr)
    common.complain(errors)
    return 2 if errors else 0


def _write(text: str, output: str | None) -> None:
    if output:
        write_file(Path(output), text.encode())
    else:
        sys.stdout.write(text)


def _variants(rules: RuleSet) -> set[str]:
    """The variants that term rules know."""
    known = [entry.rule for entry in rules.entries if isinstance(entry.rule, TermRule)]
    return {one.variant for rule in known for one in entries(0, rule, rules.options)}


def _first_code(rules: RuleSet) -> int:
    """The first number behind those that rules from an earlier proposal have."""
    numbers = (entry.rule.code.removeprefix(PREFIX) for entry in rules.entries)
    return max((int(one) for one in numbers if one.isdecimal()), default=0) + 1


def _tested(
    found: Sequence[Proposal], args: argparse.Namespace, config: Config, first: int
) -> list[Proposal]:
    """Those whose examples hold beside all other rules; an unsafe one may change what this one prefers."""
    if not found:
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "proposed.toml"
        path.write_text(rule_file(found, first), encoding="utf-8", newline="\n")
        given = argparse.Namespace(**{**vars(args), "rules": [*(args.rules or ()), str(path)]})
        rules = common.rules_of(given, config)
        codes = [entry.rule.code for entry in load_rules([path], shipped=False).entries]
        failing = {result.code for result in run_examples(rules, set(codes)) if not result.passed}
    return [one for one, code in zip(found, codes, strict=True) if code not in failing]
