import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.joined import Joined, only_in
from corpuskit.model import NO_HITS, Hits, View
from corpuskit.unicode import CODE_POINTS, code_points


def views(*texts: str) -> list[View]:
    return [View(text, code_points(text), "zh") for text in texts]


@given(st.lists(st.text("甲乙\n", max_size=4), max_size=5))
def test_where_names_the_views_with_such_a_character(texts: list[str]) -> None:
    table = np.zeros(CODE_POINTS, np.bool_)
    table[ord("甲")] = True
    expected = [index for index, text in enumerate(texts) if "甲" in text]
    assert Joined(views(*texts)).where(table) == expected


def test_only_some_views_are_looked_at() -> None:
    def find(view: View) -> Hits:
        return Hits.of([(0, 0, len(view.text), {}, ())])

    first, second = only_in(views("甲", "乙丙"), [1], find)
    assert first is NO_HITS
    assert second.ends.tolist() == [2]
