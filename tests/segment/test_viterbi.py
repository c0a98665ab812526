"""Decoding: the best of all paths, however the sequences are batched."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model import IntArray
from corpuskit.segment import viterbi


def laid(seed: int, lengths: list[int], kind: type) -> tuple[viterbi.Scores, viterbi.Scores, IntArray]:
    """Random scores, with many ties, of sequences with a gap between them."""
    random = np.random.default_rng(seed)
    starts = np.concatenate([[0], np.cumsum(np.array(lengths) + 1)[:-1]]).astype(np.int64)
    nodes: viterbi.Scores = random.integers(0, 4, (sum(lengths) + len(lengths), 3)).astype(kind)
    return nodes, random.integers(0, 4, (3, 3)).astype(kind), starts


@given(st.integers(0, 999), st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_no_path_is_better(seed: int, lengths: list[int]) -> None:
    nodes, edges, starts = laid(seed, lengths, int)
    tags = viterbi.decode(nodes, edges, starts, np.array(lengths))
    for start, length in zip(starts.tolist(), lengths, strict=True):
        rows = nodes[start : start + length]

        def worth(path: tuple[int, ...], rows: viterbi.Scores = rows) -> int:
            inside = sum(int(rows[place, tag]) for place, tag in enumerate(path))
            return inside + sum(int(edges[pair]) for pair in pairwise(path))

        best = max(worth(path) for path in product(range(3), repeat=length))
        assert worth(tuple(tags[start : start + length].tolist())) == best


@pytest.mark.parametrize("kind", [int, float])
@given(st.integers(0, 999), st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_a_batch_decodes_as_its_sequences_do(kind: type, seed: int, lengths: list[int]) -> None:
    nodes, edges, starts = laid(seed, lengths, kind)
    together = viterbi.decode(nodes, edges, starts, np.array(lengths))
    alone = np.zeros_like(together)
    for start, length in zip(starts, lengths, strict=True):
        alone |= viterbi.decode(nodes, edges, np.array([start]), np.array([length]))
    assert together.tolist() == alone.tolist()


@given(st.integers(0, 999), st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_integers_are_decoded_as_floats_are(seed: int, lengths: list[int]) -> None:
    nodes, edges, starts = laid(seed, lengths, int)
    edges[0, 2] = -(1 << 20)
    found = [
        viterbi.decode(nodes.astype(kind), edges.astype(kind), starts, np.array(lengths)).tolist()
        for kind in (np.float64, np.int64, np.int32)
    ]
    assert found[0] == found[1] == found[2]


def test_one_sequence_far_longer_than_the_others() -> None:
    nodes, edges, starts = laid(7, [3] * 20 + [500], int)
    tags = viterbi.decode(nodes, edges, starts, np.array([3] * 20 + [500]))
    assert (
        tags[-501:-1].tolist()
        == viterbi.decode(nodes[-501:-1], edges, np.array([0]), np.array([500])).tolist()
    )


def test_no_sequences() -> None:
    none = np.zeros(0, np.int64)
    assert viterbi.decode(np.zeros((2, 3)), np.zeros((3, 3)), none, none).tolist() == [0, 0]
