"""The contexts that rules name: what may, or must, stand around a hit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec

from corpuskit.errors import RuleFault
from corpuskit.matching import Regex, fault_of, regex_of
from corpuskit.verbatim import verbatim

#: Code points that a context's pattern may look at on each side of a hit.
WINDOW = 48
#: Code points on each side of a hit among which its line and the lines around it are looked for.
LINES_WINDOW = 400
_MERGED = ("preceded_by_pattern", "followed_by_pattern", "line_pattern", "lines_pattern", "document_pattern")
_LINE_END = re.compile("[\n\r\x85\u2028\u2029]")


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a hit stands. All keys given must hold; of several texts, one.

    ``preceded_by``, ``followed_by`` and ``inside`` are texts; the patterns are RE2. The first two are looked
    for right before and right after the hit, within 48 characters, ``line_pattern`` anywhere in the hit's
    line, ``lines_pattern`` in that with the line before and the one after, empty lines left out (of both at
    least 400 characters each way, and at most 800), ``document_pattern`` anywhere in the document, whose kind
    it tells (three lines that begin with 第N条 are an enactment). ``verbatim`` holds where the hit stands, in
    its line, in what is no prose: code between backticks, an address, a path, a tag, the target of a link, a
    formula, a placeholder, the argument of a command.
    """

    preceded_by: str | tuple[str, ...] = ()
    followed_by: str | tuple[str, ...] = ()
    inside: str | tuple[str, ...] = ()
    preceded_by_pattern: str = ""
    followed_by_pattern: str = ""
    line_pattern: str = ""
    lines_pattern: str = ""
    document_pattern: str = ""
    verbatim: bool = False


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


class _Looks(NamedTuple):
    """What one context, or several that have only the same pattern, look at."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    around: tuple[str, ...]
    left: Regex | None
    right: Regex | None
    line: Regex | None
    lines: Regex | None
    document: Regex | None
    verbatim: bool


class Contexts:
    """Contexts of a rule; true where one of them holds.

    Their patterns are compiled when the first hit asks, and most texts have none: one of them takes 15 ms.

    >>> Contexts("TM001", [Context(inside="科创板")]).hold("在科创板上市", 1, 3)
    True
    """

    def __init__(self, code: str, contexts: Sequence[Context], key: str = "unless") -> None:
        """``contexts`` without faults (`context_faults`), which rule ``code`` names under ``key``."""
        self._given = code, contexts, key
        self._documents: tuple[str, dict[Regex, bool]] = "", {}

    @cached_property
    def _contexts(self) -> list[_Looks]:
        code, contexts, key = self._given
        try:
            return _compiled(code, _merged(contexts), key)
        except RuleFault:  # of several as one: too large, or two groups of one name
            return _compiled(code, contexts, key)

    def hold(self, text: str, start: int, end: int) -> bool:
        """Whether the hit ``[start, end)`` of ``text`` stands in one of the contexts."""
        return any(
            (not one.before or any(text.endswith(part, 0, start) for part in one.before))
            and (not one.after or any(text.startswith(part, end) for part in one.after))
            and (not one.around or any(_inside(text, start, end, part) for part in one.around))
            and (one.left is None or one.left.search(text[max(0, start - WINDOW) : start]))
            and (one.right is None or one.right.search(text[end : end + WINDOW]))
            and (one.line is None or _holds(one.line, _line(text, start, end)))
            and (one.lines is None or _holds(one.lines, _lines(text, start, end)))
            and (one.document is None or self._document_holds(one.document, text))
            and (not one.verbatim or is_verbatim(text, start, end))
            for one in self._contexts
        )

    def _document_holds(self, pattern: Regex, text: str) -> bool:
        """Whether ``text`` holds a match: all hits of a document ask the same."""
        asked = self._documents
        if asked[0] is not text:
            self._documents = asked = text, {}
        found = asked[1]
        if pattern not in found:
            found[pattern] = pattern.search(text)
        return found[pattern]


def _compiled(code: str, contexts: Iterable[Context], key: str) -> list[_Looks]:
    return [
        _Looks(
            _texts(one.preceded_by),
            _texts(one.followed_by),
            _texts(one.inside),
            _optional(code, key, one.preceded_by_pattern and f"(?:{one.preceded_by_pattern})$"),
            _optional(code, key, one.followed_by_pattern and f"^(?:{one.followed_by_pattern})"),
            _optional(code, key, one.line_pattern),
            _optional(code, key, one.lines_pattern),
            _optional(code, key, one.document_pattern),
            one.verbatim,
        )
        for one in contexts
    ]


@lru_cache(maxsize=64)
def _holds(pattern: Regex, line: str) -> bool:
    """Whether ``line`` holds a match: the hits of a line all ask the same."""
    return pattern.search(line)


def _merged(contexts: Sequence[Context]) -> Iterator[Context]:
    """``contexts``, those that have but one and the same pattern as one: a search takes longer to begin than
    to look for several patterns."""
    alone: dict[str, list[str]] = {}
    for one in contexts:
        said = {name: value for name, value in msgspec.structs.asdict(one).items() if value}
        if len(said) == 1 and (name := next(iter(said))) in _MERGED:
            alone.setdefault(name, []).append(said[name])
        else:
            yield one
    for name, patterns in alone.items():
        yield msgspec.convert({name: "|".join(f"(?:{pattern})" for pattern in patterns)}, Context)


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


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the line of ``[start, end)`` before it and behind it.

    It is cut at multiples of ``LINES_WINDOW``: the hits of one stretch of a long line ask of the same text.
    """
    first = max(0, start // LINES_WINDOW - 1) * LINES_WINDOW
    last = (end // LINES_WINDOW + 2) * LINES_WINDOW
    before = _LINE_END.split(text[first:start])
    return before[-1], _LINE_END.split(text[end:last], maxsplit=1)[0]


def _line(text: str, start: int, end: int) -> str:
    """The line of ``[start, end)``, as ``Context`` says."""
    before, after = _around(text, start, end)
    return before + text[start:end] + after


def is_verbatim(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` stands, in its line, in what is no prose, as ``Context`` says."""
    before, after = _around(text, start, end)
    first, last = len(before), len(before) + end - start
    spans = verbatim(before + text[start:end] + after)
    return any(one.start < last and first < one.end for one in spans)


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
