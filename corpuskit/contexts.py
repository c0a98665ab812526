"""The contexts that rules name: what may, or must, stand around a hit."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from corpuskit.errors import RuleFault
from corpuskit.matching import Regex, fault_of, regex_of, scannable

#: Code points that a context's pattern may look at on each side of a hit.
WINDOW = 48
#: Code points on each side of a hit among which its line and the lines around it are looked for.
LINES_WINDOW = 400
_LINE_END = re.compile("[\n\r\x85\u2028\u2029]")


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a hit stands. All keys given must hold; of several texts, one.

    ``preceded_by``, ``followed_by`` and ``inside`` are texts; the patterns are RE2. The first two are looked
    for right before and right after the hit, within 48 characters, ``line_pattern`` anywhere in the hit's
    line, ``lines_pattern`` in that with the line before and the one after, empty lines left out (of both
    400 characters each way at most).
    """

    preceded_by: str | tuple[str, ...] = ()
    followed_by: str | tuple[str, ...] = ()
    inside: str | tuple[str, ...] = ()
    preceded_by_pattern: str = ""
    followed_by_pattern: str = ""
    line_pattern: str = ""
    lines_pattern: str = ""


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


class Contexts:
    """Compiled contexts; true where one of them holds.

    >>> Contexts("TM001", [Context(inside="科创板")]).hold("在科创板上市", 1, 3)
    True
    """

    def __init__(self, code: str, contexts: Sequence[Context], key: str = "unless") -> None:
        """Compile; raises a ``RuleFault`` for a pattern that RE2 refuses."""
        self._contexts = [
            (
                _texts(one.preceded_by),
                _texts(one.followed_by),
                _texts(one.inside),
                _optional(code, key, one.preceded_by_pattern and f"(?:{one.preceded_by_pattern})$"),
                _optional(code, key, one.followed_by_pattern and f"^(?:{one.followed_by_pattern})"),
                _optional(code, key, one.line_pattern),
                _optional(code, key, one.lines_pattern),
            )
            for one in contexts
        ]

    def hold(self, text: str, start: int, end: int) -> bool:
        """Whether the hit ``[start, end)`` of ``text`` stands in one of the contexts."""
        return any(
            (not before or any(text.endswith(one, 0, start) for one in before))
            and (not after or any(text.startswith(one, end) for one in after))
            and (not around or any(_inside(text, start, end, one) for one in around))
            and (left is None or left.search(scannable(text[max(0, start - WINDOW) : start])))
            and (right is None or right.search(scannable(text[end : end + WINDOW])))
            and (line is None or line.search(scannable(_line(text, start, end))))
            and (lines is None or lines.search(scannable(_lines(text, start, end))))
            for before, after, around, left, right, line, lines in self._contexts
        )


def context_faults(code: str, contexts: Sequence[Context], key: str = "unless") -> Iterator[RuleFault]:
    """What is wrong with the contexts under ``key``: patterns that RE2 refuses, contexts without a key."""
    for index, one in enumerate(contexts):
        place = f"{key}[{index}]"
        said = msgspec.structs.asdict(one)
        if not any(said.values()):
            yield RuleFault(code, place, "empty, so that it holds everywhere", f"one of {', '.join(said)}")
        for name, value in said.items():
            if name.endswith("_pattern") and value:
                yield from fault_of(regex_of, code, f"{place}.{name}", value)


def _optional(code: str, key: str, pattern: str) -> Regex | None:
    return regex_of(code, key, pattern) if pattern else None


def _inside(text: str, start: int, end: int, around: str) -> bool:
    first = text.find(around, max(0, end - len(around)), start + len(around))
    return first >= 0


def _line(text: str, start: int, end: int) -> str:
    """The line of ``[start, end)``, as ``Context`` says."""
    before = _LINE_END.split(text[max(0, start - LINES_WINDOW) : start])
    return before[-1] + text[start:end] + _LINE_END.split(text[end : end + LINES_WINDOW], maxsplit=1)[0]


def _lines(text: str, start: int, end: int) -> str:
    """The line of ``[start, end)`` between the nearest lines that are not empty, as ``Context`` says.

    >>> _lines("甲\\n乙,丙\\n\\n丁,戊\\n己", 3, 4)
    '甲\\n乙,丙\\n丁,戊'
    """
    before = _LINE_END.split(text[max(0, start - LINES_WINDOW) : start])
    after = _LINE_END.split(text[end : end + LINES_WINDOW])
    line = before[-1] + text[start:end] + after[0]
    above = next((one for one in map(str.strip, before[-2::-1]) if one), None)
    below = next((one for one in map(str.strip, after[1:]) if one), None)
    return "\n".join(one for one in (above, line, below) if one is not None)
