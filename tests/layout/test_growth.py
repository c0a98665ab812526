"""Twice the text takes less than thrice the time, whatever its shape."""

import tracemalloc

import pytest

from corpuskit.layout import analyse
from tests.growth import grows_linearly
from tests.samples import SEED, WRAPPED

SHAPES = {
    "wrapped": (WRAPPED, 800),
    "a page again and again": (SEED.read_text(encoding="utf-8"), 12),
    "blank lines": ("\n", 400_000),
    "one line": ("发展新质生产力，推动高质量发展。", 20_000),
    "lines of one character": ("发\n", 40_000),
    "hyphens": ("a wide devel-\nopment of a new wide re-\ngion, ", 2_000),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    piece, count = SHAPES[shape]
    assert grows_linearly(lambda times: analyse([piece * times]), count)


def test_brackets_deep_in_brackets_take_little_memory() -> None:
    # each pair lies over hundreds of lines
    text = ("（\n" * 200 + "）\n" * 200) * 40
    analyse([text[:400]])
    tracemalloc.start()
    try:
        analyse([text])
        assert tracemalloc.get_traced_memory()[1] < 1_200 * len(text)
    finally:
        tracemalloc.stop()
