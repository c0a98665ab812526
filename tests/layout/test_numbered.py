"""Lines that begin with numbers which count on: three of them, in one document."""

import pytest

from corpuskit.layout.numbered import notes, numbered
from corpuskit.layout.rewrap import fill
from tests.layout.sample import ESSAY, fix, page_of


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ("1 2 3", [1, 1, 0]),
        ("8 9 10 11", [1, 1, 1, 0]),
        ("１ ２ ３", [1, 1, 0]),
        ("1 2 5", [0, 0, 0]),
        ("1 2 7 8", [0, 0, 0, 0]),
        ("3 2 1", [0, 0, 0]),
        ("5 5 5", [0, 0, 0]),
        ("0 1 2", [1, 1, 0]),
        ("x 0 1", [0, 0, 0]),
        ("x x 0 x 0 1", [0, 0, 0, 0, 0, 0]),
    ],
)
def test_numbers_count_on_from_three_lines_on(numbers: str, found: list[int]) -> None:
    _, page = page_of("".join(f"{number} 双方另行约定\n" for number in numbers.split()))
    assert numbered(page).tolist() == [bool(one) for one in found]


def test_numbers_of_two_documents_do_not() -> None:
    _, page = page_of("1 甲\n2 乙\n", "3 丙\n4 丁\n")
    assert not numbered(page).any()


BODY = "河面上浮着一层薄雾，对岸的村子只露出几棵\n树梢，远处传来一两声鸡叫，他谁也没有惊动\n"


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        (["1参见", "2参见", "3参见"], 3),
        (["1 参见", "1 参见", "2 参见", "3 参见"], 4),
        (["1《运河志》", "2《运河志》", "1《运河志》", "2《运河志》"], 4),
        (["1参见", "2参见", "3参见", "12月"], 3),
        (["1参见", "2参见"], 0),
        (["1个", "12月", "5个", "2年", "3人"], 0),
        (["1.5倍", "2.5倍", "3.5倍"], 0),
        (["1参见", "3参见", "5参见"], 0),
        (["2023年", "2024年", "2025年"], 0),
    ],
)
def test_notes_are_told_by_their_numbers(starts: list[str], found: int) -> None:
    _, page = page_of("".join(f"{BODY}{start}这一年的记载\n" for start in starts))
    assert notes(page).sum() == found


def test_notes_of_two_documents_do_not_count_on() -> None:
    _, page = page_of(f"{BODY}1参见甲\n{BODY}2参见乙\n", f"{BODY}3参见丙\n")
    assert not notes(page).any()


def test_a_sentence_that_the_page_ends_is_not_joined_to_a_note() -> None:
    body = [line for text in ESSAY for line in fill(text, [40])]
    pages = [[*body[at : at + 3], f"{at // 3 + 1}参见《运河志》第三期，此说不一。"] for at in range(0, 15, 3)]
    rows = fix("".join(f"{line}\n" for page in pages for line in page)).split("\n")
    assert sum(row[:1].isdigit() for row in rows) == len(pages)
