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
SUFFIX = ".conllu"
_PLACEHOLDER = "# corpuskit_syntax = placeholder"
_SPACES = np.array(["TokenRange=", "SpaceAfter=No|TokenRange="], np.object_)


def render(annotated: Annotated, *, words: str = "ud-gsd") -> str:
    """One document; ``words`` names the standard of its words. Empty where there is no word.

    ``sent_id`` is the document's id, with ``/``, ``%`` and blanks percent-encoded (the validator allows
    neither), ``-s`` and a number. A blank between two words of any width or kind is one U+0020 of ``# text``;
    FORM and ``# text`` are in NFC, which UD asks for, and marks stand for what a column cannot hold or the
    validator refuses (controls, U+FFFD); a ``TokenRange`` is exact all the same.
    """
    id = _quoted(annotated.checked.document.id, "%")
    stem = _quoted(id, " /")
    found = worded(annotated)
    starts, ends = span_table(annotated.tokens)
    forms, glued = _forms(annotated, starts, ends), _glued(starts, ends, found)
    texts = _texts(found, forms, glued)
    sources = annotated.checked.alignment.to_source(starts, ends)
    columns = (forms, _misc(annotated, found, glued), *(one.tolist() for one in sources))
    ids, syntax = _syntax(max((one.last - one.first for one in found), default=0))
    lines = [f"# newdoc id = {id}", f"# corpuskit_words = {words}", _PLACEHOLDER] if found else []
    paragraph = 0
    for number, (first, last, opens) in enumerate(found, 1):
        if opens is not None:
            paragraph += 1
            lines += [f"# newpar id = {stem}-p{paragraph}", f"# corpuskit_block = {opens.type}"]
        lines += [f"# sent_id = {stem}-s{number}", f"# text = {texts[number - 1]}"]
        own = zip(ids, syntax, *(column[first:last] for column in columns), strict=False)
        lines += [f"{id}\t{form}{rest}{misc}{start}:{end}" for id, rest, form, misc, start, end in own]
        lines.append("")
    return "\n".join([*lines, ""]) if lines else ""


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


def _misc(annotated: Annotated, found: Sequence[Worded], glued: Flags) -> list[str]:
    """What MISC holds of each word before the numbers of its place."""
    misc: list[str] = _SPACES[glued.astype(np.intp)].tolist()
    starts, _ = span_table(annotated.tokens)
    labels = annotated.labels
    for at, tag in entity_tags(owners(starts, labels), labels, offsets(found, 0)):
        misc[at] = f"NE={tag}|{misc[at]}"
    return misc


def _syntax(count: int) -> tuple[list[str], list[str]]:
    """IDs of ``count`` words, and the columns from LEMMA to DEPS of each, with the tabs around them: the same
    in every sentence."""
    relations = ["root", *["dep"] * (count - 1)][:count]
    columns = [f"\t_\tX\t_\t_\t{head}\t{relation}\t_\t" for head, relation in enumerate(relations)]
    return [str(head + 1) for head in range(count)], columns


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
