"""CoNLL-2003 (Tjong Kim Sang and De Meulder 2003): word, part of speech, chunk and entity on a line."""

from collections.abc import Iterator
from typing import Literal

from corpuskit.gold import GoldSentence, from_columns, last_column
from corpuskit.model import Annotated
from corpuskit.tagging import bioes, column, tagged

SUFFIX = ".conll"
#: spaCy knows this line, and no other, as the start of a document.
DOCUMENT_START = "-DOCSTART- -X- O O"


def render(annotated: Annotated, *, scheme: Literal["iob2", "bioes"] = "iob2") -> str:
    """One document after its ``-DOCSTART-`` line. Parts of speech and chunks are ``_``: none was found.

    ``spacy convert`` reads ``iob2``; of ``bioes`` it takes what ends an entity for another one.
    """
    text, tokens = column(annotated.checked.text), annotated.tokens
    lines = [DOCUMENT_START, ""]
    for one in tagged(annotated):
        tags = bioes(one.tags) if scheme == "bioes" else one.tags
        lines += [
            f"{text[start:end]} _ _ {tag}"
            for (start, end), tag in zip(tokens[one.first : one.last], tags, strict=True)
        ]
        lines.append("")
    return "\n".join([*lines, ""])


def gold(text: str) -> Iterator[GoldSentence]:
    """The sentences of a text whose lines have the word first and the tag last.

    Words stand without blanks between them, but for those of Latin letters and digits. Raises
    ``InputError`` with the line.
    """
    return from_columns(text, last_column, words=True)
