"""Sentences with their words and entity tags: what every column format writes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpuskit.model import Annotated, Block, IntArray, Label, Token

# What a column cannot hold: control characters stand as their pictures, blanks as U+2423, and U+FFFD, which
# the UD validator takes for an encoding error, as □, the mark of a missing character (GB/T 15834-2011).
_CONTROLS = {code: 0x2400 + code for code in range(0x20)}
_BLANKS = (0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_COLUMN = {**_CONTROLS, **dict.fromkeys(_BLANKS, 0x2423), 0xFFFD: 0x25A1}


class Tagged(NamedTuple):
    """A sentence with at least one word.

    ``first`` and ``last`` (exclusive) index the document's tokens; ``tags`` (IOB2) has one tag a token;
    ``opens`` is the block that begins with this sentence, None inside a block.
    """

    first: int
    last: int
    tags: tuple[str, ...]
    opens: Block | None


def owners(tokens: Sequence[Token], labels: Sequence[Label]) -> IntArray:
    """For each token, the index of the label it lies in, -1 for none. Labels must not overlap.

    >>> owners([Token(0, 2), Token(2, 4), Token(4, 6)], [Label(2, 6, "PER", "EN001")]).tolist()
    [-1, 0, 0]
    """
    starts = _column(tokens, 0)
    if not labels:
        return np.full(len(starts), -1, np.int64)
    found = np.searchsorted(_column(labels, 0), starts, side="right") - 1
    inside = (found >= 0) & (starts < _column(labels, 1)[found])
    return np.where(inside, found, -1)


def iob2(of: Sequence[int], labels: Sequence[Label]) -> tuple[str, ...]:
    """IOB2 tags of the words of one sentence, from their `owners`: an entity begins anew in each sentence.

    >>> iob2([-1, 0, 0], [Label(2, 6, "PER", "EN001")])
    ('O', 'B-PER', 'I-PER')
    """
    before = [-1, *of]
    return tuple(
        "O" if owner < 0 else f"{'I' if owner == last else 'B'}-{tag_name(labels[owner].label)}"
        for owner, last in zip(of, before, strict=False)
    )


def bioes(tags: Sequence[str]) -> tuple[str, ...]:
    """IOB2 tags as BIOES: ``S`` for an entity of one token, ``E`` for the last of several.

    >>> bioes(["B-PER", "I-PER", "O", "B-LOC"])
    ('B-PER', 'E-PER', 'O', 'S-LOC')
    """
    after = [*tags[1:], "O"]
    ends = {"B": "S", "I": "E"}
    return tuple(
        tag if tag == "O" or following.startswith("I-") else ends[tag[0]] + tag[1:]
        for tag, following in zip(tags, after, strict=True)
    )


def tag_name(label: str) -> str:
    """``label`` as a tag: upper case, with ``_`` for all that spaCy does not read in one.

    >>> tag_name("work-of-art")
    'WORK_OF_ART'
    """
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in label.upper())


def column(word: str) -> str:
    """``word`` as one column of a line can hold it; words of text without faults stay as they are.

    >>> column("科\u2028创\ufffd")
    '科␣创□'
    """
    return word.translate(_COLUMN)


def tagged(annotated: Annotated) -> Iterator[Tagged]:
    """The sentences of a document that hold words, in order."""
    starts = _column(annotated.tokens, 0)
    spans = np.array(annotated.sentences, np.int64).reshape(-1, 2)
    firsts = np.searchsorted(starts, spans[:, 0]).tolist()
    lasts = np.searchsorted(starts, spans[:, 1]).tolist()
    blocks = annotated.checked.blocks
    in_block = (np.searchsorted(_column(blocks, 0), spans[:, 0], side="right") - 1).tolist()
    of = owners(annotated.tokens, annotated.labels).tolist()
    current = -1
    for first, last, block in zip(firsts, lasts, in_block, strict=True):
        if first < last:
            opens = blocks[block] if block > current else None
            current = max(current, block)
            yield Tagged(first, last, iob2(of[first:last], annotated.labels), opens)


def _column(rows: Sequence[tuple[int | str, ...]], index: int) -> IntArray:
    return np.array([row[index] for row in rows], np.int64)
