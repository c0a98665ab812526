from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.entities.lexicon import COVER, END, LONGEST, START, Lexicon
from corpuskit.unicode import code_points

WORDS = st.sets(st.text("海上踏长治", min_size=1, max_size=7), max_size=12)
TEXTS = st.text("海上踏长治\n", min_size=3, max_size=20)


def evidence(words: set[str], text: str, start: int, end: int) -> tuple[int, bool]:
    lexicon = Lexicon(sorted(words))
    stand = lexicon.standing(code_points(text))
    starts, ends = np.array([start]), np.array([end])
    return int(lexicon.against(stand, starts, ends)[0]), bool(lexicon.within(stand, starts, ends)[0])


def places(words: set[str], text: str) -> list[tuple[int, int]]:
    kept = {word for word in words if 2 <= len(word) <= LONGEST}
    spans = [(low, high) for low in range(len(text)) for high in range(low + 1, len(text) + 1)]
    return [(low, high) for low, high in spans if text[low:high] in kept]


@given(WORDS, TEXTS, st.data())
def test_it_says_what_the_words_say(words: set[str], text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    known = places(words, text)
    flags, within = evidence(words, text, start, end)
    assert bool(flags & COVER) == any(low <= start and high >= end for low, high in known)
    assert bool(flags & START) == any(low < start < high < end for low, high in known)
    crossing = [low for low, high in known if start < low < end < high]
    ending = [low for low, high in known if start < low and high == end]
    assert bool(flags & END) == any(all(low <= other for other in ending) for low in crossing)
    assert within == any(start <= low and high <= end for low, high in known)


@given(WORDS, TEXTS, st.integers(1, 6))
def test_parts_of_a_text_hold_the_words_of_the_whole(words: set[str], text: str, size: int) -> None:
    lexicon, codes = Lexicon(sorted(words)), code_points(text)
    whole = lexicon.standing(codes)
    with patch("corpuskit.entities.lexicon._AT_ONCE", size):
        assert np.array_equal(lexicon.standing(codes), whole)


def test_a_word_that_ends_with_the_name_outweighs_one_across_its_end() -> None:
    text = "研究中心重庆"
    assert evidence({"心重"}, text, 0, 4)[0] == END
    assert evidence({"心重", "中心"}, text, 0, 4)[0] == 0


def test_an_empty_lexicon_says_nothing() -> None:
    assert evidence(set(), "踏上海上", 1, 3) == (0, False)


def test_no_spans_no_evidence() -> None:
    none = np.zeros(0, np.int64)
    lexicon = Lexicon(["海上"])
    stand = lexicon.standing(code_points("海上"))
    assert lexicon.against(stand, none, none).tolist() == []
    assert lexicon.within(stand, none, none).tolist() == []
