"""Character classes as tables over code points: one look-up per character, whatever the question.

Every code point has one class (`CharClass`); what else is asked of a character (may it start a line? how
wide is it?) is a second, tiny table over classes or a table of the same shape. Sources: Unicode 15.1
(`East_Asian_Width`, `Line_Break`), Han up to extension J of Unicode 17, and for what may not start or end a
line GB/T 15834-2011 and JIS X 4051 (kinsoku).
"""

import sys
from collections.abc import Sequence
from itertools import compress

import numpy as np
import numpy.typing as npt

CodeArray = npt.NDArray[np.uint32]
ClassArray = npt.NDArray[np.uint8]
CODE_POINTS = 0x110000
#: From here on all code points have one class and one width.
UNIFORM = 0x3FFFE


class CharClass:
    """What a character is; `BLANK` and `LINE_END` come first, so that ``> LINE_END`` means ink.

    Plain numbers: numpy compares an array of bytes with one as bytes, with a member of an enumeration as
    eight times as large numbers.
    """

    BLANK = 0
    LINE_END = 1
    OTHER = 2
    HAN = 3
    KANA = 4
    SMALL_KANA = 5
    HANGUL = 6
    UPPER = 7
    LOWER = 8
    LETTER = 9
    DIGIT = 10
    WIDE_STOP = 11
    WIDE_COMMA = 12
    WIDE_COLON = 13
    WIDE_OPEN = 14
    WIDE_CLOSE = 15
    OPEN_QUOTE = 16
    CLOSE_QUOTE = 17
    DASH = 18
    STOP = 19
    COMMA = 20
    COLON = 21
    OPEN = 22
    CLOSE = 23
    QUOTE = 24
    HYPHEN = 25
    SOFT_HYPHEN = 26
    UNIT = 27
    CIRCLED = 28
    BULLET = 29
    SYMBOL = 30
    WIDE_OTHER = 31
    MARK = 32


CLASS_COUNT = 33

