"""CoNLL-U (https://universaldependencies.org/format.html), as the UD validator and ``spacy convert`` read it.

Nothing was parsed, so UPOS is ``X`` and each word depends on the one before; a comment says so. Entities are
``NE=`` in MISC, where spaCy looks for them; ``TokenRange`` (as of UDPipe) is the word's place in the source.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpuskit.conllu import Sentence, Unit, read, text_of, units
from corpuskit.gold import GoldSentence
from corpuskit.gold import sentence as gold_sentence
from corpuskit.model import Annotated, IntArray
from corpuskit.tagging import Worded, column, entity_tags, offsets, owners, span_table, worded

__all__ = [
    "SUFFIX", "Sentence", "Unit", "entity_tag", "gold", "read", "render", "text_of", "units", "with_entity",
    "write",
]  # fmt: skip

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
SUFFIX = ".conllu"
_PLACEHOLDER = "# corpuskit_syntax = placeholder"
_MISC = "TokenRange=", "SpaceAfter=No|TokenRange="


def render(annotated: Annotated, *, words: str = "ud-gsd") -> str:
    """One document; ``words`` names the standard of its words. Empty where there is no word.

    ``sent_id`` is the document's id, with ``/``, ``%`` and blanks percent-encoded (the validator allows
    neither), ``-s`` and a number. A blank between two words of any width or kind is one U+0020 of ``# text``;
    FORM and ``# text`` are in NFC, which UD asks for, and marks stand for what a column cannot hold or the
    validator refuses (controls, U+FFFD); a ``TokenRange`` is exact all the same.
    """
    found = worded(annotated)
    if not found:
        return ""
    starts, ends = span_table(annotated.tokens)
    forms, glued = _forms(annotated, starts, ends), _glued(starts, ends, found)
    heads = _heads(annotated, found, _texts(found, forms, glued), words)
    # What stands between two words, with the comments where a sentence begins, is one string.
    between = _between(annotated, found, glued, [*heads[1:], ""])
    parts = [""] * (2 * len(forms))
    parts[::2], parts[1::2] = forms, between
    return heads[0] + "".join(parts)


def write(sentences: Iterable[Sentence]) -> str:
    """The text of ``sentences``: LF, one empty line after each."""
    return "".join("\n".join([*one.comments, *one.lines, "", ""]) for one in sentences)


def _forms(annotated: Annotated, starts: IntArray, ends: IntArray) -> list[str]:
    """FORM of each word. A slice of a text in NFC is in NFC (UAX #15), so most texts are asked once."""
    text = column(annotated.checked.text)
    words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    if unicodedata.is_normalized("NFC", text):
        return words
    return [unicodedata.normalize("NFC", word) for word in words]


def _glued(starts: IntArray, ends: IntArray, found: Sequence[Worded]) -> Flags:
    """For each word, whether the next follows without a blank: not so for the last word of a block."""
    glued = np.zeros(len(starts), np.bool_)
    glued[:-1] = starts[1:] == ends[:-1]
    glued[[one.first - 1 for one in found if one.opens is not None and one.first]] = False
    return glued


def _texts(found: Sequence[Worded], forms: Sequence[str], glued: Flags) -> list[str]:
    """``# text`` of each sentence."""
    spaced = list(forms)
    for at in np.flatnonzero(~glued).tolist():
        spaced[at] += " "
    return ["".join(spaced[first:last]).removesuffix(" ") for first, last, _ in found]


def _heads(annotated: Annotated, found: Sequence[Worded], texts: Sequence[str], words: str) -> list[str]:
    """The comments of each sentence, up to the first word's FORM."""
    id = _quoted(annotated.checked.document.id, "%")
    stem = _quoted(id, " /")
    heads, paragraph = [], 0
    for number, (one, text) in enumerate(zip(found, texts, strict=True), 1):
        head = f"# sent_id = {stem}-s{number}\n# text = {text}\n1\t"
        if one.opens is not None:
            paragraph += 1
            head = f"# newpar id = {stem}-p{paragraph}\n# corpuskit_block = {one.opens.type}\n{head}"
        heads.append(head)
    heads[0] = f"# newdoc id = {id}\n# corpuskit_words = {words}\n{_PLACEHOLDER}\n{heads[0]}"
    return heads


def _between(
    annotated: Annotated, found: Sequence[Worded], glued: Flags, following: Sequence[str]
) -> list[str]:
    """What stands behind the FORM of each word: its other columns, and the ID of the next word, or what is
    ``following`` its sentence."""
    starts, ends = span_table(annotated.tokens)
    firsts, labels = offsets(found, 0), annotated.labels
    begins = np.zeros(len(starts), np.int64)
    begins[firsts] = firsts
    places = np.arange(len(starts)) - np.maximum.accumulate(begins)
    columns, ids = _columns(int(places.max()) + 1)
    columns, ids = columns[glued.astype(np.intp), places].tolist(), ids[places].tolist()
    for at, tag in entity_tags(owners(starts, labels), labels, firsts):
        before, _, misc = columns[at].rpartition("\t")
        columns[at] = f"{before}\tNE={tag}|{misc}"
    for one, head in zip(found, following, strict=True):
        ids[one.last - 1] = f"\n\n{head}"
    sources = (own.tolist() for own in annotated.checked.alignment.to_source(starts, ends))
    rows = zip(columns, *sources, ids, strict=True)
    return [f"{own}{start}:{end}{next_id}" for own, start, end, next_id in rows]


def _columns(count: int) -> tuple[Texts, Texts]:
    """The same in every sentence, for each of ``count`` words: its columns from LEMMA on, up to the numbers
    of its place, where a blank may follow it and where none does; and how the line of the next one begins."""
    relations = ["root", *["dep"] * (count - 1)]
    columns = [f"\t_\tX\t_\t_\t{head}\t{relation}\t_\t" for head, relation in enumerate(relations)]
    ids = [f"\n{head + 2}\t" for head in range(count)]
    rows = [[own + misc for own in columns] for misc in _MISC]
    return np.array(rows, np.object_), np.array(ids, np.object_)


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
