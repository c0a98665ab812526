import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.entities.neighbours import Neighbours, Scan, symbols_of
from corpuskit.matching import Utf8
from corpuskit.model import IntArray
from corpuskit.unicode import code_points

ALPHABET = "总书记说𠮷\n"
WORDS = st.sets(st.text(ALPHABET, min_size=1, max_size=3), max_size=8)


def looked_up(text: str, words: Neighbours) -> tuple[IntArray, IntArray]:
    others = Neighbours(["总书", "书记", "书"])
    return symbols_of(code_points(text)), Scan([others, words]).find(Utf8(text))[words]


@given(WORDS, st.text(ALPHABET, max_size=20))
def test_words_are_found_where_they_begin_and_end(words: set[str], text: str) -> None:
    compiled = Neighbours(sorted(words))
    place = looked_up(text, compiled)
    offsets = np.arange(len(text) + 1)
    ends, begins = (compiled.beside(*place, offsets, before=before).tolist() for before in (True, False))
    assert ends == [text[:at].endswith(tuple(words)) for at in offsets]
    assert begins == [text[at:].startswith(tuple(words)) for at in offsets]


@given(WORDS, st.text(ALPHABET, min_size=1, max_size=12), st.data())
def test_a_span_holds_a_word_that_ends_in_it(words: set[str], text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    compiled = Neighbours(sorted(words))
    starts, ends = compiled.places(*looked_up(text, compiled))
    held = [place for place in zip(starts.tolist(), ends.tolist(), strict=True) if place[0] >= start]
    assert bool(held and held[0][1] <= end) == any(word in text[start:end] for word in words)
