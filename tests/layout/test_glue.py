import lzma
import re
from pathlib import Path

import pytest

import corpuskit
from corpuskit.layout import english
from corpuskit.layout.hyphens import Hyphens
from corpuskit.layout.rewrap import Setting, fill, rewrap
from tests.layout.prose import ENGLISH
from tests.layout.sample import ESSAY


def fixed(text: str) -> str:
    return corpuskit.fix(text, select=["LB"])


def test_a_number_that_goes_on_in_the_next_line_is_whole_again() -> None:
    text = (
        "系统谋划推进以科技创新引领产业创新，围绕“33\n"
        "618”现代制造业集群体系，紧盯核心软件和高端器\n"
        "件，深入实施一批重大科技专项，产出更多的成果，\n"
        "提高自主创新能力。\n"
    )
    assert "“33618”" in fixed(text)


@pytest.mark.parametrize("word", [".gitmodules", ":ref:`it`", ".NET"])
def test_a_word_that_begins_with_a_mark_stays_a_word(word: str) -> None:
    text = (
        "The index code now diagnoses a bad input stream that\n"
        "records the same object twice when it is used as the\n"
        "base of another; and it does so no longer where only\n"
        f"{word} was changed, since the code used to declare a\n"
        "bug of its own when it met such an input, which is an\n"
        "error of the input, and which it tells from now on.\n"
    )
    assert f"where only {word} was" in fixed(text)


def test_words_of_hangul_stay_words() -> None:
    text = (
        "대운하는 북쪽의 베이징에서 시작하여 남쪽의 항저우까지\n"
        "이어지며, 다섯 개의 큰 강을 서로 연결한다. 이천 년이\n"
        "넘는 세월 동안 운하는 강가의 도시들을 하나로 묶었고,\n"
        "곡식과 비단은 물길을 따라 내려갔으며, 편지와 소식은\n"
        "거슬러 올라갔다. 오늘날에도 배들은 밤낮으로 오가고,\n"
        "부두의 불빛은 꺼지지 않는다.\n"
    )
    assert fixed(text) == " ".join(text.splitlines()) + "\n"


def test_numbers_stay_apart_where_the_document_parts_numbers() -> None:
    text = (
        "据统计，各年的产量分别是 12 15 18 20\n"
        "22 25 30 万吨，其后逐年增长，到去年已经达到了\n"
        "四十五万吨，居全国第一，出口也有了很大的增长，\n"
        "前景看好。\n"
    )
    assert "2022" not in fixed(text)


@pytest.mark.parametrize("blank", [" ", ""])
def test_a_comma_of_ascii_has_a_blank_behind_it_where_the_document_sets_one(blank: str) -> None:
    authors = f",{blank}".join(["穆兴民", "张秀勤", "高鹏", "赵广举", "冉大川", "柳林旺", "赵力仪", "颜明"])
    reference = f"[1] {authors}. 双累积曲线方法理论及其应用[J]. 水文, 2010, 30(4): 47-51."
    text = rewrap([*ESSAY, reference], ["paragraph"] * 5, Setting(54, shown=True), 1)
    assert re.search(",\n[一-龥]", text)
    assert reference in fixed(text)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("under-", "stood", "understood"),
        ("broad-", "brimmed", "broad-brimmed"),
        ("half-", "dozen", "half-dozen"),
        ("state-", "of-the-art", "state-of-the-art"),
        ("Rusto-", "nomicon", "Rustonomicon"),
    ],
)
def test_english_words_tell_a_compound_from_a_word_that_was_cut(first: str, second: str, joined: str) -> None:
    text = (
        f"He looked at the long row of old houses, and {first}\n"
        f"{second} as it all was he took it for granted that\n"
        "the people who lived there were glad of the rain\n"
        "that fell, and of the wind behind it, and went on.\n"
    )
    assert joined in fixed(text)


@pytest.mark.parametrize("before", ["本文提出的", "本文提出的 "])
@pytest.mark.parametrize("after", ["模型与方法。", " 模型与方法。"])
@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Trans-", "former", "Transformer"),
        ("end-to-", "end", "end-to-end"),
        ("multi-", "head", "multi-head"),
        ("soft\u00ad", "ware", "software"),
    ],
)
def test_words_that_a_break_cut_between_han_are_those_of_the_document(
    first: str, second: str, whole: str, before: str, after: str
) -> None:
    known = "实验采用了公开的数据集，Transformer 与 multi-head 的结果见下表，各项指标均有提升。"
    text = f"{known}\n{before}{first}\n{second}{after}"
    end = len(known) + 1 + len(before + first)
    dropped = Hyphens(text).made_by_break(end, end + 1)
    assert text[: end - dropped].endswith(before + whole[: len(whole) - len(second)])


def test_the_documents_own_words_come_before_the_list() -> None:
    text = (
        "The frockcoat hung in the hall, as it always had,\n"
        "and nobody else in the house had such a frock-\n"
        "coat as he, nor would have worn it on the street\n"
        "by day, when people could see it and laugh at it.\n"
    )
    assert "such a frockcoat as" in fixed(text)


def test_the_list_of_words_is_made_of_files_of_the_sizes_and_spellings_that_ship(tmp_path: Path) -> None:
    for name, words in {
        "english-words.10": "the\nTo\nit's\n",
        "british-words.60": "colour\n",
        "british-words.70": "abaft\n",
        "british-upper.10": "english\n",
        "american_variant_1-words.10": "thru\n",
    }.items():
        (tmp_path / name).write_text(words, "iso-8859-1")
    assert lzma.decompress(english.compiled(tmp_path)) == b"colour\nthe"


@pytest.mark.parametrize("width", [40, 57])
def test_words_that_were_cut_wherever_a_line_was_full_are_whole_again(width: int) -> None:
    rows = [text[n : n + width] for text in ENGLISH for n in range(0, len(text), width)]
    found = fixed("\n".join(rows) + "\n")
    assert [word for word in found.split() if word not in "\n".join(ENGLISH).split()] == []


def test_words_of_lines_that_were_justified_stay_apart() -> None:
    rows = [row for text in ENGLISH for row in fill(text, [60])]
    justified = [re.sub(" ", "  ", row, count=60 - len(row)) if len(row) > 50 else row for row in rows]
    found = fixed("\n".join(justified) + "\n")
    assert found.count("\n") < len(rows)
    assert [word for word in found.split() if word not in "\n".join(ENGLISH).split()] == []
