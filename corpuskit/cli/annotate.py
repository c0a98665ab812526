"""``corpuskit annotate``: sentences, words and entities in the formats that trainers read."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import IO, NamedTuple

from corpuskit import treebank
from corpuskit.cli import common
from corpuskit.cli.census import with_census
from corpuskit.cli.outputs import check_apart
from corpuskit.display import number
from corpuskit.errors import ConfigError, InputError
from corpuskit.explain import explanation
from corpuskit.files import replacing
from corpuskit.formats import ARCHIVES, FORMATS, char_bio, conll2003, conllu
from corpuskit.model import Annotated
from corpuskit.readers import Found, inner_suffix, is_packed
from corpuskit.readers.raw import read_bytes
from corpuskit.readers.streams import unpacked
from corpuskit.run import Settings, process_files
from corpuskit.schemes import SCHEMES
from corpuskit.segment import load_segmenter

EXAMPLES = """\
  corpuskit annotate seeds > corpus.conllu
  corpuskit annotate --format docbin --output train.spacy corpus
  corpuskit annotate gsd.conllu > gsd-entities.conllu        entities for a treebank, all else as it stands
  corpuskit annotate --no-fix --segmenter chars --format char-bio clean.txt
"""
#: The formats whose tags have a scheme.
_WITH_SCHEMES = {"conll2003": conll2003.render, "char-bio": char_bio.render}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "write sentences, words and entities, as CoNLL-U or others"
    parser = common.command(commands, "annotate", summary, EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    common.add_census(parser)
    formats = [*FORMATS, *ARCHIVES]
    parser.add_argument(
        "--input-format",
        choices=("text", "conllu"),
        help="of the inputs (default: conllu for *.conllu, else text)",
    )
    parser.add_argument("--format", choices=formats, default="conllu", help="of the corpus (default: conllu)")
    parser.add_argument(
        "--scheme", choices=("iob2", "bioes"), help="of the tags of conll2003 and char-bio (default: iob2)"
    )
    parser.add_argument("--output", "-o", metavar="FILE", help="where to (default: stdout)")
    parser.add_argument("--no-fix", action="store_true", help="take the text as it stands, each line a block")
    parser.add_argument(
        "--explain", metavar="FILE", help="write why each label won, and what it beat, to FILE"
    )
    common.add_max_document(parser)
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


class _Output(NamedTuple):
    """A document to write; ``rows`` is its CoNLL-U where that came in."""

    annotated: Annotated
    rows: str | None = None


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all inputs are in the output; 2: some are not."""
    if args.format in ARCHIVES and not args.output:
        raise ConfigError(f"--format {args.format} is binary: name a file with --output")
    if args.scheme and args.format not in _WITH_SCHEMES:
        raise ConfigError(f"--scheme is for {' and '.join(_WITH_SCHEMES)}, not for {args.format}")
    errors: list[str] = []
    with ExitStack() as stack:
        outputs = _outputs(args, errors, stack)
        out: IO[bytes] = (
            stack.enter_context(replacing(Path(args.output))) if args.output else sys.stdout.buffer
        )
        if args.format in ARCHIVES:
            out.write(ARCHIVES[args.format].render(one.annotated for one in outputs))
        else:
            render = _renderer(args)
            for one in outputs:
                rows = one.rows if args.format == "conllu" else None
                out.write(render(one.annotated) if rows is None else _bytes(rows))
    common.complain(errors)
    return 2 if errors else 0


def _outputs(args: argparse.Namespace, errors: list[str], stack: ExitStack) -> Iterator[_Output]:
    """The inputs, annotated, in order; the reasons of those that fail go to ``errors``.

    What ``--explain`` asks for is written as they pass, to a file that ``stack`` closes.
    """
    reasons = stack.enter_context(replacing(Path(args.explain))) if args.explain else None
    settings, config = common.settings_of(
        args,
        fix=not args.no_fix,
        segmenter=args.segmenter,
        labels=args.labels,
        limit=args.max_document,
    )
    inputs, faults = common.inputs_of(args)
    check_apart(inputs, args.output, args.explain)
    errors += map(str, faults)
    texts = [one for one in inputs if not _is_treebank(args.input_format, one)]
    if settings.fix and texts:
        settings = with_census(args, settings, config, texts)
    for is_treebank, group in groupby(inputs, partial(_is_treebank, args.input_format)):
        work = _treebanks if is_treebank else _texts
        for by_rule, output in work(list(group), settings, args, errors):
            if reasons is not None:
                reasons.write(explanation(by_rule, settings.rules).encode("utf-8", "surrogatepass"))
            yield output


def _is_treebank(input_format: str | None, found: Found) -> bool:
    return (input_format or inner_suffix(found.path)).endswith("conllu")


def _texts(
    inputs: Sequence[Found], settings: Settings, args: argparse.Namespace, errors: list[str]
) -> Iterator[tuple[Annotated, _Output]]:
    outcomes = process_files(inputs, settings, common.jobs_of(args, inputs))
    for outcome in common.progress(outcomes, len(inputs), quiet=args.quiet):
        if outcome.annotated is None:
            errors.append(outcome.error)
        else:
            yield outcome.annotated, _Output(outcome.annotated)


def _treebanks(
    inputs: Sequence[Found], settings: Settings, args: argparse.Namespace, errors: list[str]
) -> Iterator[tuple[Annotated, _Output]]:
    """Treebanks with entities; of one that is broken nothing comes out."""
    for found in inputs:
        name = found.path.as_posix()
        try:
            data = unpacked(found.path) if is_packed(found.path) else read_bytes(found.path)
            text = _utf8(data, name)
            parts = treebank.read(text, found.id, file=name, language=settings.language)
        except InputError as error:
            errors.append(str(error))
            continue
        left_out = [0, 0]
        for one in treebank.add_entities(parts, settings.rules, settings.labels):
            left_out = [left_out[0] + one.cutting, left_out[1] + one.standing]
            yield one.by_rule, _Output(one.annotated, conllu.write(one.sentences))
        for count, why in zip(left_out, ("an edge falls inside a word", "NE= says otherwise"), strict=True):
            if count and not args.quiet:
                print(f"{name}: {number(count, 'label')} left out: {why}", file=sys.stderr)


def _utf8(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8, which CoNLL-U is", file=name, line=line) from None


def _renderer(args: argparse.Namespace) -> Callable[[Annotated], bytes]:
    """What gives a document in the format asked for; CoNLL-U names the standard of its words."""
    if args.format == "conllu":
        return partial(conllu.encoded, words=load_segmenter(args.segmenter).standard)
    if args.scheme:
        render = partial(_WITH_SCHEMES[args.format], scheme=args.scheme)
        return lambda one: _bytes(render(one))
    return lambda one: _bytes(FORMATS[args.format].render(one))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
