"""``corpuskit annotate``: sentences, words and entities in the formats that trainers read."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO

from corpuskit.cli import common
from corpuskit.errors import ConfigError
from corpuskit.explain import explanation
from corpuskit.files import replacing
from corpuskit.formats import ARCHIVES, FORMATS, conllu
from corpuskit.model import Annotated
from corpuskit.run import process_files
from corpuskit.schemes import SCHEMES
from corpuskit.segment import load_segmenter

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
    parser.add_argument(
        "--explain", metavar="FILE", help="write why each label won, and what it beat, to FILE"
    )
    add_labels(parser)
    add_segmenter(parser)
    parser.set_defaults(run=run)


def add_labels(parser: argparse.ArgumentParser) -> None:
    """``--labels``."""
    parser.add_argument("--labels", choices=SCHEMES, default="", help="the label scheme (default: our own)")


def add_segmenter(parser: argparse.ArgumentParser) -> None:
    """``--segmenter``."""
    help_text = "default (the shipped model), chars, or pkuseg:DIR"
    parser.add_argument("--segmenter", default="default", metavar="NAME", help=help_text)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all inputs are in the output; 2: some are not."""
    if args.format in ARCHIVES and not args.output:
        raise ConfigError(f"--format {args.format} is binary: name a file with --output")
    errors: list[str] = []
    with ExitStack() as stack:
        annotated = _annotated(args, errors, stack)
        out: IO[bytes] = (
            stack.enter_context(replacing(Path(args.output))) if args.output else sys.stdout.buffer
        )
        if args.format in ARCHIVES:
            out.write(ARCHIVES[args.format].render(annotated))
        else:
            render = _renderer(args)
            for one in annotated:
                out.write(render(one).encode("utf-8", "surrogatepass"))
    common.complain(errors)
    return 2 if errors else 0


def _annotated(args: argparse.Namespace, errors: list[str], stack: ExitStack) -> Iterator[Annotated]:
    """The inputs, annotated, in order; the reasons of those that fail go to ``errors``.

    What ``--explain`` asks for is written as they pass, to a file that ``stack`` closes.
    """
    reasons = stack.enter_context(replacing(Path(args.explain))) if args.explain else None
    settings, _ = common.settings_of(args, fix=not args.no_fix, segmenter=args.segmenter, labels=args.labels)
    inputs, faults = common.inputs_of(args)
    errors += faults
    outcomes = process_files(inputs, settings, common.jobs_of(args, inputs))
    for outcome in common.progress(outcomes, len(inputs), quiet=args.quiet):
        if outcome.annotated is None:
            errors.append(outcome.error)
        else:
            if reasons is not None:
                reasons.write(explanation(outcome.annotated, settings.rules).encode("utf-8", "surrogatepass"))
            yield outcome.annotated


def _renderer(args: argparse.Namespace) -> Callable[[Annotated], str]:
    """What gives a document's text in the format asked for; CoNLL-U names the standard of its words."""
    if args.format == "conllu":
        return partial(conllu.render, words=load_segmenter(args.segmenter).standard)
    return FORMATS[args.format].render
