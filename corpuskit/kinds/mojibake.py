"""The kind ``mojibake``: text that was decoded by the wrong encoding, told by decoding it the right way.

Bytes of UTF-8 have a shape that other text hardly ever takes. Characters are encoded again by the encoding
that they were wrongly read by; where those bytes are UTF-8 of several common characters, it is mojibake, and
what it should read is known. So is GB 18030 that was read as Latin-1: accented letters in a row, which no
language has, whose bytes are common Han. Big5 and GB 18030 take two bytes a character, both: of text of the
one that was decoded by the other each character stands for another, and rare ones for common ones.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from corpuskit.errors import RuleFault
from corpuskit.joined import Joined, only_in
from corpuskit.matching import Scope
from corpuskit.model import (
    CodeArray,
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
from corpuskit.unicode import code_points

STAGE = Stage.TEXT
DETAILS = frozenset({"reads", "encoding", "read_as"})
Reading: TypeAlias = Literal[
    "utf-8 as gb18030",
    "utf-8 as windows-1252",
    "gb18030 as windows-1252",
    "big5 as gb18030",
    "gb18030 as big5",
]
_TwoBytes: TypeAlias = Literal["big5", "gb18030"]
_BoolArray: TypeAlias = npt.NDArray[np.bool_]
_BMP = 0x10000
_NO_CODES: CodeArray = np.zeros(0, np.uint32)
#: What windows-1252 has for the bytes 80 to 9F; those it has nothing for are read as control characters.
_SPECIALS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_BYTES = {one: one.encode("cp1252") for one in _SPECIALS} | {chr(b): bytes([b]) for b in range(0x80, 0x100)}
_HIGH = f"\x80-\xff{_SPECIALS}"
_RUN_OF_HAN = r"[^\x00-\x7f\s]{2,}"
_RUN_OF_LATIN = f"[{_HIGH}]+"
#: UTF-8 of three bytes, which Han and CJK marks take.
_THREE = rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbf][\x80-\xbf])+"
#: A character that was lost already, in UTF-8.
_LOST = "\ufffd".encode()
#: Least characters of UTF-8 in a row, and the least share of common ones among them, in percent.
_FEWEST, _LEAST = 3, 75
#: Characters from one odd character to the next, at most.
_NEAR = 3
#: Least accented letters in a row that may be Han.
_LETTERS = 6
#: Of Big5 and GB 18030 read as each other, a stretch: its least characters, and, in percent of them, the most
#: that may read as something rare, and how many must be strange where they stand. Of Big5 that was read as
#: GB 18030, Greek, Cyrillic, lines of boxes and the like among them, which no language mixes with Han, are so
#: many at least, with kana so many.
_STRETCH, _RARE, _STRANGE, _ALIEN, _ALIEN_OR_KANA = 4, 10, 40, 10, 20
_STRETCH_OF_GB, _STRANGE_TO_BIG5, _LEAST_HAN = 5, 30, 25
#: What only a drawn table has: its rules. The bars between its cells are then no misread characters.
_RULE, _BARS = "───", (0x2500, 0x257F)


class MojibakeRule(ScopedRule, tag="mojibake", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for text of one encoding that was decoded by another, as ``readings`` say.

    The message may say ``{encoding}`` (what the bytes are), ``{read_as}`` and ``{reads}``: what the text is
    when it is decoded right. A fix writes that, and is a guess: bytes that were lost stay lost.
    """

    readings: tuple[Reading, ...]


