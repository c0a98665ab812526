"""Lines that begin in the manner of those that begin a block."""

import numpy as np
import pytest

from corpuskit.layout.lines import Batch
from corpuskit.layout.nature import nature
from corpuskit.layout.openings import begins
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import fill
from tests.layout.sample import ESSAY, fix

INTERVIEW = (
    "问：您是哪一年开始学做风筝的？",
    "答：七岁。我祖父是做风筝的，冬天没有农活，他就坐在灶边削竹子，我蹲在旁边看，看着看着就会了。那时候没有人把它当成手艺，"
    "只当是哄孩子的玩意儿，做好了挂在墙上，等到清明前后再拿到坝子上去放。",
    "问：后来呢？",
    "答：后来进了纸厂，一干就是三十年，手倒是没有生疏，因为厂里的孩子都来找我要风筝，我就利用下班的时间给他们做，一只收五分钱。",
    "问：五分钱够本吗？",
    "答：竹子是山上的，纸是厂里裁下来的边角，不要钱，五分钱是糨糊的钱。有的孩子没有五分钱，拿一个红苕来换，也行。我家里那几年"
    "红苕没有断过，都是风筝换来的。",
    "问：现在还做吗？",
    "答：做。不过眼睛不行了，画脸谱的活都交给了我孙女，她画的比我好，颜色也鲜，就是竹子削得厚了一点，飞起来有些沉。",
)
RECIPE = (
    "Heat the oven and butter a tin. Beat the butter with the sugar until it is pale, then add the eggs one after "
    "the other, and the grated zest of the lemon; fold in the flour last.",
    "250 g plain flour",
    "150 g soft butter, and a little for the tin",
    "150 g sugar and two large spoonfuls for the top of the cake",
    "3 eggs, at room temperature",
    "700 g ripe plums, which should be halved and stoned",
    "2 spoonfuls of flaked almonds",
    "1 lemon, of which only the zest is needed here",
    "Spread the batter in the tin, press the plums into it with the cut side up, and scatter sugar and almonds over "
    "the top. Bake for three quarters of an hour, or until a skewer comes out clean.",
)
PLAY = (
    "MARTHA. There is a boat on the river, and nobody in it.",
    "ENOCH. Then it has come loose from the landing, and it will come down on the weir before anyone can reach it.",
    "MARTHA. You could reach it.",
    "ENOCH. I could, if I were thirty years younger, and if the ladder were not at your brother's, where it has "
    "been since the plums were ripe.",
    "MARTHA. Go and ask him for it.",
    "ENOCH. I have asked him for it twice, and both times he said that he had never seen a ladder in his life.",
    "MARTHA. He is a liar, but he has good plums.",
    "ENOCH. The boat has gone over the weir now, while we were talking, and I believe that it was his.",
)
NOTES = (
    "初，河水出峡，其势甚急，舟人皆畏之。",
    "【校】出峡，各本并作“出山”，今据石刻改正。按下文又有“峡口”字样，可知作“峡”为是，诸家未及细审，辗转相承，遂成定本。",
    "有老翁，日坐石上，钓而不得鱼，人皆笑之。",
    "【校】老翁，一本作“老父”。",
    "翁曰：水清则鱼不至。吾所钓者，水也，非鱼也。",
    "【校】此句旧注以为后人所增，文气不类，然唐人类书已经引用，则其来已久，未可遽删，姑仍其旧，以俟知者。",
    "闻者不解，相与叹息而去。",
    "【校】叹息，一本作“大笑”，两通。",
    "明年春，水大至，石没而翁不复见。",
    "【校】石没，各本同，唯石刻作“石漂”，疑误，今不从。",
)
FULL, FULL_STOP = "河面上浮着一层薄雾，对岸的村子只露出", "河面上浮着一层薄雾，对岸有一个村子。"


def wrapped(blocks: tuple[str, ...], width: int) -> str:
    return "".join(line + "\n" for block in blocks for line in fill(block, [width]))


def begun(text: str) -> list[str]:
    batch = Batch.of([text])
    page = Page.of(batch, [text])
    kinds = nature(page.lines, page.ink, page.follows)
    found = begins(batch, page, kinds, page.follows)
    assert not begins(batch, page, kinds, np.zeros_like(found)).any()
    return [text[start : start + 2] for start in page.lines.starts[1:][found[:-1]].tolist()]


@pytest.mark.parametrize(
    "blocks", [INTERVIEW, RECIPE, PLAY, NOTES], ids=["questions", "numbers", "names", "notes"]
)
@pytest.mark.parametrize("width", range(34, 62, 2))
def test_nothing_is_joined_to_what_begins_as_others_do(blocks: tuple[str, ...], width: int) -> None:
    starts = {block[:9] for block in blocks if block[0] in "问答ME【123567"}
    rows = fix(wrapped(blocks, width)).split("\n")
    assert starts <= {row[:9] for row in rows}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("甲：好", "乙：好的", "甲：走了", "乙：等等", FULL_STOP, "甲：到了"), True),
        (("甲：好", "乙：好的", FULL_STOP, "甲：到了"), False),
        (("甲：好", "乙：好的", "甲：走了", "乙：等等", FULL, "甲：到了"), False),
        (("甲说：“好”", "乙说：“行”", "甲说：“走”", "乙说：“好”", FULL_STOP, "甲说：“到”"), False),
        (("一　从前", "二　后来", "三　如今", "四　将来", "五　永远", FULL, "六　尾声"), True),
        ((*(f"{n}　{FULL}{n * size}" for size, n in enumerate("一二三四五", 3)), FULL, "六　尾声"), True),
        (("A．木", "B．火", "C．水", "D．石", "E．山", FULL, "F．云"), True),
        (("第一条 木", "第二条 火", "第三条 水", "第四条 石", "第五条 山", FULL, "第九条 云"), False),
        (("第一条 木", "第二条 火", "第三条 水", "第四条 石", "第五条 山", FULL_STOP, "第六条 云"), True),
    ],
    ids=[
        "names",
        "few",
        "names in a sentence",
        "quotations",
        "blanks",
        "lines that stand out",
        "options",
        "cited",
        "articles",
    ],
)
def test_a_manner_is_told_by_lines_above_that_are_short(rows: tuple[str, ...], found: bool) -> None:
    starts = begun("".join(row + "\n" for row in (FULL, FULL, FULL, *rows)))
    assert (starts[-1:] == [rows[-1][:2]]) == found


def test_items_that_run_on_in_paragraphs_are_joined() -> None:
    counted = tuple(f"{n}、{'，'.join(text.split('，')[:3])}；" for n, text in enumerate(ESSAY, 1))
    text = wrapped(("".join(counted) * 2, *ESSAY), 36)
    assert fix(text).count("\n\n") == len(ESSAY)
