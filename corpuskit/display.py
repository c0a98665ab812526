"""Text as a person can read it in a terminal: invisible characters escaped, long stretches shortened."""

import re
import unicodedata

#: Characters shown of a text by `shortened`.
SHOWN = 24
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
#: Controls, formats, separators but U+0020, surrogates, private use, noncharacters, and planes 4 to 13, which
#: are empty.
_HIDDEN = (
    "[\0-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u206f\u3000\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\U0003fffe-\U000e00ff\U000e01f0-\U0010ffff]"
)


def is_printable(text: str) -> bool:
    """Whether all of ``text`` can be seen, U+0020 too: `str.isprintable`, but the same in every Python.

    Each Python knows the characters of its own Unicode: to that of 3.11 the Han of 2022 are unassigned. Here
    what may be assigned one day can be seen.

    >>> is_printable("科 \\U00031350"), is_printable("科\\u3000")
    (True, False)
    """
    return text.isprintable() or re.search(_HIDDEN, text) is None


def escaped(text: str) -> str:
    """``text`` with what cannot be seen as an escape; U+0020 stays.

    >>> escaped("科\\u200b创\\u3000板\\n")
    '科\\\\u200b创\\\\u3000板\\\\n'
    """
    if is_printable(text) and "\\" not in text:
        return text
    return "".join(_SHORT.get(one) or (one if is_printable(one) else _escape(one)) for one in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shortened(text: str, most: int = SHOWN) -> str:
    """``text``, escaped; of more than ``most`` characters the first and the last.

    >>> shortened("发展新质生产力", 5)
    '发展新…力'
    """
    if len(text) > most:
        tail = most // 4
        return f"{escaped(text[: most - tail - 1])}…{escaped(text[len(text) - tail :])}"
    return escaped(text)


def cells(text: str) -> int:
    """Columns that a terminal gives ``text``: two for what Unicode calls wide, none for marks and joiners.

    Quotes and dashes, which Unicode calls ambiguous, take one, as terminals do outside CJK locales.

    >>> cells("5G网络"), cells("“e\\u0301”")
    (6, 3)
    """
    return sum(_cells(one) for one in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def number(count: int, noun: str) -> str:
    """``count`` with its noun.

    >>> number(1, "error"), number(1400, "finding")
    ('1 error', '1,400 findings')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
