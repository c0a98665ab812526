"""Learn the parameters of the layout model: ``python -m corpuskit.layout.train CASES``.

``CASES`` is a JSON-lines file of texts as they came out of a page (``raw``) with the blocks they were
(``gold``), the lines that belong to neither (``furniture``) and the document they come from (``doc``).
Such cases of other documents (``--more``: what ``tests.bench.pages`` makes) count less each: they are set by
us, and what their blocks are was read off mark-up. Texts whose line breaks are right (``--right``: ``id``,
``raw``) teach what is not to be joined; folds keep them apart by their id. Prints five folds by document,
then writes the parameter file that ships. The same files give the same bytes.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.layout.echoes import echoes
from corpuskit.layout.features import features
from corpuskit.layout.learn import boost
from corpuskit.layout.lines import Batch
from corpuskit.layout.looks import Looks
from corpuskit.layout.mingle import mingled
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, rewrap
from corpuskit.layout.trees import LATE, PARAMETERS, Trees
from corpuskit.model import IntArray

FOLDS = 5
SETTINGS = 5
WEIGHTS = {"alone": 0.07, "inside": 0.3, "more": 0.3}
"""What a sample counts by the style of its case; those of other styles count 1."""
_HYPHENS = "-\u2010\u00ad"
UNKNOWN, KEEP, JOIN = -1, 0, 1


class Samples(msgspec.Struct, frozen=True):
    """Breaks whose truth is known: features by name, labels, and the case each comes from."""

    columns: dict[str, IntArray]
    joined: npt.NDArray[np.bool_]
    cases: npt.NDArray[np.int64]

    def pick(self, rows: npt.NDArray[np.bool_]) -> "Samples":
        """The samples of ``rows``."""
        picked = {name: column[rows] for name, column in self.columns.items()}
        return Samples(picked, self.joined[rows], self.cases[rows])


def _ink(text: str) -> str:
    return "".join(text.split())


def _gold_places(line: str, gold: str, place: int) -> int:
    """Where in ``gold`` the ink of ``line``, which begins at ``place``, ends; -1 where they differ."""
    for index, character in enumerate(line):
        if gold[place : place + 1] == character:
            place += 1
        elif character in _HYPHENS and index == len(line) - 1:
            continue
        elif character in _HYPHENS and gold[place : place + 1] in _HYPHENS:
            place += 1
        else:
            return -1
    return place


def labels(case: dict[str, Any], page: Page) -> npt.NDArray[np.int8]:
    """Of the break after each line of a case: `JOIN`, `KEEP`, or `UNKNOWN` beside furniture that the page
    did not find, and beside text that it took for furniture."""
    furniture = {_ink(line) for line in case["furniture"]}
    blocks = [_ink(block) for block in case["gold"]]
    gold, edges = "".join(blocks), set(np.cumsum([len(block) for block in blocks]).tolist())
    truth = np.full(len(page.lines), UNKNOWN, np.int8)
    place, before = 0, -2
    for start, end, index in _rows(page):
        line = _ink(case["raw"][start:end])
        if line in furniture:
            before = before if index < 0 else -2
            continue
        if index >= 0 and before == index - 1:
            truth[before] = KEEP if place in edges else JOIN
        place, before = _gold_places(line, gold, place), index if index >= 0 else -2
        if place < 0:
            raise ValueError(f"{case['id']}: raw and gold differ at {start}")
    return truth


def _rows(page: Page) -> list[tuple[int, int, int]]:
    """Start, end and index of all lines; -1 for furniture."""
    lines, running = page.lines, page.running
    rows = zip(lines.starts.tolist(), lines.ends.tolist(), range(len(lines)), strict=True)
    others = zip(running.starts.tolist(), running.ends.tolist(), [-1] * len(running), strict=True)
    return sorted([*rows, *others])


def reset(cases: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The blocks of each document, set anew in narrow columns of many widths and torn apart again."""
    seen: set[str] = set()
    for case in cases:
        if case["doc"] in seen:
            continue
        seen.add(case["doc"])
        chance = Random(crc32(case["doc"].encode()))
        for _ in range(SETTINGS):
            setting = Setting(
                width=2 * chance.randrange(12, 41),
                indent=chance.choice((0, 4, 4)),
                shown=chance.random() < 0.2,
                blank_lines=chance.choice((0, 50, 92, 95, 100)),
                inset=chance.random() < 0.4,
                stray=chance.choice((0, 0, 10, 20)),
                break_headings=chance.random() < 0.3,
            )
            raw = rewrap(case["gold"], case["gold_types"], setting, chance.randrange(1 << 30))
            yield case | {"raw": raw, "furniture": []}


def collect(cases: Sequence[dict[str, Any]]) -> Samples:
    """The samples of ``cases``."""
    parts = []
    for index, case in enumerate(cases):
        batch, texts = Batch.of([case["raw"]]), [case["raw"]]
        page = Page.of(batch, texts)
        truth = labels(case, page)
        known = truth != UNKNOWN
        columns = features(page, Looks.of(batch, page, texts))
        columns[LATE] = echoes(batch, page, np.arange(len(page.lines)))
        found = {name: column[known] for name, column in columns.items()}
        parts.append(Samples(found, truth[known] == JOIN, np.full(int(known.sum()), index)))
    names = parts[0].columns
    return Samples(
        {name: np.concatenate([part.columns[name] for part in parts]) for name in names},
        np.concatenate([part.joined for part in parts]),
        np.concatenate([part.cases for part in parts]),
    )


