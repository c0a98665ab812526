import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.unicode import code_points
from corpuskit.wordset import WordSet

WORDS = st.lists(st.text("科创板发展", min_size=2, max_size=5), unique=True, max_size=40)
TEXTS = st.text("科创板发展大", max_size=60)


def places(words: list[str], text: str, length: int) -> list[int]:
    return [at for at in range(len(text) - length + 1) if text[at : at + length] in words]


@given(WORDS, TEXTS)
def test_all_words_in_a_text_are_found_and_no_others(words: list[str], text: str) -> None:
    found = WordSet.of(words).matches(code_points(text), np.ones(len(text), np.bool_), 5)
    assert [(length, starts.tolist()) for length, starts in found] == [
        (length, places(words, text, length)) for length in range(2, 6)
    ]


@given(WORDS, TEXTS)
def test_what_words_begin_with_leads_to_them(words: list[str], text: str) -> None:
    beginnings = sorted({word[:size] for word in words for size in range(2, len(word) + 1)})
    known = WordSet.of(beginnings)
    for length, starts, slots in known.prefixes(code_points(text), 5):
        assert starts.tolist() == places(beginnings, text, length)
        assert slots.tolist() == [known.slot(text[at : at + length]) for at in starts.tolist()]


def test_a_word_is_not_found_where_it_may_not_be() -> None:
    may = np.array([True, True, True, False])
    ((_, starts),) = WordSet.of(["科创"]).matches(code_points("科创科创"), may, 2)
    assert starts.tolist() == [0]


def test_nothing_begins_with_no_character() -> None:
    ((_, starts, _),) = WordSet.of(["\0科", "科创"]).prefixes(code_points("\0科创"), 2)
    assert starts.tolist() == [1]
