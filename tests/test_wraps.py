import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.layout import REASONS, analyse
from corpuskit.model import Layout
from corpuskit.wraps import because
from tests.strategies import texts


def layout_of(text: str, reason: str, confidence: int, *, width: int = 30, wrapped: bool = True) -> Layout:
    """A layout of two lines whose only break is decided so; it is joined unless the reason keeps it."""
    start = len(text[: text.index("\n")].rstrip())
    end = len(text) - len(text[start:].lstrip())
    joins = np.array([not reason.startswith("kept-")])
    codes = np.array([REASONS.index(reason)], np.int8)
    starts, ends = np.array([start], np.int64), np.array([end], np.int64)
    trust = np.array([confidence], np.int8)
    return Layout(wrapped, width, starts, ends, joins, codes, trust, (), (), (), ())


def said(text: str, reason: str = "hard-wrap", confidence: int = 90, **keys: int) -> str:
    return because(text, layout_of(text, reason, confidence, **keys), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "width", "words"),
    [
        ("培育新兴产\n业，布局", 12, "the line fills 10 of 12 cells; “业，” would not have fitted"),
        ("培育新兴产\n“业”布局", 12, "the line fills 10 of 12 cells; ““业”” would not have fitted"),
        ("培育新兴产业\n未来", 12, "the line fills all 12 cells; “未” would not have fitted"),
        ("培育新兴产业。\n未来", 12, "the line fills all 12 cells; “未” would not have fitted"),
        (
            "\u3000\u3000培育新兴\n产业",
            12,
            "the line fills all 12 cells, its indent counted; “产” would not have fitted",
        ),
        (
            "\tgrain and\nsilk",
            14,
            "the line fills 13 of 14 cells, its indent counted; “silk” would not have fitted",
        ),
        ("grain and\nsilk, too", 14, "the line fills 9 of 14 cells; “silk,” would not have fitted"),
        ("grain and\nsilk", 14, "the line ends in the middle of a sentence"),
        ("grain\nand " + "x" * 60, 8, "the line fills 5 of 8 cells; “and” would not have fitted"),
        ("科创\n" + "x" * 60, 8, f"the line fills 4 of 8 cells; “{'x' * 23}…” would not have fitted"),
        ("培育新兴\n产业", 12, "the line ends in the middle of a sentence"),
        ("培育新兴。”\n产业", 20, "the line ends its sentence; 90 % that the paragraph goes on"),
    ],
)
def test_hard_wraps(text: str, width: int, words: str) -> None:
    assert said(text, width=width) == words


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        ("a devel-\nopment of", "word-cut", "the line ends inside the word “devel-opment”"),
        ("使用state-of-the-\nart方法", "word-cut", "the line ends inside the word “state-of-the-art”"),
        ("始于2023\n年秋", "number-cut", "the number 2023 is cut from 年"),
        ("约1,200.5\nkm 外", "number-cut", "the number 1,200.5 is cut from km"),
        ("占12\n%以上", "number-cut", "the number 12 is cut from %"),
        ("船队日夜\n\n往来", "blank-line-inside-block", "the sentence goes on behind the empty line"),
        (
            "船队日夜。\n\n往来",
            "blank-line-inside-block",
            "90 % that the paragraph goes on behind the empty line",
        ),
        (
            "他说：\n\n往来",
            "blank-line-inside-block",
            "90 % that the paragraph goes on behind the empty line",
        ),
        ("没有词\n产", "word-cut", "the line ends in the middle of a sentence"),
        ("没有数\n年", "number-cut", "the line ends in the middle of a sentence"),
        ("船队日夜。\n往来", "kept-block-end", ""),
        ("船队日夜\n往来", "kept-no-wrapping", ""),
    ],
)
def test_other_reasons(text: str, reason: str, words: str) -> None:
    assert said(text, reason) == words


