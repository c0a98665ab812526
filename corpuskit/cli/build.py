"""``corpuskit build``: the whole job."""

import argparse
import os
import shutil
from pathlib import Path

from msgspec.structs import replace

from corpuskit.build import STDIN, Built, Options, build, claimed
from corpuskit.cli import common
from corpuskit.cli.annotate import add_labels, add_segmenter
from corpuskit.cli.census import with_census
from corpuskit.cli.duplicates import add_duplicates, duplicates_asked
from corpuskit.cli.outputs import open_stdin
from corpuskit.cli.watch import compared, watched
from corpuskit.counts import Counts
from corpuskit.display import number
from corpuskit.engines import ENGINES
from corpuskit.errors import ConfigError
from corpuskit.files import replacing
from corpuskit.rules import selected_codes
from corpuskit.run import Settings
from corpuskit.shards.finish import DUPLICATES
from corpuskit.shards.outputs import DATA, REJECTED

#: Rejected documents that are named on stderr.
MOST_TOLD = 20

EXAMPLES = """\
  corpuskit build seeds --output build
  corpuskit build corpus --output out --rules house-style.toml --licence CC-BY-4.0
  corpuskit build corpus --output out --segmenter pkuseg:models/news
  corpuskit build news.jsonl.zst --output out --text-field content --data parquet --split 1,1
  corpuskit build rows/*.jsonl --output out --drop-duplicates near
  zcat dump.gz | corpuskit build - --stdin-filename dump.jsonl --output out
  corpuskit build rows/*.jsonl --output out --shard 3/100        one of a hundred jobs
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "the whole job: a cleaned, annotated corpus in a folder"
    parser = common.command(commands, "build", summary, EXAMPLES)
    common.add_inputs(parser, stdin=True)
    parser.add_argument(
        "--stdin-filename",
        metavar="NAME",
        default="stdin.txt",
        help="of -: what it would be called as a file, such as news.jsonl (default: stdin.txt)",
    )
    common.add_rules(parser)
    common.add_census(parser)
    parser.add_argument(
        "--output", "-o", metavar="DIR", required=True, help="a new folder, or an earlier build"
    )
    parser.add_argument(
        "--licence", metavar="NAME", help="of the texts, for the dataset card (default: unknown)"
    )
    _add_outputs(parser)
    add_duplicates(parser)
    _add_engine(parser)
    parser.set_defaults(run=run)


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    add_labels(parser)
    add_segmenter(parser)
    parser.add_argument("--no-annotate", action="store_true", help="cleaned texts only: no words, no labels")
    parser.add_argument(
        "--data", choices=DATA, default="jsonl", help="of rows: format of the cleaned rows (default: jsonl)"
    )
    parser.add_argument(
        "--split",
        type=_split,
        default=(0, 0),
        metavar="DEV,TEST",
        help="of rows: percent by the text's hash, such as 1,1 (default: all is train)",
    )
    common.add_max_document(parser)
    parser.add_argument(
        "--reject",
        action="append",
        metavar="CODES",
        help="leave out documents in which these rules find something that is not fixed, by prefix: QU2",
    )
    parser.add_argument("--strict", action="store_true", help="stop at the first document that is rejected")


def _add_engine(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("shards")
    group.add_argument(
        "--engine", choices=ENGINES, help="what runs them (default: processes; with RAY_ADDRESS set: ray)"
    )
    group.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help="only every N-th shard, from the I-th on, from 0; run without it at the end",
    )


def _shard(text: str) -> tuple[int, int]:
    one, slash, total = text.partition("/")
    if not (slash and one.isdecimal() and total.isdecimal() and int(one) < int(total)):
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: 0/4, 1/4, 2/4, 3/4, ...")
    return int(one), int(total)


def _split(text: str) -> tuple[int, int]:
    dev, comma, test = text.partition(",")
    if not (comma and dev.isdecimal() and test.isdecimal() and int(dev) + int(test) <= 100):
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: two percents of 100 in all, such as 1,1")
    return int(dev), int(test)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: every document is out, or left out as asked; 1: some were rejected; 2: it did not run."""
    segmenter = None if args.no_annotate else args.segmenter
    settings, config = common.settings_of(
        args, segmenter=segmenter, labels=args.labels, limit=args.max_document
    )
    settings = with_reject(args, settings)
    output = Path(args.output)
    stdin = _stdin(args, output) if "-" in args.paths else None
    if stdin:
        args.paths = [stdin.as_posix()]
    inputs, faults = common.inputs_of(args)
    inside = output.resolve()
    outside = [one for one in inputs if one.path == stdin or inside not in one.path.resolve().parents]
    if inputs and not outside:
        raise ConfigError("all inputs are in the output folder; allowed: another --output", file=args.output)
    inputs = outside
    if not inputs:
        common.complain(faults or [f"no text in {' '.join(args.paths) or '.'}; of a folder *.txt is taken"])
        return 2
    if args.shard and settings.rules.corpus_wide and not (args.census or config.census):
        raise ConfigError("--shard: all parts need one census: corpuskit census PATHS, then --census FILE")
    settings = with_census(args, settings, config, inputs)
    options = Options(
        output,
        engine=args.engine or ("ray" if os.environ.get("RAY_ADDRESS") else "processes"),
        jobs=common.jobs_of(args, inputs),
        part=args.shard,
        data=args.data,
        split=args.split,
        strict=args.strict,
        licence=args.licence or config.licence,
        **duplicates_asked(args),
    )
    built = build(
        inputs,
        settings,
        options,
        lambda records, shards: watched(records, shards, quiet=args.quiet),
        lambda done, total: compared(done, total, quiet=args.quiet),
    )
    common.warn(args, built.notes)
    common.complain([*faults, *_told(built, output), *built.errors])
    if not args.quiet:
        print(summary(built, args))
    return 2 if faults else 1 if built.counts.rejected > sum(built.counts.left_out.values()) else 0


