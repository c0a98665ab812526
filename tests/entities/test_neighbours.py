from hypothesis import given
from hypothesis import strategies as st

from corpuskit.entities.neighbours import Neighbours
from corpuskit.unicode import code_points

ALPHABET = "总书记说𠮷\n"
WORDS = st.sets(st.text(ALPHABET, min_size=1, max_size=3), max_size=8)


@given(WORDS, st.text(ALPHABET, max_size=20))
def test_masks_say_where_words_begin_and_end(words: set[str], text: str) -> None:
    compiled, codes = Neighbours(sorted(words)), code_points(text)
    offsets = range(len(text) + 1)
    assert compiled.ending(text, codes).tolist() == [text[:at].endswith(tuple(words)) for at in offsets]
    assert compiled.beginning(text, codes).tolist() == [text[at:].startswith(tuple(words)) for at in offsets]


@given(WORDS, st.text(ALPHABET, min_size=1, max_size=12), st.data())
def test_a_span_holds_a_word_that_ends_in_it(words: set[str], text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    ends = Neighbours(sorted(words)).next_ends(text, code_points(text))
    assert bool(ends[start] <= end) == any(word in text[start:end] for word in words)
