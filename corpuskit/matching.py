"""What kinds match with: RE2, which does not backtrack, word automata, and the blocks that rules name."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, islice
from typing import Any

import ahocorasick_rs
import numpy as np
import numpy.typing as npt
import re2

from corpuskit.errors import RuleFault
from corpuskit.model import Block, BlockType, CodeArray, IntArray

#: Characters in a word list up to which the automaton may be a full transition table: fastest, but large.
_SMALL_LIST = 4000
#: Bytes for the states of an automaton of RE2, which are made as texts ask for them. With its default, a half
#: of it, a pattern with large lists in it drops them and makes them again all the time: many times slower.
_STATES = 1 << 24
#: First code point after the Latin, Greek and Cyrillic blocks, whose words stand between blanks.
_NOT_LATIN = "\u0530"
#: Ends of the text or of lines in a pattern, or what may be one; ends of the text alone.
_ANCHOR = re.compile(r"[\^$]|\\[AzZQ]|\(\?[a-zA-Z]*-")
_EDGE = re.compile(r"\\[AzZ]|\(\?[a-zA-Z]*-")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: A class of single characters that has to be there, and what of a pattern has a meaning of its own.
_FIRST = re.compile(r"\[([^\]\[\\^-]+)\](?![?*{])")
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


def scannable(text: str) -> str:
    """``text`` as RE2 can read it: lone surrogates, which UTF-8 cannot hold, stand as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def encoded(text: str) -> bytes:
    """``text`` in UTF-8, as `scannable` gives it."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return scannable(text).encode()


class Utf8:
    """A text as the UTF-8 that RE2 reads, made once for many patterns, and the way back to code points.

    >>> Utf8("于2024年").code_points(np.array([3, 10])).tolist()
    [1, 6]
    """

    def __init__(self, text: str) -> None:
        """Encode ``text``; lone surrogates stand as U+FFFD."""
        self.bytes = encoded(text)
        self._plain = len(self.bytes) == len(text)

    @cached_property
    def _before(self) -> npt.NDArray[np.int32]:
        """For each byte and the end, how many code points begin before it."""
        before = np.zeros(len(self.bytes) + 1, np.int32)
        # The bytes inside of a code point are those from 0x80 to 0xBF, the least there are with a sign.
        np.cumsum(np.frombuffer(self.bytes, np.int8) > -65, out=before[1:])
        return before

    def code_points(self, offsets: IntArray) -> IntArray:
        """Offsets in bytes as offsets in code points; -1 stays."""
        if self._plain or not len(offsets):
            return offsets
        return np.where(offsets < 0, np.int64(-1), self._before[offsets])


class Regex:
    """A compiled RE2 pattern; spans are code points.

    >>> Regex("[0-9]+ 年").spans("于2024 年、25 年")
    [(1, 7), (8, 12)]
    """

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        """Compile ``pattern``. Raises ``ValueError`` where RE2 refuses it (look-around, back references)."""
        options = re2.Options()
        options.log_errors = False
        options.case_sensitive = not ignore_case
        options.max_mem = _STATES
        try:
            self._pattern: Any = re2.compile(pattern, options=options)
        except re2.error as error:
            reason = error.args[0] if error.args else error
            text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            raise ValueError(text) from None

    @property
    def groups(self) -> int:
        """How many groups the pattern has."""
        return int(self._pattern.groups)

    @property
    def size(self) -> int:
        """How many instructions RE2 has made of the pattern."""
        return int(self._pattern.programsize)

    @cached_property
    def anchored(self) -> bool:
        """Whether the pattern may tell the ends of the text or of a line from other places."""
        rest = _TOKEN.sub(lambda token: "" if token[0][0] == "[" else token[0], self.pattern)
        return "[:" in self.pattern or _ANCHOR.search(rest) is not None

    @cached_property
    def _glance(self) -> Any:
        """The pattern where line ends are ends of the text, too; ``None`` if it tells one from the other."""
        if not self.anchored:
            return self._pattern
        if _EDGE.search(self.pattern):
            return None
        return re2.compile(f"(?m){self.pattern}", self._pattern.options)

    @property
    def pattern(self) -> str:
        """The pattern in a group of its own, which folds case where it does."""
        fold = "" if self._pattern.options.case_sensitive else "i"
        return f"(?{fold}:{self._pattern.pattern})"

    def glance(self, data: bytes, start: int) -> tuple[int, int] | None:
        """The first match from ``start`` on, in bytes, where any line end is an end of the text as well.

        Where it finds nothing there is no match; what it finds may be none. Of patterns that tell the ends
        of the text from those of lines it is all that is left.
        """
        if self._glance is None:
            return start, len(data)
        match = self._glance.search(data, start)
        return match.span() if match else None

    def table(self, text: Utf8, groups: Sequence[int]) -> IntArray:
        """Spans of ``groups`` in all matches that do not overlap, of shape ``(matches, groups, 2)``.

        A group that took no part in a match is ``(-1, -1)``.
        """
        spans = [match.span(group) for match in self._pattern.finditer(text.bytes) for group in groups]
        if not spans:
            return np.zeros((0, len(groups), 2), np.int64)
        return text.code_points(np.array(spans, np.int64)).reshape(-1, len(groups), 2)

    def spans(self, text: str | Utf8, group: int = 0) -> list[tuple[int, int]]:
        """Spans of ``group`` in all matches that do not overlap; empty ones are left out."""
        found = self.table(Utf8(text) if isinstance(text, str) else text, [group])
        return [(start, end) for start, end in found[:, 0].tolist() if start < end] if len(found) else []

    def count(self, text: Utf8, limit: int) -> int:
        """How many matches ``text`` holds; it stops counting at ``limit``."""
        return sum(1 for _ in islice(self._pattern.finditer(text.bytes), limit))

    def search(self, text: str) -> bool:
        """Whether ``text`` holds a match."""
        # Of a text the wrapper counts the characters before it looks.
        return self._pattern.search(encoded(text)) is not None


class Glimpse:
    """Texts of a batch as one, to see which of them a pattern could match in.

    >>> texts = [Utf8("于2024 年"), Utf8("科技"), Utf8("25 年")]
    >>> list(Glimpse(texts).holding(Regex("[0-9]+ 年$")))
    [0, 2]
    """

    def __init__(self, texts: Sequence[Utf8]) -> None:
        """``texts``, a line end behind each."""
        self._bytes = b"".join([part for text in texts for part in (text.bytes, b"\n")])
        self._starts = [0, *accumulate(len(text.bytes) + 1 for text in texts)]

    def holding(self, regex: Regex) -> Iterator[int]:
        """The indices of the texts that hold a match of ``regex``, and perhaps some that do not.

        A match by itself lies in one text. It is a match here, too, unless one that begins before it takes
        its place; then that one lies in the text as well.
        """
        at, last = 0, len(self._starts) - 2
        while at <= last and (span := regex.glance(self._bytes, self._starts[at])):
            first = max(at, bisect_right(self._starts, span[0]) - 1)
            at = min(max(first + 1, bisect_left(self._starts, span[1])), last + 1)
            yield from range(first, at)

    def holding_words(self, words: "Words") -> list[int]:
        """The indices of the texts that hold one of ``words``, in none of which is a line end.

        >>> Glimpse([Utf8("科技"), Utf8("创新"), Utf8("科创新技")]).holding_words(Words(["创新", "技创"]))
        [1, 2]
        """
        places = words.starts(self._bytes)
        return sorted({bisect_right(self._starts, place) - 1 for place in places})


def any_of(regexes: Sequence[Regex]) -> Regex | None:
    """A pattern that matches where one of ``regexes`` begins to; ``None`` where there can be none.

    >>> any_of([Regex("[0-9] 年"), Regex("CO", ignore_case=True)]).spans("co2 年")
    [(0, 2), (2, 5)]
    """
    if len(regexes) < 2:
        return None
    try:
        return Regex("|".join(one.pattern for one in regexes))
    except ValueError:  # two groups of one name, or too large
        return None


def regex_of(code: str, key: str, pattern: str, *, ignore_case: bool = False) -> Regex:
    """``pattern`` compiled; raises a ``RuleFault`` that names the rule and the key."""
    try:
        return Regex(pattern, ignore_case=ignore_case)
    except ValueError as error:
        raise RuleFault(code, key, f"{pattern!r} is not RE2: {error}") from None


def first_characters(pattern: str) -> str:
    """The characters with one of which all that ``pattern`` matches begins; none where it does not say so by
    a class of single characters.

    >>> first_characters("[（(][0-9]{4}(?:年|[|）])"), first_characters("[（(]年|）")
    ('（(', '')
    """
    match = _FIRST.match(pattern)
    if match is None or r"\Q" in pattern:
        return ""
    depth = 0
    for token in _TOKEN.findall(pattern):
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            return ""
    return match[1]


class Words:
    """A list of words as one automaton (Aho-Corasick): every occurrence of every word, in one pass.

    Loads about 100,000 words a second; scans at the same speed however many there are.

    >>> Words(["生产力", "新质生产力"]).spans("发展新质生产力")
    [(1, 2, 7), (0, 4, 7)]
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Build the automaton. ``words`` may repeat, but none may be empty (``ValueError``)."""
        small = sum(map(len, words)) <= _SMALL_LIST
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [encoded(word) for word in words],
            implementation=ahocorasick_rs.Implementation.DFA if small else None,
        )

    def starts(self, data: bytes) -> Iterator[int]:
        """Where all occurrences in UTF-8 start, by end."""
        return (start for _, start, _ in self._automaton.find_matches_as_indexes(data, overlapping=True))

    def table(self, text: Utf8) -> IntArray:
        """Rows ``(index of the word, start, end)`` of all occurrences, overlapping ones too, by end."""
        found = self._automaton.find_matches_as_indexes(text.bytes, overlapping=True)
        rows = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        rows[:, 1:] = text.code_points(rows[:, 1:])
        return rows

    def spans(self, text: str | Utf8) -> list[tuple[int, int, int]]:
        """The same as tuples."""
        rows = self.table(Utf8(text) if isinstance(text, str) else text)
        return list(map(tuple, rows.tolist()))


class Lists:
    """The words of several lists as one automaton, in which a word of many stands once.

    >>> Lists([["科创", "板"], ["科创板", "板"]]).table(Utf8("科创板")).tolist()
    [[0, 0, 2], [1, 0, 3], [0, 2, 3], [1, 2, 3]]
    """

    def __init__(self, lists: Sequence[Iterable[str]]) -> None:
        """Build the automaton; no word may be empty (``ValueError``)."""
        owners: dict[str, list[int]] = {}
        for number, words in enumerate(lists):
            for word in words:
                owners.setdefault(word, []).append(number)
        self._words = Words(list(owners)) if owners else None
        self._owners = np.fromiter(chain.from_iterable(owners.values()), np.int64)
        self._counts = np.fromiter(map(len, owners.values()), np.int64, len(owners))
        self._firsts = np.cumsum(self._counts) - self._counts

    def table(self, text: Utf8) -> IntArray:
        """Rows ``(index of the list, start, end)`` of all occurrences, overlapping ones too, by end."""
        if self._words is None:
            return np.zeros((0, 3), np.int64)
        rows = self._words.table(text)
        counts = self._counts[rows[:, 0]]
        begins = np.cumsum(counts) - counts
        places = np.repeat(self._firsts[rows[:, 0]] - begins, counts) + np.arange(int(counts.sum()))
        rows = np.repeat(rows, counts, axis=0)
        rows[:, 0] = self._owners[places]
        return rows


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` begins or ends inside a Latin word or a number.

    Between Han no one knows where a word ends; there this is never so.

    >>> cuts_word("AI和RAIN", 0, 2), cuts_word("AI和RAIN", 4, 6), cuts_word("１５Ｇ", 1, 3)
    (False, True, True)
    """
    return _runs_on(text, start) or _runs_on(text, end)


