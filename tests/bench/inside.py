"""Right lines inside wrapped prose: a list, a poem or a table between paragraphs that a column has cut.

    python -m tests.bench.inside             by hostile text, the worst first
    python -m tests.bench.inside --show 20   and their breaks that were joined

Here the document is wrapped, so nothing but the lines themselves says that they are to stay. Counted are the
breaks of the hostile text and around it that were kept, and those of the prose that were joined.
"""

import argparse
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from corpuskit.layout import analyse
from corpuskit.layout.rewrap import fill
from corpuskit.model import Layout
from tests.bench.hostile import joined
from tests.layout.prose import ENGLISH, REPORT
from tests.layout.sample import ESSAY
from tests.layout.texts import HERE, hostile, read

_HAN = "\u2e80"


class Inside(NamedTuple):
    """A hostile text inside wrapped prose: ``start`` and ``end`` are where it lies in ``text``.

    ``gold`` are the blocks: paragraphs, and each line of the hostile text.
    """

    id: str
    text: str
    start: int
    end: int
    gold: list[str]


class Score(NamedTuple):
    """Breaks in and around the hostile text: kept, of how many; breaks of the prose: joined, of how many."""

    kept: int
    right: int
    healed: int
    cut: int


def inside(name: str, raw: str) -> Inside:
    """``raw`` between paragraphs; width and style are drawn by its name."""
    chance = Random(name)
    han = max(raw) >= _HAN
    paragraphs: Sequence[str] = chance.choice((ESSAY, REPORT)) if han else ENGLISH
    width = 2 * chance.randrange(14, 40) if han else chance.randrange(40, 80)
    blank = chance.random() < 0.5
    lead, widths = ("", [width]) if blank else ("\u3000\u3000" if han else "    ", [width - 4, width])
    gap = "\n\n" if blank else "\n"
    blocks = [lead + "\n".join(fill(paragraph, widths)) for paragraph in paragraphs[:4]]
    before, body = gap.join(blocks[:2]) + gap, raw.removesuffix("\n")
    text = before + body + gap + gap.join(blocks[2:]) + "\n"
    gold = [*paragraphs[:2], *(row for row in body.splitlines() if row.strip()), *paragraphs[2:4]]
    return Inside(name, text, len(before), len(before) + len(body), gold)


def every() -> list[Inside]:
    """All hostile texts and English poems inside prose."""
    poems = [row for row in read(HERE / "english_verse.jsonl") if not row["id"].endswith("-in-prose")]
    return [inside(*row) for row in [*hostile(), *((poem["id"], poem["raw"]) for poem in poems)]]


def score(made: Inside, layout: Layout) -> Score:
    """Count the breaks. Those between two paragraphs of the prose are not counted."""
    kept = right = healed = cut = 0
    for start, end, join in zip(layout.starts, layout.ends, layout.joins, strict=True):
        if made.start <= end <= made.end or made.start <= start <= made.end:
            right += 1
            kept += not join
        elif end - start == 1:
            cut += 1
            healed += bool(join)
    return Score(kept, right, healed, cut)


def _total(scores: Sequence[Score]) -> Iterator[str]:
    kept, right, healed, cut = (sum(column) for column in zip(*scores, strict=True))
    yield f"right breaks kept     {100 * kept / right:6.2f} of {right}"
    yield f"cut breaks joined     {100 * healed / cut:6.2f} of {cut}"
    yield f"texts with no harm    {sum(s.kept == s.right for s in scores)} of {len(scores)}"


def main() -> None:
    """Print the totals, then the worst texts."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.inside", description=__doc__)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    made = every()
    layouts = analyse([one.text for one in made])
    scores = [score(one, layout) for one, layout in zip(made, layouts, strict=True)]
    print("\n".join(_total(scores)))
    worst = sorted(range(len(made)), key=lambda n: (scores[n].kept - scores[n].right, made[n].id))
    for n in worst[: options.show]:
        one, layout = made[n], layouts[n]
        print(f"\n{one.id}: {scores[n].kept} of {scores[n].right} kept")
        shown = dict(zip(layout.starts[layout.joins].tolist(), joined(one.text, layout), strict=True))
        print("\n".join(text for start, text in shown.items() if one.start <= start <= one.end))


if __name__ == "__main__":
    main()
