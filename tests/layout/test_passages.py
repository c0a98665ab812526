"""Notes in prose among the lines of poems and lists, where little else is wrapped."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpuskit.layout.evidence import MEDIUM, WEAK
from corpuskit.layout.passages import one_margin, passages
from corpuskit.layout.rewrap import fill
from tests.layout.sample import fix, page_of

POEMS = (
    ("窗台", "窗台上的水仙开了，", "母亲把它搬进屋里。", "雪还在落，", "落在没有人走的巷口，",
     "落在去年的脚印上。", "她说春天总会来的，", "像一封迟到的信，", "贴着旧邮票，", "写着旧地址。"),
    ("渡口", "老船夫收起了篙，", "水面上只剩一盏灯。", "对岸的狗叫了两声，", "又不叫了。",
     "我站在这里等一个人，", "等了很多年，", "等到自己也成了渡口。"),
    ("石榴", "石榴裂开的时候，", "没有声音。", "红的籽一粒挨着一粒，", "像挤在一张床上的孩子，",
     "谁也不肯先睡。", "祖母把它掰成两半，", "一半给我，", "一半给井边的影子。"),
)  # fmt: skip
NOTES = (
    "这一首写于一九八六年冬天，那时我在县里的中学教书，住在一间朝北的屋子。母亲从乡下来看我，"
    "带了一盆水仙，后来一直养到第二年清明才谢。",
    "渡口在村子的东头，现在已经没有了。一九九三年修了桥，老船夫搬到儿子家去住，据说再也没有回来看过那条河。",
    "石榴树是祖父种的，一共两棵，分家的时候砍了一棵。剩下的这棵每年都结果，不过越来越酸，"
    "村里的孩子都不爱吃，只有麻雀还来。",
)


def book(width: int, places: tuple[int, ...] = (0, 1, 2)) -> tuple[str, list[str]]:
    """The poems, a note filled to ``width`` below the titles of some; and their blocks."""
    lines, blocks = [], []
    for number, (title, *verses) in enumerate(POEMS):
        note = [NOTES[number]] * (number in places)
        lines += [title, *(line for text in note for line in fill(text, [width - 4, width])), *verses]
        blocks += [title, *note, *verses]
    return "\n".join(lines) + "\n", blocks


def test_notes_among_verses_are_joined_and_the_verses_are_not() -> None:
    text, blocks = book(36)
    assert fix(text).split() == blocks
    assert fix(fix(text)) == fix(text)


@pytest.mark.parametrize("places", [(), (1,)])
def test_of_verses_without_a_long_note_not_a_byte_changes(places: tuple[int, ...]) -> None:
    text, _ = book(60, places)
    assert fix(text) == text


ROWS = ("他沿着河边的小路一直往北走，谁也没有惊动", "任何人。河面上浮着一层薄雾，对岸的村子只",
        "露出几棵树梢，远处传来一两声鸡叫。太阳还", "没有出来，桥头已经有人在卖豆浆。")  # fmt: skip


def joined(rows: Sequence[str], *, sure: Sequence[int] = (0, 1, 2), weights: int = MEDIUM) -> list[int]:
    """Which breaks of ``rows`` belong to a passage, if all are likely joins and those ``sure`` are sure."""
    _, page = page_of("\n".join(rows))
    place = np.arange(len(rows))
    return passages(page, page.follows, np.isin(place, sure), weights * page.follows).nonzero()[0].tolist()


def test_a_passage_is_filled_to_its_own_margin_and_its_sentences_end_inside_of_lines() -> None:
    assert joined(ROWS) == [0, 1, 2]
    assert joined([ROWS[0][2:], *ROWS[1:]]) == [0, 1, 2]
    assert joined([ROWS[0][4:], *ROWS[1:]]) == []
    assert joined([*ROWS[:2], ROWS[2][:9], ROWS[3]]) == []
    assert joined([row.replace("。", "，") for row in ROWS]) == []
    assert joined([*ROWS[:3], "没有出来，桥头已经有人在卖豆浆，远远看去热气腾腾。"]) == []


def test_a_passage_has_two_breaks_in_a_row_that_are_sure_and_are_evidence() -> None:
    assert joined(ROWS, sure=[1, 2]) == [0, 1, 2]
    assert joined(ROWS, sure=[1]) == []
    assert joined(ROWS, sure=[0, 2]) == []
    assert joined(ROWS, weights=WEAK) == []


def test_lines_of_like_widths_could_be_filled_up_to_one_margin() -> None:
    widths, units = np.array([400, 400, 430, 100, 120], np.int32), np.full(5, 20, np.int32)
    assert one_margin(widths, units).tolist() == [True, True, False, True]
    assert not one_margin(widths[:1], units[:1]).size
