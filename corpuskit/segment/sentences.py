"""Sentences: where a text ends one, by its marks, its brackets and its quotes.

The marks follow GB/T 15834-2011: 。！？…… end a sentence, ； and ： do not; closing quotes and brackets
stay with what they close. A sentence that is too long for some model is still one sentence.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpuskit.model import Block, Span

LINE_TYPES = frozenset({"verse", "table", "code"})
# A quote introduced by a colon ends its sentence, unless no more than this comes before the next mark.
_TAIL = 12
# Marks that are open at the same time; more are no nesting but noise, which must not cost time.
_DEEPEST = 16

_LINE_END = re.compile(r"[\n\v\f\r\x85\u2028\u2029]+")
_MARKS = re.compile(r"[。！？｡︒︕︖﹖﹗!?…⋯．.]+")
_STRONG = re.compile(r"[。！？｡︒︕︖﹖﹗…⋯]")
_FENCES = re.compile(r"[《》〈〉（）()\[\]［］【】〔〕｛｝{}︵︶︻︼︽︾“”‘’「」『』﹁﹂﹃﹄\"]")
_INK = re.compile(r"\S")
# Han, and what will be: to a Python older than they are, rare ones are no letters.
_WORD = re.compile(r"[\w\U00020000-\U0003fffd]")
# Of a script that has words: none of the Han right before Fig. in 如Fig. 3所示 belong to it.
_LETTER = r"[^\W_\u2e80-\ufeff\uff66-\U0010ffff]"
_PERIOD_WORD = re.compile(rf"{_LETTER}+(?:\.{_LETTER}+)*\Z")
_BRACKETS = dict(zip("》〉）)]］】〕｝}︶︼︾", "《〈（([［【〔｛{︵︻︽", strict=True))
_QUOTES = dict(zip("”’」』﹂﹄", "“‘「『﹁﹃", strict=True))
_PAIRS = _BRACKETS | _QUOTES
_OPENERS = frozenset(_PAIRS.values())
_GOES_ON = frozenset("，、；：﹐﹑﹔﹕,;:—–-~～·》〉）)]］】〕｝}︶︼︾”’」』﹂﹄")
_IN_ADDRESSES = frozenset("=&/_")
_ABBREVIATIONS = re.compile(
    "al|approx|ca|capt|cf|co|col|corp|dept|dr|e\\.g|eds?|etc|figs?|gen|gov|i\\.e|inc|jr|lt|ltd|mrs?|ms|mt|nos?|op|ph\\.d|"
    "pp?|prof|rev|sec|sen|sgt|sr|st|u\\.s|u\\.k|univ|viz|vols?|vs",
    re.IGNORECASE,
)
# Abbreviations where a figure follows: Jan. 5, No. 3.
_BEFORE_FIGURES = re.compile(
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|art|ch|eqs?|sect|tab|ver|par", re.IGNORECASE
)


class _Fence(NamedTuple):
    """A bracket or a quote that is opened and closed: the places of its two marks."""

    start: int
    end: int
    quote: bool


def sentences(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The sentences of ``blocks``, which are disjoint and in order.

    Each block begins a new one; so does each line of verse, of a table, of code. A sentence has no blanks
    at its ends, is never empty, and together they cover all that is not blank in the blocks.

    >>> text = "“你来了。”他说。1.5万元；走吧！（完。）"
    >>> [text[a:b] for a, b in sentences(text, [Block(0, len(text), "paragraph", 100)])]
    ['“你来了。”他说。', '1.5万元；走吧！', '（完。）']
    """
    found: list[Span] = []
    for block in blocks:
        for start, end in _lines(text, block) if block.type in LINE_TYPES else (block[:2],):
            first = start
            for cut in _cuts(text, start, end):
                found += _trimmed(text, first, cut)
                first = cut
            found += _trimmed(text, first, end)
    return found


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Ends of all sentences of a stretch but the last; most stretches have no marks but at their ends."""
    mark = _MARKS.search(text, start, end)
    return [] if mark is None or mark.end() == end else _Splitter(text, start, end).cuts()


def _lines(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The lines of a block, which are split apart from each other."""
    start = block.start
    for line_end in _LINE_END.finditer(text, block.start, block.end):
        yield start, line_end.start()
        start = line_end.end()
    yield start, block.end


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    """The stretch without the blanks at its ends, if anything is left."""
    if start < end and not (text[start].isspace() or text[end - 1].isspace()):
        return [Span(start, end)]
    part = text[start:end].lstrip()
    return [Span(end - len(part), end - len(part) + len(part.rstrip()))] if part else []


def _fences(text: str, start: int, end: int) -> list[_Fence]:
    """Brackets and quotes that are closed in the stretch, by their starts; what stays open fences nothing."""
    found: list[_Fence] = []
    opened: list[tuple[str, int]] = []
    straight = text.count('"', start, end) % 2 == 0
    for match in _FENCES.finditer(text, start, end):
        mark, at = match[0], match.start()
        wanted = '"' if mark == '"' and straight else _PAIRS.get(mark, "")
        depths = [depth for depth, (opener, _) in enumerate(opened) if opener == wanted]
        if depths:
            found.append(_Fence(opened[depths[-1]][1], at, mark not in _BRACKETS))
            del opened[depths[-1] :]
        elif mark in _OPENERS or (mark == '"' and straight):
            opened.append((mark, at))
            del opened[:-_DEEPEST]
    return sorted(found)


