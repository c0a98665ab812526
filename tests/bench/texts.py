"""Chinese texts out of a folder of data, as documents: what the benches of annotation run on."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from corpuskit.formats import GOLD
from corpuskit.model import Document

#: Sentences of a gold file that are taken for a document.
GROUP = 40


def documents(folder: Path) -> Iterator[Document]:
    """The documents of ``folder``, one of each file in turn: rows of ``.jsonl`` (``raw`` or ``text``), files
    of ``.txt``, and the sentences of gold files, `GROUP` a document. No two have the same text."""
    found = [_documents(path) for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES]
    known = set()
    for one in _in_turn(found):
        if one.text not in known:
            known.add(one.text)
            yield one


_SUFFIXES = {".jsonl", ".txt", *GOLD}


def _in_turn(found: Sequence[Iterator[Document]]) -> Iterator[Document]:
    left = list(found)
    while left:
        for one in list(left):
            document = next(one, None)
            if document is None:
                left.remove(one)
            else:
                yield document


def _documents(path: Path) -> Iterator[Document]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        yield Document(path.stem, text, path.name)
        return
    texts = _rows(text) if path.suffix == ".jsonl" else _groups(path.suffix, text)
    for number, one in enumerate(texts, 1):
        yield Document(f"{path.stem}-{number}", one, path.name)


def _rows(text: str) -> Iterator[str]:
    for row in map(json.loads, text.splitlines()):
        yield row.get("raw") or row["text"]


def _groups(suffix: str, text: str) -> Iterator[str]:
    sentences = iter(GOLD[suffix](text))
    while group := [one.text for one in islice(sentences, GROUP)]:
        yield "\n".join(group) + "\n"


def pages(lines: Sequence[str], size: int, characters: int = 2000) -> Iterator[Document]:
    """About ``size`` bytes in documents of about ``characters``: ``lines``, shuffled anew each time through,
    so that no two documents are alike."""
    order = Random(0)
    left, page, number, held = size, list[str](), 0, 0
    while left > 0:
        for line in order.sample(lines, len(lines)):
            page.append(line)
            held += len(line)
            if held >= characters:
                text = "\n".join(page) + "\n"
                number, left, page, held = number + 1, left - len(text.encode()), [], 0
                yield Document(f"page-{number}", text)
                if left <= 0:
                    return
