"""Texts that the layout tests are tried on: the seed, and what was written for them."""

from pathlib import Path

from corpuskit.layout import analyse
from corpuskit.layout.lines import Batch
from corpuskit.layout.normal import repaired
from corpuskit.layout.page import Page

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode()
ESSAY = (
    "河面上浮着一层薄雾，对岸的村子只露出几棵树梢，远处传来一两声鸡叫。他沿着河边的小路一直往北走，谁也没有惊动，只有那只旧书包在背上一下一下地响。",
    "走到桥头的时候天已经亮了。卖豆浆的老人刚刚支起摊子，看见他便笑着招手，问他这么早要到哪里去。他说要进城，去找一位三年没有见面的朋友。",
    "老人没有再问，给他盛了一碗豆浆，又多放了一勺糖。他站在风里喝完，觉得身上暖和起来，便把碗还给老人，道了一声谢，过桥去了。",
    "城里比他记得的要热闹得多。街道两旁新开了许多铺子，有卖布的，有卖书的，还有一家照相馆，橱窗里摆着几张陌生人的笑脸。他在书铺门口停下来，翻了翻新到的杂志，终于没有买。",
)


def fix(text: str) -> str:
    """``text`` with all edits of its layout made."""
    return repaired(text, analyse([text])[0])


def ink(text: str) -> str:
    """The characters of ``text`` that are not blank; hyphens, which may go at a line end, left out."""
    return "".join(c for c in text if not c.isspace() and c not in "-\u2010\xad")


def page_of(*texts: str) -> tuple[Batch, Page]:
    """``texts`` as a batch, and its page."""
    batch = Batch.of(texts)
    return batch, Page.of(batch, texts)
