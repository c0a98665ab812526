import pytest

from corpuskit.layout.cuts import Cuts, cuts
from corpuskit.layout.lines import NOWHERE, Batch, Lines
from corpuskit.layout.marks import Mark, inspect
from corpuskit.layout.measure import measure
from corpuskit.layout.nature import Nature, nature
from corpuskit.layout.notices import is_notice
from corpuskit.layout.page import Page
from corpuskit.layout.pairs import OUTSIDE, QUOTE, ROUND, spans
from corpuskit.layout.rewrap import fill
from corpuskit.layout.words import Words, words_of
from corpuskit.unicode import CharClass
from tests.layout.prose import ENGLISH
from tests.layout.sample import ESSAY, fix


def lines(text: str) -> Lines:
    return measure(Batch.of([text]))


def page(text: str) -> Page:
    return Page.of(Batch.of([text]), [text])


def kinds(text: str) -> Nature:
    found = page(text)
    return nature(found.lines, found.ink, found.follows)


def cut(text: str) -> Cuts:
    return cuts(page(text))


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("1、打开设置", Mark.NUMBER),
        ("12. 打开设置", Mark.NUMBER),
        ("1.5倍于去年", Mark.NONE),
        ("2023年", Mark.NONE),
        ("（二）加强领导", Mark.BRACKETED),
        ("(3) 加强领导", Mark.BRACKETED),
        ("（重点）科技专项", Mark.NONE),
        ("十二、附则", Mark.HAN_NUMBER),
        ("一要聚焦", Mark.NONE),
        ("① 说明", Mark.CIRCLED),
        ("- 苹果", Mark.BULLET),
        ("-5度", Mark.NONE),
        ("A．提高认识", Mark.LETTER),
        ("第十三条 经营者", Mark.ARTICLE),
        ("第一次科技革命", Mark.NONE),
        ("壹、前言", Mark.HAN_NUMBER),
        ("（參）研究方法", Mark.BRACKETED),
        ("第肆章　結論", Mark.ARTICLE),
        ("第三項　前項之規定", Mark.ARTICLE),
        ("貳拾萬元整", Mark.NONE),
        ("陸續開放", Mark.NONE),
    ],
)
def test_marks_at_the_start_of_a_line(line: str, mark: int) -> None:
    assert inspect(lines(line)).marks.tolist() == [mark]


def test_pauses_are_marks_between_clauses_not_between_digits() -> None:
    found = lines("科技，产业：3.5%。\na:b x,y 3.5\nwell, then.\n你好,世界")
    assert found.pauses.tolist() == [3, 0, 2, 1]
    assert found.stops.tolist() == [1, 0, 1, 0]
    assert found.pause_at.tolist() == [2, NOWHERE, 4, 2]


def test_pairs_span_the_breaks_inside_them() -> None:
    batch = Batch.of(["他说“科技\n创新（产业\n升级）很\n重要”。完）\n又“开"])
    found = spans(batch, measure(batch))
    assert (found[ROUND] < OUTSIDE).tolist() == [False, True, False, False, False]
    assert (found[QUOTE] < OUTSIDE).tolist() == [True, True, True, False, False]


def test_what_lines_are_made_of() -> None:
    found = kinds(
        "It was a bright cold day in April, and\nx = f(a[i], b) + 1\nContent-Type: text\n"
        "小明：你好\n第一章……………12\n发展新质生产力"
    )
    assert found.prose.tolist() == [True, False, False, False, False, False]
    assert found.technical.tolist() == [False, True, False, False, False, False]
    assert found.key.tolist() == [False, False, True, True, False, False]
    assert found.row.tolist() == [False, False, False, False, True, False]


