import pytest

from corpuskit.checker import check
from corpuskit.layout import analyse
from corpuskit.layout.furniture import furniture
from corpuskit.layout.lines import Batch
from corpuskit.layout.measure import measure
from corpuskit.layout.newlines import Marks
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, fill, rewrap
from corpuskit.model import Document
from corpuskit.rules import load_rules
from tests.layout.sample import ESSAY, fix
from tests.samples import REPAIRED, WRAPPED


def types(text: str) -> list[str]:
    return [block.type for block in analyse([text])[0].blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三章 监督管理\n本章规定监督管理的职责、权限和程序。", ["heading", "paragraph"]),
        ("1、打开设置\n2、选择网络", ["list-item", "list-item"]),
        ("床前明月光\n疑是地上霜\n举头望明月\n低头思故乡", ["verse"]),
        ("白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。", ["verse"]),
        ("| a | b |\n| 1 | 2 |", ["table"]),
        ("x = f(a[i], b) + 1\ny = g(x)[0] * 2", ["code"]),
        ("```python\n打印(甲,乙)\n\n结束\n```\n上文。", ["code", "paragraph"]),
        ("~~~\n甲,乙,丙。\n```\n丁。\n~~~", ["code"]),
        ("上文。\n```\n没有关上,也不算。", ["paragraph", "heading", "paragraph"]),
        ("```甲```\n中文,在中间。\n```乙```", ["heading", "paragraph", "heading"]),
        ("图1 总体架构\n据《重庆日报》\n（作者系重庆大学教授）", ["caption", "source", "note"]),
        ("上文。\n— 1 —\f下文。", ["paragraph", "furniture", "paragraph"]),
    ],
)
def test_blocks_are_typed(text: str, expected: list[str]) -> None:
    assert types(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“你找谁？”他问。\n“找一位朋友。”\n“他搬走了”\n他没有再问。", ["dialogue"] * 3 + ["paragraph"]),
        ("——你找谁？\n——找一位朋友。\n－他搬走了。\n『是吗？』", ["dialogue"] * 4),
        ("“你找谁？”\n“找一位朋友。”\n他没有再问。", ["paragraph"] * 3),
        ("“双碳”目标下的新路径\n“你找谁？”\n「找一位朋友。」\n『是吗？』", ["heading"] + ["dialogue"] * 3),
        ("—一\n—二\n—三\n—四", ["heading"] * 4),
        ("《春》的作者是谁？\n《家》的作者呢？\n（无人回答。）", ["paragraph"] * 3),
    ],
)
def test_lines_of_speech_are_dialogue_where_there_are_several(text: str, expected: list[str]) -> None:
    assert types(text) == expected


def test_a_fence_is_closed_in_its_own_document() -> None:
    first, second = analyse(["```\n甲乙丙。", "丁戊己。\n```"])
    assert [block.type for block in (*first.blocks, *second.blocks)] == [
        *("heading", "paragraph"),
        *("paragraph", "heading"),
    ]


def test_fenced_code_keeps_its_lines_in_wrapped_prose() -> None:
    code = '```python\n# 注释说明这里是一段很长的中文注释,超过了一行的\n# 宽度所以写成两行\n打印("你好")\n\n\n如果 条件,那么\n```'
    wrapped, repaired = f"{WRAPPED}\n{code}\n\n{WRAPPED}", f"{REPAIRED}\n{code}\n\n{REPAIRED}"
    assert check(Document("x", wrapped), load_rules()).text == repaired


def test_speech_counts_in_its_own_document() -> None:
    two, three = "“你找谁？”\n“找一位朋友。”\n", "“你找谁？”\n“找一位朋友。”\n“他搬走了。”\n"
    found = [
        [(one.type, one.confidence) for one in layout.blocks] for layout in analyse([two, three, two, ""])
    ]
    assert found == [[("paragraph", 80)] * 2, [("dialogue", 70)] * 3, [("paragraph", 80)] * 2, []]


