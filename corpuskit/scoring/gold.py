"""Gold files: texts with the words and entities that people found in them, in the formats of corpora."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from corpuskit.errors import InputError

#: ``(start, end, label)`` in code points of a sentence.
Entity: TypeAlias = tuple[int, int, str]
#: ``(start, end)`` in code points of a sentence.
Word: TypeAlias = tuple[int, int]

_TAG = re.compile(r"O|[BIES]-(.+)")
#: What a line of a column format gives: the form, its tag, and the number of the line.
_Cell: TypeAlias = tuple[str, str, int]


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


class _Place(msgspec.Struct):
    start: int
    end: int


class _Label(_Place):
    label: str


class _Row(msgspec.Struct):
    """A row as ``annotate --format jsonl`` writes it; labels may be ``[start, end, label]``, too."""

    text: str
    labels: list[_Label | tuple[int, int, str]] = []
    tokens: list[_Place] | None = None


def read_gold(path: Path) -> list[GoldSentence]:
    """The sentences of a gold file; its format is that of its suffix.

    ``.conllu`` (MISC ``NE=``), ``.iob2`` (Universal NER: id, form, tag), ``.conll`` (CoNLL-2003: the form
    first, the tag last), ``.bio`` (a character and its tag), ``.jsonl``. Tags are IOB2 or BIOES; an
    ``I`` that continues nothing begins an entity. Where no line says that a document begins, each sentence is
    one. Raises ``InputError`` with the line for what is none of this.
    """
    read = _READERS.get(path.suffix)
    if read is None:
        raise InputError(f"not a gold file; allowed: {', '.join(_READERS)}", file=path.as_posix())
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path.as_posix()) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8", file=path.as_posix(), line=line) from None
    try:
        return list(read(text.replace("\r\n", "\n")))
    except InputError as error:
        raise InputError(error.problem, file=path.as_posix(), line=error.line) from None


def documents(sentences: Sequence[GoldSentence]) -> list[list[GoldSentence]]:
    """The sentences of each document."""
    found: list[list[GoldSentence]] = []
    for one in sentences:
        if one.opens or not found:
            found.append([])
        found[-1].append(one)
    return found


def _columns(
    text: str, cell_of: Callable[[str, int], _Cell | None], *, words: bool
) -> Iterator[GoldSentence]:
    """The sentences of a column format."""
    blocks = list(_blocks(text))
    named = any(_opens(line) for lines in blocks for _, line in lines)
    opens = True
    for lines in blocks:
        opens = opens or any(_opens(line) for _, line in lines)
        kept = [one for number, line in lines if not _is_comment(line) and (one := cell_of(line, number))]
        if not kept:
            continue
        forms = [form for form, _, _ in kept]
        said = next((line[9:] for _, line in lines if line.startswith("# text = ")), None)
        whole = _joined(forms, words) if said is None else said
        spans = list(_places(whole, kept))
        entities = tuple(_entities(spans, kept))
        yield GoldSentence(whole, entities, tuple(spans) if words else None, opens or not named, lines[0][0])
        opens = False


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
    return line.startswith(("# ", "-DOCSTART-"))


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


def _conllu(line: str, number: int) -> _Cell | None:
    cells = line.split("\t")
    if len(cells) != 10:
        raise InputError(f"{len(cells)} columns; allowed: 10, with tabs between", line=number)
    if not cells[0].isdigit():
        return None
    misc = dict(pair.partition("=")[::2] for pair in cells[9].split("|"))
    return cells[1], misc.get("NE", "O"), number


def _iob2(line: str, number: int) -> _Cell:
    cells = line.split("\t")
    if len(cells) < 3:
        raise InputError(f"{len(cells)} columns; allowed: id, form, tag, with tabs between", line=number)
    return cells[1], cells[2], number


def _last_column(line: str, number: int) -> _Cell:
    cells = line.split()
    if len(cells) < 2:
        raise InputError("one column; allowed: the form first, the tag last, blanks between", line=number)
    return cells[0], cells[-1], number


def _rows(text: str) -> Iterator[GoldSentence]:
    """The rows of JSON Lines, a document each."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Row)
        except msgspec.DecodeError as error:
            raise InputError(str(error), line=number) from None
        spans = [(one.start, one.end) for one in row.tokens or ()]
        labels: list[Entity] = [
            one if isinstance(one, tuple) else (one.start, one.end, one.label) for one in row.labels
        ]
        for start, end in [*spans, *((start, end) for start, end, _ in labels)]:
            if not 0 <= start < end <= len(row.text):
                problem = f"[{start}, {end}) is no span of the {len(row.text)} characters of text"
                raise InputError(problem, line=number)
        words = None if row.tokens is None else tuple(sorted(spans))
        yield GoldSentence(row.text, tuple(sorted(labels)), words, True, number)


def _places(text: str, cells: Iterable[_Cell]) -> Iterator[Word]:
    """Where each form stands in ``text``, blanks between them left out."""
    at = 0
    for form, _, line in cells:
        while text[at : at + 1].isspace() and not text.startswith(form, at):
            at += 1
        if not text.startswith(form, at):
            raise InputError(f"{form!r} is not what # text has there: {text[at : at + 12]!r}", line=line)
        yield at, at + len(form)
        at += len(form)


def _entities(places: Iterable[Word], cells: Iterable[_Cell]) -> Iterator[Entity]:
    """Entities of IOB or BIOES tags."""
    open_: Entity | None = None
    for (start, end), (_, tag, line) in zip(places, cells, strict=True):
        match = _TAG.fullmatch(tag)
        if match is None:
            raise InputError(f"tag {tag!r}; allowed: O, and B- I- E- S- with a label", line=line)
        label = match[1]
        if open_ and tag[0] in "IE" and label == open_[2]:
            open_ = open_[0], end, label
        else:
            if open_:
                yield open_
            open_ = (start, end, label) if label else None
        if open_ and tag[0] in "ES":
            yield open_
            open_ = None
    if open_:
        yield open_


_READERS: Mapping[str, Callable[[str], Iterator[GoldSentence]]] = {
    ".conllu": lambda text: _columns(text, _conllu, words=True),
    ".iob2": lambda text: _columns(text, _iob2, words=True),
    ".conll": lambda text: _columns(text, _last_column, words=True),
    ".bio": lambda text: _columns(text, _last_column, words=False),
    ".jsonl": _rows,
}
