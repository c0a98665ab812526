from collections.abc import Iterator
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit import letters
from corpuskit.letters import FewLetters
from corpuskit.matching import Regex
from corpuskit.unicode import code_points

PARTS = st.sampled_from(
    [
        "科", "创新", "a", "、", ".", r"\.", r"\s", r"\p{Han}", r"\P{Han}", r"\pL",
        "[^、a]", "[a-c科〇]", r"[^\P{Han}的了]", r"[\p{L}\n-]", "[[:alpha:]、]", "[]科]",
    ]
)  # fmt: skip
TIMES = st.sampled_from(["", "", "{0,3}", "{1,2}?", "*", "+?", "?"])
PATTERNS = st.lists(st.tuples(PARTS, TIMES), min_size=1, max_size=5).map(
    lambda parts: "".join(f"(?:{part}){times}" for part, times in parts)
)
TEXTS = st.text("科创新的了〇、。abz.] \n𠮷é", max_size=40)


@pytest.fixture(autouse=True, scope="module")
def all_are_worth_it() -> Iterator[None]:
    with patch.multiple(letters, LARGE=0, LONG=0):
        yield


@given(PATTERNS, PATTERNS, st.sampled_from(["", "(?m)^"]), TEXTS)
def test_it_finds_what_the_pattern_finds(one: str, other: str, before: str, text: str) -> None:
    regex = Regex(f"{before}(?:({one})|{other})")
    small = FewLetters(regex)
    for group in (0, 1):
        assert small.spans(text, code_points(text), group) == regex.spans(text, group)


@pytest.mark.parametrize(
    "pattern", [r"(?i)科A", r"\x{79d1}", r"\Q科\E", "𠮷", "(?P<name>科)", r"[^\x00-\x{10FFFF}]科"]
)
def test_what_is_not_read_is_left_to_the_pattern_itself(pattern: str) -> None:
    text = "科技a科A𠮷"
    assert FewLetters(Regex(pattern)).spans(text, code_points(text), 0) == Regex(pattern).spans(text)


def test_too_many_letters_are_not_few() -> None:
    pattern = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    assert FewLetters(Regex(pattern)).spans(pattern, code_points(pattern), 0) == [(0, 2000)]


@pytest.mark.parametrize("least", ["LARGE", "LONG"])
def test_what_is_small_stays_as_it_is(least: str) -> None:
    with (
        patch.object(letters, "_small", side_effect=AssertionError),
        patch.object(letters, least, 1000),
    ):
        assert FewLetters(Regex("科创")).spans("科创", code_points("科创"), 0) == [(0, 2)]


def test_a_large_pattern_has_fewer_instructions() -> None:
    regex = Regex(r"(?:[^\P{Han}的了]{0,14}大学|[^\P{Han}的了]{2,10}学院)" * 2)
    made = letters._small(regex.pattern)
    assert regex.size > 10 * made.regex.size if made else False
