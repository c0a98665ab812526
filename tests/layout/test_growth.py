"""Twice the text takes less than thrice the time, whatever its shape."""

import time

import pytest

from corpuskit.layout import analyse
from tests.samples import SEED, WRAPPED

SHAPES = {
    "wrapped": WRAPPED * 800,
    "a page again and again": SEED.read_text(encoding="utf-8") * 12,
    "blank lines": "\n" * 400_000,
    "one line": "发展新质生产力，推动高质量发展。" * 20_000,
    "lines of one character": "发\n" * 40_000,
    "hyphens": "devel-\nopment of a new re-\ngion, ".replace(" ", " wide ") * 2_000,
}


def spent(text: str) -> float:
    begin = time.process_time()
    analyse([text])
    return time.process_time() - begin


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    text = SHAPES[shape]
    small = min(spent(text) for _ in range(2))
    large = min(spent(text * 2) for _ in range(2))
    assert large < 3 * small + 0.1
