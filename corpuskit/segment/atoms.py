"""Stretches that no word boundary may cut: grapheme clusters, Latin words, numbers; marks that stand alone.

Grapheme clusters follow Unicode Standard Annex 29 (extended clusters: marks, joiners, variation selectors,
emoji sequences, flags). Spacing marks count as marks; conjoining Hangul and Indic conjuncts have no rule.
"""

import re
import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray
from corpuskit.segment.batches import IS_BLANK
from corpuskit.unicode import CLASSES, CODE_POINTS, LETTERS, CharClass

Flags = npt.NDArray[np.bool_]
_JOINER = 0x200D
_FLAG = range(0x1F1E6, 0x1F200)
_EXTENDING = (range(0x200C, 0x200E), range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080))
# All marks of Unicode lie here; most other characters do not.
_WITH_MARKS = (
    range(0x300, 0x3100),
    range(0xA66F, 0xAC00),
    range(0xFB1E, 0xFE30),
    range(0x101FD, 0x12000),
    range(0x13000, 0x13500),
    range(0x16100, 0x17000),
    range(0x1BC9D, 0x1E950),
    range(0xE0100, 0xE01F0),
)
#: The marks that Unicode has got since version 14, up to 18: a Python knows those of its own Unicode only.
_NEW_MARKS = (
    (0x5C8, 0x5C9), (0x897, 0x897), (0xB53, 0xB54), (0xCF3, 0xCF3), (0xECE, 0xECE), (0x1ACF, 0x1AF0),
    (0x10D69, 0x10D6D), (0x10ECB, 0x10ECF), (0x10EF0, 0x10EFF), (0x11241, 0x11241), (0x113B8, 0x113C0),
    (0x113C2, 0x113C2), (0x113C5, 0x113C5), (0x113C7, 0x113CA), (0x113CC, 0x113D0), (0x113D2, 0x113D2),
    (0x113E1, 0x113E2), (0x11B60, 0x11B67), (0x11DF0, 0x11DF0), (0x11F00, 0x11F01), (0x11F03, 0x11F03),
    (0x11F34, 0x11F3A), (0x11F3E, 0x11F42), (0x11F5A, 0x11F5A), (0x13440, 0x13440), (0x13447, 0x13455),
    (0x1611E, 0x1612F), (0x1D127, 0x1D128), (0x1D250, 0x1D252), (0x1D25B, 0x1D25C), (0x1D25F, 0x1D25F),
    (0x1D280, 0x1D281), (0x1E08F, 0x1E08F), (0x1E4EC, 0x1E4EF), (0x1E5EE, 0x1E5EF), (0x1E6E3, 0x1E6E3),
    (0x1E6E6, 0x1E6E6), (0x1E6EE, 0x1E6EF), (0x1E6F5, 0x1E6F5),
)  # fmt: skip
_PICTURES = (
    range(0x2190, 0x2400),
    range(0x25A0, 0x2C00),
    range(0x1F000, 0x1F1E6),
    range(0x1F200, 0x1F3FB),
    range(0x1F400, 0x20000),
)


def _table(*ranges: range) -> Flags:
    table = np.zeros(CODE_POINTS, np.bool_)
    for codes in ranges:
        table[codes.start : codes.stop] = True
    return table


