"""Lines that go on in no other."""

import numpy as np
import pytest

from corpuskit.layout.strangers import strangers
from tests.layout.sample import page_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一个老人的故事\n一个老人的故事\n从前", [1, 0, 0]),
        ("一个老人的故事\n一个新人的故事\n从前", [0, 0, 0]),
        ("哈哈哈哈\n哈哈哈哈", [1, 0]),
        ("哈哈哈\n哈哈哈", [0, 0]),
        ("他写道\n> 船开了\n> 又停\n就这样", [1, 0, 1, 0]),
        ("温度\n>5度时\n停机", [0, 0, 0]),
        ("// 河面上浮着（\n// 一层）薄雾\n;; 又停", [1, 1, 0]),
        ("网址是https:\n//例.cn/甲\n% 的人", [0, 0, 0]),
    ],
    ids=["twice", "but for a character", "four", "three", "quotation", "more than", "comment", "address"],
)
def test_repetitions_and_the_edges_of_quotations(text: str, found: list[int]) -> None:
    batch, page = page_of(text)
    every = np.ones(len(page.lines), np.bool_)
    assert strangers(batch, page, every & page.follows).tolist() == [bool(one) for one in found]
    assert not strangers(batch, page, ~every).any()


def test_the_same_line_in_two_documents_is_no_repetition() -> None:
    batch, page = page_of("一个老人的故事", "一个老人的故事")
    assert not strangers(batch, page, page.follows).any()
