"""Numbers of sections, `1.2`, `1.2.1`, begin lines that are joined to none above."""

import pytest

from corpuskit.layout import analyse
from corpuskit.layout.lines import Batch
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, fill, rewrap
from corpuskit.layout.sections import sections
from tests.layout.sample import ESSAY, fix

CONTRACT = (
    "第一条　房屋",
    "1.1　甲方将位于滨江路十八号院三单元的一套住宅出租给乙方居住使用，建筑面积以产权证上登记的为准，双方对此没有异议。",
    "1.2　该房屋的用途为居住，租赁期内未经甲方书面同意，乙方不得改变房屋用途，也不得将房屋的全部或者部分转租给他人。",
    "1.2.1　乙方确有需要转租的，应当提前三十日向甲方提出申请；",
    "1.2.2　甲方应当在收到申请之日起十日内答复，逾期不答复的，视为不同意。",
    "1.3　交付房屋时，双方应当共同清点屋内的家具和电器，填写清单并签字，清单是本合同的附件，与正文具有同等效力。",
    "第二条　租金",
    "2.1　租金每月支付一次，乙方应当在每月五日以前将当月租金汇入甲方指定的账户。房价比上年增长了1.2%，租金不随之调整。",
    "2.2　押金相当于一个月的租金，租赁期满以后，乙方结清各项费用并且交还房屋的，甲方应当在七日之内将押金无息退还乙方。",
    "2.3　乙方迟延支付租金的，每迟延一日，应当按照迟延金额的万分之五支付违约金。",
)
STANDARD = (
    "3　术语和定义",
    "下列术语和定义适用于本文件。凡是没有注明日期的引用文件，以其最新的版本为准，包括所有的修改单。",
    "3.1　饮用水处理",
    "去除水中的杂质和有害物质，使之达到饮用标准的过程，包括混凝、沉淀、过滤和消毒，以及在必要时采用的其他方法。",
    "3.2　供水单位",
    "从事生活饮用水集中供应的单位，包括自建设施供水的单位和农村集中供水的单位；",
    "3.3　管网末梢水",
    "从出厂水经过管网输送到用户水龙头的水，其水质应当与出厂水一致，输送的过程中不得受到污染。",
    "4　水质要求",
    "4.1　一般要求",
    "4.1.1　生活饮用水中不应含有病原微生物，化学物质和放射性物质不应危害人体健康，感官性状应当良好，并且经过消毒处理。",
    "4.1.2　当发生影响水质的突发公共事件时，经风险评估，感官性状和一般化学指标可以暂时适当放宽，但是不得超过限值的1.5 倍。",
    "4.2　检验",
    "4.2.1　水样的采集、保存、运输和检验方法按照相应的标准执行。每年检验不少于两次。",
)
TERMS = (
    "1. Definitions",
    "1.1 We may change these Terms at any time. If we do, we will post the new version on this page and, where "
    "the change is material, give you at least thirty days' notice by e-mail.",
    "1.2 Words that are defined in this part have the same meaning in all others, unless the context requires "
    "something else, as is shown in Sec. 2.1 and in Sec. 2.2 below.",
    "1.3 Headings are for convenience only and do not affect how these Terms are read.",
    "2. Your account",
    "2.1 Registration",
    "You must be at least sixteen years old to open an account with us, and you must tell us the truth. Prices "
    "rose by 1.2 percent, as Fig. 1.1 shows, and by 1.3 percent in the year after, cf. Eq. 2.1 of the annex.",
    "2.2 Security",
    "2.2.1 Keep your password to yourself. We will never ask you for it, neither by telephone nor by e-mail.",
    "2.2.2 Tell us at once if you believe that somebody else knows it; we will then close the account until "
    "you have chosen another (see Sec. 2.1 above).",
)
STYLES = ("{}　{}", "{} {}", "{}、{}", "{}{}", "{}. {}", "({}){}", "（{}）{}")


def begun(text: str, size: int = 3) -> list[str]:
    """What lines begin with that numbers of sections set off, ``size`` characters each."""
    text = f"前言\n{text}"
    batch = Batch.of([text])
    page = Page.of(batch, [text])
    starts = page.lines.starts[1:][sections(page)[:-1]].tolist()
    return [text[start : start + size] for start in starts]


def styled(block: str, style: str) -> str:
    number, blank, words = block.partition("　")
    return style.format(number, words) if blank and "." in number else block


def joined(blocks: tuple[str, ...], style: str, width: int) -> list[str]:
    """What lines with numbers of sections were joined to lines above, where ``blocks`` are set flush."""
    kinds = ["heading" if len(block) < 12 else "paragraph" for block in blocks]
    gold = [styled(block, style) for block in blocks]
    text = rewrap(gold, kinds, Setting(width, indent=0), width)
    starts = [text.index(block[:9]) for block in gold if block.strip("(（")[1:2] == "."]
    [layout] = analyse([text])
    return [text[end : end + 9] for end in layout.ends[layout.joins].tolist() if end in starts]


