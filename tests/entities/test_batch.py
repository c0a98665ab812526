import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.entities.batch import Batch
from corpuskit.entities.neighbours import Scan
from corpuskit.matching import Regex
from tests.kinds.views import view_of

PATTERNS = ["a+", "a[^b]", "a?\n+b", "(?s)a.*b", "(?:^|a)b", "b$", r"\Aa", r"\ba", "(b)?科", "[^a]+", "a*"]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(texts=st.lists(st.text("ab\n科", max_size=6), min_size=1, max_size=5))
def test_a_pattern_matches_in_each_view_by_itself(pattern: str, texts: list[str]) -> None:
    regex, batch = Regex(pattern), Batch([view_of(text) for text in texts], Scan([]))
    for group in range(regex.groups + 1):
        assert sorted(batch.matches(regex, group)) == [
            (begin + start, begin + end)
            for text, begin in zip(texts, batch.begins.tolist(), strict=True)
            for start, end in regex.spans(text, group)
        ]
