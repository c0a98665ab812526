"""What the validator of Universal Dependencies and the ``conllu`` package say of many sentences of ours.

    python -m tests.bench.conllu_valid --data DIR [--sentences 10000] [--rules FILE] [--no-fix]

The texts of DIR (see `tests.bench.texts`) are annotated as ``corpuskit annotate`` does it and written to one
CoNLL-U file, which ``udtools`` validates at level 5, and so at 1 to 4, too (language zh). Then ``conllu`` parses
it, and what it parsed is held against our own reader: IDs, forms, heads, relations, entities, places.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import corpuskit
from corpuskit.annotator import annotate_many
from corpuskit.checker import as_it_stands, check_many
from corpuskit.formats import conllu
from corpuskit.formats.conllu import Sentence
from corpuskit.model import Document
from corpuskit.segment import load_segmenter
from tests.bench.texts import documents

#: Documents that are annotated at once.
BATCH = 20


def sentences(found: Iterable[Document], rules: Sequence[Path], *, fix: bool) -> Iterator[Sentence]:
    """The sentences of the documents, annotated."""
    loaded, segmenter = corpuskit.load_rules(rules), load_segmenter("default")
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        checked = check_many(batch, loaded) if fix else [as_it_stands(one) for one in batch]
        for one in annotate_many(checked, loaded, segmenter):
            yield from conllu.read(conllu.render(one))


def validated(path: Path) -> Counter[tuple[int, str, str]]:
    """How often the validator said something, by level, class and id of the test."""
    from udtools.validator import Validator

    state = Validator(lang="zh", level=5, output=None).validate_files([str(path)])
    return Counter((one.level, str(one.get_type()), one.testid) for one in state.error_tracker)


def parsed(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of each sentence as the ``conllu`` package reads them."""
    import conllu as package

    with path.open(encoding="utf-8") as file:
        for sentence in package.parse_incr(file):
            yield [
                (one["id"], one["form"], one["head"], one["deprel"], one["misc"] or {}) for one in sentence
            ]


def own(sentence: Sentence) -> list[tuple[Any, ...]]:
    """The same of our own reader's."""
    return [
        (int(row[0]), row[1], int(row[6]), row[7], dict(pair.split("=", 1) for pair in row[9].split("|")))
        for row in sentence.rows
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print counts; exit code 1 where anything was said or differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--rules", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--no-fix", action="store_true", help="take the texts as they stand")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.conllu"
        made = sentences(documents(args.data), args.rules, fix=not args.no_fix)
        path.write_bytes(conllu.write(islice(made, args.sentences)).encode())
        read = list(conllu.read(path.read_text(encoding="utf-8")))
        entities = sum(conllu.entity_tag(line).startswith("B-") for one in read for line in one.lines)
        print(
            f"{len(read):,} sentences, {sum(len(one.lines) for one in read):,} words, {entities:,} entities"
        )
        began = time.monotonic()
        said = validated(path)
        print(f"udtools, levels 1-5, zh: {sum(said.values())} incidents ({time.monotonic() - began:.0f} s)")
        for (level, kind, test), count in sorted(said.items()):
            print(f"  level {level} {kind} {test}: {count}")
        theirs = list(parsed(path))
        differ = sum(a != own(b) for a, b in zip(theirs, read, strict=False))
        differ += abs(len(theirs) - len(read))
        print(f"conllu package: {len(theirs):,} sentences parsed, {differ} of them differ from our reader's")
    return int(bool(said) or bool(differ))


if __name__ == "__main__":
    sys.exit(main())
