"""Sentences: where they end and where they do not, and what holds for any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model import Block, BlockType
from corpuskit.segment import sentences
from corpuskit.segment.sentences import LINE_TYPES
from tests import strategies
from tests.growth import grows_linearly

MARKS = '。！？…；：，、.!?“”‘’"《》（）()「」 \n\t\u30001aA好'


def split(text: str, kind: BlockType = "paragraph") -> list[str]:
    return [text[start:end] for start, end in sentences(text, [Block(0, len(text), kind, 100)])]


@pytest.mark.parametrize(
    "parts",
    [
        # Marks that end a sentence, and their closing marks.
        ["加快发展。", "推动创新！", "为什么？"],
        ["真的？！", "好……", "走吧。"],
        ["他说：“走吧！”", "她没有再说什么就一个人走了。"],
        ["（这是说明。）", "这是正文。"],
        ["他走了（昨天走的）。", "我没走。"],
        ["第一句。 ", "第二句。"],
        # A letter, though not to a Python older than it.
        ["第一句。", "\U000323b0！"],
        # Marks that do not.
        ["一是创新；二是开放：三是绿色，四是共享。"],
        ["增长2.45%，达1.5万元。", "增速3.0。"],
        ["1. 科技创新。", "2. 产业创新。"],
        ["一、科技创新"],
        ["见3.1节。"],
        # Nothing inside brackets and book titles.
        ["《你好。再见！》出版了。", "真快。"],
        ["会议（昨天召开。今天结束。）很成功。", "散会。"],
        ["他读（《走！快走！》一书。）之后走了。"],
        ["【快讯！】今天开幕。"],
        # Quotes.
        ["“你来了。”他说。", "我没说话。"],
        ["“真的吗？”，他问。"],
        ["他说：“好。我们走。”然后离开。"],
        ["“来。”", "“好的。”"],
        ["他说：“好。", "我们走。”", "会议强调要加快培育和发展新质生产力，推动产业升级。"],
        ["“一……二！”的口号响起来。", "走！"],
        ["他说：“她说‘走吧。’”", "大家听了都不知道后来怎么样了。"],
        ["「走吧。」他說。", "『好。』"],
        ["﹁走吧。﹂他說。", "﹃好﹗﹄", "︵他走了。︶", "為甚麼﹖", "我沒走。"],
        ["\"走吧。\"他说。", "\"好。\""],
        ["他说：“没有说完。", "第二句。"],
        # Latin text.
        ["Mr. Smith went to the U.S. in 2020. ", "He left at 3.5 p.m. on Monday. ", "J. K. Rowling knew."],
        ["He came on Jan. 5 with Capt. Ahab. ", "He left in Jan. ", "See sect. 3."],
        ["He said \"Go.\" ", "Then he left."],
        ["“Stop!” he said. ", "“Why?”"],
        ["See https://a.example/b?c=1&d=2.html. ", "科技创新!", "产业创新?"],
        ["And so on... ", "The end"],
        ["a. Open the file. ", "Then close it."],
        # Latin words right behind Han.
        ["结果如Fig. 3所示。", "误差很小。"],
        ["该方法由Dr. Wang和J. K. Rowling提出（见No. 5）。", "他在U.S. Navy工作。"],
        ["温度为25. ", "版本为V2. ", "采用GPT. ", "结果很好. ", "１. 科技创新。", "２. 产业创新。"],
        # Marks without words stay with a neighbour.
        ["……他走了。"],
        ["他走了。……"],
        ["？！"],
    ],
)  # fmt: skip
def test_sentences(parts: list[str]) -> None:
    assert split("".join(parts)) == [part.strip() for part in parts]


@pytest.mark.parametrize("kind", sorted(LINE_TYPES))
def test_a_line_of_verse_tables_and_code_is_a_sentence(kind: BlockType) -> None:
    assert split("床前明月光，\n  疑是地上霜\n\n举头望明月。低头", kind) == [
        "床前明月光，",
        "疑是地上霜",
        "举头望明月。",
        "低头",
    ]


def test_a_line_end_in_a_paragraph_is_not_one() -> None:
    assert split("发展新质\n生产力。推动") == ["发展新质\n生产力。", "推动"]


def test_each_block_begins_one_and_what_is_outside_is_left_out() -> None:
    text = "标题\n\n据《重庆日报》\n\n正文"
    blocks = [Block(0, 2, "heading", 90), Block(4, 12, "source", 90)]
    assert [text[start:end] for start, end in sentences(text, blocks)] == ["标题", "据《重庆日报》"]


def test_a_long_sentence_is_not_cut() -> None:
    text = "发展，" * 300 + "好。"
    assert split(text) == [text]


def test_no_blocks_and_blank_blocks() -> None:
    assert sentences("", []) == []
    assert split(" \n\u3000") == []


@st.composite
def blocks_of(draw: st.DrawFn) -> tuple[str, list[Block]]:
    text = draw(st.text(MARKS, max_size=60) | strategies.texts())
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    kinds: st.SearchStrategy[BlockType] = st.sampled_from(["paragraph", "verse", "heading"])
    return text, [Block(a, b, draw(kinds), 50) for a, b in zip(places[::2], places[1::2], strict=False)]


@given(blocks_of())
def test_sentences_cover_the_blocks_in_order(drawn: tuple[str, list[Block]]) -> None:
    text, blocks = drawn
    found = sentences(text, blocks)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(any(b.start <= s.start and s.end <= b.end for b in blocks) for s in found)
    covered = {place for start, end in found for place in range(start, end) if not text[place].isspace()}
    wanted = {place for b in blocks for place in range(b.start, b.end) if not text[place].isspace()}
    assert covered == wanted


@given(blocks_of())
def test_a_block_splits_as_it_does_alone(drawn: tuple[str, list[Block]]) -> None:
    text, blocks = drawn
    alone = [span for block in blocks for span in sentences(text, [block])]
    assert sentences(text, blocks) == alone


@given(st.text(MARKS, max_size=40))
def test_a_sentence_has_a_word_where_its_block_has_two(text: str) -> None:
    found = split(text)
    if len(found) > 1:
        assert all(any(character.isalnum() for character in sentence) for sentence in found)


@pytest.mark.parametrize(
    "piece",
    [
        "。 ",
        "“",
        "“好。”",
        "（。",
        "（",
        "）”。",
        "a. ",
        '"',
        "“。”）",
        "好。》",
        " \n",
        "“‘（",
        "”！",
        "1. ",
    ],
)
def test_the_time_grows_with_the_text(piece: str) -> None:
    def prose(count: int) -> object:
        return sentences(piece * count, [Block(0, len(piece) * count, "paragraph", 1)])

    def verse(count: int) -> object:
        return sentences(f"{piece}\n" * count, [Block(0, (len(piece) + 1) * count, "verse", 1)])

    assert grows_linearly(prose, 4_000)
    assert grows_linearly(verse, 4_000)
