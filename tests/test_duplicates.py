"""Fingerprints: the same however a text is wrapped, near for a few changes, the same in any batches."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.duplicates import EXACT, LEVELS, NEAR, clusters, digest, joined, take_prints

TEXT = (
    "大运河北起北京，南至杭州，沟通海河、黄河、淮河、长江和钱塘江五大水系，两千多年来一直在用。"
    "它把沿线的城镇连成一体，粮食和丝绸顺流而下，南方的稻米由此北上，北方的煤炭由此南下。"
)


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(text[at : at + width] for at in range(0, len(text), width)) + "\n"


def groups(texts: list[str], level: str = NEAR) -> list[int]:
    return [int(first) for first in clusters(take_prints(texts, level))]


def test_a_text_is_the_same_however_it_is_wrapped() -> None:
    assert (
        len({digest(one) for one in (TEXT, wrapped(TEXT, 18), "　　" + TEXT.replace("，", "，\u200b"))}) == 1
    )
    assert groups([TEXT, wrapped(TEXT, 18), wrapped(TEXT, 20)], EXACT) == [0, 0, 0]


@pytest.mark.parametrize("pair", [("12 3", "1 23"), ("in to", "into"), (TEXT, TEXT + "。"), ("３", "3")])
def test_what_differs_in_more_than_blanks_is_not_the_same(pair: tuple[str, str]) -> None:
    assert digest(pair[0]) != digest(pair[1])
    assert groups([*pair], EXACT) == [0, 1]


def test_a_few_changes_are_near_and_another_text_is_not() -> None:
    changed = TEXT.replace("杭州", "余杭")
    other = "".join(Random(1).sample(TEXT, len(TEXT)))
    assert groups([other, TEXT, changed, wrapped(changed, 25)]) == [0, 1, 1, 1]
    assert groups([other, TEXT, changed], EXACT) == [0, 1, 2]


def test_short_and_empty_texts_are_near_only_to_their_like() -> None:
    assert groups(["", "一", "二", " \n", "一", "", "一二三四五六"]) == [0, 1, 2, 0, 1, 0, 6]


def test_no_documents() -> None:
    assert groups([]) == []
    assert len(joined([])) == 0


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from(["", "a b", "a  b", TEXT, TEXT + "完", wrapped(TEXT, 9)]) | st.text(), max_size=12
    ),
    st.integers(1, 5),
    st.sampled_from(LEVELS),
)
def test_prints_are_the_same_in_any_batches(texts: list[str], size: int, level: str) -> None:
    parts = [take_prints(texts[at : at + size], level) for at in range(0, len(texts), size)]
    whole, pieces = take_prints(texts, level), joined([take_prints([], level), *parts])
    assert whole.digests.tobytes() == pieces.digests.tobytes()
    assert whole.bands.tobytes() == pieces.bands.tobytes()
    assert whole.sketches.tobytes() == pieces.sketches.tobytes()
    firsts = clusters(whole).tolist()
    assert all(first <= index and firsts[first] == first for index, first in enumerate(firsts))


def test_the_share_that_is_found_rises_where_it_should() -> None:
    chance = Random(7)
    alphabet = [chr(code) for code in range(0x4E00, 0x5800)]
    found = {}
    for kept in (0.95, 0.6):
        texts = []
        for _ in range(60):
            text = "".join(chance.choices(alphabet, k=400))
            cut = int(400 * kept)
            texts += [text, text[:cut] + "".join(chance.choices(alphabet, k=400 - cut))]
        firsts = groups(texts)
        found[kept] = sum(firsts[at + 1] == at for at in range(0, len(texts), 2))
    assert found == {0.95: 60, 0.6: 0}
