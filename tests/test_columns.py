"""Values that are more than their fields."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.columns import Edit, Edits, Token, Tokens

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


EDITS = st.lists(
    st.builds(Edit, st.integers(0, 9), st.integers(0, 9), st.sampled_from(["", "，", " "])), max_size=6
)


@given(EDITS, EDITS, st.slices(6), st.slices(6))
def test_edits_are_what_a_tuple_of_them_would_be(
    some: list[Edit], others: list[Edit], part: slice, again: slice
) -> None:
    edits, plain = Edits.of([some, Edits.of([others])]), (*some, *others)
    both: list[object] = [edits, plain]
    assert both == both[::-1]
    assert (len(edits), [*edits], hash(edits), repr(edits)) == (
        len(plain),
        [*plain],
        hash(plain),
        repr(plain),
    )
    assert edits[part][again] == plain[part][again]
    assert pickle.loads(pickle.dumps(edits[part])) == plain[part]
    assert [*zip(*edits[part].columns(), strict=True)] == [*plain[part]]
    assert edits.cut([0, len(some), len(plain)]) == [some, others]
    assert not plain or (edits[-1], plain[0] in edits) == (plain[-1], True)


@given(EDITS, EDITS)
def test_edits_are_equal_where_all_are(one: list[Edit], other: list[Edit]) -> None:
    assert (Edits.of([one]) == tuple(other)) == (one == other)
    assert Edits.of([one]) != "edits"
