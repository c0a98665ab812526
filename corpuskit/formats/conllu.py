"""CoNLL-U (https://universaldependencies.org/format.html), as the UD validator and ``spacy convert`` read it.

Nothing was parsed, so UPOS is ``X`` and each word depends on the one before; a comment says so. Entities are
``NE=`` in MISC, where spaCy looks for them; ``TokenRange`` (as of UDPipe) is the word's place in the source.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpuskit.errors import InputError
from corpuskit.model import Annotated, Token
from corpuskit.tagging import Tagged, column, tagged

SUFFIX = ".conllu"
COLUMNS = 10
_PLACEHOLDER = "# corpuskit_syntax = placeholder"


class Sentence(NamedTuple):
    """Comment lines with their ``#``, and rows of ten columns; together they are the file's own lines."""

    comments: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def render(annotated: Annotated, *, words: str = "ud-gsd") -> str:
    """One document; ``words`` names the standard of its words. Empty where there is no word."""
    return write(sentences(annotated, words=words))


def write(sentences: Iterator[Sentence] | Sequence[Sentence]) -> str:
    """The text of ``sentences``: LF, one empty line after each."""
    return "".join(
        "\n".join([*sentence.comments, *map("\t".join, sentence.rows), "", ""]) for sentence in sentences
    )


def sentences(annotated: Annotated, *, words: str = "ud-gsd") -> Iterator[Sentence]:
    """The sentences of a document as CoNLL-U.

    ``sent_id`` is the document's id, with ``/``, ``%`` and blanks percent-encoded (the validator allows
    neither), ``-s`` and a number. A blank between two words of any width or kind is one U+0020 of ``# text``;
    FORM and ``# text`` are in NFC, which UD asks for; a ``TokenRange`` is exact all the same.
    """
    document = annotated.checked.document.id
    sent_id = _quoted(document, " %/")
    found = list(tagged(annotated))
    forms = _forms(annotated)
    misc = _ranges(annotated)
    paragraph = 0
    for number, one in enumerate(found, 1):
        comments = []
        if number == 1:
            comments += [
                f"# newdoc id = {_quoted(document, '%')}",
                f"# corpuskit_words = {words}",
                _PLACEHOLDER,
            ]
        if one.opens is not None:
            paragraph += 1
            comments += [f"# newpar id = {sent_id}-p{paragraph}", f"# corpuskit_block = {one.opens.type}"]
        following = found[number].opens if number < len(found) else None
        ends = number == len(found) or following is not None
        glued = _glued(annotated.tokens, one, ends)
        comments += [
            f"# sent_id = {sent_id}-s{number}",
            f"# text = {_text(forms[one.first : one.last], glued)}",
        ]
        yield Sentence(tuple(comments), _rows(one, forms, misc, glued))


def _forms(annotated: Annotated) -> list[str]:
    text = annotated.checked.text
    return [unicodedata.normalize("NFC", column(text[start:end])) for start, end in annotated.tokens]


def _ranges(annotated: Annotated) -> list[str]:
    alignment = annotated.checked.alignment
    starts, ends = alignment.to_source(
        [one.start for one in annotated.tokens], [one.end for one in annotated.tokens]
    )
    return [f"TokenRange={start}:{end}" for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _glued(tokens: Sequence[Token], one: Tagged, ends: bool) -> list[bool]:
    """For each word, whether the next follows without a blank; a block's last word never says so."""
    spans = tokens[one.first : one.last + 1]
    glued = [word.end == after.start for word, after in pairwise(spans)]
    return [*glued, False] if len(glued) < one.last - one.first else [*glued[:-1], glued[-1] and not ends]


def _text(forms: Sequence[str], glued: Sequence[bool]) -> str:
    return "".join(form if tight else f"{form} " for form, tight in zip(forms, glued, strict=True)).rstrip(
        " "
    )


def _rows(one: Tagged, forms: list[str], ranges: list[str], glued: list[bool]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for index, (tag, tight) in enumerate(zip(one.tags, glued, strict=True)):
        entity = () if tag == "O" else (f"NE={tag}",)
        space = ("SpaceAfter=No",) if tight else ()
        misc = "|".join((*entity, *space, ranges[one.first + index]))
        relation = "dep" if index else "root"
        form = forms[one.first + index]
        rows.append((str(index + 1), form, "_", "X", "_", "_", str(index), relation, "_", misc))
    return tuple(rows)


def _quoted(text: str, reserved: str) -> str:
    """``text`` with ``reserved`` characters, controls and blanks other than U+0020 percent-encoded."""
    return "".join(
        "".join(f"%{byte:02X}" for byte in one.encode("utf-8", "surrogatepass"))
        if one in reserved or (one != " " and not one.isprintable())
        else one
        for one in text
    )


def read(text: str, *, file: str = "") -> Iterator[Sentence]:
    """The sentences of a CoNLL-U text, their lines as they stand: ``write(read(text)) == text``.

    Raises ``InputError`` with the line for a row that has not ten columns, a comment after a row, or a
    sentence without a row or without the empty line after it.
    """
    comments: list[str] = []
    rows: list[tuple[str, ...]] = []
    number = 0
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if not line:
            if not rows:
                raise InputError("an empty line, but no sentence before it", file=file, line=number)
            yield Sentence(tuple(comments), tuple(rows))
            comments, rows = [], []
        elif line.startswith("#"):
            if rows:
                raise InputError(
                    "a comment inside a sentence; allowed: before its first row", file=file, line=number
                )
            comments.append(line)
        else:
            rows.append(_columns(line, file, number))
    if comments or rows or not text.endswith("\n" if text else ""):
        raise InputError("no empty line after the last sentence", file=file, line=number + 1)


def _columns(line: str, file: str, number: int) -> tuple[str, ...]:
    columns = tuple(line.split("\t"))
    if len(columns) != COLUMNS:
        raise InputError(
            f"{len(columns)} columns; allowed: {COLUMNS}, with a tab between them", file=file, line=number
        )
    return columns
