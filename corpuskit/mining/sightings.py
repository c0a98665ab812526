"""What was seen of a corpus: spellings by what they are, with counts and the first places of each."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

import msgspec

from corpuskit.matching import Scope
from corpuskit.model import Annotated
from corpuskit.terms.rule import Fold

#: Places kept of each spelling.
CONTEXTS = 3
#: Characters shown on each side of a spelling.
_AROUND = 12
#: Documents kept of each spelling, by which it is told that two stand in one.
_DOCUMENTS = 16
_HAN = "\u3400-\u9fff"
_WORD = re.compile(f"[{_HAN}]{{2,}}")
_ALNUM = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
#: Latin words with the marks inside them, up to what is no such word.
_LATIN = re.compile(f"[{_ALNUM}][{_ALNUM}+#.&'’_/@:‑–-]*(?: [{_ALNUM}][{_ALNUM}+#.&'’_/@:‑–-]*)*")
#: Words from which on Latin is a sentence and no term.
_SENTENCE = 4
#: Marks that part the names of one foreigner.
DOTS = "·•・‧∙⋅．.－-"
_PROSE = Scope((), ("code",))
_BRACKET = re.compile(r"[（(]([^（）()\n]{2,60})[）)]")

#: Spellings by key: one that spellings of one term share.
Group: TypeAlias = dict[str, "Seen"]


class Seen(msgspec.Struct):
    """How often a spelling was seen, in which documents (the first of them), and in what contexts."""

    count: int = 0
    contexts: list[str] = []
    documents: list[int] = []

    def add(self, context: str, document: int) -> None:
        """One more place."""
        self.count += 1
        if len(self.contexts) < CONTEXTS:
            self.contexts.append(context)
        if len(self.documents) < _DOCUMENTS and document not in self.documents[-1:]:
            self.documents.append(document)


class Bracket(msgspec.Struct, frozen=True):
    """What stands in brackets, the text before them in its line, and where the last entity there begins."""

    before: str
    inside: str
    entity: str
    words: tuple[str, ...]
    context: str
    document: int


class Sightings(msgspec.Struct):
    """What was seen so far.

    ``words`` are those of the segmenter, ``names`` labelled people, places and organisations. With
    ``transliteration``, the characters of foreign names, what may be a part of a longer one is left out.
    """

    transliteration: frozenset[str] = frozenset()

    documents: int = 0
    words: Group = {}
    neighbours: dict[str, set[str]] = {}
    names: Group = {}
    people: Group = {}
    latin: Group = {}
    dotted: Group = {}
    brackets: list[Bracket] = []

    def add(self, one: Annotated) -> None:
        """Look at one document; at none but Chinese ones."""
        if one.checked.language != "zh":
            return
        self.documents += 1
        look = _Look(one, self.documents)
        for start, end in look.words(self.transliteration):
            look.put(self.words, start, end)
        for word, beside in look.neighbours():
            self.neighbours.setdefault(word, set()).add(beside)
        for label in one.labels:
            if label.label in ("PER", "LOC", "ORG") and look.is_whole(*label[:2], self.transliteration):
                look.put(self.names, label.start, label.end)
            if label.label == "PER":
                look.put(self.people, label.start, label.end)
        for start, end in look.latin():
            look.put(self.latin, start, end)
        for start, end in look.dotted(self.transliteration):
            look.put(self.dotted, start, end)
        self.brackets += look.brackets()

    def units(self) -> Group:
        """Words and names; what is both, as it was seen more often."""
        units = dict(self.words)
        for name, one in self.names.items():
            if name not in units or units[name].count < one.count:
                units[name] = one
        return units


class _Look:
    """One document."""

    def __init__(self, one: Annotated, number: int) -> None:
        self._text, self._tokens, self._labels = one.checked.text, one.tokens, one.labels
        self._number = number
        self._single = {(start, end) for start, end in self._tokens if end - start == 1}
        self._code = [block for block in one.checked.blocks if block.type == "code"]

    def put(self, group: Group, start: int, end: int) -> None:
        """Note the spelling at ``[start, end)``, but in code."""
        if self._code and not _PROSE.allows(self._code, start, end):
            return
        spelling = self._text[start:end]
        seen = group.get(spelling)
        if seen is None:
            seen = group[spelling] = Seen()
        context = self._context(start, end) if len(seen.contexts) < CONTEXTS else ""
        seen.add(context, self._number)

    def _context(self, start: int, end: int) -> str:
        return self._text[max(0, start - _AROUND) : end + _AROUND]

    def words(self, transliteration: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Words of two Han characters or more."""
        for start, end in self._tokens:
            if _WORD.fullmatch(self._text, start, end) and self.is_whole(start, end, transliteration):
                yield start, end

    def is_whole(self, start: int, end: int, transliteration: frozenset[str]) -> bool:
        """Whether no single character beside a foreign name may belong to it."""
        if not transliteration.issuperset(self._text[start:end]):
            return True
        before, after = self._text[start - 1 : start] if start else "", self._text[end : end + 1]
        alone = (before in transliteration and (start - 1, start) in self._single) or (
            after in transliteration and (end, end + 1) in self._single
        )
        return not alone

    def neighbours(self) -> Iterator[tuple[str, str]]:
        """Each word of Han with the word of Han that touches it, marked by its side."""
        for (a, b), (c, d) in zip(self._tokens, self._tokens[1:], strict=False):
            if b == c and _WORD.fullmatch(self._text, a, b) and _WORD.fullmatch(self._text, c, d):
                left, right = self._text[a:b], self._text[c:d]
                yield left, f">{right}"
                yield right, f"<{left}"

    def latin(self) -> Iterator[tuple[int, int]]:
        """Latin terms that touch Chinese on one side."""
        for match in _LATIN.finditer(self._text):
            start, end = match.span()
            while self._text[end - 1] in ".:'’/-–‑_@&":
                end -= 1
            term = self._text[start:end]
            if (
                term.count(" ") < _SENTENCE - 1
                and not set("/@_:") & set(term)
                and self._is_beside(start, end)
            ):
                yield start, end

    def _is_beside(self, start: int, end: int) -> bool:
        """Whether Chinese stands beside ``[start, end)``, blanks apart."""
        sides = (
            self._text[max(0, start - 2) : start].strip(" ")[-1:],
            self._text[end : end + 2].strip(" ")[:1],
        )
        return any("\u2e80" <= side <= "\u9fff" or "\uff01" <= side <= "\uff0f" for side in sides)

    def dotted(self, transliteration: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Foreign names of several parts."""
        if transliteration:
            for match in _dotted(transliteration).finditer(self._text):
                yield match.span()

    def brackets(self) -> Iterator[Bracket]:
        """What stands in brackets."""
        ends = {label.end: label for label in reversed(self._labels)}
        places = {token.end: index for index, token in enumerate(self._tokens)}
        for match in _BRACKET.finditer(self._text):
            at = match.start()
            line = self._text.rfind("\n", 0, at) + 1
            label, place = ends.get(at), places.get(at)
            near = self._tokens[max(0, place - 5) : place + 1] if place is not None else ()
            yield Bracket(
                before=self._text[max(line, at - 40) : at],
                inside=match[1].strip(),
                entity=self._text[label.start : at] if label else "",
                words=tuple(self._text[start:end] for start, end in near if start >= line),
                context=self._context(at, match.end()),
                document=self._number,
            )


@lru_cache(maxsize=1)
def _dotted(transliteration: frozenset[str]) -> re.Pattern[str]:
    part = f"[{''.join(sorted(transliteration))}]{{1,8}}"
    return re.compile(f"{part}(?:[{DOTS}]{part})+")


def narrow(text: str) -> str:
    """``text`` without full width and capitals."""
    return _FOLD(text)


_FOLD = Fold(case=True, width=True)
