"""``corpuskit status``: how far a build is, by its records."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from corpuskit.build import read_manifest
from corpuskit.cli import common
from corpuskit.counts import Counts
from corpuskit.display import number
from corpuskit.shards.lock import is_locked
from corpuskit.shards.phase import phase_of
from corpuskit.shards.record import read_records

EXAMPLES = """\
  corpuskit status out
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "status", "say how far a build is", EXAMPLES)
    parser.add_argument("build", metavar="DIR", help="the folder that build writes, also while it runs")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: complete; 1: not yet, or something was rejected unasked; 2: no build."""
    folder = Path(args.build)
    manifest = read_manifest(folder)
    records = read_records(folder)
    counts = Counts()
    for record in records:
        counts.add(record.counts)
    complete = bool(manifest.get("complete"))
    lost = [record.shard for record in records if record.quarantined]
    again = sum(record.attempts > 1 for record in records)
    planned = manifest.get("planned")
    state = _state(folder, complete=complete, done=planned is not None and len(records) >= planned)
    of = "" if planned is None else f" of {planned:,}"
    rows = [
        ("state", state),
        *([] if state == "complete" else _phase(folder)),
        ("shards", f"{len(records):,}{of} done, {again:,} tried again, {len(lost):,} quarantined"),
        (
            "documents",
            f"{sum(one.documents_in for one in records):,} in = {counts.documents:,} out "
            f"+ {counts.rejected:,} rejected",
        ),
        ("findings", f"{sum(counts.findings.values()):,}, {sum(counts.fixed.values()):,} of them fixed"),
        *((why, f"{count:,} left out") for why, count in counts.left_out.items()),
        *(("quarantined", shard) for shard in lost),
    ]
    print("\n".join(f"{name:<11} {text}" for name, text in rows))
    return 0 if complete and counts.rejected == sum(counts.left_out.values()) else 1


def _phase(folder: Path) -> Iterator[tuple[str, str]]:
    """What a run does, or did when it ended early."""
    if phase := phase_of(folder):
        shards = f", {phase.done:,} of {number(phase.total, 'shard')}" if phase.total else ""
        yield "phase", f"{phase.name}{shards}"


def _state(folder: Path, *, complete: bool, done: bool) -> str:
    if complete:
        return "complete"
    if is_locked(folder):
        return "running"
    return "shards done; run it without --shard to finish" if done else "stopped; run it again to go on"
