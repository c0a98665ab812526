"""``corpuskit check``: report findings; write nothing."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpuskit.cli import common, forgiving, outputs, projects
from corpuskit.cli.spool import Spool
from corpuskit.findings import Failure
from corpuskit.model import Checked
from corpuskit.run import Worker

if TYPE_CHECKING:
    from corpuskit.forgive import Forgiver

EXAMPLES = """\
  corpuskit check seeds
  corpuskit check --format concise --select LB,TM notes.txt
  corpuskit check --encoding gb18030 old/
  corpuskit check --rules my-terms.toml corpus
  corpuskit check --format github --output sarif=out.sarif --output junit=out.xml corpus
  corpuskit check --write-baseline baseline.jsonl corpus     forgive what is there today
  corpuskit check --baseline baseline.jsonl corpus           fail on what is new
  corpuskit check --rules house.toml --census census.json new.txt
  corpuskit check --format json --stdin-filename docs/a.md -   as an editor asks, for what it has not saved
  corpuskit check --statistics corpus           how many of what, and how the lines were cut
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "check", "report what is wrong; writes nothing", EXAMPLES)
    common.add_inputs(parser, stdin=True)
    outputs.add_stdin_filename(parser)
    common.add_rules(parser)
    common.add_census(parser)
    projects.add_force_exclude(parser)
    outputs.add_reports(parser, "how to report (default: text)")
    common.add_statistics(parser)
    forgiving.add_forgiving(parser, writing=True)
    common.add_fail_on(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: nothing at or above ``--fail-on``; 1: something; 2: an input could not be checked."""
    forgiver = forgiving.forgiver_of(args)
    if outputs.is_stdin(args):
        return _pipe(args, forgiver)
    inputs, errors = common.inputs_of(args)
    outputs.check_apart(inputs, args.write_baseline, *(path for _, path in args.output))
    groups = projects.groups_of(args, inputs, forgiver)
    outcomes = common.without_clean_texts(projects.process(args, groups, inputs))
    checked = Spool()
    for one in common.progress(outcomes, len(inputs), quiet=args.quiet):
        if one.error:
            errors.append(common.failure_of(one))
        if one.checked is not None:
            checked.add(one.checked)
            errors += common.faults_of(one.checked)
    return _tell(args, groups, checked, errors, forgiver)


def _pipe(args: argparse.Namespace, forgiver: "Forgiver | None") -> int:
    """Check standard input."""
    group = projects.group_of_stdin(args, forgiver)
    checked = Spool()
    if group is None:
        return _tell(args, projects.groups_of(args, [], forgiver), checked, [], forgiver)
    document = outputs.read_stdin(args, group.settings.encoding)
    (one,) = Worker(group.settings).process([document])
    found = one if isinstance(one, Checked) else one.checked
    checked.add(found)
    return _tell(args, [group], checked, common.faults_of(found), forgiver)


def _tell(
    args: argparse.Namespace,
    groups: Sequence[projects.Group],
    checked: Spool,
    failures: list[Failure],
    forgiver: "Forgiver | None",
) -> int:
    """Report, write what is asked for, complain; the exit code."""
    if args.write_baseline:
        print(forgiving.write_baseline(args, checked))
        common.complain(failures)
        return 2 if failures else 0
    codes = frozenset[str]().union(*(group.settings.rules.selected for group in groups))
    for group in groups:
        forgiver = forgiving.by_present_codes(args, forgiver, group.settings.rules)
    if args.update_baseline and forgiver:
        print(forgiving.update_baseline(args, checked, forgiver, codes), file=sys.stderr)
    forgiving.warn_of_strangers(args, forgiver, (group.settings.rules for group in groups))
    if unused := forgiving.unused_of(args, checked, forgiver, codes):
        checked.add(unused)
    rules = projects.Rules(groups)
    failures += outputs.write_reports(args, checked, rules, failures)
    sys.stdout.writelines(outputs.shown(args, checked, rules, failures))
    common.complain(failures)
    return common.exit_code(checked, failures, args.fail_on)
