"""Chunks of a sliding window, one a line: to join them would double what they overlap by."""

import pytest

from corpuskit.layout.overlaps import _overlaps
from corpuskit.layout.rewrap import Setting, rewrap
from tests.growth import grows_linearly
from tests.layout.prose import ENGLISH, REPORT
from tests.layout.sample import ESSAY, fix

PROSE = {"essay": "".join(ESSAY), "report": "".join(REPORT), "english": " ".join(ENGLISH)}


def chunks(text: str, size: int, overlap: int) -> list[str]:
    """``text`` in windows of ``size`` characters, each ``overlap`` before the last one's end; no blanks at ends."""
    return [text[at : at + size].strip() for at in range(0, len(text) - overlap, size - overlap)]


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize("size", [20, 30, 50, 80, 100])
@pytest.mark.parametrize("overlap", [4, 5, 8, 10])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_overlapping_chunks_stay_apart(name: str, size: int, overlap: int, between: str) -> None:
    text = between.join(chunks(PROSE[name], size, overlap)) + "\n"
    assert fix(text) == text


def test_chunks_of_several_documents_stay_apart() -> None:
    rows = [row for _ in range(3) for text in PROSE.values() for row in chunks(text, 60, 20)]
    text = "\n".join(rows) + "\n"
    assert fix(text) == text


@pytest.mark.parametrize("width", [24, 36, 50, 70])
def test_a_few_lines_that_repeat_an_end_are_joined_like_others(width: int) -> None:
    essay = [block.replace("天已经亮了", "天亮了天亮了天亮了") for block in ESSAY]
    text = rewrap(essay, ["paragraph"] * len(essay), Setting(width, shown=True), 1)
    assert [block.strip() for block in fix(text).split("\n\n")] == essay


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        ("过桥去了又走", "去了又走了很远", True),
        ("过桥去了又走", "又走了很远", False),
        ("一二三一二三", "一二三一二三四", True),
        ("三二一二一二", "二一二四", True),
        ("一二三四", "一二三五", False),
        ("走了", "走了", False),
        ("", "走了很远", False),
    ],
)
def test_what_a_line_begins_with(above: str, below: str, found: bool) -> None:
    assert _overlaps(above, below) is found


def test_time_grows_with_the_lines_even_of_one_character() -> None:
    assert grows_linearly(lambda times: _overlaps("a" * times + "b", "a" * times), 20_000)
