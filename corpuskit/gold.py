"""What people found in texts: sentences with words and entities, as the formats of corpora hold them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from corpuskit.errors import InputError

#: ``(start, end, label)`` in code points of a sentence.
Entity: TypeAlias = tuple[int, int, str]
#: ``(start, end)`` in code points of a sentence.
Word: TypeAlias = tuple[int, int]
#: What a line of a column format gives: the form, its tag, and the number of the line.
Cell: TypeAlias = tuple[str, str, int]

_TAG = re.compile(r"O|[BIMELSU]-(.+)")
#: In BIOES, BMES and BILOU: what goes on with an entity, and what ends one.
_INSIDE, _LAST = "IMEL", "ELSU"


class GoldSentence(NamedTuple):
    """A sentence, or a row of JSON Lines; what it holds is in order.

    ``words`` is None where the format has none, as characters. ``opens`` says whether a document begins here;
    ``line`` is where it stands in the file.
    """

    text: str
    entities: tuple[Entity, ...]
    words: tuple[Word, ...] | None = None
    opens: bool = True
    line: int = 0


def from_columns(text: str, cell_of: Callable[[str, int], Cell], *, words: bool) -> Iterator[GoldSentence]:
    """The sentences of a format with a line a word, or a character, and an empty line after each.

    Tags are IOB1, IOB2, BIOES, BMES or BILOU. Where no line says that a document begins, each sentence is
    one. Raises ``InputError`` with the line.
    """
    blocks = list(_blocks(text))
    named = any(_opens(line) for lines in blocks for _, line in lines)
    opens = True
    for lines in blocks:
        opens = opens or any(_opens(line) for _, line in lines)
        kept = [cell_of(line, number) for number, line in lines if not _is_comment(line)]
        if not kept:
            continue
        forms = [form for form, _, _ in kept]
        said = next((line[9:] for _, line in lines if line.startswith("# text = ")), None)
        whole = _joined(forms, words) if said is None else said
        yield sentence(whole, kept, words=words, opens=opens or not named, line=lines[0][0])
        opens = False


def sentence(text: str, cells: Sequence[Cell], *, words: bool, opens: bool, line: int) -> GoldSentence:
    """A sentence whose ``cells`` stand in ``text``, with or without blanks between them."""
    spans = list(_places(text, cells))
    entities = tuple(_entities(spans, cells))
    return GoldSentence(text, entities, tuple(spans) if words else None, opens, line)


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines with their numbers, up to each empty one."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            lines.append((number, line))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _is_comment(line: str) -> bool:
    """Whether a line says something of the text; the word ``#`` has two columns or four, a tag last."""
    if line.startswith("-DOCSTART-"):
        return True
    cells = line.split()
    return line.startswith("# ") and not (len(cells) in (2, 4) and _TAG.fullmatch(cells[-1]))


def _opens(line: str) -> bool:
    return line.startswith(("# newdoc", "-DOCSTART-"))


def _joined(forms: Sequence[str], words: bool) -> str:
    """Forms as a text: a blank between two words of ASCII letters and digits, which would run together."""
    text = ""
    for form in forms:
        glued = words and _is_latin(text[-1:]) and _is_latin(form[:1])
        text += " " + form if glued else form
    return text


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _places(text: str, cells: Iterable[Cell]) -> Iterator[Word]:
    """Where each form stands in ``text``, blanks between them left out."""
    at = 0
    for form, _, line in cells:
        while text[at : at + 1].isspace() and not text.startswith(form, at):
            at += 1
        if not text.startswith(form, at):
            raise InputError(f"{form!r} is not what # text has there: {text[at : at + 12]!r}", line=line)
        yield at, at + len(form)
        at += len(form)


def _entities(places: Iterable[Word], cells: Iterable[Cell]) -> Iterator[Entity]:
    """Entities of tags; an inside tag that goes on with nothing begins one, as in IOB1."""
    open_: Entity | None = None
    for (start, end), (_, tag, line) in zip(places, cells, strict=True):
        match = _TAG.fullmatch(tag)
        if match is None:
            raise InputError(
                f"tag {tag!r}; allowed: O, and B- I- E- S- (or M- L- U-) with a label", line=line
            )
        label = match[1]
        if open_ and tag[0] in _INSIDE and label == open_[2]:
            open_ = open_[0], end, label
        else:
            if open_:
                yield open_
            open_ = (start, end, label) if label else None
        if open_ and tag[0] in _LAST:
            yield open_
            open_ = None
    if open_:
        yield open_


def last_column(line: str, number: int) -> Cell:
    """The cell of a line with the form first and the tag last, blanks between."""
    cells = line.split()
    if len(cells) < 2:
        raise InputError("one column; allowed: the form first, the tag last, blanks between", line=number)
    return cells[0], cells[-1], number
