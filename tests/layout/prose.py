"""Clean prose of several kinds, and how a column breaks it: what comes back must be what was written.

Written for these tests. `MISSES` of ``misses.py`` holds the widths at which a text does not come back;
``python -m tests.layout.known_misses`` writes it anew.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpuskit.layout.rewrap import fill
from corpuskit.unicode import CJK, CLASSES
from tests.layout.sample import ESSAY, fix

REPORT = (
    "本报讯（记者林一舟）3月12日，记者从市水利局获悉，全市今年将实施病险水库除险加固工程146座，新建和改造农村供水管网2300公里，预计惠及群众38.6万人，总投资约27.4亿元。",
    "据介绍，受去年持续高温影响，部分山区饮水安全保障能力不足的问题较为突出。为此，市水利局联合财政、发展改革等部门，提前下达资金9.8亿元，并建立“一库一策”台账，由区县负责人逐一包干。",
    "“过去一到冬天，水管就冻裂，全村人要走三里路挑水。”巫溪县龙台村村民向远才说，新管网去年11月通水以后，家里装上了太阳能热水器，还在院坝边种了两分地的蔬菜。",
    "市水利局总工程师表示，下一步将推广应用 GIS 平台和智能水表，到2026年，规模化供水工程覆盖农村人口比例要达到62%以上，水质检测频次由每季度一次提高到每月一次，检测结果向社会公开。",
    "业内专家认为，农村供水工程三分靠建、七分靠管。只有把水费收缴、管护队伍和应急储备都落到实处，才能避免“建得好、用不久”的老问题。目前，全市已有31个区县出台了管护办法。",
)
STORY = (
    "茶馆关门的时候，外面下起了雨。跑堂的小伙计把最后一块门板竖起来，忽然看见檐下站着一个人，浑身湿透，怀里却紧紧抱着一个干干净净的布包。",
    "“打烊了。”小伙计说。",
    "“我知道，”那人说，“我只借个屋檐，雨小了就走。”",
    "掌柜的在里面咳嗽了一声。小伙计回头看了看，又看了看雨，把竖好的门板挪开一条缝：“进来吧，茶是没有了，白水倒还有半壶。”",
    "那人道了谢，侧着身子进来，先把布包放在桌上，摸了摸，没有湿，这才松了一口气，解下斗笠，找了个角落坐下。他看上去五十来岁，鬓角已经花白，一双手却又细又长，不像是干粗活的。",
    "“里面是什么？”小伙计忍不住问，“这么宝贝。”",
    "“琴。”",
    "“琴？”掌柜的从柜台后面站了起来，“什么琴？”",
    "那人没有立刻回答。他端起碗，慢慢地喝了一口水，像是在想应该从哪里说起。过了好一会儿，才低声道：“二十年前，有人在这里当了一张琴，说好三年来赎。我来晚了，不知道掌柜的还记不记得？”",
    "屋里忽然静了下来，只听见雨打在瓦上，一阵紧，一阵松。掌柜的走到灯下，看了他很久。",
    "“记得，”掌柜的说，“琴还在。”",
)
ENGLISH = (
    "The ferry had not run since October, and by the middle of January the people on the island had stopped "
    "looking for it. They looked instead at the ice, which crept a little farther from the shore each night, "
    "and at the sky, which told them nothing that they did not already know.",
    "My uncle kept the weather in a ledger. He had begun it in 1952, the year that he came home from sea, and "
    "there was a line for every day: wind, pressure, the height of the water against the third step of the "
    "harbour wall, and then, in a column that he called Remarks, anything else that seemed to him to belong.",
    '"You could write it on a computer," I told him once. He considered the suggestion with great courtesy. '
    '"I could," he said, "but then I should have to look at the computer, and not out of the window."',
    "When he died they offered the ledgers to the university, which accepted them, photographed every page, "
    "and found that his readings differed from those of the official station by less than half a degree. "
    "Nobody has ever known what to do about the Remarks. On the day that I was born he had written only this: "
    "calm, very clear, and somebody new in the house across the way.",
)


class Sample(NamedTuple):
    """Paragraphs, the widths in cells to try them at, and the styles."""

    paragraphs: Sequence[str]
    widths: Sequence[int]
    styles: Sequence[str]


_HAN = range(24, 121, 2)
_STYLES = ("indent", "blank", "lost")
#: ``indent``: first lines are indented; ``lost``: they were, and are two characters short; ``blank``: an
#: empty line between paragraphs, no indent.
SAMPLES = {
    "essay": Sample(ESSAY, _HAN, _STYLES),
    "report": Sample(REPORT, _HAN, _STYLES),
    "story": Sample(STORY, _HAN, _STYLES),
    "english": Sample(ENGLISH, range(24, 101), ("indent", "blank")),
}


def wrapped(paragraphs: Sequence[str], width: int, style: str) -> str:
    """``paragraphs`` in a column of ``width`` cells."""
    lead = "" if style != "indent" else "\u3000\u3000" if CJK[CLASSES[ord(paragraphs[0][0])]] else "    "
    widths = [width] if style == "blank" else [width - 4, width]
    blocks = [lead + "\n".join(fill(paragraph, widths)) for paragraph in paragraphs]
    return ("\n\n" if style == "blank" else "\n").join(blocks) + "\n"


def comes_back(name: str, style: str, width: int) -> bool:
    """Whether a sample that was broken is repaired to what it was."""
    paragraphs = SAMPLES[name].paragraphs
    return fix(wrapped(paragraphs, width, style)) == "\n\n".join(paragraphs) + "\n"


def settings() -> Iterator[tuple[str, str, int]]:
    """Every sample in every style at every width."""
    for name, sample in SAMPLES.items():
        for style in sample.styles:
            yield from ((name, style, width) for width in sample.widths)
