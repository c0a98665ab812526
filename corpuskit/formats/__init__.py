"""Formats: an annotated document out to a corpus. One module a format, one line a format in ``FORMATS``.

All are pure: they give text (DocBin: bytes), the caller writes it. A text ends with its line end, so that the
file of a corpus is the texts of its documents one after the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from corpuskit.formats import char_bio, conll2003, conllu, docbin, iob2, jsonl, txt
from corpuskit.gold import GoldSentence
from corpuskit.model import Annotated


class FormatModule(Protocol):
    """What the module of a format offers; it may take options by keyword."""

    @property
    def SUFFIX(self) -> str:
        """The suffix of its files, with the dot."""

    def render(self, annotated: Annotated, /) -> str:
        """The text of one document."""


class ArchiveModule(Protocol):
    """What the module of a format offers that packs all documents into one binary file."""

    @property
    def SUFFIX(self) -> str:
        """The suffix of its files, with the dot."""

    def render(self, annotated: Iterable[Annotated], /) -> bytes:
        """The bytes of all documents."""


#: By the name that ``--format`` takes.
FORMATS: Mapping[str, FormatModule] = {
    "txt": txt,
    "conllu": conllu,
    "conll2003": conll2003,
    "char-bio": char_bio,
    "jsonl": jsonl,
}

#: Those that are one binary file, by the name that ``--format`` takes.
ARCHIVES: Mapping[str, ArchiveModule] = {"docbin": docbin}

#: How the text of a gold file is read, by its suffix. All raise ``InputError`` with the line.
GOLD: Mapping[str, Callable[[str], Iterator[GoldSentence]]] = {
    conllu.SUFFIX: conllu.gold,
    iob2.SUFFIX: iob2.gold,
    conll2003.SUFFIX: conll2003.gold,
    char_bio.SUFFIX: char_bio.gold,
    jsonl.SUFFIX: jsonl.gold,
}