@pytest.mark.parametrize(
    ("confidence", "wrapped", "chance"),
    [(52, True, 48), (52, False, 48), (50, False, 50), (35, True, 65), (65, True, 35)],
)  # fmt: skip
def test_a_confidence_is_told_as_the_probability_of_a_wrap(
    confidence: int, wrapped: bool, chance: int
) -> None:
    words = said("船队日夜往来。\n码头", "kept-unsure", confidence, width=14, wrapped=wrapped)
    assert words == f"the line is full and ends its sentence; {chance} % that it goes on"


@pytest.mark.parametrize(
    ("line", "width", "words"),
    [
        ("船队往来", 8, "is full and ends without a stop"),
        ("船队往来", 20, "has room left but ends without a stop"),
        ("船队往来。", 20, "has room left and ends its sentence"),
        ("船队往来：", 20, "has room left and ends in a colon"),
    ],
)
def test_what_speaks_for_and_against_a_doubtful_break(line: str, width: int, words: str) -> None:
    assert said(f"{line}\n码头", "kept-unsure", 55, width=width) == f"the line {words}; 45 % that it goes on"


@given(texts(80), st.sampled_from(REASONS), st.integers(0, 99), st.integers(0, 40))
def test_any_break_of_any_text_is_told_in_one_line(text: str, reason: str, trust: int, width: int) -> None:
    (layout,) = analyse([text])
    size = len(layout.starts)
    decided = replace(
        layout,
        width=width,
        joins=np.full(size, not reason.startswith("kept-")),
        reasons=np.full(size, REASONS.index(reason), np.int8),
        confidences=np.full(size, trust, np.int8),
    )
    for at in range(size):
        assert len(because(text, decided, at).splitlines()) <= 1


@pytest.mark.parametrize("text", ["天\n\x1f", "天\n\x1f地"])
def test_a_unit_of_no_cells_fits_always(text: str) -> None:
    (layout,) = analyse([text])
    decided = replace(layout, joins=np.ones(1, np.bool_), reasons=layout.reasons * 0, width=2)
    assert because(text, decided, 0) == "the line ends in the middle of a sentence"


@pytest.mark.parametrize("text", ["\x1c\n天", "天\n\x1c", "天\n地\x1d\x1e\n\x1f"])
def test_control_characters_that_python_takes_for_blanks_do_no_harm(text: str) -> None:
    (layout,) = analyse([text])
    decided = replace(layout, joins=np.ones(len(layout.joins), np.bool_), reasons=layout.reasons * 0)
    assert [because(text, decided, at) for at in range(len(layout.starts))][-1] == ""


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["短句"] * 4, "in the middle of a sentence"),
        (["短句"] * 5, "without a stop, like all 4 lines around it"),
        (["短句"] * 20, "without a stop, like all 12 lines around it"),
        (["停。）", *["短句"] * 19], "without a stop, like 11 of the 12 lines around it"),
        ([*["停！”"] * 6, *["短句"] * 14], "in the middle of a sentence"),
    ],
)
def test_a_line_that_just_ends_is_compared_with_the_lines_around(lines: list[str], words: str) -> None:
    text = "\n".join([*lines, "短句"])
    starts = np.cumsum([len(line) + 1 for line in lines]) - 1
    flags = np.ones(len(lines), np.bool_)
    reasons = np.zeros(len(lines), np.int8)
    layout = Layout(True, 40, starts, starts + 1, flags, reasons, reasons, (), (), (), ())
    assert because(text, layout, min(6, len(lines) - 1)) == f"the line ends {words}"


def test_the_words_are_true_of_a_real_layout() -> None:
    lines = "重点布局新兴产业集群，改造提升", "传统产业，培育新兴产业，推动高", "质量发展，布局未来产业。"
    text = "\n".join(lines)
    (layout,) = analyse([text])
    assert [because(text, layout, at) for at in (0, 1)] == [
        "the line fills 30 of 31 cells; “传” would not have fitted",
        "the line fills 30 of 31 cells; “质” would not have fitted",
    ]
