"""Gold files: texts with the words and entities that people found in them, read by their suffix."""

from collections.abc import Sequence
from pathlib import Path

from corpuskit.errors import InputError
from corpuskit.formats import GOLD
from corpuskit.gold import GoldSentence


def read_gold(path: Path) -> list[GoldSentence]:
    """The sentences of a gold file; its format is that of its suffix.

    ``.conllu`` (MISC ``NE=``), ``.iob2`` (Universal NER: id, form, tag), ``.conll`` (CoNLL-2003: the form
    first, the tag last), ``.bio`` (a character and its tag), ``.jsonl``. Tags are IOB1, IOB2, BIOES, BMES or
    BILOU. Where no line says that a document begins, each sentence is one. Raises ``InputError`` with the
    line for what is none of this.
    """
    read = GOLD.get(path.suffix)
    if read is None:
        raise InputError(f"not a gold file; allowed: {', '.join(GOLD)}", file=path.as_posix())
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
