"""Lines that stand for themselves by what they are."""

import numpy as np
import pytest

from corpuskit.layout.alone import alone
from corpuskit.layout.nature import nature
from corpuskit.layout.rewrap import fill
from tests.layout.sample import ESSAY, fix, page_of

PROSE = (
    "在前面的学习中我们已经知道，只含有一个未知数，并且未知数的次数是一的方程，叫做一元一次方程；它的解法是移项、合并，再把系数化成一。",
    "这一章研究次数更高的方程。我们先看一个例子，再把它的解法推广到一般的情形，最后讨论什么时候方程有解，有几个解，怎样检验。",
    "一块长方形的铁皮，在它的四角各切去一个同样的正方形，再把四边折起来，就成了一个没有盖的盒子。切去的正方形应当多大？",
)
WORDS = (
    "adze n. a tool like an axe, with the blade across the handle, for shaping wood",
    "aft adv. towards the stern of a ship",
    "alder n. a tree of wet places, whose wood does not rot under water",
    "anvil n. a block of iron on which a smith hammers hot metal",
    "auger n. a tool for boring holes in wood or in the ground",
    "awl n. a pointed tool for piercing leather",
    "baler n. a machine that presses hay into bundles and ties them",
    "barge n. a flat boat for carrying goods on canals and rivers",
    "bellows n. a device that blows air into a fire when it is pressed together",
    "besom n. a broom made of twigs tied round a stick",
    "billhook n. a knife with a hooked blade, for cutting hedges",
)


def laid(*blocks: str, width: int = 40) -> str:
    """The blocks in lines of ``width`` cells, paragraphs before them and behind."""
    every = (*PROSE, *blocks, *ESSAY[:2])
    return "".join(line + "\n" for block in every for line in fill(block, [width]))


@pytest.mark.parametrize("width", (26, 30, 40, 44, 56))
@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("因为切去的正方形有四个，所以化简以后得到的方程是", "x＝50－2y."),
        ("移项，合并同类项，得到方程的一般形式", "3x²－8x＝10"),
        ("把上面的两个式子相加，就得到下面的这个式子", "a+b=c"),
        ("滨江路小学教导处", "2024年3月9日"),
        ("滨江路小学教导处", "二〇二四年三月"),
        ("滨江路小学教导处", "2024-03-09 星期六"),
        ("滨江路小学教导处和总务处以及全体班主任老师", "电话：62345678\n邮箱：a.b@example.com"),
        ("第二章　方程", "2.1　认识方程"),
        ("各个年级按照学生人数分得的数量见下面的表", "1　一年级的三个班　28"),
        ("滨江路小学校务委员会", "通 知 书"),
    ],
)
def test_nothing_is_joined_to_a_line_that_stands_for_itself(above: str, line: str, width: int) -> None:
    rows = fix(laid(above, *line.split("\n"), width=width)).split("\n")
    for row in line.split("\n"):
        assert row.split("　")[0] in {one.split("　")[0] for one in rows}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [200, 60, 40, 34])
def test_an_entry_of_a_dictionary_is_joined_to_none_above(width: int, between: str) -> None:
    text = between.join(line for entry in WORDS for line in fill(entry, [width])) + "\n"
    starts = {line.split(".")[0] for line in fix(text).split("\n")}
    assert {entry.split(".")[0] for entry in WORDS} <= starts


def found(text: str) -> list[str]:
    """The lines behind the breaks that stay if all were joins."""
    batch, page = page_of(text)
    kinds = nature(page.lines, page.ink, page.follows)
    flags = alone(batch, page, [text], kinds, page.follows)
    assert not alone(batch, page, [text], kinds, np.zeros_like(flags)).any()
    return [text.split("\n")[row + 1] for row in flags.nonzero()[0].tolist()]


FULL = "河面上浮着一层薄雾，对岸的村子只露出\n几棵树梢，远处传来一两声鸡叫，他谁也\n没有惊动，只有那只旧书包在他的背上和\n"


DATE = "中　　華　　民　　國　　113　　年　　4　　月　　11　　日"


@pytest.mark.parametrize(
    ("rows", "stays"),
    [
        ("2024年3月9日\n完", ["2024年3月9日"]),
        ("2024年3月9日\n", ["2024年3月9日"]),
        ("2024年3月9日开工\n完", []),
        ("二〇二四年三月九日二〇二四年三月九日\n完", []),
        ("电话：62345678\n邮箱：a@b.com\n完", ["电话：62345678", "邮箱：a@b.com", "完"]),
        ("电话：62345678\n完", []),
        ("电话：六二三四\n邮箱：甲乙丙丁\n完", []),
        ("2.1　方程", ["2.1　方程"]),
        ("2.1 米长", []),
        ("21年　方程", []),
        ("x＝3.", ["x＝3."]),
        ("x＝", []),
        ("word=3 letters", []),
        ("校务委员会\n通 知 书", ["通 知 书"]),
        ("通 知", []),
        ("发表于 2024-3-9 08:15\n完", ["发表于 2024-3-9 08:15", "完"]),
        ("2024年3月9日　21:30　记者何静\n完", ["2024年3月9日　21:30　记者何静", "完"]),
        ("于2024-3-9 08:15发表\n完", []),
        ("编号 12024-3-9 08:15\n完", []),
        ("-----\n完", ["-----", "完"]),
        ("……\n完", []),
        ("。\n［＃３字下げ］二", ["［＃３字下げ］二"]),
        ("※\n［＃外字］く", []),
        ("通 知 书 和 公 告 牌 都 在 门 口 的", []),
        (f"{DATE}\n完", [DATE, "完"]),
        ("處　　長　黃文進\n完", ["處　　長　黃文進", "完"]),
        ("處　　長說，黃文進\n完", []),
        ("民事庭　法　官　黃文進\n完", ["民事庭　法　官　黃文進", "完"]),
        ("書記官　林佩蓉\n完", ["書記官　林佩蓉", "完"]),
        ("記得的　只有他", []),
    ],
)
def test_what_stands_for_itself(rows: str, stays: list[str]) -> None:
    assert found(FULL * 8 + rows + "\n") == stays


@pytest.mark.parametrize(
    ("rows", "many"),
    [
        ("adze n. a tool\nabide v. to stay\nable adj. fit\n", 3),
        ("adze n. a tool\nabide v. to stay\nit was over. Then\n", 0),
        ("adze [ædz] n. 锛子\nabide [əˈbaɪd] vi. 忍受\nable /ˈeɪbl/ adj. 能\n", 3),
        ("we saw a moon. I felt\nunder the new moon. It was\nand on the lawn. She came\n", 0),
    ],
    ids=["English", "two", "Chinese", "sentences"],
)
def test_entries_are_told_by_a_part_of_speech_several_times(rows: str, many: int) -> None:
    assert len(found("the words of this part are\n" + rows)) == many


def test_a_text_with_blanks_between_all_characters_has_no_spaced_titles() -> None:
    assert found("\n".join(" ".join(row) for row in ("通知书", "请大家", "都来看") * 4)) == []
