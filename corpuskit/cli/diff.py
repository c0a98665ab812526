"""``corpuskit diff``: what a build changed, by rule, with samples."""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpuskit.build import read_manifest
from corpuskit.cli import common
from corpuskit.display import escaped
from corpuskit.errors import InputError
from corpuskit.formats import edits
from corpuskit.model import Change
from corpuskit.shards.rows import read_rows, row_files

EXAMPLES = """\
  corpuskit diff build
  corpuskit diff build --code TM001 --sample 50
  corpuskit diff build --seed 7                 another sample
"""

#: Characters of text shown on each side of a change.
CONTEXT = 12


class _Shown(NamedTuple):
    """A change and the cleaned text around it."""

    id: str
    before: str
    change: Change
    after: str


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    parser = common.command(commands, "diff", "show what a build changed, by rule, with samples", EXAMPLES)
    parser.add_argument("build", metavar="BUILD", help="the folder that build wrote")
    parser.add_argument("--code", metavar="CODE", help="only changes of this rule")
    parser.add_argument(
        "--sample", type=int, default=5, metavar="N", help="changes shown a rule (default: 5)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="which sample (default: 0)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 2 where the folder is no build."""
    by_rule: dict[tuple[str, ...], list[_Shown]] = defaultdict(list)
    for shown in _changes(Path(args.build)):
        if args.code is None or args.code in shown.change.codes:
            by_rule[shown.change.codes].append(shown)
    for codes, rows in sorted(by_rule.items()):
        documents = len({row.id for row in rows})
        print(f"{'+'.join(codes)}: {len(rows)} changes in {documents} documents")
        picked = sorted(random.Random(args.seed).sample(range(len(rows)), min(args.sample, len(rows))))
        for index in picked:
            print(_rendered(rows[index]))
    print(f"{sum(map(len, by_rule.values()))} changes")
    return 0


def _changes(folder: Path) -> Iterator[_Shown]:
    names = {one["id"]: one["name"] for one in read_manifest(folder).get("documents", [])}
    rows = row_files(folder)
    for path in (path for paths in rows.values() for path in paths):
        for row in read_rows(path):
            yield from _around(row.id, row.text, row.edits)
    path = folder / "edits.jsonl"
    if rows and not path.exists():
        return
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.as_posix()) from None
    for number, line in enumerate(lines, 1):
        record = edits.read(line, file=path.as_posix(), number=number)
        text = (folder / "clean" / f"{names[record.id]}.txt").read_bytes().decode("utf-8", "surrogatepass")
        yield from _around(record.id, text, record.edits)


def _around(id: str, text: str, changes: Iterable[Change]) -> Iterator[_Shown]:
    """Each change with the cleaned text around it."""
    shift = 0
    for change in changes:
        start = change.start + shift
        end = start + len(change.new)
        shift += len(change.new) - len(change.old)
        yield _Shown(id, text[max(0, start - CONTEXT) : start], change, text[end : end + CONTEXT])


def _rendered(shown: _Shown) -> str:
    change = shown.change
    before, after = escaped(shown.before), escaped(shown.after)
    return (
        f"  {shown.id}:{change.start}\n"
        f"    - {before}[{escaped(change.old)}]{after}\n"
        f"    + {before}[{escaped(change.new)}]{after}"
    )
