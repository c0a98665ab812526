"""Regular expressions in linear time (RE2) on code points, and the contexts that rules name."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import re2

from corpuskit.errors import RuleFault

#: Code points that a context's pattern may look at on each side of a hit.
WINDOW = 48


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a hit stands. All keys given must hold; of several texts, one.

    ``preceded_by``, ``followed_by`` and ``inside`` are texts; the two patterns are RE2, looked for right
    before and right after the hit, within 48 characters.
    """

    preceded_by: str | tuple[str, ...] = ()
    followed_by: str | tuple[str, ...] = ()
    inside: str | tuple[str, ...] = ()
    preceded_by_pattern: str = ""
    followed_by_pattern: str = ""


def scannable(text: str) -> str:
    """``text`` as RE2 can read it: lone surrogates, which UTF-8 cannot hold, stand as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    return text


class Regex:
    """A compiled RE2 pattern; spans are code points.

    >>> list(Regex("[0-9]+ 年").spans("于2024 年、25 年"))
    [(1, 7), (8, 12)]
    """

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        """Compile ``pattern``. Raises ``ValueError`` where RE2 refuses it (look-around, back references)."""
        options = re2.Options()
        options.log_errors = False
        options.case_sensitive = not ignore_case
        try:
            self._pattern: Any = re2.compile(pattern, options=options)
        except re2.error as error:
            reason = error.args[0] if error.args else error
            text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            raise ValueError(text) from None

    def spans(self, text: str, group: int = 0) -> Iterator[tuple[int, int]]:
        """Spans of ``group`` in all matches that do not overlap; empty matches are left out."""
        for match in self._pattern.finditer(text):
            start, end = match.span(group)
            if start < end:
                yield start, end

    def matches(self, text: str) -> Iterator[Any]:
        """Match objects of all matches that do not overlap."""
        yield from self._pattern.finditer(text)

    def search(self, text: str) -> bool:
        """Whether ``text`` holds a match."""
        return self._pattern.search(text) is not None


def regex_of(code: str, key: str, pattern: str, *, ignore_case: bool = False) -> Regex:
    """``pattern`` compiled; raises a ``RuleFault`` that names the rule and the key."""
    try:
        return Regex(pattern, ignore_case=ignore_case)
    except ValueError as error:
        raise RuleFault(code, key, f"{pattern!r} is not RE2: {error}") from None


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
            )
            for one in contexts
        ]

    def hold(self, text: str, start: int, end: int) -> bool:
        """Whether the hit ``[start, end)`` of ``text`` stands in one of the contexts."""
        return any(
            (not before or any(text.endswith(one, 0, start) for one in before))
            and (not after or any(text.startswith(one, end) for one in after))
            and (not around or any(_inside(text, start, end, one) for one in around))
            and (left is None or left.search(text[max(0, start - WINDOW) : start]))
            and (right is None or right.search(text[end : end + WINDOW]))
            for before, after, around, left, right in self._contexts
        )


def _optional(code: str, key: str, pattern: str) -> Regex | None:
    return regex_of(code, key, pattern) if pattern else None


def _inside(text: str, start: int, end: int, around: str) -> bool:
    first = text.find(around, max(0, end - len(around)), start + len(around))
    return first >= 0
