import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.errors import RuleFault
from corpuskit.matching import (
    Glimpse,
    Regex,
    Scope,
    Utf8,
    Words,
    cuts_word,
    fault_of,
    first_characters,
    regex_of,
    scannable,
    words_run_on,
)
from corpuskit.model import Block
from corpuskit.unicode import code_points
from tests.strategies import texts


@given(texts())
def test_byte_offsets_come_back_as_code_points(text: str) -> None:
    utf8 = Utf8(text)
    ends = [len(scannable(text[:at]).encode()) for at in range(len(text) + 1)]
    assert utf8.code_points(np.array(ends)).tolist() == list(range(len(text) + 1))
    assert utf8.code_points(np.array([-1])).tolist() == [-1]


@given(texts())
def test_spans_are_those_of_the_text(text: str) -> None:
    assert "".join(text[start:end] for start, end in Regex(r"\p{Han}+").spans(scannable(text))) == "".join(
        one for one in text if Regex(r"\p{Han}").search(scannable(one))
    )


def test_scannable_keeps_every_offset() -> None:
    assert scannable("科\ud800技\udfff𠮷") == "科\ufffd技\ufffd𠮷"
    assert scannable("科技") == "科技"


def test_a_group_that_took_no_part() -> None:
    assert Regex("(年)|(月)").table(Utf8("年月"), [1, 2]).tolist() == [[[0, 1], [-1, -1]], [[-1, -1], [1, 2]]]


def test_case_is_folded_only_where_asked() -> None:
    assert Regex("co", ignore_case=True).spans("CO₂") == [(0, 2)]
    assert Regex("co").spans("CO₂") == []


def test_empty_matches_are_no_spans() -> None:
    assert Regex("a*").spans("科a技aa") == [(1, 2), (3, 5)]


def test_counting_stops() -> None:
    assert Regex("a").count(Utf8("a" * 100), 7) == 7
    assert Regex("a").count(Utf8("aab"), 7) == 2


def test_what_re2_refuses_is_a_fault_of_its_key() -> None:
    with pytest.raises(RuleFault, match=r"^TM001: unless: '\(\?<=a\)b' is not RE2: "):
        regex_of("TM001", "unless", "(?<=a)b")
    assert list(fault_of(regex_of, "TM001", "unless", "ab")) == []


WORDS = st.lists(st.text("新质生产力𠮷a", min_size=1, max_size=4), min_size=1, max_size=6)


@given(WORDS, st.text("新质生产力𠮷a\ud800", max_size=20))
def test_words_are_all_found_wherever_they_overlap(words: list[str], text: str) -> None:
    expected = {
        (index, at, at + len(word))
        for index, word in enumerate(words)
        for at in range(len(text))
        if text.startswith(word, at)
    }
    found = Words(words).spans(text)
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("AI", False),
        ("用AI做", False),
        ("RAI", True),
        ("AI2", True),
        ("AIs", True),
        ("é AI", False),
        ("éAI", True),
    ],
)
def test_latin_words_are_not_cut(text: str, cut: bool) -> None:
    at = text.index("AI")
    assert cuts_word(text, at, at + 2) is cut


@given(texts())
def test_words_run_on_where_an_edge_would_cut_one(text: str) -> None:
    inside = words_run_on(code_points(text)).tolist()
    assert inside == [cuts_word(text, at, at) for at in range(len(text) + 1)]


def test_scope() -> None:
    blocks = [Block(0, 2, "heading", 90), Block(4, 9, "code", 90)]
    assert Scope((), ()).allows(blocks, 5, 6)
    assert [Scope(("code",), ()).allows(blocks, at, at + 1) for at in (0, 3, 4, 8, 9)] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert [Scope((), ("code",)).allows(blocks, at, at + 1) for at in (0, 3, 4, 8, 9)] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert not Scope((), ("code",)).allows(blocks, 3, 5)
    assert Scope((), ("code",)).allows([], 0, 1)
    assert Scope(("code",), ("code",)).covers("code")


@pytest.mark.parametrize(
    ("start", "end", "only", "never"),
    [(0, 2, True, False), (1, 4, True, False), (1, 5, False, False), (4, 6, False, True), (2, 4, False, True),
     (2, 5, False, True), (8, 12, False, True), (5, 8, False, True), (0, 9, False, False)],
)  # fmt: skip
def test_all_blocks_that_a_hit_touches_count(start: int, end: int, only: bool, never: bool) -> None:
    blocks = [Block(0, 2, "heading", 90), Block(4, 9, "code", 90)]
    assert Scope(("heading",), ()).allows(blocks, start, end) is only
    assert Scope((), ("heading",)).allows(blocks, start, end) is never


@pytest.mark.parametrize(
    "pattern",
    [
        "b",
        "^b",
        "b$",
        "(?:^|\n)b",
        "b(?:$|\n)",
        r"\Ab",
        r"b\z",
        r"\bb",
        "[^x]b",
        "b[^x]",
        "[^x]{2,9}",
        "x*",
        "(?-s)b.",
    ],
)
@given(st.lists(st.text("ab\n科", max_size=6), max_size=5))
def test_no_text_that_holds_a_match_is_passed_over(pattern: str, parts: list[str]) -> None:
    regex, texts = Regex(pattern), [Utf8(part) for part in parts]
    near = list(Glimpse(texts).holding(regex))
    assert near == sorted(set(near)) and all(0 <= one < len(texts) for one in near)
    assert {index for index, text in enumerate(texts) if len(regex.table(text, [0]))} <= {*near}


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("[（(][0-9]{3,4}年?(?:生|逝世|）)", "（("),
        ("[来间]|之[久内]", ""),
        ("[来间](?:期|[|)])", "来间"),
        ("[来间](?:期)|之", ""),
        ("[来间](?:期(?:年|月)|日)", "来间"),
        ("[来间]+期", "来间"),
        ("[来间]?期", ""),
        ("[来间]{0,2}期", ""),
        ("[^来间]期", ""),
        ("[0-9]年", ""),
        (r"[\d]年", ""),
        ("(?:[来间])期", ""),
        (r"[来]\Q(\E|期", ""),
    ],
)
def test_first_characters_are_told_only_where_a_class_must_be_there(pattern: str, characters: str) -> None:
    assert first_characters(pattern) == characters


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("[^年月]日", False),
        (r"\[^年", True),
        ("年$", True),
        ("(?:^|[的])年", True),
        (r"年\z", True),
        ("[[:alpha:][]^]", True),
        (r"\Q[\E^]", True),
    ],
)
def test_ends_in_a_pattern_are_none_in_a_class(pattern: str, anchored: bool) -> None:
    assert Regex(pattern).anchored == anchored