def words_run_on(codes: CodeArray) -> npt.NDArray[np.bool_]:
    """For each offset of a text of ``codes`` and its end: whether a Latin word or a number runs across it.

    >>> words_run_on(np.array([ord(one) for one in "AI和"], np.uint32)).tolist()
    [False, True, False, False]
    """
    latin = np.zeros(len(codes) + 2, np.bool_)
    _LATIN.take(codes, mode="clip", out=latin[1:-1])
    return latin[1:] & latin[:-1]


def _runs_on(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    return _is_latin(text[at - 1]) and _is_latin(text[at])


def _is_latin(character: str) -> bool:
    """Whether it is a letter or a digit of a script with blanks between words, or its full width form."""
    return (character < _NOT_LATIN or "！" <= character <= "～") and character.isalnum()


#: `_is_latin` by code point; the last of the basic plane, which is none, stands for all further ones.
_LATIN = np.zeros(1 << 16, np.bool_)
_LATIN[[code for code in (*range(0x530), *range(0xFF01, 0xFF5F)) if _is_latin(chr(code))]] = True


class Scope:
    """The types of block that a rule looks at.

    >>> Scope((), ("code",)).allows([Block(0, 4, "code", 90), Block(5, 9, "paragraph", 90)], 2, 3)
    False
    """

    def __init__(self, blocks: Sequence[BlockType], not_blocks: Sequence[BlockType]) -> None:
        """Look only at ``blocks``; if there are none, at all but ``not_blocks``."""
        self._only, self._never = frozenset(blocks), frozenset(() if blocks else not_blocks)

    def allows(self, blocks: Sequence[Block], start: int, end: int) -> bool:
        """Whether the rule looks at ``[start, end)``, which is not empty, of a view whose blocks, in order,
        are ``blocks``: at all that it touches. What begins in no block counts unless some must be."""
        if not self._only and not self._never:
            return True
        first = bisect_right(blocks, start, key=_start_of) - 1
        if first < 0 or start >= blocks[first].end:
            if self._only:
                return False
            first += 1
        last = bisect_left(blocks, end, lo=first, key=_start_of)
        return all(self.covers(block.type) for block in blocks[first:last])

    def covers(self, block_type: BlockType) -> bool:
        """Whether the rule looks at blocks of this type."""
        return block_type not in self._never and (not self._only or block_type in self._only)


def _start_of(block: Block) -> int:
    return block.start


def fault_of(compile_part: Callable[..., object], *arguments: object) -> Iterator[RuleFault]:
    """The ``RuleFault`` that ``compile_part(*arguments)`` raises, if it does."""
    try:
        compile_part(*arguments)
    except RuleFault as fault:
        yield fault
