"""What is the custom of a document: where its first lines stand, what lies between its paragraphs."""

import numpy as np
import pytest

from corpuskit.layout.customs import customs, full_width, stand_out
from corpuskit.layout.lines import CELL, Batch
from corpuskit.layout.page import Page
from tests.layout.sample import ESSAY

#: Text without a mark, so that only the lines that should end in one do.
WORDS = "".join(one for one in "".join(ESSAY) if one.isalpha() and not one.isascii())
WIDTH = 20


def paragraph(length: int, *, first: int = 0, others: int = 0, width: int = WIDTH) -> list[str]:
    """A paragraph of ``length`` characters in lines of ``width``; so many blanks before the first line and
    before each of the others."""
    text, lines = f"{WORDS[: length - 1]}。", list[str]()
    while text:
        blanks = others if lines else first
        lines.append("\u3000" * blanks + text[: width - blanks])
        text = text[width - blanks :]
    return lines


def page(*texts: list[str]) -> Page:
    joined = ["\n".join(lines) + "\n" for lines in texts]
    return Page.of(Batch.of(joined), joined)


def essay(*lengths: int, first: int = 0, others: int = 0, between: list[str] | None = None) -> list[str]:
    """Paragraphs of such lengths, with the lines ``between`` two of them."""
    parts = [paragraph(length, first=first, others=others) for length in lengths]
    return [line for part in parts for line in [*part, *(between or [])]]


def opened(lines: list[str]) -> list[int]:
    """The breaks after which a line stands out as first lines do, by the number of the line before."""
    return np.flatnonzero(stand_out(page(lines))).tolist()


LENGTHS = (50, 65, 47, 70, 52)
#: After which lines the paragraphs of `LENGTHS` end where first lines stand in, but for the last.
ENDS = [2, 6, 9, 13]


@pytest.mark.parametrize("indent", [1, 2, 4])
def test_first_lines_that_stand_in_stand_out(indent: int) -> None:
    lines = essay(*LENGTHS, first=indent)
    ends = [number for number, line in enumerate(lines) if line.endswith("。")][:-1]
    assert opened(lines) == ends
    assert opened(["\u3000" * 3 + line for line in lines]) == ends


def test_first_lines_of_which_the_others_stand_in_stand_out() -> None:
    lines = essay(*LENGTHS, others=2)
    assert opened(lines) == [number for number, line in enumerate(lines) if line.endswith("。")][:-1]


def test_lines_that_all_begin_at_one_place_do_not() -> None:
    assert opened(essay(*LENGTHS)) == opened(essay(*LENGTHS, first=2, others=2)) == []


def test_it_takes_three_ends_to_be_a_custom() -> None:
    assert opened(essay(50, 65, 47, 70, first=2)) == [2, 6, 9]
    assert opened(essay(50, 65, 47, first=2)) == []


@pytest.mark.parametrize(("wraps", "ends"), [([], ENDS), ([8], ENDS), ([8, 11], []), ([1, 4, 8, 11, 15], [])])
def test_first_lines_must_stand_in_three_times_as_often_as_others(wraps: list[int], ends: list[int]) -> None:
    lines = essay(*LENGTHS, first=2)
    for number in wraps:
        lines[number] = f"\u3000\u3000{lines[number][:-2]}"
    assert [number for number in opened(lines) if number in ENDS] == ends


def test_each_document_has_its_own_customs() -> None:
    own, other = essay(*LENGTHS, first=2), essay(*LENGTHS)
    found = stand_out(page(own, other, own))
    assert np.flatnonzero(found).tolist() == [*ENDS, *(len(own) + len(other) + end for end in ENDS)]


@pytest.mark.parametrize(("count", "inside"), [(4, [0, 1, 2]), (5, [0])])
def test_a_stretch_that_stands_in_is_no_row_of_first_lines(count: int, inside: list[int]) -> None:
    own = essay(*LENGTHS, first=2)
    quoted = ["\u3000\u3000" + WORDS[18 * number :][:18] for number in range(count)]
    lines = [*own, *own, *paragraph(60), *quoted, *paragraph(60), *own]
    start = 2 * len(own) + len(paragraph(60)) - 1
    assert [one - start for one in opened(lines) if start <= one < start + count] == inside


def test_what_stands_in_further_than_first_lines_does_not_stand_out() -> None:
    lines = essay(*LENGTHS, first=2)
    lines.insert(7, "\u3000" * 6 + "小标题")
    assert opened(lines) == [2, 7, 10, 14]


def test_the_full_width_is_the_median_of_lines_that_go_on() -> None:
    lines = essay(*LENGTHS)
    assert full_width(page(lines)).tolist() == [2 * WIDTH * CELL]
    hung = [line + "——" if number in (1, 4) else line for number, line in enumerate(lines)]
    assert full_width(page(hung, ["好。"], lines)).tolist() == [2 * WIDTH * CELL, 0, 2 * WIDTH * CELL]


def test_the_full_width_is_that_of_the_line_in_the_middle_of_all_by_width() -> None:
    lines = [WORDS[:19], WORDS[:21], WORDS[:20], WORDS[:19], WORDS[:20], WORDS[:20], WORDS[:20]]
    assert full_width(page(lines, lines)).tolist() == [2 * 20 * CELL] * 2
    assert full_width(page([*lines[:2], WORDS[:5]])).tolist() == [2 * 21 * CELL]


def test_lines_are_counted_from_the_last_sure_end_and_anew_in_each_document() -> None:
    lines = essay(*LENGTHS, first=2)
    since = customs(page(lines, lines))["since-end"].tolist()
    assert since == [0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 0, 1, 2, 3, 0, 1, 2] * 2


