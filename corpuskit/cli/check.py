"""``corpuskit check``: report findings; write nothing."""

import argparse
import sys

from corpuskit.cli import common
from corpuskit.reports import render
from corpuskit.run import process_files

EXAMPLES = """\
  corpuskit check seeds
  corpuskit check --format concise --select LB,TM notes.txt
  corpuskit check --encoding gb18030 old/
  corpuskit check --rules my-terms.toml corpus
  corpuskit check --format github --output sarif=out.sarif --output junit=out.xml corpus
  corpuskit check --statistics corpus           how many of what, and how the lines were cut
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "check", "report what is wrong; writes nothing", EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    common.add_reports(parser, "how to report (default: text)")
    common.add_statistics(parser)
    common.add_fail_on(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: nothing at or above ``--fail-on``; 1: something; 2: an input could not be checked."""
    settings, _ = common.settings_of(args)
    inputs, errors = common.inputs_of(args)
    outcomes = process_files(inputs, settings, common.jobs_of(args, inputs))
    done = list(common.progress(outcomes, len(inputs), quiet=args.quiet))
    errors += [one.error for one in done if one.error]
    checked = [one.checked for one in done if one.checked is not None]
    sys.stdout.writelines(
        render(args.format, checked, settings.rules, color=common.use_color(), counts=args.statistics)
    )
    common.write_reports(args, checked, settings.rules)
    common.complain([*errors, *(f"{c.document.place}: {e}" for c in checked for e in c.errors)])
    return common.exit_code(checked, errors, args.fail_on)