def with_reject(args: argparse.Namespace, settings: Settings) -> Settings:
    """``settings`` with the rules of ``--reject``, preview ones as well. ``ConfigError`` for unknown ones."""
    selectors = common.codes(args.reject)
    if not selectors:
        return settings
    rules = settings.rules
    reject = selected_codes(
        [entry.rule for entry in rules.entries], selectors, preview=True, named="--reject"
    )
    return replace(
        settings, rules=replace(rules, selected=rules.selected | reject), reject=tuple(sorted(reject))
    )


def _stdin(args: argparse.Namespace, output: Path) -> Path:
    """Standard input as a file of the build, named as ``--stdin-filename`` says: it can be read again."""
    if args.paths != ["-"] or args.shard:
        raise ConfigError("- (stdin) stands alone, without --shard; allowed: corpuskit build - --output DIR")
    name = Path(args.stdin_filename).name
    if name in ("", ".."):
        raise ConfigError(f"--stdin-filename: {args.stdin_filename!r}; allowed: the name of a file")
    path = claimed(output) / STDIN / name
    with replacing(path) as file:
        shutil.copyfileobj(open_stdin(), file, 1 << 20)
    for other in path.parent.iterdir():
        if other.name != name:
            other.unlink()
    return path


def _told(built: Built, output: Path) -> list[str]:
    """The first of what was rejected, and where the rest stands."""
    told = built.rejected[:MOST_TOLD]
    quarantined = sum(one.counts.rejected for one in built.records if one.quarantined)
    told_else = quarantined + sum(built.counts.left_out.values())
    left = built.counts.rejected - told_else - len(told)
    more = f"... and {left:,} more rejected: {(output / REJECTED).as_posix()}"
    return [*told, more] if told and left else told


def summary(built: Built, args: argparse.Namespace) -> str:
    """What a build did, in numbers that add up, and what to run next."""
    counts = built.counts
    rows = [
        (
            "documents",
            f"{counts.documents:,} built, {counts.rejected:,} rejected, {counts.wrapped:,} wrapped",
        ),
        *([("duplicates", _duplicates(built))] if built.duplicates else []),
        *([("left out", _tally(counts.left_out))] if counts.left_out else []),
        ("blocks", _tally(counts.blocks)),
        ("lines", _lines(counts)),
        ("characters", _characters(counts)),
        *([] if args.no_annotate else _annotated(counts)),
        ("findings", _findings(counts)),
        (
            "written to",
            f"{args.output}"
            + ("" if built.docbin else ' (no corpus.spacy: pip install "corpuskit[annotate]")'),
        ),
        ("next", _next(built, args)),
    ]
    return "\n".join(f"{name:<11} {text}" for name, text in rows)


def _annotated(counts: Counts) -> list[tuple[str, str]]:
    return [
        ("sentences", f"{counts.sentences:,}"),
        ("words", f"{counts.words:,}"),
        ("entities", _labels(counts)),
    ]


def _next(built: Built, args: argparse.Namespace) -> str:
    paths = " ".join([*args.paths[:3], *(["..."] if len(args.paths) > 3 else [])]) or "."
    if not built.finished:
        return "when all parts are done, the same command without --shard"
    shown = f"corpuskit diff {args.output} · corpuskit check {paths}"
    return f"{shown} · corpuskit restore {args.output} --output DIR"


def _duplicates(built: Built) -> str:
    assert built.duplicates is not None
    found = built.duplicates.duplicates
    return f"{_tally(found)}, in {number(len(built.duplicates.clusters), 'cluster')}: {DUPLICATES}"


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
