"""Values that are more than their fields."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model import Token, Tokens

LENGTHS = st.lists(st.integers(1, 4), max_size=6)


def words(lengths: list[int]) -> tuple[Tokens, tuple[Token, ...]]:
    ends = np.cumsum([0, *lengths])
    plain = tuple(Token(start, end) for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))
    return Tokens(np.stack([ends[:-1], ends[1:]], axis=1)), plain


@given(LENGTHS, st.slices(6))
def test_tokens_are_what_a_tuple_of_them_would_be(lengths: list[int], part: slice) -> None:
    tokens, plain = words(lengths)
    both: list[object] = [tokens, plain]
    assert both == both[::-1]
    assert (len(tokens), list(tokens), hash(tokens)) == (len(plain), list(plain), hash(plain))
    assert tokens[part] == plain[part]
    assert tokens == pickle.loads(pickle.dumps(tokens))
    assert all(type(token.start) is int for token in tokens)
    assert not lengths or (tokens[-1], plain[0] in tokens) == (plain[-1], True)


@given(LENGTHS, LENGTHS)
def test_tokens_are_equal_where_all_are(one: list[int], other: list[int]) -> None:
    assert (words(one)[0] == words(other)[0]) == (one == other)
    assert words(one)[0] != "words"
