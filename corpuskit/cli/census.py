"""``corpuskit census``: count what corpus-wide rules ask for; and what ``--census`` does."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from corpuskit.census import read_census, render_census
from corpuskit.cli import common
from corpuskit.cli.outputs import check_apart
from corpuskit.config import Config
from corpuskit.display import number
from corpuskit.errors import ConfigError
from corpuskit.files import write_file
from corpuskit.model import Census
from corpuskit.readers import Found
from corpuskit.run import Settings, census_of_files

EXAMPLES = """\
  corpuskit census corpus --rules house-style.toml --output census.json
  corpuskit check corpus/new --rules house-style.toml --census census.json
  corpuskit census rows/*.jsonl --rules house-style.toml --jobs 0 --output census.json
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "count the spellings that corpus-wide rules ask about"
    parser = common.command(commands, "census", summary, EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    parser.add_argument("--output", "-o", metavar="FILE", help="where to (default: stdout)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all inputs are counted; 2: some are not."""
    settings, _ = common.settings_of(args)
    if not settings.rules.corpus_wide:
        raise ConfigError(
            'no rule that is selected needs a census; allowed: term rules with scope = "corpus"'
        )
    inputs, errors = common.inputs_of(args)
    check_apart(inputs, args.output)
    census, faults = census_of_files(inputs, settings, common.jobs_of(args, inputs))
    data = render_census(census)
    if args.output:
        write_file(Path(args.output), data)
    else:
        sys.stdout.write(data.decode())
    if args.output and not args.quiet:
        terms = number(len(census.counts), "term")
        print(f"{terms} counted in {number(census.documents, 'document')}: {args.output}")
    common.complain([*errors, *faults])
    return 2 if errors or faults else 0


def with_census(
    args: argparse.Namespace, settings: Settings, config: Config, inputs: Sequence[Found]
) -> Settings:
    """``settings`` with the census that their rules need: the one that was named, else that of ``inputs``.

    Without either, which is said, the rules find nothing. Inputs that cannot be read do not count; the run
    itself says why.
    """
    named = args.census or config.census
    codes = settings.rules.corpus_wide
    if not codes:
        return settings
    census: Census | None = None
    if named:
        census = read_census(Path(named), settings.rules)
    elif inputs:
        census, _ = census_of_files(inputs, settings, common.jobs_of(args, inputs))
    elif not args.quiet:
        told = "corpus-wide rules find nothing without a census (--census FILE)"
        print(f"corpuskit: {told}: {', '.join(codes)}", file=sys.stderr)
    return replace(settings, census=census)
