"""Which hyphens at line ends go with the break that made them."""

import pytest

from corpuskit.layout.hyphens import Hyphens, dropped
from tests.layout.sample import page_of

ZH = "实验采用了公开的数据集，各项指标均有明显的提升，训练所需要的时间也大大缩短了。"


def goes(text: str) -> bool:
    """Whether the hyphen before the break ``|`` of ``text`` goes."""
    end = text.index("|")
    return Hyphens(text.replace("|", "\n")).made_by_break(end, end + 1)


@pytest.mark.parametrize(
    "text",
    [
        "He under-|stood.",
        "He under\u2010|stood.",
        "He under\xad|stood.",
        "A zorg\xad|Blip.",
        "The zorg-|blip.",
        "The zorg-|of it.",
        "The zorg-|blip-blop.",
        "The broad-|zorg hat.",
        "The broad-|brimmed hat: broadbrimmed, or broadbrimmed, or broad-brimmed.",
        f"{ZH}zorg\xad|blip。",
        f"{ZH}软件zorg-|blip指标，zorgblip。",
    ],
)
def test_hyphens_that_only_the_break_made(text: str) -> None:
    assert goes(text)


@pytest.mark.parametrize(
    "text",
    [
        "A broad-|brimmed hat.",
        "A zorg-|Blip.",
        "A 3-|fold rise.",
        "As R2-|zorg said.",
        "-|zorg",
        "zorg -|blip",
        "zorg-|3",
        "zorg-|指标",
        "zorg\xad|3",
        "The zorg-|of-the-blip.",
        "The blop-zorg-|blip.",
        "An under-|stood word: under-stood, under-stood, understood.",
        f"{ZH}pre-|trained指标。",
        f"{ZH}软件zorg-|blip指标，zorg-blip。",
    ],
)
def test_hyphens_that_stay(text: str) -> None:
    assert not goes(text)


@pytest.mark.parametrize("own", ["zorgblip", "zorg-blip"])
def test_each_document_decides_by_its_own_words(own: str) -> None:
    texts = [f"{ZH}\nzorg-\nblip指标，{word}。" for word in (own, "zorgblip", "zorg-blip")]
    batch, page = page_of(*texts)
    rows = page.follows.nonzero()[0]
    assert dropped(batch, page, texts, rows).tolist() == [False, own == "zorgblip", False, True, False, False]
    assert dropped(batch, page, texts, rows[:0]).tolist() == []
