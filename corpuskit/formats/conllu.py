"""CoNLL-U (https://universaldependencies.org/format.html), as the UD validator and ``spacy convert`` read it.

Nothing was parsed, so UPOS is ``X`` and each word depends on the one before; a comment says so. Entities are
``NE=`` in MISC, where spaCy looks for them; ``TokenRange`` (as of UDPipe) is the word's place in the source.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpuskit.batching import batches
from corpuskit.conllu import Sentence, Unit, read, text_of, units
from corpuskit.gold import GoldSentence
from corpuskit.gold import sentence as gold_sentence
from corpuskit.model import Annotated, Document, IntArray, Label
from corpuskit.tagging import Worded, column, entity_tags, offsets, owners, span_table, worded
from corpuskit.unicode import utf8_offsets

__all__ = [
    "SUFFIX", "Sentence", "Unit", "encoded", "entity_tag", "gold", "read", "render", "text_of", "units",
    "with_entity", "write",
]  # fmt: skip

Flags = npt.NDArray[np.bool_]
SUFFIX = ".conllu"
#: Words that are written at once.
WORDS = 50_000
_PLACEHOLDER = "# corpuskit_syntax = placeholder"
_MISC = b"TokenRange=", b"SpaceAfter=No|TokenRange="


def render(annotated: Annotated, *, words: str = "ud-gsd") -> str:
    """One document; ``words`` names the standard of its words. Empty where there is no word.

    ``sent_id`` is the document's id, or for a row that of its file with the row, since rows of two files may
    have one id; then ``-s`` and a number. ``/``, ``%`` and blanks are percent-encoded (the validator allows
    neither); no two documents of a run have one ``sent_id``. A blank between two words of any width or kind
    is one U+0020 of ``# text``; FORM and ``# text`` are in NFC, which UD asks for, and marks stand for what a
    column cannot hold or the validator refuses (controls, U+FFFD); a ``TokenRange`` is exact all the same.
    """
    return encoded(annotated, words=words).decode("utf-8", "surrogatepass")


def encoded(annotated: Annotated, *, words: str = "ud-gsd") -> bytes:
    """What `render` gives, as UTF-8: faster than to make a text and to encode that."""
    return b"".join([_encoded(part, words) for part in _parts(annotated)])


class _Part(NamedTuple):
    """Sentences of a document that are written at once.

    ``starts``, ``ends`` and ``glued`` are of their words, which ``found`` numbers from 0, and ``labels`` the
    labels on them; so many ``sentences`` and ``paragraphs`` stand before them.
    """

    annotated: Annotated
    found: Sequence[Worded]
    starts: IntArray
    ends: IntArray
    glued: Flags
    labels: Sequence[Label]
    sentences: int
    paragraphs: int


def _parts(annotated: Annotated) -> Iterator[_Part]:
    """Those of a document, of about `WORDS` words each: what is made of them takes much memory a word."""
    found, labels = worded(annotated), annotated.labels
    if not found:
        return
    starts, ends = span_table(annotated.tokens)
    glued = _glued(starts, ends, found)
    label_starts, label_ends = offsets(labels, 0), offsets(labels, 1)
    sentences = paragraphs = 0
    for own in batches(found, lambda one: one.last - one.first, WORDS):
        first, last = own[0].first, own[-1].last
        words = slice(first, last)
        low = int(np.searchsorted(label_ends, starts[first], side="right"))
        high = int(np.searchsorted(label_starts, ends[last - 1]))
        placed = [Worded(one.first - first, one.last - first, one.opens) for one in own] if first else own
        columns = starts[words], ends[words], glued[words]
        yield _Part(annotated, placed, *columns, labels[low:high], sentences, paragraphs)
        sentences += len(own)
        paragraphs += sum(one.opens is not None for one in own)


def _encoded(part: _Part, words: str) -> bytes:
    forms = _forms(part)
    heads = _heads(part, _texts(part.found, forms, part.glued), words)
    # One look over all words fills in what differs from word to word: FORM, and its place in the source.
    values: list[Any] = [None] * (3 * len(forms))
    values[::3] = forms
    sources = part.annotated.checked.alignment.to_source(part.starts, part.ends)
    values[1::3], values[2::3] = (own.tolist() for own in sources)
    return heads[0] + b"".join(_lines(part, [*heads[1:], b""])) % tuple(values)


def write(sentences: Iterable[Sentence]) -> str:
    """The text of ``sentences``: LF, one empty line after each."""
    return "".join("\n".join([*one.comments, *one.lines, "", ""]) for one in sentences)


def _forms(part: _Part) -> list[bytes]:
    """FORM of each word. A slice of a text in NFC is in NFC (UAX #15), so most texts are asked once."""
    begin = int(part.starts[0])
    starts, ends = part.starts - begin, part.ends - begin
    text = column(part.annotated.checked.text[begin : begin + int(ends[-1])])
    if not unicodedata.is_normalized("NFC", text):
        words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        return [_bytes(unicodedata.normalize("NFC", word)) for word in words]
    data = _bytes(text)
    if len(data) > len(text):
        places = utf8_offsets(text)
        starts, ends = places[starts], places[ends]
    return [data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _glued(starts: IntArray, ends: IntArray, found: Sequence[Worded]) -> Flags:
    """For each word, whether the next follows without a blank: not so for the last word of a block."""
    glued = np.zeros(len(starts), np.bool_)
    glued[:-1] = starts[1:] == ends[:-1]
    glued[[one.first - 1 for one in found if one.opens is not None and one.first]] = False
    return glued


def _texts(found: Sequence[Worded], forms: Sequence[bytes], glued: Flags) -> list[bytes]:
    """``# text`` of each sentence."""
    spaced = list(forms)
    for at in np.flatnonzero(~glued).tolist():
        spaced[at] += b" "
    return [b"".join(spaced[first:last]).removesuffix(b" ") for first, last, _ in found]


def _heads(part: _Part, texts: Sequence[bytes], words: str) -> list[bytes]:
    """The comments of each sentence, up to the first word's FORM."""
    document = part.annotated.checked.document
    id = _quoted(document.id, "%")
    stem = _stem(document)
    heads = list[bytes]()
    paragraph = part.paragraphs
    for number, (one, text) in enumerate(zip(part.found, texts, strict=True), part.sentences + 1):
        opens = ""
        if one.opens is not None:
            paragraph += 1
            opens = f"# newpar id = {stem}-p{paragraph}\n# corpuskit_block = {one.opens.type}\n"
        if number == 1:
            opens = f"# newdoc id = {id}\n# corpuskit_words = {words}\n{_PLACEHOLDER}\n{opens}"
        heads.append(b"%b# sent_id = %b-s%d\n# text = %b\n1\t" % (_bytes(opens), _bytes(stem), number, text))
    return heads


def _lines(part: _Part, following: Sequence[bytes]) -> list[bytes]:
    """A template for each word, of its FORM, where it starts in the source and where it ends, up to the ID of
    the next word, or what is ``following`` its sentence."""
    found, labels, firsts = part.found, part.labels, offsets(part.found, 0)
    spaced, unspaced = _templates(max(one.last - one.first for one in found))
    lines = list[bytes]()
    for first, last, _ in found:
        lines += unspaced[: last - first]
    loose = np.flatnonzero(~part.glued)
    places = loose - firsts[np.searchsorted(firsts, loose, side="right") - 1]
    for at, place in zip(loose.tolist(), places.tolist(), strict=True):
        lines[at] = spaced[place]
    for at, tag in entity_tags(owners(part.starts, labels), labels, firsts):
        lines[at] = _tagged(lines[at], tag)
    for one, head in zip(found, following, strict=True):
        line = lines[one.last - 1]
        lines[one.last - 1] = line[: line.rindex(b"\n")] + b"\n\n" + head.replace(b"%", b"%%")
    return lines


@lru_cache(maxsize=8)
def _templates(count: int) -> tuple[list[bytes], list[bytes]]:
    """The same in every sentence, for each of ``count`` words: its line from FORM on and the ID of the next
    one, where a blank may follow it and where none does."""
    relations = [b"root", *[b"dep"] * (count - 1)]
    rows = [(head, relation, head + 2) for head, relation in enumerate(relations)]
    spaced, unspaced = (
        [b"%%b\t_\tX\t_\t_\t%d\t%b\t_\t%b%%d:%%d\n%d\t" % (*row[:2], misc, row[2]) for row in rows]
        for misc in _MISC
    )
    return spaced, unspaced


@lru_cache(maxsize=1 << 14)
def _tagged(line: bytes, tag: str) -> bytes:
    """A template with an entity's tag."""
    before, _, misc = line.rpartition(b"\t_\t")
    return b"%b\t_\tNE=%b|%b" % (before, tag.encode(), misc)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _stem(document: Document) -> str:
    """What the ids of its sentences begin with: no other document of the run has that."""
    if document.file:
        return f"{_quoted(document.file, ' /%')}:{document.row}"
    # A file's name may end as the place of a row does.
    before, colon, row = _quoted(document.id, " /%").rpartition(":")
    return f"{before}%3A{row}" if colon and row.isdecimal() else f"{before}{colon}{row}"


def _quoted(text: str, reserved: str) -> str:
    """``text`` with ``reserved`` characters, controls and blanks other than U+0020 percent-encoded."""
    return "".join(
        "".join(f"%{byte:02X}" for byte in one.encode("utf-8", "surrogatepass"))
        if one in reserved or (one != " " and not one.isprintable())
        else one
        for one in text
    )


def with_entity(line: str, tag: str) -> str:
    """A line of a word with ``NE=tag`` first in its MISC, or in place of its ``NE``; the rest as it stood.

    >>> with_entity("1\\t李白\\t_\\tX\\t_\\t_\\t0\\troot\\t_\\tb=2|a=1=0", "B-PER").split("\\t")[9]
    'NE=B-PER|b=2|a=1=0'
    """
    rest, _, misc = line.rpartition("\t")
    pairs = [] if misc == "_" else misc.split("|")
    at = next((index for index, pair in enumerate(pairs) if pair.startswith("NE=")), None)
    pairs[slice(0, 0) if at is None else slice(at, at + 1)] = [f"NE={tag}"]
    return f"{rest}\t{'|'.join(pairs)}"


def entity_tag(line: str) -> str:
    """The value of ``NE`` in the MISC of a line, ``O`` where there is none."""
    pairs = line.rpartition("\t")[2].split("|")
    return next((pair[3:] for pair in pairs if pair.startswith("NE=")), "O")


def gold(text: str) -> Iterator[GoldSentence]:
    """The sentences of a text with their entities (MISC ``NE=``). Raises ``InputError`` with the line."""
    found = list(read(text))
    named = any(one.opens for one in found)
    for one in found:
        cells = []
        at = one.line + len(one.comments)
        for unit in units(one):
            tags = [tag for index in unit.words if (tag := entity_tag(one.lines[index])) != "O"]
            cells.append((unit.form, tags[0] if tags else "O", at + unit.words[0]))
        opens = one.opens or not named
        yield gold_sentence(text_of(one), cells, words=True, opens=opens, line=one.line)