def test_speech_that_runs_over_lines_is_one_block_of_dialogue() -> None:
    rows = [f"“{paragraph[:-1]}。”" for paragraph in ESSAY]
    [layout] = analyse([rewrap(rows, ["paragraph"] * 4, Setting(40, indent=4), 1)])
    assert layout.wrapped
    assert [block.type for block in layout.blocks] == ["dialogue"] * 4


def flags(*texts: str) -> list[bool]:
    batch = Batch.of(texts)
    return [bool(flag) for flag in furniture(batch, measure(batch), texts)]


def test_page_numbers_in_sequence_are_furniture_and_lone_numbers_are_not() -> None:
    one, two, three = (
        "河面上浮着\n一层\n薄雾\n对岸\n",
        "村子\n只露出\n几棵\n树梢\n",
        "远处\n传来\n一两声\n鸡叫\n",
    )
    assert flags(f"{one}1\n{two}2\n{three}3\n") == ([False] * 4 + [True]) * 3
    assert not any(flags(f"{one}7\n{two}2\n"))
    assert not any(flags(f"{one}1\n", f"{two}2\n"))


def test_heads_that_recur_beside_page_edges_are_furniture() -> None:
    assert flags("内部资料\n河面上\n薄雾\f内部资料\n对岸\n村子") == [True, False, False, True, False, False]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\u2028"])
def test_the_majority_newline_is_the_documents(mark: str) -> None:
    assert Marks.of(Batch.of([f"一{mark}二{mark}三\n"])).texts == [mark]
    text = rewrap(ESSAY, ["paragraph"] * 4, Setting(34, newline=mark), 1)
    assert fix(text) == (mark * 2).join(ESSAY) + mark


def test_regular_indents_go_with_the_separators_and_a_stray_blank_alone() -> None:
    regular = rewrap(ESSAY, ["paragraph"] * 4, Setting(34, shown=True), 1)
    stray = rewrap(ESSAY, ["paragraph"] * 4, Setting(34), 1).replace("走到桥头", "\u3000走到桥头")
    assert analyse([regular])[0].leading == ()
    [edit] = analyse([stray])[0].leading
    assert stray[edit.start : edit.end] == "\u3000"
    assert fix(regular) == fix(stray)


def test_a_poem_in_a_wrapped_text_keeps_its_lines() -> None:
    poem = "白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。\n"
    text = rewrap(ESSAY, ["paragraph"] * 4, Setting(30, shown=True), 1)
    assert poem in fix(text + poem)
    assert "verse" in types(text + poem)


def test_glue_follows_the_documents_habit() -> None:
    whole = (
        "他写了 Python 程序，又读 Rust 教程，觉得有趣，于是决定用 Rust 重写全部程序，并且在 GitHub 上公开了"
        "源码，供大家学习。他还写了 Linux 教程，每天更新一篇，读的人越来越多，留言也多起来，他一一作答，从不嫌烦。"
    )
    text = "\n".join(fill(whole, [56])) + "\n"
    assert "决定用\nRust" in text
    assert fix(text) == f"{whole}\n"
    assert fix(text.replace(" ", "")) == whole.replace(" ", "") + "\n"


def test_the_documents_own_words_decide_about_a_hyphen() -> None:
    text = (
        "The well-known writer came to the small town in April and asked for the well-\n"
        "known inn. The committee discussed the devel-\n"
        "opment of the town and the development of the road, which nobody had seen yet.\n"
    )
    assert "the well-known inn" in fix(text)
    assert "the development of the town" in fix(text)


def test_soft_hyphens_at_line_ends_go() -> None:
    text = "It was a bright cold day in April, and the com\xad\nmittee slipped quickly through the doors.\n"
    assert "the committee slipped" in fix(text)


def test_a_page_measures_by_what_suits_the_document() -> None:
    text = rewrap(ESSAY, ["paragraph"] * 4, Setting(30), 1)
    page = Page.of(Batch.of([text]), [text])
    assert not page.columns.proportional[0]
    assert (page.widths == page.lines.grid).all()
