"""``corpuskit duplicates``: documents that are the same, or nearly; and what ``build`` does with them."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpuskit.build import Options, duplicates_of, runner
from corpuskit.cli import common
from corpuskit.cli.outputs import check_apart
from corpuskit.cli.watch import compared
from corpuskit.display import number
from corpuskit.duplicates import EXACT, LEVELS, NEAR
from corpuskit.engines import Done
from corpuskit.errors import ConfigError
from corpuskit.files import write_file
from corpuskit.shards import boilerplate, plan
from corpuskit.shards.boilerplate import FEWEST, repeated_blocks
from corpuskit.shards.duplicates import read, render, write

#: Documents that could not be read which are named on stderr.
MOST_TOLD = 20

EXAMPLES = """\
  corpuskit duplicates rows/*.jsonl
  corpuskit duplicates corpus --blocks boilerplate.jsonl --output duplicates.jsonl
  corpuskit duplicates corpus --level exact --output duplicates.jsonl
  corpuskit build corpus --output out --duplicates duplicates.jsonl --drop-duplicates exact --shard 3/100
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "duplicates", "find documents that are the same, or nearly", EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    parser.add_argument("--level", choices=LEVELS, default=NEAR, help="what to find (default: near)")
    parser.add_argument(
        "--output", "-o", metavar="FILE", help="the clusters, as JSON Lines (default: stdout)"
    )
    parser.add_argument(
        "--blocks",
        metavar="FILE",
        help=f"and the blocks that stand in {FEWEST} documents or more, as JSON Lines",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all inputs are compared, 2: some could not be."""
    settings, _ = common.settings_of(args, limit=common.MAX_DOCUMENT)
    inputs, faults = common.inputs_of(args)
    check_apart(inputs, args.output, args.blocks)
    options = Options(Path(), jobs=common.jobs_of(args, inputs), find=args.level)
    shards = [*plan(inputs, settings.fields)]

    def passing(done: Iterator[Done], total: int) -> Iterator[Done]:
        return compared(done, total, quiet=args.quiet)

    found = duplicates_of(shards, settings, options, passing)
    assert found is not None
    if args.blocks:
        blocks = repeated_blocks(shards, settings, runner(options, passing))
        write_file(Path(args.blocks), boilerplate.render(blocks))
        if args.output and not args.quiet:
            print(f"{number(len(blocks), 'repeated block')}: {args.blocks}")
    if args.output:
        write(Path(args.output), found)
    else:
        sys.stdout.write(render(found).decode())
    if args.output and not args.quiet:
        counts = ", ".join(f"{count:,} {level}" for level, count in found.duplicates.items()) or "0"
        print(f"{counts} duplicates in {number(len(found.clusters), 'cluster')}: {args.output}")
    told = [*map(str, faults), *found.unread[:MOST_TOLD]]
    if len(found.unread) > MOST_TOLD:
        told.append(f"... and {len(found.unread) - MOST_TOLD:,} more that could not be read")
    common.complain(told)
    return 2 if told else 0


def add_duplicates(parser: argparse.ArgumentParser) -> None:
    """What ``build`` does with duplicates."""
    group = parser.add_argument_group("duplicates")
    group.add_argument(
        "--find-duplicates",
        choices=LEVELS,
        default="",
        help="report them, and keep them on one side of --split (near: extra near)",
    )
    group.add_argument(
        "--drop-duplicates",
        choices=LEVELS,
        default="",
        help="leave out all but the first, as rejected.jsonl says",
    )
    group.add_argument(
        "--duplicates",
        metavar="FILE",
        help="what corpuskit duplicates found (default: the inputs are compared first)",
    )


def duplicates_asked(args: argparse.Namespace) -> dict[str, Any]:
    """The options of a build that are on duplicates. Raises ``ConfigError`` for what does not fit."""
    wanted = NEAR if NEAR in (args.find_duplicates, args.drop_duplicates) else ""
    wanted = wanted or args.find_duplicates or args.drop_duplicates
    if not args.duplicates:
        if wanted and args.shard:
            problem = "--shard: all parts need one list of duplicates"
            raise ConfigError(f"{problem}: corpuskit duplicates PATHS --output FILE, then --duplicates FILE")
        return {"find": wanted, "drop": args.drop_duplicates}
    found = read(Path(args.duplicates))
    if wanted == NEAR and found.level == EXACT:
        raise ConfigError("only exact duplicates were looked for; allowed: exact", file=args.duplicates)
    return {"find": found.level, "drop": args.drop_duplicates, "duplicates": found}
