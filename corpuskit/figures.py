"""Figures of documents as web corpora are filtered by: shares of lines, of words and of runs of words.

They are those of FineWeb-2 (https://github.com/huggingface/fineweb-2, whose filters are datatrove's, Apache
2.0), which are those of Gopher (J. Rae and others, 2021, "Scaling Language Models", table A1) and of C4. Two
things differ: words are those of our segmenter, and blank lines are no lines, since our cleaned texts have
them between blocks. A share is a pair of whole numbers, so that no rounding decides.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray

if TYPE_CHECKING:
    from corpuskit.segment import Segmenter

WordFigure: TypeAlias = Literal[
    "words",
    "word-length",
    "words-with-letters",
    "stop-words",
    "number-signs",
    "ellipses",
    "top-runs",
    "repeated-runs",
    "stopped-lines",
    "bullet-lines",
    "ellipsis-lines",
    "duplicate-lines",
    "duplicate-line-characters",
    "line-ends",
]
#: Part and whole.
Share: TypeAlias = tuple[int, int]

#: What ends a sentence, of the marks of Unicode's ``Sentence_Terminal`` that Chinese texts have.
_STOPS = tuple("!.?‼‽⁇⁈⁉。﹒﹖﹗！．？｡")
_BULLETS = ("•", "-")
_ELLIPSES = ("...", "…")
#: Numbers of words are spread over 64 bits by this.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Sample:
    """A text, with what several figures ask of it; ``words``, if they are known, are those of `lines`.

    Whatever ends its lines stands as a line feed.
    """

    def __init__(self, text: str, words: list[str] | None = None) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        if words is not None:
            self.words = words

    @cached_property
    def lines(self) -> list[str]:
        """The lines that are not blank."""
        return [line for line in self.text.split("\n") if line.strip()]

    @cached_property
    def words(self) -> list[str]:
        """All words, marks among them."""
        return _words(self.lines)

    @cached_property
    def real_words(self) -> list[str]:
        """Words that are not all marks."""
        marks = {word for word in set(self.words) if all(map(_is_mark, word))}
        return [word for word in self.words if word not in marks]

    @cached_property
    def _numbers(self) -> npt.NDArray[np.uint64]:
        """The words as numbers, equal words as equal ones."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(word, len(known)) for word in self.words], np.uint64)

    def may_repeat(self, size: int) -> bool:
        """Whether two runs of ``size`` words may be equal; never wrong where they are."""
        numbers = self._numbers
        keys = np.zeros(max(len(numbers) - size + 1, 0), np.uint64)
        for at in range(size):
            keys = keys * _SPREAD + numbers[at : at + len(keys)]
        keys.sort()
        return bool(np.any(keys[1:] == keys[:-1]))

    def share_of_lines(self, wanted: Callable[[str], bool]) -> Share:
        """How many lines are ``wanted``."""
        return sum(map(wanted, self.lines)), max(len(self.lines), 1)

    @cached_property
    def repeated(self) -> tuple[int, int]:
        """How many lines stood before, and their characters."""
        again = [line for line, count in Counter(self.lines).items() for _ in range(count - 1)]
        return len(again), sum(map(len, again))


def samples(texts: Sequence[str]) -> list[Sample]:
    """A sample of each text, whose words are all found together."""
    bare = [Sample(text) for text in texts]
    found = iter(_segmenter().words([line for one in bare for line in one.lines]))
    return [Sample(one.text, _cut(one.lines, [next(found) for _ in one.lines])) for one in bare]


def _words(lines: Sequence[str]) -> list[str]:
    return _cut(lines, _segmenter().words(lines))


def _cut(lines: Sequence[str], words: Sequence[IntArray]) -> list[str]:
    found = zip(lines, words, strict=True)
    return [line[start:end] for line, spans in found for start, end in spans.tolist()]


@cache
def _segmenter() -> "Segmenter":
    from corpuskit.segment import load_segmenter  # a check starts without it

    return load_segmenter()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] not in "LNM"


def _has_letter(word: str) -> bool:
    return any(map(str.isalpha, word))


def _runs(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def _top_run(sample: Sample, size: int, listed: frozenset[str]) -> Share:
    """The characters of the run of ``size`` words that is there most often, and the blanks between them."""
    words = sample.words if sample.may_repeat(size) else sample.words[:size]
    runs = Counter(_runs(words, size)).most_common(1)
    part = sum((sum(map(len, run)) + size - 1) * count for run, count in runs)
    return part, max(len(sample.text), 1)


def _repeated_runs(sample: Sample, size: int, listed: frozenset[str]) -> Share:
    """The characters of runs of ``size`` words that stood before; those that are counted do not overlap."""
    words, seen, part, at = sample.words if sample.may_repeat(size) else [], set[str](), 0, 0
    while at <= len(words) - size:
        run = "".join(words[at : at + size])
        if run in seen:
            part += len(run)
            at += size
        else:
            seen.add(run)
            at += 1
    return part, max(len(sample.text), 1)


def _ellipses(sample: Sample) -> int:
    return sum(map(sample.text.count, _ELLIPSES))


Measure: TypeAlias = Callable[[Sample, int, frozenset[str]], Share]

#: Shares in which the whole is 1 are plain numbers.
WORD_FIGURES: Mapping[str, Measure] = {
    "words": lambda sample, size, listed: (len(sample.real_words), 1),
    "word-length": lambda sample, size, listed: (
        sum(map(len, sample.real_words)),
        max(len(sample.real_words), 1),
    ),
    "words-with-letters": lambda sample, size, listed: (
        sum(map(_has_letter, sample.words)),
        max(len(sample.words), 1),
    ),
    "stop-words": lambda sample, size, listed: (len(listed.intersection(sample.words)), 1),
    "number-signs": lambda sample, size, listed: (sample.text.count("#"), max(len(sample.words), 1)),
    "ellipses": lambda sample, size, listed: (_ellipses(sample), max(len(sample.words), 1)),
    "top-runs": _top_run,
    "repeated-runs": _repeated_runs,
    "stopped-lines": lambda sample, size, listed: sample.share_of_lines(lambda line: line.endswith(_STOPS)),
    "bullet-lines": lambda sample, size, listed: sample.share_of_lines(
        lambda line: line.lstrip().startswith(_BULLETS)
    ),
    "ellipsis-lines": lambda sample, size, listed: sample.share_of_lines(
        lambda line: line.rstrip().endswith(_ELLIPSES)
    ),
    "duplicate-lines": lambda sample, size, listed: (sample.repeated[0], max(len(sample.lines), 1)),
    "duplicate-line-characters": lambda sample, size, listed: (
        sample.repeated[1],
        max(len(sample.text.replace("\n", "")), 1),
    ),
    "line-ends": lambda sample, size, listed: (max(len(sample.lines) - 1, 0), max(len(sample.words), 1)),
}
