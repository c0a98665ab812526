"""Texts whose line breaks are right, and what happens to them in other clothes and in company.

    python -m tests.bench.hostile                 each hostile text, and its mutations
    python -m tests.bench.hostile FILE.jsonl      other texts

A blank line after every line, other newlines, indents, doubled, one after the other, after clean prose:
none of that makes a right line break wrong. Prints how many texts of each mutation are harmed, then the
breaks that were joined.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from corpuskit.layout import analyse
from corpuskit.layout.normal import repaired
from corpuskit.model import Layout
from tests.bench.texts import HERE, read

ZH = (
    "天刚蒙蒙亮，他就背着那只旧书包出了门，沿着河边的小路一直往北走，谁也没有惊动。\n"
    "河面上浮着一层薄雾，对岸的村子只露出几棵树梢，远处传来一两声鸡叫。他走了大约一个钟头，太阳才升起来。\n"
)
EN = (
    "The rain had stopped by the time we reached the harbour, and the boats were coming in one by one.\n"
    "Nobody spoke. The old man tied up his boat, counted the fish twice, and went home without a word.\n"
)
_LATIN = "\u2e80"
_CONTEXT = 28


class Mutant(NamedTuple):
    """A text, what it was made from, and how."""

    id: str
    mutation: str
    text: str


def mutants(name: str, raw: str, others: Sequence[tuple[str, str]]) -> Iterator[Mutant]:
    """``raw`` as it stands, and in other clothes; ``others`` are ``(id, raw)`` to stand beside it."""
    rows = raw.removesuffix("\n").split("\n")
    prose = ZH if max(raw) >= _LATIN else EN
    chance = Random(name)
    after, at_once = chance.choice(others), chance.choice(others)
    for mutation, text in {
        "as it stands": raw,
        "blank lines": "\n\n".join(rows) + "\n",
        "crlf": raw.replace("\n", "\r\n"),
        "ideographic indent": "".join(f"\u3000\u3000{row}\n" for row in rows),
        "indent": "".join(f"    {row}\n" for row in rows),
        "every second indented": "".join("    " * (n % 2) + row + "\n" for n, row in enumerate(rows)),
        "tab": "".join(f"\t{row}\n" for row in rows),
        "trailing blanks": "".join(f"{row}  \n" for row in rows),
        "no last newline": raw.removesuffix("\n"),
        "twice": raw + raw,
        "five times": f"{raw}\n" * 5,
        "form feed": f"{raw}\f{raw}",
        "after prose": f"{prose}\n{raw}",
        "inside prose": f"{prose}\n{raw}\n{prose}",
    }.items():
        yield Mutant(name, mutation, text)
    yield Mutant(f"{name}, {after[0]}", "two texts", f"{raw}\n{after[1]}")
    yield Mutant(f"{name}, {at_once[0]}", "two texts at once", raw + at_once[1])


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
    parser.add_argument("texts", type=Path, nargs="?", default=HERE / "hostile.jsonl")
    rows = [(row["id"], row["raw"]) for row in read(parser.parse_args().texts)]
    tried = [mutant for name, raw in rows for mutant in mutants(name, raw, rows)]
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
