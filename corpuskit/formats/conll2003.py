"""CoNLL-2003 (Tjong Kim Sang and De Meulder 2003): word, part of speech, chunk and entity on a line."""

from collections.abc import Iterator
from typing import Literal

from corpuskit.gold import GoldSentence, from_columns, last_column
from corpuskit.model import Annotated
from corpuskit.tagging import bioes, column, iob2, offsets, owners, span_table, worded

SUFFIX = ".conll"
#: spaCy knows this line, and no other, as the start of a document.
DOCUMENT_START = "-DOCSTART- -X- O O"


def render(annotated: Annotated, *, scheme: Literal["iob2", "bioes"] = "iob2") -> str:
    """One document after its ``-DOCSTART-`` line. Parts of speech and chunks are ``_``: none was found.

    ``spacy convert`` reads ``iob2``; of ``bioes`` it takes what ends an entity for another one.
    """
    text, labels = column(annotated.checked.text), annotated.labels
    starts, ends = span_table(annotated.tokens)
    found = worded(annotated)
    tags = iob2(owners(starts, labels), labels, offsets(found, 0))
    words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    lines = [DOCUMENT_START, ""]
    for first, last, _ in found:
        own = bioes(tags[first:last]) if scheme == "bioes" else tags[first:last]
        lines += [f"{word} _ _ {tag}" for word, tag in zip(words[first:last], own, strict=True)]
        lines.append("")
    return "\n".join([*lines, ""])


def gold(text: str) -> Iterator[GoldSentence]:
    """The sentences of a text whose lines have the word first and the tag last.

    Words stand without blanks between them, but for those of Latin letters and digits. Raises
    ``InputError`` with the line.
    """
    return from_columns(text, last_column, words=True)
