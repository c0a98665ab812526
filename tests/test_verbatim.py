from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.contexts import Context, Contexts
from corpuskit.verbatim import verbatim


@pytest.mark.parametrize(
    ("line", "stretches"),
    [
        ("函数`f(x)`接受一个,返回`列表,一`。", ["`f(x)`", "`列表,一`"]),
        ("``甲`,乙``与`丙", ["``甲`,乙``"]),
        ("TeX的``引文,文字''与``另一段''", []),
        ("设$a_{甲,乙}$与$$甲:乙$$", ["$a_{甲,乙}$", "$$甲:乙$$"]),
        ("花了$5,他说,又花了$6,还有US$", []),
        ('<p title="甲,乙">文字,文字</p>与a < b', ['<p title="甲,乙">', "</p>"]),
        ("<!-- 注释:请看 -->", []),
        ("看https://例.cn/甲,乙?丙=丁。然后,走", ["https://例.cn/甲,乙?丙=丁"]),
        ("在example.com/搜索?词=甲,乙 中,查询?姓名=张三", ["在example.com/搜索?词=甲,乙", "?姓名=张三"]),
        ("见/数据/甲,乙.txt、C:\\用户,文档 与./甲:乙/丙", ["/数据/甲,乙.txt", "C:\\用户,文档", "./甲:乙/丙"]),
        ("男/女,老/少;记者王小明/台北報導", []),
        ('![图,一](甲,乙.png "题:目")与[甲,乙](丙,丁)', ['](甲,乙.png "题:目")', "](丙,丁)"]),
        ("[甲:乙]: https://例.cn/ '丙,丁'", ["[甲:乙]: https://例.cn/ '丙,丁'"]),
        ("[^1]: 脚注,见 https://例.cn/甲", ["https://例.cn/甲"]),
        ("[[文件:甲.jpg|图]]与{{模板:甲,乙}}", ["[[文件:甲.jpg|图]]", "{{模板:甲,乙}}"]),
        (r"\citep[见]{甲,乙}与\textbf{丙,丁}与\ref{图:甲}", [r"\citep[见]{甲,乙}", r"\ref{图:甲}"]),
        ("${变量:值}与{姓名:文本}", ["${变量:值}", "{姓名:文本}"]),
        ("调用foo.bar(甲,乙)，WTO(世贸,简称)", ["foo.bar(甲,乙)"]),
        (".. _官方:文档: https://例.cn/", [".. _官方:文档: https://例.cn/"]),
        ("省略号.. 他说,好", []),
    ],
)
def test_what_is_no_prose(line: str, stretches: list[str]) -> None:
    assert [line[start:end] for start, end in verbatim(line)] == stretches


@given(st.text("`$<>a甲,/.:?=[](){}\\ ", max_size=60))
def test_stretches_are_in_order_and_hold_something(line: str) -> None:
    spans = verbatim(line)
    assert all(start < end <= len(line) for start, end in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_line_of_marks_takes_no_time_to_speak_of() -> None:
    """Windows are 800 characters: nothing in the expression may take the square of that many times over."""
    for mark in (
        "`",
        "`a",
        "$a",
        "<a",
        "[",
        "](",
        "{",
        "\\a",
        "/a",
        "a.",
        "a.b/",
        "?a=",
        "a(",
        "\\(",
        "[a]: ",
    ):
        verbatim(mark * 400)


def test_a_context_asks_for_the_line_of_the_hit() -> None:
    contexts = Contexts("ABC001", [Context(verbatim=True)])
    text = "甲,乙\n`丙,丁`,戊\n己,庚"
    assert [contexts.hold(text, at, at + 1) for at in (1, 6, 9, 12)] == [False, True, False, False]
