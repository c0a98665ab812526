"""CoNLL-U (https://universaldependencies.org/format.html), as the UD validator and ``spacy convert`` read it.

Nothing was parsed, so UPOS is ``X`` and each word depends on the one before; a comment says so. Entities are
``NE=`` in MISC, where spaCy looks for them; ``TokenRange`` (as of UDPipe) is the word's place in the source.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpuskit.batching import batches
from corpuskit.cells import Cells, cells, joined, numbers
from corpuskit.conllu import Sentence, Unit, read, text_of, units
from corpuskit.display import is_printable
from corpuskit.gold import GoldSentence
from corpuskit.gold import sentence as gold_sentence
from corpuskit.model import Annotated, Document, IntArray, Label
from corpuskit.tagging import Worded, column, numbered_tags, offsets, owners, span_table, worded
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
#: Stands before the first line of a sentence until its comments do; no column holds it.
_OPENS = b"\1"


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

    ``starts``, ``ends`` and ``glued`` are of their words, which ``found`` numbers from 0, ``firsts`` and
    ``lasts`` the first and the last word of each, and ``labels`` the labels on them; so many ``sentences``
    and ``paragraphs`` stand before them.
    """

    annotated: Annotated
    found: Sequence[Worded]
    firsts: IntArray
    lasts: IntArray
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
        columns = offsets(placed, 0), offsets(placed, 1) - 1, starts[words], ends[words]
        yield _Part(annotated, placed, *columns, glued[words], labels[low:high], sentences, paragraphs)
        sentences += len(own)
        paragraphs += sum(one.opens is not None for one in own)


def _encoded(part: _Part, words: str) -> bytes:
    text, starts, ends = _forms(part)
    heads = _heads(part, _texts(part, text, starts, ends), words)
    places = np.arange(len(starts)) - np.repeat(part.firsts, part.lasts - part.firsts + 1)
    ids, relations = _columns(int(places.max()).bit_length())
    sources = part.annotated.checked.alignment.to_source(part.starts, part.ends)
    ranges = [numbers(own, end) for own, end in zip(sources, (b":", b"\n"), strict=True)]
    behind = [relations.take(places), _misc(part), *ranges]
    lines = joined([ids.take(places)], text, starts, ends, behind)
    parts = [b"\n"] * (3 * len(heads))
    parts[::3], parts[1::3] = heads, lines.split(_OPENS)[1:]
    return b"".join(parts)


def write(sentences: Iterable[Sentence]) -> str:
    """The text of ``sentences``: LF, one empty line after each."""
    return "".join("\n".join([*one.comments, *one.lines, "", ""]) for one in sentences)


def _forms(part: _Part) -> tuple[bytes, IntArray, IntArray]:
    """Text in which FORM of each word is a stretch, where these start, and where they end.

    A slice of a text in NFC is in NFC (UAX #15), so most texts are asked once.
    """
    begin = int(part.starts[0])
    starts, ends = part.starts - begin, part.ends - begin
    text = column(part.annotated.checked.text[begin : begin + int(ends[-1])])
    if not unicodedata.is_normalized("NFC", text):
        words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        forms = [_bytes(unicodedata.normalize("NFC", word)) for word in words]
        bounds = np.cumsum([0, *map(len, forms)])
        return b"".join(forms), bounds[:-1], bounds[1:]
    data = _bytes(text)
    if len(data) > len(text):
        places = utf8_offsets(text)
        starts, ends = places[starts], places[ends]
    return data, starts, ends


def _glued(starts: IntArray, ends: IntArray, found: Sequence[Worded]) -> Flags:
    """For each word, whether the next follows without a blank: not so for the last word of a block."""
    glued = np.zeros(len(starts), np.bool_)
    glued[:-1] = starts[1:] == ends[:-1]
    glued[[one.first - 1 for one in found if one.opens is not None and one.first]] = False
    return glued


def _texts(part: _Part, text: bytes, starts: IntArray, ends: IntArray) -> list[bytes]:
    """``# text`` of each sentence."""
    begins, behind = starts[part.firsts].tolist(), ends[part.lasts].tolist()
    texts = [text[begin:end] for begin, end in zip(begins, behind, strict=True)]
    blanks: IntArray = np.cumsum(~part.glued) - ~part.glued  # before each word
    for at in np.flatnonzero(blanks[part.lasts] > blanks[part.firsts]).tolist():
        own = slice(*part.found[at][:2])
        cut = zip(starts[own].tolist(), ends[own].tolist(), part.glued[own].tolist(), strict=True)
        spaced = [text[start:end] if glued else text[start:end] + b" " for start, end, glued in cut]
        texts[at] = b"".join(spaced).removesuffix(b" ")
    return texts


def _heads(part: _Part, texts: Sequence[bytes], words: str) -> list[bytes]:
    """The comments of each sentence."""
    document = part.annotated.checked.document
    id = _quoted(document.id, "%")
    stem = _stem(document)
    sentence = b"# sent_id = %b-s" % _bytes(stem)
    heads = list[bytes]()
    paragraph = part.paragraphs
    for number, (one, text) in enumerate(zip(part.found, texts, strict=True), part.sentences + 1):
        opens = ""
        if one.opens is not None:
            paragraph += 1
            opens = f"# newpar id = {stem}-p{paragraph}\n# corpuskit_block = {one.opens.type}\n"
        if number == 1:
            opens = f"# newdoc id = {id}\n# corpuskit_words = {words}\n{_PLACEHOLDER}\n{opens}"
        heads.append(b"%b%b%d\n# text = %b\n" % (_bytes(opens), sentence, number, text))
    return heads


@lru_cache(maxsize=32)
def _columns(bits: int) -> tuple[Cells, Cells]:
    """The same in every sentence, for as many words as ``bits`` can number: ID, of the first word with
    `_OPENS` before it, and what stands from FORM to MISC."""
    count = 1 << bits
    ids = [b"%d\t" % number for number in range(1, count + 1)]
    relations = [b"root", *[b"dep"] * (count - 1)]
    middles = [b"\t_\tX\t_\t_\t%d\t%b\t_\t" % row for row in enumerate(relations)]
    return cells([_OPENS + ids[0], *ids[1:]]), cells(middles)


def _misc(part: _Part) -> Cells:
    """MISC of each word, up to its place in the source."""
    of, tags = numbered_tags(owners(part.starts, part.labels), part.labels, part.firsts)
    entities = [b"", *(b"NE=%b|" % tag.encode() for tag in tags[1:])]
    return cells([entity + misc for entity in entities for misc in _MISC]).take(2 * of + part.glued)


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
        if one in reserved or not is_printable(one)
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
