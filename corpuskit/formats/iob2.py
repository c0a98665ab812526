"""Universal NER (https://www.universalner.org): ID, form and tag on a line, with tabs. Read only."""

from collections.abc import Iterator

from corpuskit.errors import InputError
from corpuskit.gold import Cell, GoldSentence, from_columns

SUFFIX = ".iob2"


def gold(text: str) -> Iterator[GoldSentence]:
    """The sentences of a text, each as its comment ``# text`` has it. Raises ``InputError`` with the line."""
    return from_columns(text, _cell, words=True)


def _cell(line: str, number: int) -> Cell:
    cells = line.split("\t")
    if len(cells) < 3:
        raise InputError(f"{len(cells)} columns; allowed: id, form, tag, with tabs between", line=number)
    return cells[1], cells[2], number
