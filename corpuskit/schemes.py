"""Label schemes of other corpora, and what our labels are called in them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from corpuskit.model import Annotated, Label


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NATURE = _words(
    """
    山 岭 峰 峡 河 江 湖 海 洋 湾 岛 半岛 海峡 洲 高原 平原 盆地 沙漠 草原 流域 山脉 瀑布 运河 三角 地区
    """
)
_BUILT = _words(
    """
    机场 车站 火车站 地铁站 大桥 公路 国道 高速 铁路 隧道 广场 公园 大厦 体育馆 体育场 游泳馆 博物馆 美术馆
    纪念馆 展览馆 图书馆 科技馆 文化馆 植物园 动物园 剧院 音乐厅 天文台 宾馆 饭店 酒店 寺 教堂 故居 陵园 监狱
    发射场 体育中心 展览中心 会展中心 会议中心
    """
)
_LAWS = _words("法》 条例》 规定》 办法》 细则》 公约》 条约》 协定》")
_ONTONOTES = _words(
    """
    PERSON NORP FAC ORG GPE LOC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE
    DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL
    """
)


class Scheme(NamedTuple):
    """A scheme: ``labels`` are all that it has; of ours those in ``names`` stay, under these names.

    ``endings`` part one of ours by how its words end: ``(our label, endings, their label)``, the first that
    holds.
    """

    labels: frozenset[str]
    names: Mapping[str, str]
    endings: Sequence[tuple[str, tuple[str, ...], str]] = ()


_THREE = Scheme(frozenset({"PER", "LOC", "ORG"}), {"PER": "PER", "LOC": "LOC", "ORG": "ORG"})

#: By the name that ``--labels`` takes. MSRA: SIGHAN bakeoff 2006. People's Daily: the entity corpus made of
#: PKU's, and PKU's own tags in capitals. OntoNotes: release 5.0, its 18 types.
SCHEMES: Mapping[str, Scheme] = {
    "msra": _THREE,
    "people-daily": _THREE,
    "pku": Scheme(frozenset({"NR", "NS", "NT"}), {"PER": "NR", "LOC": "NS", "ORG": "NT"}),
    "ontonotes": Scheme(
        frozenset(_ONTONOTES),
        {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG", "WORK": "WORK_OF_ART", "DATE": "DATE"},
        (("LOC", _BUILT, "FAC"), ("LOC", _NATURE, "LOC"), ("WORK", _LAWS, "LAW")),
    ),
}


def relabelled(annotated: Annotated, scheme: str, own: Mapping[str, Mapping[str, str]]) -> Annotated:
    """The document with the labels of ``scheme``; those that it has not are left out.

    ``own`` says for a rule's code what its label is in schemes where that does not follow from ours. What won
    is not settled anew: a work in title marks still hides the names in it where the scheme has no works.
    """
    text = annotated.checked.text
    labels, lost = (
        tuple(
            label._replace(label=name)
            for label in side
            if (name := _name(label, text, scheme, own.get(label.code, {})))
        )
        for side in (annotated.labels, annotated.lost)
    )
    return replace(annotated, labels=labels, lost=lost)


def _name(label: Label, text: str, scheme: str, own: Mapping[str, str]) -> str:
    """What ``label`` is called in ``scheme``; empty where it has no such thing."""
    if scheme in own:
        return own[scheme]
    words = text[label.start : label.end]
    for ours, endings, theirs in SCHEMES[scheme].endings:
        if label.label == ours and words.endswith(endings):
            return theirs
    return SCHEMES[scheme].names.get(label.label, "")
