"""Sentences with their words and entity tags: what every column format writes."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from corpuskit.model import Annotated, Block, IntArray, Label, Span, Token, Tokens

# What a column cannot hold: control characters stand as their pictures, blanks as U+2423, and U+FFFD, which
# the UD validator takes for an encoding error, as □, the mark of a missing character (GB/T 15834-2011).
_CONTROLS = {chr(code): chr(0x2400 + code) for code in range(0x20)}
_BLANKS = (0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_COLUMN = {**_CONTROLS, **dict.fromkeys(map(chr, _BLANKS), "\u2423"), "\ufffd": "\u25a1"}
_FAULTS = re.compile("[" + "".join(map(re.escape, _COLUMN)) + "]")


class Worded(NamedTuple):
    """A sentence with at least one word.

    ``first`` and ``last`` (exclusive) index the document's tokens; ``opens`` is the block that begins with
    this sentence, None inside a block.
    """

    first: int
    last: int
    opens: Block | None


def owners(starts: IntArray, labels: Sequence[Label]) -> IntArray:
    """For each unit that begins at ``starts``, the index of the label it lies in, -1 for none.

    Labels are in order and do not overlap; their edges are edges of units.

    >>> owners(np.array([0, 2, 4]), [Label(2, 6, "PER", "EN001")]).tolist()
    [-1, 0, 0]
    """
    if not labels:
        return np.full(len(starts), -1, np.int64)
    found = np.searchsorted(offsets(labels, 0), starts, side="right") - 1
    found[(found < 0) | (starts >= offsets(labels, 1).take(found))] = -1
    return found


def numbered_tags(of: IntArray, labels: Sequence[Label], firsts: IntArray) -> tuple[IntArray, list[str]]:
    """The number of each unit's IOB2 tag, from its `owners`, and the tags by number, of which 0 is ``O``.

    ``firsts`` are the units that begin a sentence: an entity begins anew there.

    >>> numbered_tags(np.array([-1, 0, 0]), [Label(2, 6, "PER", "EN001")], np.array([0]))
    (array([0, 1, 2]), ['O', 'B-PER', 'I-PER'])
    """
    begins = np.ones(len(of), np.bool_)
    begins[1:] = of[1:] != of[:-1]
    begins[firsts[firsts < len(of)]] = True
    names = [label.label for label in labels]
    known = {name: number for number, name in enumerate(dict.fromkeys(names))}
    first_tags = np.array([0, *(1 + 2 * known[name] for name in names)], np.int64)
    found = first_tags.take(of + 1)
    found[(of >= 0) & ~begins] += 1
    return found, ["O", *(f"{edge}-{tag_name(name)}" for name in known for edge in "BI")]


def iob2(of: IntArray, labels: Sequence[Label], firsts: IntArray) -> list[str]:
    """IOB2 tags of all units of a document, as of `numbered_tags`.

    >>> iob2(np.array([-1, 0, 0]), [Label(2, 6, "PER", "EN001")], np.array([0]))
    ['O', 'B-PER', 'I-PER']
    """
    found, tags = numbered_tags(of, labels, firsts)
    return [tags[number] for number in found.tolist()]


def bioes(tags: Sequence[str]) -> list[str]:
    """IOB2 tags as BIOES: ``S`` for an entity of one token, ``E`` for the last of several.

    >>> bioes(["B-PER", "I-PER", "O", "B-LOC"])
    ['B-PER', 'E-PER', 'O', 'S-LOC']
    """
    after = [*tags, "O"][1:]
    ends = {"B": "S", "I": "E"}
    return [
        tag if tag == "O" or following.startswith("I-") else ends[tag[0]] + tag[1:]
        for tag, following in zip(tags, after, strict=True)
    ]


@lru_cache(maxsize=256)
def tag_name(label: str) -> str:
    """``label`` as a tag: upper case, with ``_`` for all that spaCy does not read in one.

    >>> tag_name("work-of-art")
    'WORK_OF_ART'
    """
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in label.upper())


def column(text: str) -> str:
    """``text``, each character as a column of a line can hold it; words without faults stay as they are.

    >>> column("科\u2028创\ufffd")
    '科␣创□'
    """
    # The most frequent ones first, in the fastest way.
    plain = text.replace("\n", _COLUMN["\n"]).replace(" ", _COLUMN[" "])
    return _FAULTS.sub(lambda fault: _COLUMN[fault[0]], plain)


def place(text: str, forms: Sequence[str]) -> list[tuple[int, int]]:
    """Where each of ``forms`` stands in ``text``, without the blanks between; ends where one does not.

    >>> place("李白 在长安", ["李白", "在", "长安", "。"])
    [(0, 2), (3, 4), (4, 6)]
    """
    at = 0
    places = []
    for form in forms:
        while text[at : at + 1].isspace() and not text.startswith(form, at):
            at += 1
        if not text.startswith(form, at):
            break
        places.append((at, at + len(form)))
        at += len(form)
    return places


def worded(annotated: Annotated) -> list[Worded]:
    """The sentences of a document that hold words, in order."""
    starts, _ = span_table(annotated.tokens)
    begins, ends = span_table(annotated.sentences)
    firsts, lasts = np.searchsorted(starts, begins), np.searchsorted(starts, ends)
    held = firsts < lasts
    blocks = annotated.checked.blocks
    in_block = (np.searchsorted(offsets(blocks, 0), begins, side="right") - 1)[held]
    reached = np.maximum.accumulate(np.append(-1, in_block))
    opens = np.where(in_block > reached[:-1], in_block, -1)
    rows = zip(firsts[held].tolist(), lasts[held].tolist(), opens.tolist(), strict=True)
    return [Worded(first, last, blocks[block] if block >= 0 else None) for first, last, block in rows]


def span_table(spans: Sequence[Span] | Sequence[Token]) -> tuple[IntArray, IntArray]:
    """Starts and ends of ``spans``."""
    if isinstance(spans, Tokens):
        return spans.spans[:, 0], spans.spans[:, 1]
    flat = np.fromiter(chain.from_iterable(spans), np.int64, 2 * len(spans))
    return flat[::2], flat[1::2]


def offsets(rows: Sequence[tuple[Any, ...]], index: int) -> IntArray:
    """The offsets in column ``index`` of ``rows``: 0 for starts, 1 for ends."""
    return np.fromiter(map(itemgetter(index), rows), np.int64, len(rows))
