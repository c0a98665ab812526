"""Lists in lower case between paragraphs that are wrapped."""

import numpy as np
import pytest

from corpuskit.layout.lists import listed, without_sentences
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


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("天刚刚亮他就出了门", "沿着河边往北走"), True),
        (("天刚刚亮他就出了门", "沿着河边往北走。"), False),
        (("天刚亮。他就出了门", "沿着河边往北走"), False),
        (("天刚刚亮他就出了门", "沿着河边往北走；"), False),
        (("天刚刚亮他就出了门", "沿着河边往北走："), False),
        (("天刚刚亮他就出了门，", "沿着河边往北走，"), True),
    ],
    ids=["none", "at its end", "inside", "semicolon", "colon", "commas"],
)
def test_paragraphs_without_a_sentence(rows: tuple[str, ...], found: bool) -> None:
    _, page = page_of("\n".join(rows) + "\n", "走。\n走。\n")
    assert without_sentences(page, page.follows).tolist() == [found, False]
    assert not without_sentences(page, np.zeros_like(page.follows)).any()


def test_fewer_joins_without_a_sentence_than_with_one_say_nothing() -> None:
    _, page = page_of("好好\n走\n\n好。\n走\n走\n")
    joins = np.array([True, False, True, True, False])
    assert not without_sentences(page, joins).any()
    assert without_sentences(page, np.array([True, False, True, False, False])).all()


@pytest.mark.parametrize(
    ("behind", "wide", "found"),
    [("他们走了。", "也没有惊动谁", True), ("", "也没有惊动谁", False), ("走。", "", False)],
    ids=["ends open", "cut off", "narrow"],
)
def test_paragraphs_that_end_in_the_middle_of_a_sentence(behind: str, wide: str, found: bool) -> None:
    _, page = page_of(f"天亮。他就{wide}{wide}，\n沿着。边往{wide}{wide}\n北走\n{behind}")
    joins = page.follows & (np.arange(len(page.lines)) < 2)
    assert without_sentences(page, joins).tolist() == [found]


def test_paragraphs_of_many_sentences_are_prose_though_they_end_in_their_source() -> None:
    cited = [f"{block} [A History of the Coast, p. {page}]" for page, block in enumerate(ENGLISH, 41)]
    for width in (38, 46, 50, 54):
        raw = "\n\n".join("\n".join(fill(block, [width])) for block in cited)
        assert fix(raw + "\n") == "\n\n".join(cited) + "\n"
