"""Whether a blank belongs between two lines that are joined."""

import textwrap

import numpy as np
import pytest

from corpuskit.layout.glue import blanks
from corpuskit.layout.rewrap import fill
from corpuskit.unicode import CharClass
from tests.layout.sample import page_of

KOREAN = (
    "섬으로 가는 배는 시월 이후로 다니지 않았고, 일월 중순이 되자 마을 사람들은 더 이상 배를 기다리지 않았다. 그들은 "
    "대신 밤마다 조금씩 바깥쪽으로 넓어지는 얼음을 바라보았고, 이미 알고 있는 것 말고는 아무것도 알려 주지 않는 하늘을 "
    "올려다보았다. 삼촌은 공책에 날씨를 적었다. 그가 바다에서 돌아온 해부터 하루도 빠짐없이 바람과 기압과 물의 높이를 "
    "적었고, 마지막 칸에는 그가 보기에 그날에 속한다고 여겨지는 다른 모든 것을 적었다."
)


def spaced(first: str, second: str, *more: str) -> bool:
    """Whether one belongs between the first two lines of a document that goes on with ``more``."""
    batch, page = page_of("\n".join([first, second, *more]))
    return bool(blanks(batch, page, np.array([0]))[0])


@pytest.mark.parametrize(
    ("first", "second", "blank"),
    [
        ("发展新质", "生产力", False),
        ("the old", "house", True),
        ("the old,", "grey", True),
        ("the (old", ") house", False),
        ("the (", "old", False),
        ("the “old”", "house", True),
        ("the old", "“house”", True),
        ("it’s ‘old’", "house", True),
        ("他说“好”", "就走了", False),
        ("他说", "“好”", False),
        ("well-", "known", False),
        ("これは", "本です", False),
        ("第一，", "second", False),
        ("用", ".gitignore", False),
        ("use", ".gitignore", True),
        ("version 3", ".NET", False),
        ("the year 20", "23 was", True),
        ("在20", "23年", False),
    ],
)
def test_a_blank_stands_between_words_of_scripts_that_have_blanks(
    first: str, second: str, blank: bool
) -> None:
    assert spaced(first, second) is blank


def between_hangul(text: str) -> set[bool]:
    """Whether blanks belong between lines that end and begin in Hangul."""
    batch, page = page_of(text)
    meet = (page.ink.last[:-1] == CharClass.HANGUL) & (page.ink.first[1:] == CharClass.HANGUL)
    return set(blanks(batch, page, meet.nonzero()[0]).tolist())


@pytest.mark.parametrize("width", range(24, 81, 4))
def test_lines_of_hangul_that_were_broken_at_blanks_have_them_back(width: int) -> None:
    text = " ".join([KOREAN] * 3)
    assert between_hangul(textwrap.fill(text, width // 2)) == {True}
    assert between_hangul("\n".join(fill(text, [width]))) == {False}
    assert between_hangul("\n".join(fill(text.replace(" ", ""), [width]))) == {False}


def test_few_lines_of_hangul_were_broken_at_blanks() -> None:
    assert between_hangul("대운하는 북쪽의\n베이징에서 시작하여") == {True}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("采用", "GPU"),
        ("采用GPU", "的"),
        ("共有", "12"),
        ("共有12", "个"),
        ("用到", "$PATH"),
        ("键{a}", "等"),
    ],
)
def test_where_han_meets_words_and_numbers_the_document_says(first: str, second: str) -> None:
    meeting = {"采用": "中文 English", "共有": "中文 12", "用到": "中文 English"}
    after = {"采用GPU": "English 中文", "共有12": "12 中文", "键{a}": "English 中文"}
    with_blank = meeting.get(first) or after[first]
    assert spaced(first, second, with_blank)
    assert not spaced(first, second, with_blank.replace(" ", ""))
    assert not spaced(first, second, with_blank, with_blank.replace(" ", ""))


def test_a_meeting_that_the_document_does_not_have_follows_the_other_of_its_direction() -> None:
    assert spaced("采用", "GPU", "共有 12")
    assert spaced("共有12", "个", "GPU 的")
    assert not spaced("采用", "GPU", "GPU 的")


def test_numbers_stay_apart_where_the_document_parts_numbers() -> None:
    assert spaced("产量为12 15 18", "20 22 万吨")
    assert not spaced("产量为18", "20 万吨")
    assert spaced("18", "20")


def test_what_other_documents_do_says_nothing() -> None:
    batch, page = page_of("采用\nGPU", "采用 CPU", "采用 CPU\n的 3 4")
    assert blanks(batch, page, np.array([0, 3])).tolist() == [False, False]
