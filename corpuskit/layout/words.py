"""Lines whose words say what they are: author notes, sources, captions, bylines."""

import re
from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from corpuskit.layout.lines import Batch, Lines
from corpuskit.layout.marks import Ink
from corpuskit.model import IntArray


class Words(IntEnum):
    """What the words of a line say that it is."""

    NOTHING = 0
    NOTE = 1
    SOURCE = 2
    CAPTION = 3
    BYLINE = 4


_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜"
    "詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶"
    "刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜"
    "鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衡楚佟栗匡宗蒲應应巫寇桑荆储沙"
)
_SOURCE = re.compile(
    r"[据據](?:《[^》]{1,30}》|[\u4e00-\u9fff]{2,8}(?:报|報|网|網|社|台|刊|客户端))"
    r"(?:报道|電|电|讯)?(?:\s*[（(][^）)]*[）)])?"
    r"|(?:来源|來源|资料来源|資料來源|稿件来源|原载|原載|转自|摘自|选自|出处)(?:\s*[：:]\s*|(?=《))[^，。！？；]{2,60}"
)
_NOTE = re.compile(
    r"[（(](?:作者|记者|編者|编者|译者|譯者|本文|本报|执笔|课题|整理|责任编辑|责编|通讯员|此件|作者单位)"
)
_NAMES = r"[\u4e00-\u9fff·]{2,4}(?:[ \u3000、]+(?:通讯员 ?)?[\u4e00-\u9fff·]{2,4}){0,7}"
_BYLINE = re.compile(
    r"(?:本报|新华社|人民网|央视)?(?:首席|特约)?(?:记者|通讯员|作者|文|图|编辑|责编|撰文|摄影|整理)"
    rf"[\s：:/／|｜]\s*(?P<led>{_NAMES})"
    r"|(?P<bare>[\u4e00-\u9fff]{2,4}(?:[ \u3000]+[\u4e00-\u9fff]{2,4}){0,5}|[\u4e00-\u9fff] [\u4e00-\u9fff])"
    r"|[Bb][Yy] [A-Z][\w.'-]*(?: (?:and |& )?[A-Z][\w.'-]*){0,5}"
)
_CAPTION = re.compile(r"(?:图|表|圖|Figure|Fig\.|Table)\s*\d+(?:[-.．]\d+)*(?:[\s：:.、　].*)?")
_SOURCE_HEADS = frozenset("据據来來资稿原转摘出选")
_CAPTION_HEADS = frozenset("图表圖FT")
_LONGEST = 60
_HEADS = np.array(
    sorted(
        ord(c)
        for c in "（("
        + "".join(_SOURCE_HEADS | _CAPTION_HEADS | _SURNAMES)
        + "本新人央首特记通作文编责撰摄整Bb"
    ),
    np.uint32,
)


def _names(match: re.Match[str]) -> bool:
    """Whether a line of nothing but short words is one of people: each begins with a surname."""
    bare = match["bare"]
    if bare is None:
        return True
    words = bare.split()
    if len(bare) == 3 and len(words) == 2 and len(words[0]) == 1:
        return bare[0] in _SURNAMES
    return all(word[0] in _SURNAMES for word in words) and (len(words) > 1 or len(bare) <= 3)


def words_of(text: str) -> Words:
    """What the words of a short line or block say.

    >>> words_of("据《重庆日报》").name, words_of("蒲清平 衡渝茜").name, words_of("据了解，").name
    ('SOURCE', 'BYLINE', 'NOTHING')
    """
    head = text[0]
    if head in "（(" and _NOTE.match(text):
        return Words.NOTE
    if head in _SOURCE_HEADS and len(text) <= 60 and _SOURCE.fullmatch(text):
        return Words.SOURCE
    if head in _CAPTION_HEADS and _CAPTION.fullmatch(text):
        return Words.CAPTION
    if len(text) <= 40 and (match := _BYLINE.fullmatch(text)) and _names(match):
        return Words.BYLINE
    return Words.NOTHING


def words(batch: Batch, lines: Lines, ink: Ink, texts: Sequence[str]) -> IntArray:
    """`Words` of every line; only short lines that begin with a telling character are read."""
    found = np.zeros(len(lines), np.int64)
    able = (
        np.isin(batch.codes[lines.starts], _HEADS)
        & (lines.ends - lines.starts <= _LONGEST)
        & (ink.stops == 0)
    )
    for row in np.flatnonzero(able).tolist():
        document = int(lines.document[row])
        base = int(batch.bases[document])
        found[row] = words_of(texts[document][int(lines.starts[row]) - base : int(lines.ends[row]) - base])
    return found
