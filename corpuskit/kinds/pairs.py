"""The kind ``pairs``: quotes and brackets out of balance over the run of blocks.

Each pair is judged by itself. Within a block marks pair up from the inside out; what is left over there may
pair up with what is left over in a later block. Blocks in balance, nearly all, are told by a running sum.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from corpuskit.contexts import is_verbatim
from corpuskit.errors import RuleFault
from corpuskit.joined import Joined, only_in
from corpuskit.matching import Scope
from corpuskit.model import (
    BlockType,
    Details,
    Edit,
    Find,
    Fix,
    Hits,
    IntArray,
    Options,
    ScopedRule,
    Stage,
    View,
)
from corpuskit.unicode import CODE_POINTS, code_set

STAGE = Stage.TEXT
DETAILS = frozenset({"missing"})
_Row: TypeAlias = tuple[int, int, int, Details, Sequence[Edit]]
#: What stands before the bracket of a list mark.
_LIST_MARK = (
    r"(?:(?<![0-9A-Za-z.])(?:[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}|[0-9]{1,3}|[A-Za-z]|[ivxIVX]{2,4})|[①-⒛Ⅰ-ⅹ㈠-㈩]"
    r"|(?:^|[\s，。；：、？！,.;:?!])[一二三四五六七八九十]{1,3})[.．、]?$"
)
#: An interval that is open on one side, and how wide it may be.
_WIDEST = 32
_ENDS = r"[^\[\]()，。]{1,14},[^\[\]()，。]{1,14}"
_INTERVAL = rf"\[{_ENDS}\)|\({_ENDS}\]"
#: What stands before the mouth of an emoticon.
_EYES = frozenset(":;=^：；")
#: Quotation marks between which a bracket is spoken of, and how many of its like may stand beside it.
_QUOTED = frozenset(zip("“‘「『\"'`", "”’」』\"''", strict=True))
_QUOTES, _LIKE = frozenset("".join(map("".join, _QUOTED))), 3
#: Characters before a mark among which the beginning of its line is looked for.
_INDENT = 64
#: Blocks after a quotation's paragraph that may be empty lines, and characters that may indent the next.
_NEXT, _HEAD = 4, 8


class PairsRule(ScopedRule, tag="pairs", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for a mark whose other half is missing; each such mark is one hit.

    A string of ``pairs`` is half opening, half closing marks (``“”``); with ``（(）)`` widths may be mixed.
    Of the pairs in ``reopens``, quotation marks, each paragraph of a quotation may repeat the opening mark,
    and only the last close it; two of them in a block that have no other half are one hit. Halves in
    different blocks belong together up to ``reach`` blocks apart. List marks as in ``1）``, intervals as in
    ``[0, 1)``, apostrophes, inches, emoticons, what stands in code or in an address, a bracket that is all
    there is between quotation marks, and a ``〔`` that begins a line, as before stage directions, need no
    other half.
    """

    pairs: tuple[str, ...]
    reopens: tuple[str, ...] = ()
    reach: int = 20
    not_blocks: tuple[BlockType, ...] = ("verse", "code", "table", "furniture")


