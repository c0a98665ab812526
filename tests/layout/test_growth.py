"""Twice the text takes less than thrice the time, whatever its shape."""

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
