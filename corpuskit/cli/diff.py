"""``corpuskit diff``: what a build changed, by rule, with samples."""

import argparse
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpuskit.build import complete_manifest
from corpuskit.cli import common
from corpuskit.cli.restore import built_text, built_texts, lost_rows
from corpuskit.display import escaped, number
from corpuskit.model import Change
from corpuskit.rules import fits
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
    parser.add_argument("--code", metavar="CODE", help="only changes of these rules, by prefix: TM")
    parser.add_argument(
        "--sample", type=_size, default=5, metavar="N", help="changes shown a rule (default: 5)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="which sample (default: 0)")
    parser.set_defaults(run=run)


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: 0, 1, 2, ...")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 2 where the folder is no build that is complete."""
    by_rule: dict[tuple[str, ...], _Sample] = {}
    others = set[str]()
    for shown in _changes(Path(args.build)):
        codes = shown.change.codes
        if args.code is None or any(fits(args.code, code) for code in codes):
            if codes not in by_rule:
                by_rule[codes] = _Sample(args.sample, args.seed)
            by_rule[codes].add(shown)
        else:
            others.update(codes)
    if args.code and not by_rule:
        told = f"there are those of {', '.join(sorted(others))}" if others else "there are none at all"
        common.warn(args, [f"no changes of {args.code}: {told}"])
    for codes, sample in sorted(by_rule.items()):
        changes, documents = number(sample.changes, "change"), number(sample.documents, "document")
        print(f"{'+'.join(codes)}: {changes} in {documents}")
        for _, shown in sorted(sample.picked, key=lambda one: one[0]):
            print(_rendered(shown))
    print(number(sum(sample.changes for sample in by_rule.values()), "change"))
    return 0


class _Sample:
    """Changes of a rule, of which ``size`` are kept, each as likely as any other (algorithm R: Vitter, 1985).

    ``picked`` holds them with their numbers. Changes of a document come one after the other.
    """

    def __init__(self, size: int, seed: int) -> None:
        self.picked: list[tuple[int, _Shown]] = []
        self.changes = self.documents = 0
        self._size, self._random, self._last = size, random.Random(seed), ""

    def add(self, shown: _Shown) -> None:
        """Count a change, and keep it or not."""
        self.documents += shown.id != self._last or not self.changes
        self._last = shown.id
        place = self._random.randrange(self.changes + 1)
        if len(self.picked) < self._size:
            self.picked.append((self.changes, shown))
        elif place < self._size:
            self.picked[place] = self.changes, shown
        self.changes += 1


def _changes(folder: Path) -> Iterator[_Shown]:
    manifest = complete_manifest(folder)
    for lost in lost_rows(folder, manifest):
        raise lost
    for path in (path for paths in row_files(folder).values() for path in paths):
        for row in read_rows(path):
            yield from _around(row.id, row.text, row.edits)
    for record, one in built_texts(folder, manifest):
        text = built_text(folder / "clean" / f"{one['name']}.txt")
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