@pytest.mark.parametrize("width", [30, 34, 38, 42, 48, 56, 60, 74, 76])
@pytest.mark.parametrize("style", STYLES)
def test_the_number_of_a_clause_begins_a_block(style: str, width: int) -> None:
    assert joined(CONTRACT, style, width) == []
    assert joined(STANDARD, style, width) == []


@pytest.mark.parametrize("width", range(42, 101, 2))
def test_a_clause_begins_a_block_and_a_reference_to_it_does_not(width: int) -> None:
    text = rewrap(TERMS, ["paragraph"] * len(TERMS), Setting(width, indent=0), width)
    assert begun(text, 6) == [block[:6] for block in TERMS if block[2].isdigit()]


@pytest.mark.parametrize("style", ["{} {}", "{}{}"])
def test_a_contract_comes_back_whole(style: str) -> None:
    gold = [styled(block, style) for block in CONTRACT]
    kinds = ["heading" if len(block) < 12 else "paragraph" for block in gold]
    assert fix(rewrap(gold, kinds, Setting(36, indent=0), 1)).split() == " ".join(gold).split()


def amounts(style: str, numbers: list[str]) -> str:
    """Prose whose margin brought ``numbers`` to the start of every second line, in mid-sentence."""
    prose = "".join(ESSAY).replace("。", "又").replace("，", "又")
    parts = [style.format(number) + prose[40 * n :] for n, number in enumerate(numbers)]
    rows = [row for part in [prose, *parts] for row in fill(part, [32])[:2]]
    return "\n".join([*rows, *fill(ESSAY[0], [32])]) + "\n"


@pytest.mark.parametrize("style", ["{}%又", "{} 万人", "{}倍又", "{} 发布又"])
@pytest.mark.parametrize("numbers", [["1.1", "1.2", "1.3", "1.4"], ["3.1", "2.7", "3.2", "0.9"]])
def test_an_amount_that_the_margin_brought_to_a_line_start_goes_on_there(
    style: str, numbers: list[str]
) -> None:
    text = amounts(style, numbers)
    assert begun(text) == []
    assert begun(text + "\n".join(CONTRACT)) == [b[:3] for b in CONTRACT if b[1] == "."]


def test_amounts_that_begin_sentences_are_no_sequence() -> None:
    """None of the three is the next of another."""
    text = "。\n".join(amounts("{} 万人", ["3.1", "2.7", "4.5"]).splitlines())
    assert begun(text) == []


@pytest.mark.parametrize(
    "numbers",
    [
        "2.1 2.2 2.3",
        "1.1 1.2 2.1 2.2",
        "9.9 9.10 9.11",
        "1.2 1.2.1 1.2.2 1.3",
        "3.4 3.5 3.6",
        "１．１ １．２ １．３",
    ],
)
def test_numbers_that_count_on(numbers: str) -> None:
    assert begun("".join(f"{number} 双方另行约定。\n" for number in numbers.split())) == [
        number[:3] for number in numbers.split()
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        "2.1 2.2",
        "1.2 1.4 1.6",
        "3.3 3.2 3.1",
        "1.1 1.1 1.1",
        "1.1 2.1 3.1",
        "1.1 5.1 9.1",
        "2.1 2.2 2.3 5.7 7.9 9.4",
        "1.2 3.7 1.3 0.8 2.5 1.4 9.6",
        "192.168.1.1 10.0.0.2 8.8.4.4",
        "2023.1 2023.2 2023.3",
        "0.1234567 0.1234568 0.1234569",
    ],
)
def test_numbers_that_do_not(numbers: str) -> None:
    assert begun("".join(f"{number} 双方另行约定。\n" for number in numbers.split())) == []


def test_numbers_that_count_on_from_the_first_line_of_a_batch() -> None:
    text = "1.1 双方另行约定。\n1.2 双方另行约定。\n1.3 双方另行约定。\n"
    batch = Batch.of([text, text])
    assert sections(Page.of(batch, [text, text])).tolist() == [True, True, False] * 2


def test_numbers_do_not_count_on_in_another_document() -> None:
    texts = ["2.1 双方另行约定。\n2.2 双方另行约定。\n", "2.3 双方另行约定。\n2.4 双方另行约定。\n"]
    assert not sections(Page.of(Batch.of(texts), texts)).any()
    assert sections(Page.of(Batch.of(["".join(texts)]), ["".join(texts)])).sum() == 3
