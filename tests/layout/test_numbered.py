"""Lines that begin with numbers which count on: three of them, in one document."""

import pytest

from corpuskit.layout.numbered import numbered
from tests.layout.sample import page_of


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