def faults(rule: MojibakeRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: nothing to look for, a fix that says it is no guess."""
    if not rule.readings:
        yield RuleFault(rule.code, "readings", "empty", ", ".join(_READINGS))
    if rule.fix is Fix.SAFE:
        yield RuleFault(rule.code, "fix", "'safe': what it should read is a guess", "none, unsafe")


def compile(rules: Sequence[MojibakeRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults."""
    scopes = [Scope(rule.blocks, rule.not_blocks) for rule in rules]

    def find(views: Sequence[View]) -> list[Hits]:
        joined = Joined(views)
        places = np.flatnonzero(_together(_tables().strange, joined.codes) | _leads(joined.codes))
        return only_in(views, joined.holding(places), lambda view: Hits.of(list(_rows(rules, scopes, view))))

    return find


def _rows(
    rules: Sequence[MojibakeRule], scopes: Sequence[Scope], view: View
) -> Iterator[tuple[int, int, int, Details, Sequence[Edit]]]:
    for reading in sorted({one for rule in rules for one in rule.readings}):
        encoding, _, read_as = reading.partition(" as ")
        look = _READINGS[reading]
        for start, end, reads in look(view):
            details = {"reads": reads, "encoding": encoding, "read_as": read_as}
            for index, (rule, scope) in enumerate(zip(rules, scopes, strict=True)):
                if reading in rule.readings and scope.allows(view.blocks, start, end):
                    fixes = rule.fix is not Fix.NONE and "\ufffd" not in reads
                    yield index, start, end, details, (Edit(start, end, reads),) if fixes else ()


class _Garbled(NamedTuple):
    """A stretch of a text, and what it should read."""

    start: int
    end: int
    reads: str


def _utf8_as_gb18030(view: View) -> Iterator[_Garbled]:
    """Stretches with a character that simplified Chinese does not have, whose GB 18030 is UTF-8."""
    places = np.flatnonzero(_together(_tables().odd, view.codes)).tolist()
    if not places:
        return
    for run in re.finditer(_RUN_OF_HAN, view.text):
        if bisect_left(places, run.start()) == bisect_left(places, run.end()):
            continue
        data = run[0].encode("gb18030", "replace")
        garbled = [found for found in re.finditer(_THREE, data) if _is_plausible(found[0])]
        if not garbled:
            continue
        edges = np.cumsum([0, *(len(one.encode("gb18030", "replace")) for one in run[0])])
        for found in garbled:
            first = int(np.searchsorted(edges, found.start(), "right")) - 1
            last = int(np.searchsorted(edges, found.end(), "left"))
            start, end = run.start() + first, run.start() + last
            if _is_among(_tables().odd, view.codes[start:end]).any():
                yield _Garbled(start, end, data[edges[first] : edges[last]].decode("utf-8", "replace"))


def _together(table: _BoolArray, codes: CodeArray) -> _BoolArray:
    """Where one of two characters of ``table`` stands, if the other is near."""
    found = _is_among(table, codes)
    if found.any():
        places = np.flatnonzero(found)
        found[places[np.append(np.diff(places) > _NEAR, True)]] = False
    return found


def _is_plausible(data: bytes) -> bool:
    """Whether UTF-8 is mostly common Han, and enough of it; or only replacement characters."""
    if len(data) < 3 * _FEWEST and _LOST not in data:
        return False
    reads = data.decode()
    if not reads.strip("\ufffd"):
        return True
    common = _is_among(_tables().common, np.array([*map(ord, reads)]))
    return len(reads) >= _FEWEST and int(common.sum()) * 100 >= len(reads) * _LEAST


def _utf8_as_latin(view: View) -> Iterator[_Garbled]:
    """Runs of letters beyond ASCII that are UTF-8 of Latin letters with accents, of marks or of Han."""
    for run in _latin_runs(view):
        try:
            reads = _bytes_of(run[0]).decode()
        except UnicodeDecodeError:
            continue
        if not all(_is_plain(one) for one in reads):
            continue
        yield _Garbled(*run.span(), reads)


def _is_plain(character: str) -> bool:
    """Whether UTF-8 of ``character`` is no text by itself: É™, Ó» and the like are."""
    return "\xa0" <= character <= "\xff" or character >= "\u0800"


def _gb18030_as_latin(view: View) -> Iterator[_Garbled]:
    """Long runs of letters beyond ASCII, and not of × alone, that are pairs of bytes of GB 2312."""
    for run in _latin_runs(view):
        data = _bytes_of(run[0])
        pairs = len(data) % 2 == 0 and min(data) > 0xA0 and max(data[::2]) < 0xF8
        if len(data) >= _LETTERS and pairs and any(map(str.isalpha, run[0])):
            reads = data.decode("gb18030", "replace")
            if _is_plausible(reads.encode()):
                yield _Garbled(*run.span(), reads)


def _big5_as_gb18030(view: View) -> Iterator[_Garbled]:
    """Stretches that mix Han, alien letters and kana, and whose GB 18030 is Big5 of common characters."""
    tables, found = _tables(), _stretches(view, "big5", "gb18030", _STRETCH)
    if not len(found.starts):
        return
    own = tables.alien, tables.kana, tables.han, tables.strange
    alien, kana, han, strange = (found.percent(_is_among(table, view.codes)) for table in own)
    mixed = (alien >= _ALIEN) & (alien + kana >= _ALIEN_OR_KANA) & (han >= _LEAST_HAN)
    yield from found.garbled(mixed & (kana + strange >= _STRANGE))


def _gb18030_as_big5(view: View) -> Iterator[_Garbled]:
    """Stretches with many characters that are rare in Big5, which is GB 18030 of common ones."""
    found = _stretches(view, "gb18030", "big5", _STRETCH_OF_GB)
    if len(found.starts):
        yield from found.garbled(found.percent(_is_among(_rare_in_big5(), view.codes)) >= _STRANGE_TO_BIG5)


class _Stretches(NamedTuple):
    """Where stretches of a text start and end, and what each of its characters reads."""

    starts: IntArray
    ends: IntArray
    reads: CodeArray

    def percent(self, flags: _BoolArray) -> IntArray:
        """How many of the characters of each stretch have one of ``flags``, which are over the text."""
        sums = np.append(0, flags.cumsum())
        return np.asarray((sums[self.ends] - sums[self.starts]) * 100 // (self.ends - self.starts), np.int64)

    def pick(self, flags: _BoolArray) -> "_Stretches":
        """Those that have one of ``flags``."""
        return self._replace(starts=self.starts[flags], ends=self.ends[flags])

    def garbled(self, flags: _BoolArray) -> Iterator[_Garbled]:
        """Those that have one of ``flags``, with what they read."""
        for start, end in zip(self.starts[flags].tolist(), self.ends[flags].tolist(), strict=True):
            yield _Garbled(start, end, "".join(map(chr, self.reads[start:end].tolist())))


def _stretches(view: View, encoding: _TwoBytes, read_as: _TwoBytes, least: int) -> _Stretches:
    """Where ``least`` characters in a row and more, of which two that are near each other are strange, stand
    for bytes that are common characters of the other encoding, most of them."""
    strange = _together(_tables().strange, view.codes)
    reads = _swapped(encoding, read_as).take(view.codes, mode="clip") if strange.any() else _NO_CODES
    if len(reads) and _RULE in view.text:
        reads[(view.codes >= _BARS[0]) & (view.codes <= _BARS[1])] = 0
    able = np.concatenate([[False], reads > 0, [False]])
    edges = np.flatnonzero(able[1:] != able[:-1])
    found = _Stretches(edges[::2], edges[1::2], reads)
    found = found.pick(found.ends - found.starts >= least)
    if len(found.starts):
        found = found.pick(found.percent(strange) > 0)
    if len(found.starts):
        found = found.pick(found.percent(_is_among(_common_in(encoding), reads)) >= 100 - _RARE)
    return found


def _latin_runs(view: View) -> Iterator[re.Match[str]]:
    """Runs of two and more characters that windows-1252 has for bytes beyond ASCII, a letter among them."""
    if _leads(view.codes).any():
        yield from (run for run in re.finditer(_RUN_OF_LATIN, view.text) if len(run[0]) > 1)


def _leads(codes: CodeArray) -> _BoolArray:
    """Where a letter or mark of Latin-1 stands before another character beyond ASCII of windows-1252."""
    leads = (codes >= 0xA1) & (codes <= 0xF7)
    if leads.any():
        leads[:-1] &= _is_among(_tables().high, codes[1:])
        leads[-1] = False
    return leads


def _bytes_of(text: str) -> bytes:
    return b"".join(map(_BYTES.__getitem__, text))


class _Tables(NamedTuple):
    """Characters as tables over the basic plane."""

    odd: _BoolArray
    common: _BoolArray
    high: _BoolArray
    han: _BoolArray
    kana: _BoolArray
    alien: _BoolArray
    strange: _BoolArray


@cache
def _tables() -> _Tables:
    """Made when first asked for: ``odd`` are Han that GB 2312 does not have, and 锟; ``common`` are Han of
    its first level, and its marks; ``high`` what windows-1252 has beyond ASCII; ``alien`` are letters and
    signs that GB 18030 has beside Han, kana and marks; ``strange`` are alien and odd ones."""
    leads, trails = np.arange(0xA1, 0xF8, dtype=np.uint8), np.arange(0xA1, 0xFF, dtype=np.uint8)
    pairs = np.stack(np.meshgrid(leads, trails, indexing="ij"), axis=-1)
    odd, common, high = (np.zeros(_BMP, np.bool_) for _ in range(3))
    odd[0x4E00:0xA000] = True
    odd[code_points(pairs.tobytes().decode("gb2312", "ignore"))] = False
    odd[ord("锟")] = True
    common[code_points(pairs[leads < 0xD8].tobytes().decode("gb2312", "ignore"))] = True
    high[[*map(ord, _BYTES)]] = True
    han, kana, alien = (np.zeros(_BMP, np.bool_) for _ in range(3))
    han[0x4E00:0xA000] = kana[0x3040:0x3100] = True
    for first, last in _ALIENS:
        alien[first : last + 1] = True
    return _Tables(odd, common, high, han, kana, alien, odd | alien)


#: Greek, Cyrillic, pinyin, lines of boxes (not ─, which traditional text has for a dash), bopomofo, private
#: use, small forms.
_ALIENS = (0x100, 0x4FF), (0x2501, 0x259F), (0x3105, 0x3129), (0xE000, 0xF8FF), (0xFE30, 0xFE6F)
_TRAILS = bytes([*range(0x40, 0x7F), *range(0x80, 0xFF)])


def _decoded(encoding: _TwoBytes, first: int, last: int) -> list[int]:
    """What each pair of bytes with a lead from ``first`` to ``last`` is in ``encoding``; 0 where it is
    nothing, or beyond the basic plane."""
    pairs = b"\n".join(bytes([lead, trail]) for lead in range(first, last + 1) for trail in _TRAILS)
    read = pairs.decode(encoding, "replace").split("\n")
    return [ord(one) if len(one) == 1 and "\ufffd" != one < "\U00010000" else 0 for one in read]


def _characters(encoding: _TwoBytes, first: int, last: int) -> list[int]:
    return [code for code in _decoded(encoding, first, last) if code]


@cache
def _swapped(encoding: _TwoBytes, read_as: _TwoBytes) -> CodeArray:
    """For each character that ``read_as`` has for two bytes, that which ``encoding`` has for them, or 0;
    and 0 for all characters beyond the basic plane, and for □, which stands for what was lost."""
    table = np.zeros(_BMP + 1, np.uint32)
    table[_decoded(read_as, 0xA1, 0xFE)] = _decoded(encoding, 0xA1, 0xFE)
    table[[0, ord("□")]] = 0
    return table


@cache
def _common_in(encoding: _TwoBytes) -> _BoolArray:
    """Han of the first level of ``encoding``, and its marks."""
    rows = {"big5": ((0xA1, 0xA1), (0xA4, 0xC6)), "gb18030": ((0xA1, 0xA3), (0xB0, 0xD7))}[encoding]
    table = np.zeros(_BMP, np.bool_)
    for first, last in rows:
        table[_characters(encoding, first, last)] = True
    return table


@cache
def _rare_in_big5() -> _BoolArray:
    """Han of its second level, and bopomofo."""
    table = np.zeros(_BMP, np.bool_)
    table[[*_characters("big5", 0xC9, 0xF9), *range(0x3105, 0x312A)]] = True
    return table


def _is_among(table: _BoolArray, codes: CodeArray) -> _BoolArray:
    found: _BoolArray = table.take(codes, mode="clip")
    return found


_READINGS: Mapping[Reading, Callable[[View], Iterator[_Garbled]]] = {
    "utf-8 as gb18030": _utf8_as_gb18030,
    "utf-8 as windows-1252": _utf8_as_latin,
    "gb18030 as windows-1252": _gb18030_as_latin,
    "big5 as gb18030": _big5_as_gb18030,
    "gb18030 as big5": _gb18030_as_big5,
}