def test_rows_of_a_table_come_in_company() -> None:
    assert kinds("城市  人口  面积\n重庆  3191  8.24").row.all()
    assert kinds("铅笔 100 0.50\n本子 200 2.00").row.all()
    assert not kinds("这是  一句被拉开了的话\n下一句没有").row.any()


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("强度在2023\n年提高", True),
        ("提高了12\n%，创新高", True),
        ("到了3\n月底", True),
        ("强度在2023\n年底前提高", True),
        ("2023\n年提高", False),
        ("No. 2023\n年提高", False),
        ("水平\n，实现", True),
        ("总计2023\n年轻人", False),
        ("共有56\n个人", False),
        ("人口 3191\n人均收入", False),
        ("、提高\n、加强", False),
    ],
)
def test_cuts_that_nothing_but_a_line_break_explains(text: str, sure: bool) -> None:
    assert bool(cut(text).sure[0]) is sure


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        ("那便是今年的最后一场雪\n了。", True),
        ("桥上站着看灯的人\n们，谁也不说话", True),
        ("要把这一箱书都搬到楼上去\n吗？他问", True),
        ("那便是今年的最后一场雪\n的确", False),
        ("助词常见的有这三个\n了、着、过", False),
        ("那便是今年的最后一场雪。\n了。", False),
        ("人口 3191\n的，", False),
        ("了\n\n了解情况，", False),
    ],
)
def test_a_break_before_a_particle_and_a_pause_cuts_it_from_its_word(text: str, leaning: bool) -> None:
    assert bool(cut(text).leaning[0]) is leaning


VERSES = (
    "小雨敲窗夜未央，孤灯照壁影偏长。",
    "梦回忽觉花香近，知是庭前杏满墙。",
    "隔水谁家吹短笛，隔山何处有归樯。",
    "十年书信无消息，一夜东风到草堂。",
    "旧燕来时巢尚在，新茶煮罢客初尝。",
    "莫言春去无寻处，犹有池边柳线黄。",
    "老来怕听潇潇雨，却把残灯伴夜长。",
    "明日溪头看水涨，扁舟一叶过横塘。",
)


@pytest.mark.parametrize(
    ("lines", "cuts"),
    [
        ([*VERSES, *VERSES[:3], "君若问我归来何日是，且看门前石榴几度", "红。"], [11]),
        ([*VERSES, *VERSES[:3], "君若问我归来何日是，且看", "红。"], []),
        ([*VERSES, *VERSES[:3], "君若问我归来何日是，且看门前石榴几度", "红"], []),
        ([*VERSES, *VERSES[:3], "君若问我归来何日是，且看门前石榴几度红。", "再题"], []),
        ([*VERSES[:6], "君若问我归来何日是，且看门前石榴几度", "红。"], []),
        ([row.removesuffix("。") for row in VERSES] + ["君若问我归来何日是，且看门前石榴几度", "红。"], []),
    ],
)
def test_a_verse_too_long_for_the_column_is_cut_where_all_others_end_in_a_pause(
    lines: list[str], cuts: list[int]
) -> None:
    assert cut("\n".join(lines)).verse.nonzero()[0].tolist() == cuts


def test_a_break_inside_brackets_and_one_in_a_word() -> None:
    assert cut("（作者系大学\n教授）").inside[0]
    assert cut("the devel-\nopment").word[0]
    assert not cut("he said -\nnothing").word[0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("据《重庆日报》", Words.SOURCE),
        ("来源：新华网", Words.SOURCE),
        ("据了解，", Words.NOTHING),
        ("来源于生活", Words.NOTHING),
        ("蒲清平 衡渝茜", Words.BYLINE),
        ("李 白", Words.BYLINE),
        ("大 路", Words.NOTHING),
        ("李白", Words.BYLINE),
        ("李白诗集", Words.NOTHING),
        ("文/李白", Words.BYLINE),
        ("By Ann O'Neil and J. Smith", Words.BYLINE),
        ("Figure 2-1: The plan", Words.CAPTION),
        ("本报记者 王小明 李华", Words.BYLINE),
        ("人工智能 机器学习", Words.NOTHING),
        ("（作者单位：重庆大学", Words.NOTE),
        ("图1 总体架构", Words.CAPTION),
        ("黃文進　陳淑芬", Words.BYLINE),
        ("張 鎮", Words.BYLINE),
        ("記者 陳淑芬、通訊員 林文", Words.BYLINE),
        ("攝影：黃文進", Words.BYLINE),
        ("據《運河日報》報導", Words.SOURCE),
        ("轉自：運河日報", Words.SOURCE),
        ("（責任編輯：陳淑芬", Words.NOTE),
        ("（記者陳淑芬攝", Words.NOTE),
    ],
)
def test_lines_whose_words_say_what_they_are(line: str, words: Words) -> None:
    assert words_of(line) is words