_RANGES: tuple[tuple[int, int, int], ...] = (
    (CharClass.SYMBOL, 0x2190, 0x23FF),
    (CharClass.SYMBOL, 0x2500, 0x27BF),
    (CharClass.CIRCLED, 0x2460, 0x24FF),
    (CharClass.CIRCLED, 0x2776, 0x2793),
    (CharClass.HAN, 0x2E80, 0x2FDF),
    (CharClass.WIDE_OTHER, 0x2FF0, 0x303F),
    (CharClass.KANA, 0x3041, 0x30FF),
    (CharClass.WIDE_OTHER, 0x3100, 0x31EF),
    (CharClass.SMALL_KANA, 0x31F0, 0x31FF),
    (CharClass.WIDE_OTHER, 0x3200, 0x33FF),
    (CharClass.CIRCLED, 0x3220, 0x3229),
    (CharClass.HAN, 0x3400, 0x4DBF),
    (CharClass.HAN, 0x4E00, 0x9FFF),
    (CharClass.HANGUL, 0x1100, 0x11FF),
    (CharClass.HANGUL, 0x3131, 0x318E),
    (CharClass.HANGUL, 0xAC00, 0xD7A3),
    (CharClass.HAN, 0xF900, 0xFAFF),
    (CharClass.MARK, 0xFE00, 0xFE0F),
    (CharClass.WIDE_OTHER, 0xFE30, 0xFE6F),
    (CharClass.WIDE_OTHER, 0xFF01, 0xFF60),
    (CharClass.DIGIT, 0xFF10, 0xFF19),
    (CharClass.UPPER, 0xFF21, 0xFF3A),
    (CharClass.LOWER, 0xFF41, 0xFF5A),
    (CharClass.KANA, 0xFF66, 0xFF9D),
    (CharClass.WIDE_OTHER, 0xFFE0, 0xFFE6),
    (CharClass.SYMBOL, 0x1F000, 0x1FAFF),
    (CharClass.HAN, 0x20000, 0x33479),
)
_MEMBERS: tuple[tuple[int, str], ...] = (
    (CharClass.BLANK, " \t\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))),
    (CharClass.LINE_END, "\n\v\f\r\x85\u2028\u2029"),
    (CharClass.HAN, "々〇〻〆"),
    (CharClass.SMALL_KANA, "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーゝゞヽヾ゛゜ｰﾞﾟ"),
    (CharClass.WIDE_STOP, "。！？｡．︒︕︖﹒﹖﹗"),
    (CharClass.WIDE_COMMA, "，、；､︐︑︔﹐﹑﹔"),
    (CharClass.WIDE_COLON, "：︓﹕"),
    (CharClass.WIDE_OPEN, "（「『【《〈〔〖［｛｢〘〚〝︵﹁﹃︻︽︹︗﹇︷﹙﹛﹝"),
    (CharClass.WIDE_CLOSE, "）」』】》〉〕〗］｝｣〙〛〞〟︶﹂﹄︼︾︺︘﹈︸﹚﹜﹞"),
    (CharClass.OPEN_QUOTE, "“‘"),
    (CharClass.CLOSE_QUOTE, "”’"),
    (CharClass.DASH, "—–―…‥～〜⋯︱︙︰"),
    (CharClass.STOP, ".!?"),
    (CharClass.COMMA, ",;"),
    (CharClass.COLON, ":"),
    (CharClass.OPEN, "([{«‹"),
    (CharClass.CLOSE, ")]}»›"),
    (CharClass.QUOTE, "\"'`"),
    (CharClass.HYPHEN, "-‐‑"),
    (CharClass.SOFT_HYPHEN, "\xad"),
    (CharClass.UNIT, "%‰℃°％′″"),
    (CharClass.BULLET, "•·●○■□◆◇▲△★☆※▪◦‣・"),
    (CharClass.SYMBOL, "#$&*+/<=>@\\^_|~×÷±−"),
)
_CASED = (
    range(0x41, 0x5B),
    range(0x61, 0x7B),
    range(0xC0, 0x250),
    range(0x370, 0x530),
    range(0x1E00, 0x2000),
)


def _class_table() -> ClassArray:
    table = np.full(CODE_POINTS, CharClass.OTHER, np.uint8)
    table[0x530:0x1100] = CharClass.LETTER
    table[0x300:0x370] = CharClass.MARK
    table[0x30:0x3A] = CharClass.DIGIT
    cased = [code for codes in _CASED for code in codes]
    for kind, has in (
        (CharClass.LETTER, str.isalpha),
        (CharClass.LOWER, str.islower),
        (CharClass.UPPER, str.isupper),
    ):
        table[[*compress(cased, map(has, map(chr, cased)))]] = kind
    for kind, first, last in _RANGES:
        table[first : last + 1] = kind
    for kind, characters in _MEMBERS:
        table[[ord(character) for character in characters]] = kind
    return table


_WIDE_RANGES = (
    (0x1100, 0x115F), (0x2460, 0x24FF), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF),
    (0x4E00, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
    (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD), (0x3000, 0x3000),
)  # fmt: skip
_WIDE_IN_CHINESE = "“”‘’—…·•×÷±℃‰→←↑↓■□●○◆◇▲△★☆※"
_NO_CELL = ((0x0, 0x8), (0xE, 0x1F), (0x300, 0x36F), (0x200B, 0x200F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF))


def _cell_table() -> ClassArray:
    table = np.ones(CODE_POINTS, np.uint8)
    for first, last in _WIDE_RANGES:
        table[first : last + 1] = 2
    table[[ord(character) for character in _WIDE_IN_CHINESE]] = 2
    for first, last in _NO_CELL:
        table[first : last + 1] = 0
    table[0xAD] = 0
    return table


CLASSES: ClassArray = _class_table()
CELLS: ClassArray = _cell_table()
_CELL_BYTES = CELLS.data
_NATIVE = f"utf-32-{sys.byteorder[0]}e"
#: Characters below which a text is faster gone through one by one.
_SHORT = 12


def class_set(*kinds: int) -> npt.NDArray[np.bool_]:
    """A table over classes that is true for ``kinds``: index it with an array of classes."""
    table = np.zeros(CLASS_COUNT, np.bool_)
    table[list(kinds)] = True
    return table


def code_set(*members: slice | Sequence[int] | CodeArray) -> npt.NDArray[np.bool_]:
    """A table over code points that is true for ``members``, ranges or single ones.

    Only the memory that holds some of them is touched, so that a few take no time.

    >>> code_set([0x79D1], slice(0x30, 0x3A)).take(code_points("科技5"))
    array([ True, False,  True])
    """
    table = np.zeros(CODE_POINTS, np.bool_)
    for part in members:
        table[part] = True
    return table


def characters_of(kinds: npt.NDArray[np.bool_]) -> str:
    """The characters below `UNIFORM` whose class is in ``kinds``, a table over classes, in order.

    >>> characters_of(class_set(CharClass.STOP))
    '!.?'
    """
    found = np.zeros(UNIFORM, np.bool_)
    for kind in np.flatnonzero(kinds).tolist():
        found |= CLASSES[:UNIFORM] == kind
    return "".join(map(chr, np.flatnonzero(found).tolist()))


LETTERS = class_set(CharClass.UPPER, CharClass.LOWER, CharClass.LETTER)
CJK = class_set(CharClass.HAN, CharClass.KANA, CharClass.SMALL_KANA, CharClass.HANGUL)
NO_LINE_START = class_set(
    CharClass.WIDE_STOP, CharClass.WIDE_COMMA, CharClass.WIDE_COLON, CharClass.WIDE_CLOSE,
    CharClass.CLOSE_QUOTE, CharClass.STOP, CharClass.COMMA, CharClass.COLON, CharClass.CLOSE,
    CharClass.UNIT, CharClass.SMALL_KANA, CharClass.MARK,
)  # fmt: skip
NO_LINE_END = class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE, CharClass.OPEN)


