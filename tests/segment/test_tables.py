"""Hash tables: they find what was put in, and nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.segment.tables import PairTable, Trie, split_pairs

PAIRS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), unique=True, max_size=200)
WORDS = st.lists(st.text("科创板发展", min_size=2, max_size=5), unique=True, max_size=40)


def columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@given(PAIRS, PAIRS)
def test_a_table_finds_its_pairs_and_no_others(
    pairs: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    first, second = columns(pairs)
    table = PairTable.of(first, second, np.arange(1, len(pairs) + 1))
    wanted = dict(zip(pairs, range(1, len(pairs) + 1), strict=True))
    asked = pairs + others
    assert table.find(*columns(asked)).tolist() == [wanted.get(pair, 0) for pair in asked]
    assert table.roomy().find(*columns(asked)).tolist() == table.find(*columns(asked)).tolist()
    assert table.count() == table.roomy().count() == len(pairs)


@given(PAIRS)
def test_keys_give_their_pairs_back(pairs: list[tuple[int, int]]) -> None:
    table = PairTable.of(*columns(pairs), np.arange(1, len(pairs) + 1))
    first, second = split_pairs(table.keys[table.rows > 0])
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == sorted(pairs)


@given(WORDS, st.text("科创板发展大", max_size=60))
def test_a_trie_finds_all_words_in_a_text(words: list[str], text: str) -> None:
    symbols = {character: number for number, character in enumerate("科创板发展大", 1)}
    trie = Trie.of([[symbols[character] for character in word] for word in words], len(symbols) + 1)
    wanted = {
        length: [i for i in range(len(text)) if text[i : i + length] in words] for length in range(2, 6)
    }
    wanted = {length: [i for i in found if i + length <= len(text)] for length, found in wanted.items()}

    walked = trie.matches(np.array([symbols[character] for character in text], np.int64), 5)
    for length, (starts, numbers) in enumerate(walked, 2):
        assert starts.tolist() == wanted[length]
        assert [words[number - 1] for number in numbers] == [text[i : i + length] for i in starts]
