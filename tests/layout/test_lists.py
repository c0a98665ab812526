"""Lists in lower case between paragraphs that are wrapped."""

import numpy as np
import pytest

from corpuskit.layout.lists import listed
from corpuskit.layout.nature import nature
from corpuskit.layout.rewrap import fill
from tests.layout.prose import ENGLISH
from tests.layout.sample import fix, page_of

THINGS = (
    "a bird's nest with a blue egg in it", "a button from a soldier's coat", "part of a clock, without hands",
    "a fossil, probably a sea urchin", "three keys that open nothing", "a photograph of somebody's aunt on a camel",
    "a ship in a bottle, broken", "a coin with a hole in the middle", "a stone which looks like a loaf of bread",
)  # fmt: skip
FULL = ("a map of the village that was drawn by a boy", "and a letter with no name on it that somebody") * 2


@pytest.mark.parametrize("width", [46, 56, 60, 66, 70])
def test_a_list_between_wrapped_paragraphs_keeps_most_of_its_lines(width: int) -> None:
    before, after = (
        "\n\n".join("\n".join(fill(one, [width])) for one in part) for part in (ENGLISH[:2], ENGLISH[2:])
    )
    rows = fix("\n\n".join((before, "\n".join(THINGS), after)) + "\n").split("\n")
    assert 2 * sum(thing in rows for thing in THINGS) > len(THINGS)


@pytest.mark.parametrize(
    ("last", "above", "found"),
    [
        ("a stone", "", True),
        ("a stone.", "", False),
        ("a stone:", "", False),
        ("a stone", "It was here. Then\n", False),
        ("一块石头", "", False),
    ],
    ids=["list", "stop", "colon", "sentence", "Chinese"],
)
def test_what_would_be_a_paragraph_without_a_sentence_is_a_list(last: str, above: str, found: bool) -> None:
    _, page = page_of(above + "\n".join((*FULL, "two keys", *FULL, last)) + "\n")
    kinds = nature(page.lines, page.ink, page.follows)
    assert listed(page, kinds, page.follows).any() == found
    assert not listed(page, kinds, np.zeros_like(page.follows)).any()


def test_a_few_lines_or_full_ones_are_no_list() -> None:
    for rows in (THINGS[:3], [*FULL, *FULL]):
        _, page = page_of("\n".join(rows) + "\n")
        assert not listed(page, nature(page.lines, page.ink, page.follows), page.follows).any()