def test_notices_are_known_by_their_words() -> None:
    assert is_notice("Metadata-Version: 2.1\nName: x")
    assert is_notice("Copyright (c) 2020 A. Nonymous")
    assert is_notice("A table of numbers\n\nSPDX-License-Identifier: MIT\n")
    assert is_notice(
        "Subject to the terms of this Agreement, the Foundation hereby\ngrants Licensee a license"
    )
    assert not is_notice("I hereby grant that he was right.")
    assert not is_notice("a line with SPDX-License-Identifier: in it")
    assert not is_notice("She asked for permission to leave.")


def test_who_holds_the_rights_is_told_in_articles_too_at_their_end_and_once() -> None:
    text = "\n".join(ENGLISH)
    for line in (
        "Copyright 2019 by the authors. All rights reserved.",
        "This article is licensed under the Creative Commons Attribution 4.0 licence.",
        "GNU General Public License",
        "    MOZILLA PUBLIC LICENSE",
        "European Union Public Licence",
    ):
        assert not is_notice(f"{text}\n{line}\n") and is_notice(f"{line}\n{text}\n")
        assert is_notice("".join(f"{text[: 40 * n]}\n{line}\n" for n in range(8)))
    assert not is_notice(f"Of all licences the GNU General Public License is known best.\n{text}")


def test_the_last_character_of_the_only_line_is_not_that_before_its_closing_marks() -> None:
    for text in ("...0一0’", "...0一0’\n科"):
        lines = measure(Batch.of([text]))
        ink = inspect(lines)
        assert (ink.last[0], ink.end[0]) == (CharClass.CLOSE_QUOTE, CharClass.DIGIT)
        assert lines.tail[0, 0] == CharClass.CLOSE_QUOTE


@pytest.mark.parametrize(
    ("plain", "forms"), [("「」（）《》", "﹁﹂︵︶︽︾"), ("，、；：？！", "﹐﹑﹔﹕﹖﹗")]
)
def test_vertical_and_small_forms_of_marks_are_read_as_the_marks(plain: str, forms: str) -> None:
    said = "「走吧！」他把書（一部《運河志》）放下，問：「誰來？」沒有人答；風、雨、雷聲都停了。"
    rows = [line for text in [said, *ESSAY] for line in fill(text, [26])]
    text = "".join(f"{row}\n" for row in rows)
    assert fix(text.translate(str.maketrans(plain, forms))).translate(str.maketrans(forms, plain)) == fix(
        text
    )


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("他说「昔我往矣，杨柳依\n依」", False),
        ("他说『走吧！快\n走』", False),
        ("依「运河、水闸管\n理办法」办理", True),
        ("提出「新质生\n产力」", True),
        ("他说﹁昔我往矣，杨柳依\n依﹂", False),
        ("见《昔我往矣，杨柳依\n依》", True),
    ],
)
def test_corner_brackets_around_clauses_enclose_no_title(text: str, inside: bool) -> None:
    assert page(text).inside.tolist()[0] == inside


def test_a_verse_between_corner_brackets_keeps_its_lines() -> None:
    text = "詩云：\n「昔我往矣，楊柳依依。\n今我來思，雨雪霏霏。」\n又云：\n「知我者，謂我心憂；\n不知我者，謂我何求。」\n"
    assert fix(text) == text