def faults(rule: PairsRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: odd strings, a mark in two places, a fix."""
    marks: set[str] = set()
    if not rule.pairs:
        yield RuleFault(rule.code, "pairs", "no pairs")
    for pair in rule.pairs:
        if not pair or len(pair) % 2:
            yield RuleFault(rule.code, "pairs", f"{pair!r} is not as many opening as closing marks")
        for mark in pair:
            if mark in marks:
                yield RuleFault(rule.code, "pairs", f"{mark!r} stands in two places")
            marks.add(mark)
    for pair in rule.reopens:
        if pair not in rule.pairs:
            yield RuleFault(rule.code, "reopens", repr(pair), ", ".join(rule.pairs))
    if rule.reach < 0:
        yield RuleFault(rule.code, "reach", str(rule.reach), "0 and more")
    if rule.fix is not Fix.NONE:
        yield RuleFault(rule.code, "fix", f"'{rule.fix}': where the missing mark belongs is a guess", "none")


def compile(rules: Sequence[PairsRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults: one look-up a character for all of them."""
    searches = [_Search(index, rule) for index, rule in enumerate(rules)]
    wanted = code_set([ord(mark) for rule in rules for pair in rule.pairs for mark in pair])

    def find(views: Sequence[View]) -> list[Hits]:
        where = _unbalanced(searches, wanted, views)
        return only_in(views, where, lambda view: _find(searches, wanted, view))

    return find


def _unbalanced(
    searches: Sequence["_Search"], wanted: npt.NDArray[np.bool_], views: Sequence[View]
) -> list[int]:
    """The indices of the views with a block in which some pair is out of balance."""
    joined = Joined(views)
    offsets = np.flatnonzero(wanted.take(joined.codes, mode="clip"))
    if not len(offsets):
        return []
    if len(views) == 1:
        return [0] * any(search.is_unbalanced(views[0], offsets) for search in searches)
    starts = np.concatenate(
        [_block_starts(view) + first for view, first in zip(views, joined.starts.tolist(), strict=True)]
    )
    blocks = np.searchsorted(starts, offsets, side="right") - 1
    codes = joined.codes.take(offsets)
    found: set[int] = set()
    for search in searches:
        bad = search.bad_blocks(search.signs.take(codes), blocks)
        found.update(np.searchsorted(joined.starts, starts[bad], side="right") - 1)
    return sorted(map(int, found))


def _find(searches: Sequence["_Search"], wanted: npt.NDArray[np.bool_], view: View) -> Hits:
    offsets = np.flatnonzero(wanted.take(view.codes, mode="clip"))
    starts = _block_starts(view)
    blocks = np.searchsorted(starts, offsets, side="right") - 1
    return Hits.of([row for search in searches for row in search.rows(view, starts, offsets, blocks)])


class _Mark(NamedTuple):
    """A mark in a view: its offset, the number of its block, and which half it is."""

    offset: int
    block: int
    opens: bool


class _Search:
    """One compiled rule. ``signs`` says of each code point +-(number of its pair + 1), or 0."""

    def __init__(self, index: int, rule: PairsRule) -> None:
        self._rule, self._reach = index, rule.reach
        self._scope = Scope(rule.blocks, rule.not_blocks)
        self._reopens = [pair in rule.reopens for pair in rule.pairs]
        self._other: dict[str, str] = {}
        self.signs = np.zeros(CODE_POINTS, np.int16)
        for number, pair in enumerate(rule.pairs, 1):
            half = len(pair) // 2
            for opening, closing in zip(pair[:half], pair[half:], strict=True):
                self._other |= {opening: closing, closing: opening}
                self.signs[ord(opening)], self.signs[ord(closing)] = number, -number

    def rows(self, view: View, starts: IntArray, offsets: IntArray, blocks: IntArray) -> Iterator[_Row]:
        """The marks of ``view`` without another half, among those at ``offsets`` in ``blocks``."""
        for number, marks in self._out_of_balance(self.signs[view.codes[offsets]], offsets, blocks):
            single = self._single(view.text, marks, self._reopens[number], starts)
            for mark in _one_each(single) if self._reopens[number] else single:
                if not self._scope.allows(view.blocks, mark.offset, mark.offset + 1):
                    continue
                found = view.text[mark.offset]
                details = {"found": found, "missing": self._other[found]}
                yield self._rule, mark.offset, mark.offset + 1, details, ()

    def is_unbalanced(self, view: View, offsets: IntArray) -> bool:
        """Whether a pair is out of balance in a block of ``view``, whose marks stand at ``offsets``."""
        blocks = np.searchsorted(_block_starts(view), offsets, side="right").tolist()
        depths = [0] * (len(self._reopens) + 1)
        last = 0
        for sign, block in zip(self.signs[view.codes[offsets]].tolist(), blocks, strict=True):
            if block != last and any(depths):
                return True
            last = block
            depths[abs(sign)] += (sign > 0) - (sign < 0)
            if depths[abs(sign)] < 0:
                return True
        return any(depths)

    def bad_blocks(self, signs: npt.NDArray[np.int16], blocks: IntArray) -> IntArray:
        """The blocks in which some pair is out of balance; ``signs`` and ``blocks`` are those of marks."""
        order, opens, _, bad = _balance(signs, blocks)
        return blocks[order[opens[bad]]]

    def _out_of_balance(
        self, signs: npt.NDArray[np.int16], offsets: IntArray, blocks: IntArray
    ) -> Iterator[tuple[int, list[_Mark]]]:
        """For each pair out of balance in some blocks, all its marks in those blocks, in order."""
        order, _, sizes, bad = _balance(signs, blocks)
        order = order[np.repeat(bad, sizes)]
        for number in sorted(set(np.abs(signs[order]).tolist())):
            own = order[np.abs(signs[order]) == number]
            marks = map(_Mark, offsets[own].tolist(), blocks[own].tolist(), (signs[own] > 0).tolist())
            yield number - 1, list(marks)

    def _single(self, text: str, marks: Sequence[_Mark], reopens: bool, starts: IntArray) -> Iterator[_Mark]:
        """The marks of one pair that have no other half, in their block or near it."""
        pending: list[_Mark] = []
        for block, group in groupby(marks, key=lambda mark: mark.block):
            start = int(starts[block])
            opens, closes = _left_over(text, list(group), start)
            for close in closes:
                alone = _stands_alone(text, close, start)
                if pending and block - pending[-1].block <= (1 if alone else self._reach):
                    pending.pop()
                elif not alone:
                    yield close
            if opens and reopens and _reopened(text, text[opens[-1].offset], starts[block + 1 :]):
                opens.pop()
            pending.extend(opens)
        yield from pending


def _balance(
    signs: npt.NDArray[np.int16], blocks: IntArray
) -> tuple[IntArray, IntArray, IntArray, npt.NDArray[np.bool_]]:
    """Marks by pair, then block: their indices in that order, where each group of them begins there, how
    large it is, and whether it is out of balance.
    """
    own = np.flatnonzero(signs)
    if not len(own):
        return own, own, own, np.zeros(0, np.bool_)
    keys = np.abs(signs[own]) * (blocks[-1] + np.int64(1)) + blocks[own]
    by_key = np.argsort(keys, kind="stable")
    order, keys = own[by_key], keys[by_key]
    steps = np.sign(signs[order]).astype(np.int64)
    opens = np.append(0, np.flatnonzero(keys[1:] != keys[:-1]) + 1)
    depths = np.cumsum(steps)
    before = depths[opens] - steps[opens]
    sizes = np.diff(opens, append=len(order))
    bad = (np.minimum.reduceat(depths, opens) < before) | (depths[opens + sizes - 1] != before)
    return order, opens, sizes, bad


def _one_each(single: Iterable[_Mark]) -> Iterator[_Mark]:
    """Of quotation marks without another half, one for each two of a block: those two were a pair.

    Two that open: the second faces the wrong way. Else the first does.
    """
    for _, group in groupby(sorted(single), key=lambda mark: mark.block):
        marks = list(group)
        for first, second in zip(marks[::2], marks[1::2], strict=False):
            yield second if first.opens else first
        yield from marks[len(marks) - len(marks) % 2 :]


def _block_starts(view: View) -> IntArray:
    """Where the blocks of ``view`` start, or its lines, if it has none; the first starts at 0."""
    if view.blocks:
        return np.array([0, *(block.start for block in view.blocks[1:])], np.int64)
    return np.concatenate([[0], np.flatnonzero(view.codes == 0x0A) + 1])


def _reopened(text: str, opening: str, starts: IntArray) -> bool:
    """Whether the next block that is not empty begins with ``opening``."""
    for start in starts[:_NEXT].tolist():
        head = text[start : start + _HEAD].lstrip(" \t\u3000")
        if head and head[0] not in "\r\n":
            return head.startswith(opening)
    return False


def _left_over(text: str, marks: Sequence[_Mark], start: int) -> tuple[list[_Mark], list[_Mark]]:
    """The opening and closing marks of one block, begun at ``start``, that find no other half in it.

    Closing marks that need none are among them: what looks like a list mark may close the last block's.
    """

    def needy(marks: Sequence[_Mark]) -> list[_Mark]:
        return [mark for mark in marks if not _stands_alone(text, mark, start)]

    opens, closes = _match(marks)
    if wrong := len(needy(opens)) + len(needy(closes)):
        others = _match([mark for mark in marks if not _apart(text, mark, start)])
        if len(needy(others[0])) + len(needy(others[1])) < wrong:
            opens, closes = others
    return needy(opens), closes


def _match(marks: Sequence[_Mark]) -> tuple[list[_Mark], list[_Mark]]:
    """The marks that are left when marks have paired up from the inside out."""
    opens: list[_Mark] = []
    closes: list[_Mark] = []
    for mark in marks:
        if mark.opens:
            opens.append(mark)
        elif opens:
            opens.pop()
        else:
            closes.append(mark)
    return opens, closes


def _apart(text: str, mark: _Mark, start: int) -> bool:
    """Whether ``mark`` belongs to a list mark, as in ``1）``, or to an interval, as in ``[0, 1)``."""
    at, one = mark.offset, text[mark.offset]
    if one in ")）" and re.search(_LIST_MARK, text[max(start, at - 6) : at]):
        return True
    first = max(start, at - _WIDEST)
    spans = (
        (found.span() for found in re.finditer(_INTERVAL, text[first : at + _WIDEST]))
        if one in "([)]"
        else ()
    )
    return any(begin <= at - first < end for begin, end in spans)


def _is_spoken_of(text: str, at: int, start: int) -> bool:
    """Whether the bracket at ``at`` stands alone, or beside its like, between quotation marks: 缺少“)”."""
    one = text[at]
    if one in _QUOTES:
        return False
    before = text[max(start, at - _LIKE) : at].rstrip(one)[-1:]
    after = text[at + 1 : at + 1 + _LIKE].lstrip(one)[:1]
    return (before, after) in _QUOTED


def _stands_alone(text: str, mark: _Mark, start: int) -> bool:
    """Whether ``mark`` needs no other half: apart from pairs, an apostrophe, inches, part of an emoticon, the
    mark of a stage direction, a part of code or of an address, a bracket that is escaped or spoken of.
    """
    at = mark.offset
    one, before, after = text[at], text[max(start, at - 1) : at], text[at + 1 : at + 2]
    if before == "\\" or is_verbatim(text, at, at + 1) or _is_spoken_of(text, at, start):
        return True
    face = text[max(start, at - 2) : at].removesuffix("-")[-1:] in _EYES
    if one in ")）":
        return face or _apart(text, mark, start)
    if one in "(（":
        return (face and not after.isalnum()) or _apart(text, mark, start)
    if one == "〔":
        return not text[max(0, at - _INDENT) : at].rpartition("\n")[2].strip()
    if one == "’":
        return after.isdecimal() or any(beside.isascii() and beside.isalnum() for beside in (before, after))
    return (one == "”" and before.isdigit()) or (one == "‘" and after.isdigit()) or _apart(text, mark, start)