def code_points(text: str) -> CodeArray:
    """The code points of ``text``, lone surrogates included.

    >>> code_points("科\\U00020000").tolist()
    [31185, 131072]
    """
    return np.frombuffer(text.encode(_NATIVE, "surrogatepass"), np.uint32)


def utf8_offsets(text: str) -> npt.NDArray[np.int64]:
    """Where each code point of ``text`` begins in its UTF-8, and where the last one ends; a lone surrogate
    takes three bytes.

    >>> utf8_offsets("a科🔬").tolist()
    [0, 1, 4, 8]
    """
    codes = code_points(text)
    sizes = 1 + (codes > 0x7F) + (codes > 0x7FF) + (codes > 0xFFFF)
    return np.append(0, np.cumsum(sizes, dtype=np.int64))


def classes(codes: CodeArray) -> ClassArray:
    """The class of each code point.

    >>> classes(code_points("科A5，”")).tolist()
    [3, 7, 10, 12, 17]
    >>> CharClass.HAN, CharClass.UPPER, CharClass.DIGIT, CharClass.WIDE_COMMA, CharClass.CLOSE_QUOTE
    (3, 7, 10, 12, 17)
    """
    return CLASSES.take(codes)


def display_width(text: str) -> int:
    """Cells of ``text`` in a terminal that shows Chinese: two for a wide character, none for a mark.

    Quotes and dashes that are narrow in a Latin font count two, as Chinese fonts draw them.

    >>> display_width("5G网络")
    6
    """
    if len(text) < _SHORT:
        return sum(map(_CELL_BYTES.__getitem__, map(ord, text)))
    cells = CELLS.take(code_points(text)).tobytes()
    return cells.count(1) + 2 * cells.count(2)


def language(codes: CodeArray) -> str:
    """``ja`` (kana are 2 % of the letters or more), ``zh`` (Han 20 % or more) or ``en``.

    >>> language(code_points("新质生产力")), language(code_points("これは")), language(code_points("5G"))
    ('zh', 'ja', 'en')
    """
    counts = np.bincount(CLASSES.take(codes), minlength=CLASS_COUNT)
    kana = counts[CharClass.KANA] + counts[CharClass.SMALL_KANA]
    letters = kana + counts[CharClass.HAN] + counts[LETTERS].sum() + counts[CharClass.HANGUL]
    if kana * 50 >= letters > 0:
        return "ja"
    return "zh" if counts[CharClass.HAN] * 5 >= letters > 0 else "en"