def test_a_blank_line_speaks_for_an_end_where_ends_have_one() -> None:
    lines = essay(*LENGTHS, between=[""])
    gaps = customs(page(lines))["gap-custom"].tolist()
    ends = [number for number, line in enumerate(filter(None, lines)) if line.endswith("。")]
    assert [number for number, value in enumerate(gaps) if value > 15] == ends[:-1]
    assert all(value < -15 for number, value in enumerate(gaps) if number not in ends)
    every = [one for line in essay(*LENGTHS) for one in (line, "")]
    assert max(map(abs, customs(page(every))["gap-custom"].tolist()[:-1])) < 5


def test_an_indent_speaks_for_an_end_where_ends_have_one() -> None:
    indents = customs(page(essay(*LENGTHS, first=2)))["indent-custom"].tolist()
    assert [number for number, value in enumerate(indents) if value > 15] == ENDS
    assert all(value < -15 for number, value in enumerate(indents) if number not in ENDS)


def test_a_line_as_short_as_first_lines_that_lost_their_indent_speaks_for_an_end() -> None:
    lines = [line.lstrip("\u3000") for line in essay(*LENGTHS, first=2)]
    found = customs(page(lines))
    assert [number for number, value in enumerate(found["first-line"].tolist()) if value > 10] == ENDS
    full = [number for number, line in enumerate(lines[1:]) if len(line) == WIDTH]
    assert [number for number, value in enumerate(found["first-line"].tolist()) if value < -10][:-1] == full
    assert set(found["short-at-end"].tolist()) == {16}
    plain = customs(page(essay(*LENGTHS)))
    assert max(plain["first-line"].tolist()) <= 0
    assert set(plain["short-at-end"].tolist()) == {0}


def test_stops_at_the_margin_are_counted_among_the_lines_there() -> None:
    assert set(customs(page(essay(*LENGTHS)))["stop-at-margin"].tolist()) == {0}
    full = essay(60, 40, 60, 40)
    rates = customs(page(full, ["好。", "好的。"]))["stop-at-margin"].tolist()
    assert rates == [8] * 10 + [20] * 2


ENGLISH = """\
  The hills above the town were white with snow that
had come in the night and nobody went out before noon
because the roads were closed to all but the plough.
  In the evening the lamps were lit along the harbour
and the boats that had stayed out came back in a row
with their holds full of herring and their nets torn
by the rocks that lie before the bay.
  Nobody spoke of the storm that had been foretold for
the morning after and children were sent to bed early
so that their fathers could go.
  It came at four."""


def test_lines_in_lower_case_near_the_margin_go_on() -> None:
    indents = customs(page(ENGLISH.split("\n")))["indent-custom"].tolist()
    assert [number for number, value in enumerate(indents) if value >= 14] == [2, 6, 9]
    assert all(value <= -14 for number, value in enumerate(indents) if number not in (2, 6, 9))


MIXED = [*essay(60, 47, first=2), *essay(39, 40, 58), "", "", *essay(65, 33, first=1, others=3)]
FEW = [WORDS[:20], f"\u3000{WORDS[:9]}", "", WORDS[:16]]
TITLED = [line for length in LENGTHS[:3] for line in ("小标题。", "", *paragraph(length, first=2))]


@pytest.mark.parametrize(
    ("lines", "figures"),
    [
        (
            FEW,
            {
                "first-gap": "-10 11 11",
                "first-line": "0 0 -9",
                "gap-custom": "-11 11 -11",
                "indent-custom": "-9 9 9",
                "short-at-end": "10 10 10",
                "stop-at-margin": "0 0 0",
                "since-end": "0 1 2",
            },
        ),
        (
            MIXED,
            {
                "first-gap": "1 1 1 1 1 1 1 1 1 1 1 1 0 1 1 1 1 1 1 1",
                "first-line": "-5 -5 0 5 -5 0 -5 0 -5 -5 -5 -5 5 0 0 0 0 0 0 -5",
                "gap-custom": "-1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 1 -1 -1 -1 -1 -1 -1",
                "indent-custom": "-2 -2 -2 2 -2 -2 -2 -2 -2 -2 -2 -2 -2 2 2 -2 -2 -2 2 -2",
                "short-at-end": "7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7",
                "stop-at-margin": "5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 5",
                "since-end": "0 1 2 3 0 1 2 0 1 2 3 4 5 6 7 8 9 10 0 1",
            },
        ),
        (
            TITLED,
            {
                "first-gap": "1 1 1 0 1 1 1 1 0 1 1 1 1",
                "first-line": "16 -16 0 0 16 -16 -16 0 0 16 -16 0 -16",
                "gap-custom": "11 -11 -11 -11 11 -11 -11 -11 -11 11 -11 -11 -11",
                "indent-custom": "11 -11 -11 -11 11 -11 -11 -11 -11 11 -11 -11 -11",
                "short-at-end": "15 15 15 15 15 15 15 15 15 15 15 15 15",
                "stop-at-margin": "0 0 0 0 0 0 0 0 0 0 0 0 0",
                "since-end": "0 0 1 2 0 0 1 2 3 0 0 1 2",
            },
        ),
    ],
)
def test_the_model_is_asked_by_the_figures_that_it_learnt_from(
    lines: list[str], figures: dict[str, str]
) -> None:
    """Others need another model: ``python -m corpuskit.layout.train``."""
    found = customs(page(lines))
    assert {name: " ".join(map(str, found[name].tolist())) for name in figures} == figures
    assert found.keys() == figures.keys()
