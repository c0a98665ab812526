"""CoNLL-U (https://universaldependencies.org/format.html), as the UD validator and ``spacy convert`` read it.

Nothing was parsed, so UPOS is ``X`` and each word depends on the one before; a comment says so. Entities are
``NE=`` in MISC, where spaCy looks for them; ``TokenRange`` (as of UDPipe) is the word's place in the source.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpuskit.errors import InputError
from corpuskit.model import Annotated, IntArray
from corpuskit.tagging import Tagged, column, span_table, tagged

SUFFIX = ".conllu"
COLUMNS = 10
_PLACEHOLDER = "# corpuskit_syntax = placeholder"


class Sentence(NamedTuple):
    """Comment lines with their ``#``, and lines of words, as they stand in the file."""

    comments: list[str]
    lines: list[str]

    @property
    def rows(self) -> list[list[str]]:
        """The ten columns of each line."""
        return [line.split("\t") for line in self.lines]


def render(annotated: Annotated, *, words: str = "ud-gsd") -> str:
    """One document; ``words`` names the standard of its words. Empty where there is no word."""
    return write(sentences(annotated, words=words))


def write(sentences: Iterable[Sentence]) -> str:
    """The text of ``sentences``: LF, one empty line after each."""
    return "".join("\n".join([*one.comments, *one.lines, "", ""]) for one in sentences)


def sentences(annotated: Annotated, *, words: str = "ud-gsd") -> Iterator[Sentence]:
    """The sentences of a document as CoNLL-U.

    ``sent_id`` is the document's id, with ``/``, ``%`` and blanks percent-encoded (the validator allows
    neither), ``-s`` and a number. A blank between two words of any width or kind is one U+0020 of ``# text``;
    FORM and ``# text`` are in NFC, which UD asks for, and marks stand for what a column cannot hold or the
    validator refuses (controls, U+FFFD); a ``TokenRange`` is exact all the same.
    """
    id = _quoted(annotated.checked.document.id, "%")
    stem = _quoted(id, " /")
    found = list(tagged(annotated))
    starts, ends = span_table(annotated.tokens)
    sources = annotated.checked.alignment.to_source(starts, ends)
    ranges = [f"{start}:{end}" for start, end in zip(*(one.tolist() for one in sources), strict=True)]
    forms, glued = _forms(annotated), _glued(starts, ends, found)
    paragraph = 0
    for number, one in enumerate(found, 1):
        comments = []
        if number == 1:
            comments += [f"# newdoc id = {id}", f"# corpuskit_words = {words}", _PLACEHOLDER]
        if one.opens is not None:
            paragraph += 1
            comments += [f"# newpar id = {stem}-p{paragraph}", f"# corpuskit_block = {one.opens.type}"]
        mine = slice(one.first, one.last)
        comments += [f"# sent_id = {stem}-s{number}", f"# text = {_text(forms[mine], glued[mine])}"]
        yield Sentence(comments, _lines(one.tags, forms[mine], glued[mine], ranges[mine]))


def _forms(annotated: Annotated) -> list[str]:
    """FORM of each word. A slice of a text in NFC is in NFC (UAX #15), so most texts are asked once."""
    text = column(annotated.checked.text)
    words = [text[start:end] for start, end in annotated.tokens]
    if unicodedata.is_normalized("NFC", text):
        return words
    return [unicodedata.normalize("NFC", word) for word in words]


def _glued(starts: IntArray, ends: IntArray, found: Sequence[Tagged]) -> list[bool]:
    """For each word, whether the next follows without a blank: not so for the last word of a block."""
    glued = np.zeros(len(starts), np.bool_)
    glued[:-1] = starts[1:] == ends[:-1]
    glued[[one.first - 1 for one in found if one.opens is not None and one.first]] = False
    answers: list[bool] = glued.tolist()
    return answers


def _text(forms: Sequence[str], glued: Sequence[bool]) -> str:
    pieces = [form if tight else f"{form} " for form, tight in zip(forms, glued, strict=True)]
    return "".join(pieces).removesuffix(" ")


def _lines(
    tags: Sequence[str], forms: Sequence[str], glued: Sequence[bool], ranges: Sequence[str]
) -> list[str]:
    lines = []
    relation = "root"
    for head, (tag, form, tight, place) in enumerate(zip(tags, forms, glued, ranges, strict=True)):
        entity = "" if tag == "O" else f"NE={tag}|"
        space = "SpaceAfter=No|" if tight else ""
        misc = f"{entity}{space}TokenRange={place}"
        lines.append(f"{head + 1}\t{form}\t_\tX\t_\t_\t{head}\t{relation}\t_\t{misc}")
        relation = "dep"
    return lines


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

    Raises ``InputError`` with the line for a line that has not ten columns, a comment after such a line, or a
    sentence without one or without the empty line after it.
    """
    one = Sentence([], [])
    number = 0
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if not line:
            if not one.lines:
                raise InputError("an empty line, but no sentence before it", file=file, line=number)
            yield one
            one = Sentence([], [])
        elif not line.startswith("#"):
            _check_columns(line, file, number)
            one.lines.append(line)
        elif one.lines:
            raise InputError("a comment; allowed: before a sentence's first word", file=file, line=number)
        else:
            one.comments.append(line)
    if one.comments or one.lines or (text and not text.endswith("\n")):
        raise InputError("no empty line after the last sentence", file=file, line=number + 1)


def _check_columns(line: str, file: str, number: int) -> None:
    count = line.count("\t") + 1
    if count != COLUMNS:
        raise InputError(f"{count} columns; allowed: {COLUMNS}, tabs between them", file=file, line=number)
