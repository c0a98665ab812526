"""``corpuskit build``: the whole job."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpuskit.build import Built, build
from corpuskit.cli import common
from corpuskit.cli.annotate import add_labels, add_segmenter
from corpuskit.counts import Counts
from corpuskit.run import Outcome

#: Characters of the longest document that a build takes.
MAX_DOCUMENT = 16_000_000

EXAMPLES = """\
  corpuskit build seeds --output build
  corpuskit build corpus --output out --rules house-style.toml --licence CC-BY-4.0
  corpuskit build corpus --output out --segmenter pkuseg:models/news
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "the whole job: a cleaned, annotated corpus in a folder"
    parser = common.command(commands, "build", summary, EXAMPLES)
    common.add_inputs(parser)
    common.add_rules(parser)
    parser.add_argument(
        "--output", "-o", metavar="DIR", required=True, help="a new folder, or an earlier build"
    )
    parser.add_argument(
        "--licence", metavar="NAME", help="of the texts, for the dataset card (default: unknown)"
    )
    add_labels(parser)
    add_segmenter(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: every document is out; 1: some were rejected; 2: the build could not run."""
    settings, config = common.settings_of(
        args, segmenter=args.segmenter, labels=args.labels, limit=MAX_DOCUMENT
    )
    inputs, faults = common.inputs_of(args)
    output = Path(args.output)
    inside = output.resolve()
    inputs = [one for one in inputs if inside not in one.path.resolve().parents]

    if not inputs:
        common.complain(faults or [f"no text in {' '.join(args.paths) or '.'}; of a folder *.txt is taken"])
        return 2

    def progress(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        return common.progress(outcomes, len(inputs), quiet=args.quiet)

    built = build(
        inputs,
        output,
        settings,
        jobs=common.jobs_of(args, inputs),
        licence=args.licence or config.licence,
        progress=progress,
    )
    common.complain([*faults, *built.rejected, *built.errors])
    if not args.quiet:
        print(summary(built, args))
    return 2 if faults else 1 if built.rejected else 0


def summary(built: Built, args: argparse.Namespace) -> str:
    """What a build did, in numbers that add up, and what to run next."""
    counts = built.counts
    paths = " ".join(args.paths) or "."
    rows = [
        ("documents", f"{counts.documents} built, {counts.rejected} rejected, {counts.wrapped} wrapped"),
        ("blocks", _tally(counts.blocks)),
        ("lines", _lines(counts)),
        ("characters", _characters(counts)),
        ("sentences", f"{counts.sentences:,}"),
        ("words", f"{counts.words:,}"),
        ("entities", _labels(counts)),
        ("findings", _findings(counts)),
        (
            "written to",
            f"{args.output}"
            + ("" if built.docbin else ' (no corpus.spacy: pip install "corpuskit[annotate]")'),
        ),
        (
            "next",
            f"corpuskit diff {args.output} · corpuskit check {paths} · "
            f"corpuskit restore {args.output} --output DIR",
        ),
    ]
    return "\n".join(f"{name:<11} {text}" for name, text in rows)


def _tally(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    parts = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return f"{total:,}: " + ", ".join(f"{count:,} {name}" for name, count in parts) if total else "0"


def _lines(counts: Counts) -> str:
    left = counts.lines_in - counts.breaks_joined
    return f"{counts.lines_in:,} in - {counts.breaks_joined:,} line breaks joined = {left:,} out"


def _characters(counts: Counts) -> str:
    return (
        f"{counts.characters_in:,} in - {counts.characters_removed:,} removed "
        f"+ {counts.characters_added:,} added = {counts.characters_out:,} out (blanks not counted)"
    )


def _labels(counts: Counts) -> str:
    total, cut = sum(counts.labels.values()), sum(counts.labels_cut.values())
    parts = [
        f"{count:,} {name}" + (f" ({counts.labels_cut[name]:,} cut)" if counts.labels_cut.get(name) else "")
        for name, count in sorted(counts.labels.items())
    ]
    return f"{total:,}, {cut:,} of them cut by a line break: {', '.join(parts)}" if total else "0"


def _findings(counts: Counts) -> str:
    total, fixed = sum(counts.findings.values()), sum(counts.fixed.values())
    parts = [f"{count:,} {code}" for code, count in sorted(counts.findings.items())]
    return f"{total:,}, {fixed:,} of them fixed: {', '.join(parts)}" if total else "0"
