"""Text as a person can read it in a terminal: invisible characters escaped, long stretches shortened."""

import unicodedata

#: Characters shown of a text by `quoted`.
SHOWN = 24
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


def escaped(text: str) -> str:
    """``text`` with what cannot be seen as an escape; U+0020 stays.

    >>> escaped("科\\u200b创\\u3000板\\n")
    '科\\\\u200b创\\\\u3000板\\\\n'
    """
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(_SHORT.get(one) or (one if one.isprintable() else _escape(one)) for one in text)


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
