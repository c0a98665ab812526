"""Texts whose line breaks are right, in other clothes and in company.

A blank line after every line, other newlines, indents, doubled, one after the other, after clean prose:
none of that makes a right line break wrong.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ZH = (
    "天刚蒙蒙亮，他就背着那只旧书包出了门，沿着河边的小路一直往北走，谁也没有惊动。\n"
    "河面上浮着一层薄雾，对岸的村子只露出几棵树梢，远处传来一两声鸡叫。他走了大约一个钟头，太阳才升起来。\n"
)
EN = (
    "The rain had stopped by the time we reached the harbour, and the boats were coming in one by one.\n"
    "Nobody spoke. The old man tied up his boat, counted the fish twice, and went home without a word.\n"
)
_HAN = "\u2e80"


class Mutant(NamedTuple):
    """A text, what it was made from, and how."""

    id: str
    mutation: str
    text: str


def mutants(name: str, raw: str) -> Iterator[Mutant]:
    """``raw`` as it stands, and in other clothes."""
    rows = raw.removesuffix("\n").split("\n")
    prose = ZH if max(raw) >= _HAN else EN
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


def pairs(name: str, raw: str, others: Sequence[tuple[str, str]]) -> Iterator[Mutant]:
    """``raw`` before two of ``others``, which are ``(id, raw)``."""
    chance = Random(name)
    after, at_once = chance.choice(others), chance.choice(others)
    yield Mutant(f"{name}, {after[0]}", "two texts", f"{raw}\n{after[1]}")
    yield Mutant(f"{name}, {at_once[0]}", "two texts at once", raw + at_once[1])


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def hostile() -> list[tuple[str, str]]:
    """Id and text of all hostile texts: those that are left alone, and the known misses."""
    rows = [*read(HERE / "hostile.jsonl"), *read(HERE / "hostile_missed.jsonl")]
    return [(row["id"], row["raw"]) for row in rows]
