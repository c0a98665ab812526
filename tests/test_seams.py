import numpy as np
import pytest
from hypothesis import given

from corpuskit.seams import Seams, fills_lines
from corpuskit.unicode import code_points
from tests.strategies import texts

WORD = "新型质生产力"


def cuts(text: str, *words: str) -> list[tuple[int, int]]:
    """``(last offset before, first offset after)`` of the breaks that could cut one of ``words``."""
    befores, afters = Seams(words).places(code_points(text))
    return list(zip(befores.tolist(), afters.tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新型质\n生产力", [(2, 4)]),
        ("新型质 \r\n \r\n生产力", [(2, 9)]),
        ("新型质\r生产力", [(2, 4)]),
        ("新型质\n 生产力", []),
        ("力\n新", []),  # no word goes on after 力, none begins before 新
        ("型\n科", []),
        ("\n生产力", []),
        ("新型质\n", []),
        ("新" + "\n" * 9 + "型", [(0, 10)]),
        ("新" + "\n" * 99 + "型", []),
        ("", []),
    ],
)
def test_places(text: str, expected: list[tuple[int, int]]) -> None:
    assert cuts(text, WORD) == expected


def test_no_words_no_places() -> None:
    assert cuts("新型质\n生产力") == []


def test_rows_stop_at_the_ends_of_the_text() -> None:
    seams = Seams([WORD])
    codes = code_points("新\n型")
    joined = seams.joined(codes, *seams.places(codes))
    assert joined == "\n" * 4 + "新型" + "\n" * 5
    assert seams.cut(4, 6) == (0, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 5, (0, 5, 0)), (5, 7, (0, 0, 2)), (13, 18, (1, 3, 2))]
)
def test_cut(start: int, end: int, expected: tuple[int, int, int]) -> None:
    assert Seams([WORD]).cut(start, end) == expected


@given(texts())
def test_rows_hold_the_characters_around_each_break(text: str) -> None:
    seams = Seams([text.replace("\n", "") or WORD])
    codes = code_points(text)
    befores, afters = seams.places(codes)
    assert all(not text[before + 1 : after].strip() for before, after in zip(befores, afters, strict=True))
    joined = seams.joined(codes, befores, afters)
    row = len(joined) // max(len(befores), 1)
    for index, (before, after) in enumerate(zip(befores.tolist(), afters.tolist(), strict=True)):
        middle = index * row + row // 2
        assert joined[middle - 1 : middle + 1] == text[before] + text[after]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", True),
        ("甲\n\u3000", " \r\n乙", True),
        ("甲", "", False),
        ("", "。", False),
        (" ", "\t", True),
    ],
)
def test_a_list_of_words(before: str, after: str, expected: bool) -> None:
    text = before + "新型质\n生产力" + after
    assert fills_lines(text, len(before), len(before) + 7) is expected


def test_many_breaks_take_one_pass() -> None:
    text = "发展新型质\n生产力，" * 1000
    seams = Seams([WORD])
    befores, afters = seams.places(code_points(text))
    assert len(befores) == 1000
    assert seams.joined(code_points(text), befores, afters).count(WORD) == 1000
    assert np.all(afters - befores == 2)
