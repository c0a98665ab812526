"""What a build shows while it runs: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator, Sequence

from corpuskit.counts import Counts
from corpuskit.display import number
from corpuskit.engines import Done
from corpuskit.shards import Record, Shard

#: Seconds between two lines in a log.
EVERY = 10.0

Pairs = Iterator[tuple[Shard, Record]]


def watched(records: Pairs, shards: Sequence[Shard], *, quiet: bool) -> Pairs:
    """``records`` as they come, told on stderr."""
    if quiet or len(shards) < 2:
        return records
    return _bar(records, len(shards)) if sys.stderr.isatty() else _lines(records, len(shards))


def _lines(records: Pairs, total: int) -> Pairs:
    tally, start = Counts(), time.monotonic()
    told = start
    print(f"corpuskit: 0 of {number(total, 'shard')}", file=sys.stderr, flush=True)
    for done, (shard, record) in enumerate(records, 1):
        tally.add(record.counts)
        now = time.monotonic()
        if now - told >= EVERY:
            told = now
            print(f"corpuskit: {said(tally, done, total, now - start)}", file=sys.stderr, flush=True)
        yield shard, record


def _bar(records: Pairs, total: int) -> Pairs:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    tally, start = Counts(), time.monotonic()
    columns = (BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"0 of {number(total, 'shard')}", total=total)
        for done, (shard, record) in enumerate(records, 1):
            tally.add(record.counts)
            text = said(tally, done, total, time.monotonic() - start)
            bar.update(task, completed=done, description=text)
            yield shard, record


def compared(done: Iterator[Done], total: int, *, quiet: bool) -> Iterator[Done]:
    """``done`` as it comes in a pass over ``total`` shards, told on stderr now and then."""
    told = time.monotonic()
    for count, one in enumerate(done, 1):
        now = time.monotonic()
        if not quiet and now - told >= EVERY:
            told = now
            shown = f"{count:,} of {number(total, 'shard')} compared"
            print(f"corpuskit: {shown}", file=sys.stderr, flush=True)
        yield one


def said(counts: Counts, done: int, total: int, seconds: float) -> str:
    """How far a build is, in one line.

    >>> said(Counts(documents=10, characters_in=3_000_000), 1, 3, 2.0)
    '1 of 3 shards, 10 documents, 0 rejected, 0 findings, 1.5 million characters/s, about 4 s left'
    """
    seconds = max(seconds, 1e-3)
    left = seconds * (total - done) / max(done, 1)
    parts = [
        f"{done:,} of {number(total, 'shard')}",
        number(counts.documents, "document"),
        f"{counts.rejected:,} rejected",
        number(sum(counts.findings.values()), "finding"),
        _rate(counts.characters_in / seconds),
        f"about {_duration(left)} left",
    ]
    return ", ".join(parts)


def _rate(characters: float) -> str:
    if characters < 1e6:
        return f"{characters / 1e3:,.0f} thousand characters/s"
    return f"{characters / 1e6:,.1f} million characters/s"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 7200 else f"{whole // 3600} h {whole % 3600 // 60} min"