class Lessons(NamedTuple):
    """What to learn from: ``cases``, texts whose lines are ``right``, each ``(id, text)``, ``more`` cases."""

    cases: Sequence[dict[str, Any]]
    right: Sequence[tuple[str, str]] = ()
    more: Sequence[dict[str, Any]] = ()

    @classmethod
    def read(cls, cases: Path, right: Sequence[Path] = (), more: Sequence[Path] = ()) -> "Lessons":
        """Lessons from their files."""
        return cls(_read([cases]), right_texts(right), [case | {"style": "more"} for case in _read(more)])

    def without(self, fold: int) -> "Lessons":
        """Those of the other folds."""
        return Lessons(
            [case for case in self.cases if fold_of(case["doc"]) != fold],
            [text for text in self.right if fold_of(text[0]) != fold],
            [case for case in self.more if fold_of(case["doc"]) != fold],
        )

    def all(self) -> Iterator[dict[str, Any]]:
        """All cases to learn from: those given, their blocks set anew, right texts laid among paragraphs of
        the same fold."""
        yield from self.cases
        yield from reset(self.cases)
        for fold in range(FOLDS):
            own = [case for case in self.cases if fold_of(case["doc"]) == fold]
            yield from mingled(own, [text for text in self.right if fold_of(text[0]) == fold])
        yield from self.more


def weights(cases: Sequence[dict[str, Any]], samples: Samples) -> npt.NDArray[np.float64]:
    """How much each sample counts: right texts are many, and much alike."""
    each = np.array([WEIGHTS.get(case["style"], 1.0) for case in cases])
    return np.asarray(each[samples.cases], np.float64)


def fit(lessons: Lessons) -> Trees:
    """The model that ``lessons`` teach."""
    cases = list(lessons.all())
    samples = collect(cases)
    return boost(samples.columns, samples.joined, weights=weights(cases, samples))


def macro_f1(truth: npt.NDArray[np.bool_], guess: npt.NDArray[np.bool_]) -> float:
    """Mean of the F1 of joining and the F1 of keeping, in percent."""
    scores = []
    for side in (True, False):
        hits = int(((truth == side) & (guess == side)).sum())
        scores.append(2 * hits / max(1, int((truth == side).sum() + (guess == side).sum())))
    return 50 * sum(scores)


def fold_of(document: str) -> int:
    """The fold that a document falls into, by a checksum of its name."""
    return crc32(document.encode()) % FOLDS


def report(cases: Sequence[dict[str, Any]], truth: Any, guess: Any, owners: Any) -> Iterator[str]:
    """Lines of the table: macro-F1 over all cases and by genre, extractor and layout."""
    yield f"{'all':32} {macro_f1(truth, guess):6.2f} {len(truth):7}"
    for key in ("genre", "extractor", "style"):
        values = np.array([case[key] for case in cases])[owners]
        for value in sorted(set(values)):
            rows = values == value
            yield f"{key + ' ' + value:32} {macro_f1(truth[rows], guess[rows]):6.2f} {int(rows.sum()):7}"


def _read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def right_texts(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Of JSON-lines files of ``id``, ``raw`` and perhaps ``gold``: ids and texts of those whose lines are
    their blocks, by id."""
    found = {}
    for row in _read(paths):
        lines = [_ink(line) for line in row["raw"].splitlines() if line.strip()]
        if "gold" not in row or lines == [_ink(line) for line in row["gold"]]:
            found[row["id"]] = row["raw"]
    return sorted(found.items())


def main() -> None:
    """Cross-validate, print, train on all, write."""
    parser = argparse.ArgumentParser(prog="python -m corpuskit.layout.train", description=__doc__)
    parser.add_argument(
        "cases", type=Path, help="JSON lines: id, raw, gold, gold_types, furniture, doc, genre"
    )
    parser.add_argument("--right", type=Path, nargs="*", default=[], help="JSON lines: id, raw")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="JSON lines, as CASES")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name(PARAMETERS))
    options = parser.parse_args()
    given = Lessons.read(options.cases, options.right, options.more)
    cases = list(given.all())
    samples = collect(cases)
    weight = weights(cases, samples)
    folds = np.array([fold_of(case["doc"]) for case in cases])[samples.cases]
    guess = np.zeros(len(samples.joined), np.bool_)
    for fold in range(FOLDS):
        seen = samples.pick(folds != fold)
        trees = boost(seen.columns, seen.joined, weights=weight[folds != fold])
        guess[folds == fold] = trees.scores(samples.pick(folds == fold).columns) > 0
    style = np.array([case["style"] for case in cases])[samples.cases]
    mingle, more = np.isin(style, ("alone", "inside")), style == "more"
    anew = (samples.cases >= len(given.cases)) & ~mingle & ~more
    parts = (
        ("given", samples.cases < len(given.cases)),
        ("set anew", anew),
        ("right texts", mingle),
        ("more", more),
    )
    for name, rows in parts:
        if not rows.any():
            continue
        print(name)
        for line in report(cases, samples.joined[rows], guess[rows], samples.cases[rows]):
            print(line)
    model = boost(samples.columns, samples.joined, weights=weight)
    options.output.write_text(model.dump(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
