"""``corpuskit annotate``: sentences, words and entities in the formats that trainers read."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from corpuskit.cli import common
from corpuskit.errors import ConfigError
from corpuskit.files import replacing
from corpuskit.formats import ARCHIVES, FORMATS
from corpuskit.model import Annotated
from corpuskit.run import process_files

EXAMPLES = """\
  corpuskit annotate seeds > corpus.conllu
  corpuskit annotate --format docbin --output train.spacy corpus
  corpuskit annotate --no-fix --segmenter chars --format char-bio clean.txt
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "write sentences, words and entities, as CoNLL-U or others"
    parser = common.command(commands, "annotate", summary, EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    formats = [*FORMATS, *ARCHIVES]
    parser.add_argument("--format", choices=formats, default="conllu", help="of the corpus (default: conllu)")
    parser.add_argument("--output", "-o", metavar="FILE", help="where to (default: stdout)")
    parser.add_argument("--no-fix", action="store_true", help="take the text as it stands, each line a block")
    add_segmenter(parser)
    parser.set_defaults(run=run)


def add_segmenter(parser: argparse.ArgumentParser) -> None:
    """``--segmenter``."""
    help_text = "default (the shipped model), chars, or pkuseg:DIR"
    parser.add_argument("--segmenter", default="default", metavar="NAME", help=help_text)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all inputs are in the output; 2: some are not."""
    if args.format in ARCHIVES and not args.output:
        raise ConfigError(f"--format {args.format} is binary: name a file with --output")
    settings, _ = common.settings_of(args, fix=not args.no_fix, segmenter=args.segmenter)
    inputs, errors = common.inputs_of(args)
    outcomes = process_files(inputs, settings, common.jobs_of(args, inputs))
    kept: list[Annotated] = []
    with ExitStack() as stack:
        out: IO[bytes] = (
            stack.enter_context(replacing(Path(args.output))) if args.output else sys.stdout.buffer
        )
        for outcome in common.progress(outcomes, len(inputs), quiet=args.quiet):
            if outcome.annotated is None:
                errors.append(outcome.error)
            elif args.format in ARCHIVES:
                kept.append(outcome.annotated)
            else:
                out.write(FORMATS[args.format].render(outcome.annotated).encode("utf-8", "surrogatepass"))
        if args.format in ARCHIVES:
            out.write(ARCHIVES[args.format].render(kept))
    common.complain(errors)
    return 2 if errors else 0