@cache
def _extending() -> Flags:
    table = _table(*_EXTENDING, *(range(first, last + 1) for first, last in _NEW_MARKS))
    marks = (code for codes in _WITH_MARKS for code in codes)
    table[[code for code in marks if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")]] = True
    return table


_IS_PICTURE = _table(*_PICTURES)
_IS_FLAG = _table(_FLAG)
_BRACKETS = "（）〔〕【】《》〈〉「」『』［］｛｝“”"
_IS_ALONE = _table(range(0x1F300, 0x1F3FB), range(0x1F400, 0x1FB00), _FLAG)
_IS_ALONE[[ord(mark) for mark in '()[]{}"' + _BRACKETS]] = True
_IS_ENDING = _table(*(range(ord(mark), ord(mark) + 1) for mark in ",;:!?"))
_OPEN, _SLASH = ord("("), ord("/")
_FUNCTION = re.compile(r"(?:|.*[^A-Za-z0-9])[A-Za-z]\([A-Za-z]\)", re.DOTALL)
# What a character may be in a Latin word or a number, as bits: by its class, and for marks by code point.
_LETTER, _DIGIT, _POINT, _APOSTROPHE, _HYPHEN, _PERCENT = (1 << bit for bit in range(6))
_ROLE_OF_CLASS = np.where(LETTERS, _LETTER, 0).astype(np.uint8)
_ROLE_OF_CLASS[[CharClass.DIGIT, CharClass.HYPHEN]] = _DIGIT, _HYPHEN
_ROLE_OF_MARK = np.zeros(1 << 16, np.uint8)
for _marks, _role in ((".,．:", _POINT), ("'’", _APOSTROPHE), ("%％‰", _PERCENT)):
    _ROLE_OF_MARK[[ord(mark) for mark in _marks]] = _role


def inside_clusters(codes: CodeArray) -> Flags:
    """Which characters belong to the grapheme cluster of the character before them.

    >>> inside_clusters(np.array([ord(c) for c in "e\\u0301科\\U0001f1e8\\U0001f1f3"], np.uint32))
    array([False,  True, False, False,  True])
    """
    inside = _extending().take(codes)
    if inside.any():
        inside |= _behind_joiners(codes, inside)
    flags = _IS_FLAG.take(codes)
    if flags.any():
        first = np.flatnonzero(flags & ~np.concatenate([[False], flags[:-1]]))
        places = np.flatnonzero(flags)
        since = places - first[np.searchsorted(first, places, side="right") - 1]
        inside[places[since % 2 == 1]] = True
    inside[:1] = False
    return inside


def _behind_joiners(codes: CodeArray, extends: Flags) -> Flags:
    """Which characters are pictures that go on behind one joiner, which may stand behind marks of the picture
    before it, not behind another joiner (GB11); ``extends`` says which characters are marks or joiners."""
    base = np.maximum.accumulate(np.where(extends, 0, np.arange(len(codes))))
    picture, joiner = _IS_PICTURE[codes], codes == _JOINER
    joiners = np.cumsum(joiner)
    one = joiner[:-1] & (joiners[:-1] - joiners[base[:-1]] == 1)
    behind = np.zeros(len(codes), np.bool_)
    behind[1:] = one & picture[base[:-1]] & picture[1:]
    return behind


def inside_runs(codes: CodeArray) -> Flags:
    """Which characters go on with the Latin word or the number of the character before them.

    A number keeps its decimals, its groups and its percent sign, a time of day its colon, a word its
    apostrophe and, where there is a letter on one side, its hyphen.

    >>> from corpuskit.unicode import code_points
    >>> "".join("+" if inside else "." for inside in inside_runs(code_points("2.45%，5G COVID-19 2-3")))
    '.++++..+..+++++++....'
    """
    kinds = np.zeros(len(codes) + 2, np.uint8)
    kinds[1:-1] = _ROLE_OF_CLASS.take(CLASSES.take(codes)) | _ROLE_OF_MARK.take(codes, mode="clip")
    before, here, after = kinds[:-2], kinds[1:-1], kinds[2:]
    both, either = before & after, before | after
    between = (here & _POINT > 0) & (both & _DIGIT > 0)
    between |= (here & _APOSTROPHE > 0) & (both & _LETTER > 0)
    words = (before & (_LETTER | _DIGIT) > 0) & (after & (_LETTER | _DIGIT) > 0)
    between |= (here & _HYPHEN > 0) & words & (either & _LETTER > 0)
    inside: Flags = between | ((here & _PERCENT > 0) & (before & _DIGIT > 0))
    word = here & (_LETTER | _DIGIT) > 0
    inside[1:] |= word[1:] & (word[:-1] | between[:-1])
    return inside


def alone(codes: CodeArray) -> Flags:
    """Which characters are words of their own: brackets, double quotes, emoji, and a mark of ASCII that ends
    a stretch without blanks.

    Chinese text on which words are learnt has few of them. Brackets of an address (``://``) are not meant,
    nor those of a function as UD has it: f(x). All of an emoji's cluster is, as `inside_clusters` says.

    >>> from corpuskit.unicode import code_points
    >>> "".join("+" if own else "." for own in alone(code_points('(in "a[1]"), f(x) http://a.b/c_(d)')))
    '+...+.+.++++.....................'
    """
    own: Flags = _IS_ALONE.take(codes)
    ending = _IS_ENDING.take(codes)
    own |= ending & np.append(IS_BLANK.take(codes[1:]), True) & ~np.append(False, ending[:-1])
    if own.any():
        if int(codes.max()) >= _FLAG.start:
            base = np.where(inside_clusters(codes), 0, np.arange(len(codes)))
            own = own[np.maximum.accumulate(base)]
        for at in np.flatnonzero(own & (codes == _OPEN)).tolist():
            around = "".join(map(chr, codes[max(0, at - 2) : at + 3].tolist()))
            if _FUNCTION.fullmatch(around):
                own[[at, at + 2]] = False
        end = 0
        for at in _addresses(codes):
            if at >= end:  # not in the address before
                end = _free(own, codes, at)
    return own


def _addresses(codes: CodeArray) -> list[int]:
    """Where ``://`` stands."""
    colons = np.flatnonzero(codes[:-2] == ord(":"))
    slashes = (codes[colons + 1] == _SLASH) & (codes[colons + 2] == _SLASH)
    found: list[int] = colons[slashes].tolist()
    return found


def _free(own: Flags, codes: CodeArray, at: int) -> int:
    """Take brackets in pairs out of ``own`` that belong to the address with ``://`` at ``at``; where it
    ends."""
    opened: list[int] = []
    for place in range(at, len(codes)):
        character = chr(codes[place])
        if not "!" <= character <= "~" or character in '"<>':
            return place
        if character in "([{":
            opened.append(place)
        elif character in ")]}" and opened:
            own[[opened.pop(), place]] = False
    return len(codes)


def uncut(codes: CodeArray) -> Flags:
    """Which characters must stay in one word with the character before them."""
    return inside_clusters(codes) | inside_runs(codes)