class _Splitter:
    """Finds the sentence ends of one stretch of text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.fences = _fences(text, start, end)
        self.closing = {fence.end for fence in self.fences}
        self.closers = (-1, -1)
        self.final: dict[int, bool] = {}
        for fence in self.fences:
            if fence.quote:
                self.final[fence.end] = self._is_final(fence)

    def cuts(self) -> list[int]:
        """Ends of all sentences but the last, each of which holds a letter or a digit."""
        found: list[int] = []
        at, sentence = 0, self._ink(self.start)
        unread = sentence
        around: list[_Fence] = []
        for match in _MARKS.finditer(self.text, self.start, self.end):
            while at < len(self.fences) and self.fences[at].start < match.start():
                around = [*(fence for fence in around if fence.end > self.fences[at].start), self.fences[at]]
                at += 1
            around = [fence for fence in around if fence.end > match.start()]
            cut = self._after_closers(match.end())
            if not self._ends(match, cut, sentence, around):
                continue
            if _WORD.search(self.text, unread, cut):
                found.append(cut)
                sentence = self._ink(cut)
            unread = cut
        if found and not _WORD.search(self.text, sentence, self.end):
            found.pop()
        return found

    def _at(self, at: int) -> str:
        """The character at a place, or nothing at the end of the stretch."""
        return self.text[at] if at < self.end else ""

    def _ink(self, at: int) -> int:
        """The first place from ``at`` on that is not blank."""
        match = _INK.search(self.text, at, self.end)
        return match.start() if match else self.end

    def _after_closers(self, at: int) -> int:
        """Past the marks that close something just there; a run of them is walked once."""
        start, past = at, self.closers[1]
        while at < self.end and at != self.closers[0] and (at in self.closing or self.text[at] in _PAIRS):
            at += 1
        self.closers = (start, past if at == self.closers[0] else at)
        return self.closers[1]

    def _ends(self, match: re.Match[str], cut: int, sentence: int, around: Sequence[_Fence]) -> bool:
        """Whether the marks end a sentence at ``cut``, whose fences are those ``around`` them."""
        if not self._is_end_mark(match, cut, sentence):
            return False
        for fence in around:
            whole = fence.end < cut and fence.start == sentence and self.text[fence.start] in "（(︵"
            if not (self.final[fence.end] if fence.quote else whole):
                return False
        return not self._goes_on(cut)

    def _is_final(self, quote: _Fence) -> bool:
        """Whether a quote ends the sentence it stands in: a mark before its end, nothing after it."""
        last = self.text[max(quote.start + 1, quote.end - 8) : quote.end].rstrip()[-1:]
        if not last or not (_MARKS.match(last) or last in _PAIRS):
            return False
        cut = self._after_closers(quote.end)
        for at in range(cut - 1, quote.end, -1):
            if at in self.final:
                return self.final[at]
        follows = self._at(cut)
        if not follows or follows.isspace() or follows in _OPENERS:
            return True
        introduced = self.text[max(quote.start - 1, self.start) : quote.start] in ("：", ":")
        return (
            introduced
            and not self._goes_on(cut)
            and not _STRONG.search(self.text, cut, min(cut + _TAIL, self.end))
        )

    def _goes_on(self, cut: int) -> bool:
        """Whether the sentence goes on after its marks: with a comma, a dash, a small Latin letter."""
        if self._at(cut) in _GOES_ON:
            return True
        if not self._at(cut).isspace():
            return False
        rest = self.text[cut : min(cut + 80, self.end)].lstrip()
        return rest[:1].islower() and rest[:1].isascii()

    def _is_end_mark(self, match: re.Match[str], cut: int, sentence: int) -> bool:
        """Whether the marks are the kind that ends a sentence where they stand."""
        if _STRONG.search(match[0]):
            return True
        after = self._at(cut)
        if match[0][-1] in "!?":
            return not ((after.isascii() and after.isalnum()) or after in _IN_ADDRESSES)
        if match[0] == "．":
            return not (self.text[match.start() - 1 : match.start()].isdigit() or after.isdigit())
        if after and not after.isspace():
            return False
        return len(match[0]) > 1 or self._is_period(match.start(), sentence)

    def _is_period(self, at: int, sentence: int) -> bool:
        """Whether a full stop before a blank ends a sentence: no abbreviation, initial or list number."""
        word = _PERIOD_WORD.search(self.text[max(sentence, at - 24) : at])
        if not word:
            return True
        first = max(sentence, at - 24) + word.start()
        if first == sentence and (word[0].isdigit() or (len(word[0]) == 1 and word[0].isascii())):
            return False
        initial = len(word[0]) == 1 and word[0].isascii() and word[0].isupper()
        if initial or _ABBREVIATIONS.fullmatch(word[0]):
            return False
        return not (self._at(self._ink(at + 1)).isdigit() and _BEFORE_FIGURES.fullmatch(word[0]))
