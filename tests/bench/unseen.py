"""Layouts unlike those that were learnt: documents set anew, each judged by a model that never saw it.

    python -m tests.bench.unseen --models DIR              by layout, then by document of our own
    python -m tests.bench.unseen --show "no kinsoku"       and wrong breaks of a layout
    python -m tests.bench.unseen --shipped                 quick: the model that ships
    python -m tests.bench.unseen --shipped --text FILE     texts of your own, a paragraph or a title a line

The documents are those of the cases of ``linebreak`` and those of ``tests/layout/genres.jsonl`` (genres that the
cases lack), in every layout of `SHEETS`. In ``harm`` the lines of each are right: an e-mail's quotation,
numbered lines, two columns side by side; there every join is wrong.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from corpuskit.layout import analyse, train
from tests.bench.folds import RIGHT, models, using
from tests.bench.sheets import SHEETS, Row, Sheet, cells, rows, written
from tests.layout.texts import HERE, read
from tests.shared import SHARED

_HYPHENS = "-\u2010\u00ad"
_CONTEXT = 30
_LINES = 18
"""Lines of a file of texts that make a document."""
_TITLE = 32
"""Lines shorter than that, which no mark ends, are titles."""
_ENDED = tuple("。！？…：；”」）.!?:;\"')")


class Document(NamedTuple):
    """Blocks of a document, and what each is."""

    id: str
    genre: str
    blocks: Sequence[str]
    types: Sequence[str]


class Page(NamedTuple):
    """A document in a layout."""

    document: Document
    layout: str
    rows: Sequence[Row]
    text: str


def _two_columns(body: Sequence[Row]) -> Iterator[str]:
    half = (len(body) + 1) // 2
    wide = max(int(cells(row.text)) for row in body)
    for left, right in zip(body[:half], [*body[half:], Row("")], strict=False):
        yield left.text + " " * (wide - int(cells(left.text)) + 4) * bool(right.text) + right.text


def _harm(body: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Lines that must stay, in several dresses."""
    yield "harm: e-mail", [Row("> " + row.text) for row in body]
    yield (
        "harm: e-mail, second level",
        [Row(">> " * (n // 7 % 2) + "> " + row.text) for n, row in enumerate(body)],
    )
    yield "harm: numbered lines", [Row(f"{n:4}  {row.text}") for n, row in enumerate(body, 1)]
    yield "harm: numbered lines, close", [Row(f"{n} {row.text}") for n, row in enumerate(body, 1)]
    yield "harm: two columns", [Row(text) for text in _two_columns(body)]
    yield "harm: bars", [Row(f"| {row.text} |") for row in body]
    yield "harm: comment", [Row(f"# {row.text}") for row in body]
    yield "harm: comment, slashes", [Row(f"// {row.text}") for row in body]


def pages(document: Document) -> Iterator[Page]:
    """``document`` in every layout."""
    for name, sheet in SHEETS.items():
        body = rows(document.blocks, document.types, sheet, Random(f"{document.id} {name}"))
        yield Page(document, name, body, written(body, sheet))
    narrow = Sheet(40)
    for name, body in _harm(rows(document.blocks, document.types, narrow, Random(document.id))):
        yield Page(document, name, body, written(body, narrow))


def _ink(text: str) -> int:
    return len("".join(text.split()).translate(dict.fromkeys(map(ord, _HYPHENS))))


def wrong(page: Page, joined: set[int]) -> Iterator[tuple[bool, bool, Row, Row]]:
    """Of each break of the page: is it to be joined, was it, the lines around; ``joined`` are breaks by how
    much ink stands before them. Between lines of furniture nothing may be joined."""
    places = accumulate(_ink(row.text) for row in page.rows)
    for place, (row, after) in zip(places, pairwise(page.rows), strict=False):
        yield row.goes_on and not after.page, place in joined, row, after


def joins(texts: Sequence[str]) -> list[set[int]]:
    """Of each text the breaks that are joined, by how much ink stands before them."""
    found = []
    for text, layout in zip(texts, analyse(texts), strict=True):
        starts = [0, *layout.starts[layout.joins].tolist()]
        inks = accumulate(_ink(text[a:b]) for a, b in pairwise(starts))
        found.append(set(inks))
    return found


class Score(NamedTuple):
    """Mean of the F1 of joining and the F1 of keeping, in percent; how many right breaks were joined, of how
    many."""

    macro: float
    harm: int
    right: int


def score(counts: Counter[tuple[bool, bool]]) -> Score:
    """From counts by truth and deed."""
    values = []
    for side in (True, False):
        hits, wrong_ = counts[side, side], counts[True, False] + counts[False, True]
        if hits + counts[side, not side]:
            values.append(200 * hits / (2 * hits + wrong_))
    return Score(
        sum(values) / max(1, len(values)), counts[False, True], counts[False, True] + counts[False, False]
    )


def documents(cases: Sequence[dict[str, Any]]) -> list[Document]:
    """Those of the cases, once each, and our own."""
    found = {}
    for case in reversed(cases):
        found[case["doc"]] = Document(case["doc"], case["genre"], case["gold"], case["gold_types"])
    own = [Document(row["id"], "ours", row["gold"], row["gold_types"]) for row in read(HERE / "genres.jsonl")]
    return [*found.values(), *own]


def texts(path: Path) -> Iterator[Document]:
    """Those of a text whose lines are its blocks, cut after so many lines."""
    every = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for start in range(0, len(every), _LINES):
        blocks = every[start : start + _LINES]
        types = ["heading" if len(one) < _TITLE and not one.endswith(_ENDED) else "para" for one in blocks]
        yield Document(f"{path.stem}:{start + 1}", "given", blocks, types)


Tally = dict[str, Counter[tuple[bool, bool]]]


def tell(page: Page, joined: set[int], tally: Tally, shown: tuple[str, str]) -> None:
    """Count the breaks of a page; print the wrong ones if its layout and genre are those ``shown``."""
    layout, document = page.layout, page.document
    groups = [layout]
    if not layout.startswith("harm"):
        groups.append(f"genre {document.genre}")
        groups += [f"text {document.id}"] * (document.genre == "ours")
    for truth, did, row, after in wrong(page, joined):
        for group in groups:
            tally[group][truth, did] += 1
        if truth != did and shown[0] == layout and shown[1] in ("", document.genre):
            what = "missed" if truth else "HARMED"
            print(f"{what} {document.id}: {row.text[-_CONTEXT:]} | {after.text[:_CONTEXT]}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.unseen", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED and SHARED / "bench" / "linebreak")
    parser.add_argument("--models", type=Path, help="where the models of the folds are kept")
    parser.add_argument(
        "--more", type=Path, nargs="*", default=[], help="cases to learn from, too (pages.py)"
    )
    parser.add_argument("--shipped", action="store_true", help="no folds: the model that ships")
    parser.add_argument("--show", default="", help="print the wrong breaks of this layout")
    parser.add_argument("--genre", default="", help="of this genre only")
    parser.add_argument("--text", type=Path, action="append", default=[], help="judge these texts instead")
    options = parser.parse_args()
    learnt = options.data and not options.text
    lessons = (
        train.Lessons.read(options.data / "dev.jsonl", RIGHT, options.more) if learnt else train.Lessons([])
    )
    if not lessons.cases and not options.shipped:
        raise SystemExit("the cases are not beside the checkout: say --data FOLDER, or --shipped")
    every = [one for path in options.text for one in texts(path)] or documents(lessons.cases)
    tally = defaultdict[str, Counter[tuple[bool, bool]]](Counter)
    folds = iter([(None, None)]) if options.shipped else models(lessons, options.models)
    for fold, model in folds:
        with using(model):
            for document in every:
                if fold not in (None, train.fold_of(document.id)):
                    continue
                made = list(pages(document))
                for page, joined in zip(made, joins([page.text for page in made]), strict=True):
                    tell(page, joined, tally, (options.show, options.genre))
    for name, counts in tally.items():
        macro, harm, right = score(counts)
        missed, joins_ = counts[True, False], counts[True, False] + counts[True, True]
        print(f"{name:32} {macro:6.2f}  joined wrongly {harm:6} of {right}, missed {missed:6} of {joins_}")


if __name__ == "__main__":
    main()
