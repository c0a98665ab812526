"""Hostile texts, whose line breaks are right, and what happens to them in other clothes and in company.

    python -m tests.bench.hostile                 each hostile text, and its mutations
    python -m tests.bench.hostile FILE.jsonl      other texts

Prints how many texts of each mutation are harmed, then the breaks that were joined.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpuskit.layout import analyse
from corpuskit.layout.normal import repaired
from corpuskit.model import Layout
from tests.layout.texts import hostile, mutants, pairs, read

_CONTEXT = 28


def joined(text: str, layout: Layout) -> Iterator[str]:
    """Each break that was joined: line before, line after, confidence."""
    for start, end, join, sure in zip(
        layout.starts, layout.ends, layout.joins, layout.confidences, strict=True
    ):
        if join:
            before = text[max(0, start - _CONTEXT) : start].split("\n")[-1]
            yield f"    {before} | {text[end : end + _CONTEXT].split(chr(10))[0]}    {sure}"


def main() -> None:
    """Print what was harmed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hostile", description=__doc__)
    parser.add_argument("texts", type=Path, nargs="?")
    given = parser.parse_args().texts
    rows = [(row["id"], row["raw"]) for row in read(given)] if given else hostile()
    tried = [mutant for name, raw in rows for mutant in (*mutants(name, raw), *pairs(name, raw, rows))]
    totals, harmed = Counter(mutant.mutation for mutant in tried), Counter[str]()
    shown = []
    for mutant, layout in zip(tried, analyse([mutant.text for mutant in tried]), strict=True):
        if repaired(mutant.text, layout) != mutant.text:
            harmed[mutant.mutation] += 1
            shown += [f"\n{mutant.id}: {mutant.mutation}", *joined(mutant.text, layout)]
    for mutation, total in totals.items():
        print(f"{mutation:24} {harmed[mutation]:4} of {total} harmed")
    print("\n".join(shown))


if __name__ == "__main__":
    main()
