"""Lines whose words say what they are: author notes, sources, captions, bylines."""

import re
from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from corpuskit.layout.lines import COLONS, OPENING, Batch, BoolArray, Lines
from corpuskit.layout.marks import Ink
from corpuskit.layout.roles import SURNAMES, Role
from corpuskit.model import IntArray
from corpuskit.unicode import CharClass, class_set


class Words(IntEnum):
    """What the words of a line say that it is."""

    NOTHING = 0
    NOTE = 1
    SOURCE = 2
    CAPTION = 3
    BYLINE = 4


# Compiled when a line is first read, which many texts have no need of: `re` keeps what it has compiled.
_SOURCE = (
    r"[据據](?:《[^》]{1,30}》|[\u4e00-\u9fff]{2,8}(?:报|報|网|網|社|台|刊|客户端))"
    r"(?:报道|報道|報導|電|电|讯|訊)?(?:\s*[（(][^）)]*[）)])?"
    r"|(?:来源|來源|资料来源|資料來源|稿件来源|稿件來源|原载|原載|转自|轉自|摘自|选自|選自|出处|出處)(?:\s*[：:]\s*|(?=《))[^，。！？；]{2,60}"
)
_NOTE = (
    r"[（(](?:作者|记者|記者|編者|编者|译者|譯者|本文|本报|本報|执笔|執筆|课题|課題|整理|责任编辑|責任編輯|责编|責編|通讯员"
    r"|通訊員|此件|作者单位)"
)
_NAMES = r"[\u4e00-\u9fff·]{2,4}(?:[ \u3000、]+(?:(?:通讯员|通訊員) ?)?[\u4e00-\u9fff·]{2,4}){0,7}"
_BYLINE = (
    r"(?:本报|本報|新华社|新華社|中央社|人民网|央视)?(?:首席|特约|特約)?"
    r"(?:记者|記者|通讯员|通訊員|作者|文|图|圖|编辑|編輯|责编|責編|撰文|摄影|攝影|整理)"
    rf"[\s：:/／|｜]\s*(?P<led>{_NAMES})"
    r"|(?P<bare>[\u4e00-\u9fff]{2,4}(?:[ \u3000]+[\u4e00-\u9fff]{2,4}){0,5}|[\u4e00-\u9fff] [\u4e00-\u9fff])"
    r"|[Bb][Yy] [A-Z][\w.'-]*(?: (?:and |& )?[A-Z][\w.'-]*){0,5}"
)
_CAPTION = r"(?:图|表|圖|Figure|Fig\.|Table)\s*\d+(?:[-.．]\d+)*(?:[\s：:.、　].*)?"
_SOURCE_HEADS = frozenset("据據来來资資稿原转轉摘选選出")
_CAPTION_HEADS = frozenset("图表圖FT")
_LONGEST = 60
_TELLS = (
    COLONS | OPENING | class_set(CharClass.BLANK, CharClass.DIGIT, CharClass.SYMBOL, CharClass.WIDE_OTHER)
)
_LOWER, _Y = np.uint32(32), np.uint32(ord("y"))


def _names(match: re.Match[str]) -> bool:
    """Whether a line of nothing but short words is one of people: each begins with a surname."""
    bare = match["bare"]
    if bare is None:
        return True
    words = bare.split()
    if len(bare) == 3 and len(words) == 2 and len(words[0]) == 1:
        return bare[0] in SURNAMES
    return all(word[0] in SURNAMES for word in words) and (len(words) > 1 or len(bare) <= 3)


def words_of(text: str) -> Words:
    """What the words of a short line or block say.

    >>> words_of("据《重庆日报》").name, words_of("蒲清平 衡渝茜").name, words_of("据了解，").name
    ('SOURCE', 'BYLINE', 'NOTHING')
    """
    head = text[0]
    if head in "（(" and re.match(_NOTE, text):
        return Words.NOTE
    if head in _SOURCE_HEADS and len(text) <= 60 and re.fullmatch(_SOURCE, text):
        return Words.SOURCE
    if head in _CAPTION_HEADS and re.fullmatch(_CAPTION, text):
        return Words.CAPTION
    if len(text) <= 40 and (match := re.fullmatch(_BYLINE, text)) and _names(match):
        return Words.BYLINE
    return Words.NOTHING


def may_say(lines: Lines, ink: Ink) -> BoolArray:
    """Which lines begin in a way that their words may say what they, or blocks that begin there, are.

    A byline of nothing but names has no marks; in brackets, the first word tells; a caption in Latin letters
    has a number; of what else tells, there is a mark among the first characters, but for a newspaper's name.
    """
    roles = ink.roles[:, 0]
    able = np.zeros(len(lines), np.bool_)
    rows = (roles & Role.SURNAME).nonzero()[0]
    able[rows] = (lines.pauses + lines.letters + lines.digits)[rows] == 0
    rows = (roles & Role.TELLING).nonzero()[0]
    if not len(rows):
        return able
    head, first, second = lines.head[rows], ink.first[rows], ink.roles[rows, 1]
    marked = _TELLS.take(head).any(axis=1) | ((roles[rows] & Role.CITING) > 0)
    numbered = (head == CharClass.DIGIT).any(axis=1) | ((lines.head_codes[rows, 1] | _LOWER) == _Y)
    bracket = OPENING.take(first)
    latin = (first == CharClass.UPPER) | (first == CharClass.LOWER)
    noted = (second & Role.NOTING) > 0
    able[rows] |= np.where(bracket, noted, np.where(latin, numbered, marked))
    return able


def words(batch: Batch, lines: Lines, ink: Ink, texts: Sequence[str], telling: BoolArray) -> IntArray:
    """`Words` of every line; only short ones of the lines that are ``telling`` are read."""
    found = np.zeros(len(lines), np.int64)
    size = lines.sizes
    able = telling & (size <= _LONGEST) & (lines.stops == 0)
    able &= ((ink.roles[:, 0] & Role.TELLING) > 0) | (lines.blanks > 0) | (size <= 3)
    for row in able.nonzero()[0].tolist():
        document = int(lines.document[row])
        base = int(batch.bases[document])
        found[row] = words_of(texts[document][int(lines.starts[row]) - base : int(lines.ends[row]) - base])
    return found
