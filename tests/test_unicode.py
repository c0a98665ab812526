import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.unicode import (
    CELLS,
    CJK,
    CLASS_COUNT,
    CLASSES,
    NO_LINE_END,
    NO_LINE_START,
    UNIFORM,
    CharClass,
    class_set,
    classes,
    code_points,
    display_width,
    language,
)


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ("科𠀀々", CharClass.HAN),
        ("のカ", CharClass.KANA),
        ("ーっ", CharClass.SMALL_KANA),
        ("AÉЖ", CharClass.UPPER),
        ("aéж", CharClass.LOWER),
        ("5５", CharClass.DIGIT),
        ("。！？︒﹖", CharClass.WIDE_STOP),
        ("，、；︐﹑", CharClass.WIDE_COMMA),
        ("：﹕", CharClass.WIDE_COLON),
        ("《（「︵﹁", CharClass.WIDE_OPEN),
        ("》）」︶﹂", CharClass.WIDE_CLOSE),
        ("︿﹀﹏", CharClass.WIDE_OTHER),
        ("\n\r\v\f\x85\u2028\u2029", CharClass.LINE_END),
        (" \t\u3000\xa0", CharClass.BLANK),
        ("\xad", CharClass.SOFT_HYPHEN),
        ("①⑳", CharClass.CIRCLED),
        ("\0\u200b", CharClass.OTHER),
    ],
)
def test_a_character_has_the_class_that_its_readers_expect(characters: str, expected: int) -> None:
    assert set(classes(code_points(characters)).tolist()) == {expected}


def test_every_code_point_has_a_class_and_a_width() -> None:
    assert len(CLASSES) == len(CELLS) == 0x110000
    assert CLASSES.max() < CLASS_COUNT
    assert set(np.unique(CELLS).tolist()) == {0, 1, 2}


def test_code_points_from_uniform_on_do_not_differ() -> None:
    for table in (CLASSES, CELLS):
        assert (table[UNIFORM:] == table[UNIFORM]).all()


def test_every_blank_of_python_is_no_ink() -> None:
    blanks = [code for code in range(0x110000) if chr(code).isspace() and code not in range(0x1C, 0x20)]
    assert (CLASSES[blanks] <= CharClass.LINE_END).all()


def test_wide_characters_of_unicode_are_two_cells() -> None:
    han = [code for code in range(0x4E00, 0xA000) if unicodedata.east_asian_width(chr(code)) == "W"]
    assert (CELLS[han] == 2).all()
    assert display_width("“5G”") == 6


def test_tables_over_classes() -> None:
    table = class_set(CharClass.HAN, CharClass.KANA)
    assert table.sum() == 2
    assert table[CharClass.HAN]
    assert NO_LINE_START[classes(code_points("，）”%"))].all()
    assert NO_LINE_END[classes(code_points("（“《"))].all()
    assert not CJK[classes(code_points("a1 。"))].any()


@given(st.text())
def test_code_points_are_those_of_the_text(text: str) -> None:
    assert code_points(text).tolist() == [ord(character) for character in text]


def test_a_lone_surrogate_is_a_code_point() -> None:
    assert code_points("\ud800科").tolist() == [0xD800, 0x79D1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发展 new 生产力", "zh"),
        ("これは新しい本です", "ja"),
        ("The 科 of English prose", "en"),
        ("", "en"),
        ("123，。", "en"),
    ],
)
def test_language_is_told_by_script(text: str, expected: str) -> None:
    assert language(code_points(text)) == expected
