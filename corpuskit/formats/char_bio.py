"""One character and its tag a line, the format of the Chinese entity corpora (MSRA, People's Daily)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

import numpy as np

from corpuskit.gold import GoldSentence, from_columns, last_column
from corpuskit.model import Annotated
from corpuskit.tagging import bioes, column, iob2, owners, span_table

SUFFIX = ".bio"


def render(annotated: Annotated, *, scheme: Literal["iob2", "bioes"] = "iob2") -> str:
    """One document: ``character tag`` lines, an empty line after each sentence; blanks are left out."""
    text = annotated.checked.text
    within = [at for start, end in annotated.tokens for at in range(start, end) if not text[at].isspace()]
    places = np.array(within, np.int64)
    firsts = np.searchsorted(places, span_table(annotated.sentences)[0])
    tags = iob2(owners(places, annotated.labels), annotated.labels, firsts)
    tags = bioes(tags) if scheme == "bioes" else tags
    column_text = column(text)
    lines = [f"{column_text[at]} {tag}" for at, tag in zip(within, tags, strict=True)]
    bounds = sorted({*firsts.tolist(), len(lines)})
    parts = [lines[start:end] for start, end in pairwise(bounds)]
    return "".join("\n".join([*part, "", ""]) for part in parts if part)


def gold(text: str) -> Iterator[GoldSentence]:
    """The sentences of a text, without blanks and without words. Raises ``InputError`` with the line."""
    return from_columns(text, last_column, words=False)
