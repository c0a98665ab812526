"""Viterbi over many sequences at once: linear-chain decoding of a whole batch, step by step.

Source of the method: A. J. Viterbi, "Error bounds for convolutional codes and an asymptotically optimum
decoding algorithm", IEEE Transactions on Information Theory 13 (1967). The recursion runs from the right
end to the left one; ties go to the highest following tag and the lowest first tag, as in pkuseg.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray

Scores = npt.NDArray[Any]
Tags = npt.NDArray[np.uint8]
# So few sequences are quicker one by one, as are those so many times longer than the others.
NARROW, OUTLIER = 6, 4
# Places whose paths are made at a time.
BLOCK = 4096


def decode(nodes: Scores, edges: Scores, starts: IntArray, lengths: IntArray) -> Tags:
    """The best tag of every position of every sequence.

    ``nodes`` (n, tags) scores each tag at each position, ``edges`` (tags, tags) a tag (row) followed by a
    tag (column); both floats or both integers, these so small that the sum of a sequence times the number of
    tags (the next power of two) does not overflow. ``starts`` and ``lengths`` (one at least) are those of the
    sequences, which do not overlap. The result is (n,); positions outside of all sequences are 0. Every
    score is a sum in one fixed order, so that nothing else in the batch changes a tag. It is fastest where
    the scores of a tag lie together in memory.

    >>> nodes = np.array([[0, 2], [1, 0], [0, 1]])
    >>> decode(nodes, np.array([[0, 0], [9, 0]]), np.array([0]), np.array([3]))
    array([1, 0, 1], dtype=uint8)
    """
    tags = np.zeros(len(nodes), np.uint8)
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    usual = int(lengths[NARROW]) if len(lengths) > NARROW else 0
    alone = int(np.count_nonzero(lengths > OUTLIER * usual))
    for start, length in zip(starts[:alone].tolist(), lengths[:alone].tolist(), strict=True):
        tags[start : start + length] = _decode_one(nodes[start : start + length], edges)
    if alone < len(lengths):
        _decode_wide(nodes, edges, (starts[alone:], lengths[alone:]), tags)
    return tags


def _decode_one(nodes: Scores, edges: Scores) -> Tags:
    """One sequence, position by position: the same sums in the same order."""
    best = nodes.copy()
    sums = np.empty_like(edges)
    after = best[-1]
    for scores, here in zip(nodes[-2::-1, :, None], best[-2::-1], strict=True):
        np.add(after, scores, out=sums)
        np.add(sums, edges, out=sums)
        after = np.maximum.reduce(sums, axis=1, out=here)
    tag = int(best[0].argmax())
    tags = [tag]
    last = len(edges) - 1
    for first in range(0, len(nodes) - 1, BLOCK):
        here = nodes[first : min(first + BLOCK, len(nodes) - 1)]
        paths = best[first + 1 : first + 1 + BLOCK, None, :] + here[:, :, None] + edges
        for follows in (last - paths[:, :, ::-1].argmax(axis=2)).tolist():
            tag = follows[tag]
            tags.append(tag)
    return np.array(tags, np.uint8)


def _decode_wide(nodes: Scores, edges: Scores, sequences: tuple[IntArray, IntArray], tags: Tags) -> None:
    """All sequences, longest first, from their last positions to the left; writes into ``tags``."""
    starts, lengths = sequences
    counts = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), side="right")
    steps = np.concatenate([[0], np.cumsum(counts)])
    which = np.arange(steps[-1]) - np.repeat(steps[:-1], counts)
    back = np.repeat(np.arange(1, len(counts) + 1), counts)
    positions = (starts + lengths)[which] - back
    ordered = nodes.T.take(positions, axis=1)
    walk = _walked if np.issubdtype(ordered.dtype, np.integer) else _traced
    tags[positions] = walk(ordered, edges, steps)


def _walked(nodes: Scores, edges: Scores, steps: IntArray) -> Tags:
    """The tags of the best paths, in the plan's order, of scores that are integers.

    Shifted to the left, a score has room for the tag that follows: the highest score says by which tag it is
    reached. ``nodes`` become the best scores from each position on to the right end.
    """
    bits = (len(edges) - 1).bit_length()
    best, last = nodes, (1 << bits) - 1
    best <<= bits
    links = ((edges << bits) | np.arange(len(edges), dtype=edges.dtype))[:, :, None]
    follows = np.empty(best.shape, np.uint8)
    for before, start, end in zip(steps[:-2].tolist(), steps[1:-1].tolist(), steps[2:].tolist(), strict=True):
        reached = (best[:, before : before + end - start] + links).max(axis=1)
        np.bitwise_and(reached, last, out=follows[:, start:end], casting="unsafe")
        reached &= ~last
        best[:, start:end] += reached
    tags = np.empty(best.shape[1], np.uint8)
    tag = tags[:0]
    for start, end, further in _right_to_left(steps):
        tags[start : start + further] = follows[tag, np.arange(end, end + further)]
        tags[start + further : end] = best[:, start + further : end].argmax(axis=0)
        tag = tags[start:end]
    return tags


def _forward(nodes: Scores, edges: Scores, steps: IntArray) -> Scores:
    """Best score from each position on to the right end, by tag: ``(tags, n)`` in the plan's order."""
    best = nodes.copy()
    for before, start, end in zip(steps[:-2].tolist(), steps[1:-1].tolist(), steps[2:].tolist(), strict=True):
        after = best[:, before : before + end - start]
        sums = after[None, :, :] + nodes[:, None, start:end]
        sums += edges[:, :, None]
        sums.max(axis=1, out=best[:, start:end])
    return best


def _traced(nodes: Scores, edges: Scores, steps: IntArray) -> Tags:
    """The tags of the best paths, in the plan's order: from the left ends to the right."""
    best = _forward(nodes, edges, steps)
    tags = np.empty(nodes.shape[1], np.uint8)
    last = len(edges) - 1
    tag = np.zeros(0, np.int64)
    for start, end, further in _right_to_left(steps):
        here = slice(start, end)
        chosen = np.empty(end - start, np.int64)
        if further:
            columns = np.arange(end, end + further)
            sums = best[:, start : start + further] + nodes[tag, columns] + edges[tag].T
            chosen[:further] = last - sums[::-1].argmax(axis=0)
        chosen[further:] = best[:, start + further : end].argmax(axis=0)
        tags[here] = tag = chosen
    return tags


def _right_to_left(steps: IntArray) -> list[tuple[int, int, int]]:
    """Each step as ``(start, end, sequences that go on to its left)``, the leftmost first."""
    bounds = steps.tolist()
    counts = [*(end - start for start, end in pairwise(bounds)), 0]
    return [(bounds[t], bounds[t + 1], counts[t + 1]) for t in range(len(bounds) - 2, -1, -1)]
