"""The kind ``measure``: a figure of a whole document that is too low or too high."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np

from corpuskit.errors import RuleFault
from corpuskit.figures import WORD_FIGURES, Sample, WordFigure, samples
from corpuskit.model import Details, Edit, Find, Fix, Hits, Options, ScopedRule, Stage, View
from corpuskit.unicode import CLASSES, CharClass

STAGE = Stage.TEXT
DETAILS = frozenset({"value", "limit"})
LayoutFigure: TypeAlias = Literal["han", "repeated-lines", "repeated-blocks", "wrapped-lines", "block-length"]
Figure: TypeAlias = LayoutFigure | WordFigure
_PERCENT, _PER_MILLE = 100, 1000
#: Figures of runs of words, and of a list of words.
_RUNS, _LISTS = frozenset({"top-runs", "repeated-runs"}), frozenset({"stop-words"})
#: Figures that are numbers, not shares.
_NUMBERS = frozenset({"words", "stop-words"})
#: A line that is not blank, without the blanks at its two ends.
_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")


class MeasureRule(ScopedRule, tag="measure", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that says that a ``figure`` of a document is below ``least`` or above ``most``; it never edits.

    Figures are whole numbers: per cent of Han among the characters that are not blank (``han``); per cent of
    such characters in lines, or in blocks, that stood in the document before (``repeated-lines``,
    ``repeated-blocks``); per cent of the line breaks that were wraps (``wrapped-lines``); the mean length of
    blocks in characters (``block-length``).

    Others are those of web corpora, in per mille but for the first two: words that are not marks (``words``);
    words of the list ``words`` (``stop-words``); of the words, their mean length (1000: one character;
    ``word-length``), those with a letter (``words-with-letters``), and for each of them the number of
    ``number-signs`` (#), ``ellipses`` and ``line-ends``; of the lines that are not blank, those that end a
    sentence (``stopped-lines``), begin with a bullet (``bullet-lines``), end in an ellipsis
    (``ellipsis-lines``), stood before (``duplicate-lines``); of the characters, those in such lines
    (``duplicate-line-characters``), in the commonest run of ``size`` words (``top-runs``), in runs that stood
    before (``repeated-runs``). They are rounded so that a limit of three decimals holds exactly.

    Documents of fewer characters than ``from_characters`` are not
    measured. The hit is the first line; ``{value}`` is the figure, ``{limit}`` what it should keep to.
    """

    figure: Figure
    least: int | None = None
    most: int | None = None
    size: int = 0
    words: tuple[str, ...] = ()
    from_characters: int = 200


def faults(rule: MeasureRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: no limit, a fix, a scope that would mean nothing."""
    if (rule.least is None) == (rule.most is None):
        yield RuleFault(rule.code, "least", "least and most: both or none given", "one of them")
    if (rule.figure in _RUNS) != (rule.size > 0):
        yield RuleFault(rule.code, "size", f"{rule.size} for {rule.figure}", "1, 2, ... for runs, else none")
    if (rule.figure in _LISTS) != bool(rule.words):
        yield RuleFault(
            rule.code, "words", f"{len(rule.words)} for {rule.figure}", "words for stop-words only"
        )
    if rule.fix is not Fix.NONE:
        yield RuleFault(rule.code, "fix", f"'{rule.fix}': a measure edits nothing", "none")
    if rule.blocks or rule.not_blocks:
        key = "blocks" if rule.blocks else "not_blocks"
        yield RuleFault(rule.code, key, "a measure is of the whole document", "no scope")


def compile(rules: Sequence[MeasureRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``: the words of a document are found once."""

    ask_words = any(rule.figure in WORD_FIGURES for rule in rules)

    def find(views: Sequence[View]) -> list[Hits]:
        texts = [view.text for view in views]
        taken = samples(texts) if ask_words else map(Sample, texts)
        return [Hits.of(list(_rows(rules, view, one))) for view, one in zip(views, taken, strict=True)]

    return find


def _rows(
    rules: Sequence[MeasureRule], view: View, sample: Sample
) -> Iterator[tuple[int, int, int, Details, Sequence[Edit]]]:
    size = len(view.text)
    first = _LINE.search(view.text)
    if first is None or all(size < rule.from_characters for rule in rules):
        return
    for index, rule in enumerate(rules):
        if size < rule.from_characters:
            continue
        value = _value(rule, sample, view)
        limit = rule.least if rule.most is None else rule.most
        assert limit is not None
        if value < limit if rule.most is None else value > limit:
            yield index, first.start(), first.end(), {"value": value, "limit": limit}, ()


def _value(rule: MeasureRule, sample: Sample, view: View) -> int:
    """The figure of ``rule``; a share is rounded up where it may not be above, and down where not below."""
    if rule.figure in FIGURES:
        return FIGURES[rule.figure](view)
    part, whole = WORD_FIGURES[rule.figure](sample, rule.size, frozenset(rule.words))
    part *= 1 if rule.figure in _NUMBERS else _PER_MILLE
    return part // whole if rule.most is None else -(-part // whole)


def _han(view: View) -> int:
    kinds = CLASSES.take(view.codes)
    ink = int(np.count_nonzero((kinds != CharClass.BLANK) & (kinds != CharClass.LINE_END)))
    return int(np.count_nonzero(kinds == CharClass.HAN)) * _PERCENT // max(ink, 1)


def _repeated(parts: Iterable[str]) -> int:
    """Per cent of the characters of ``parts`` that are in one that came before."""
    seen: set[str] = set()
    again = whole = 0
    for part in parts:
        ink = "".join(part.split())
        whole += len(ink)
        again += len(ink) if ink in seen else 0
        seen.add(ink)
    return again * _PERCENT // max(whole, 1)


def _blocks(view: View) -> Iterator[str]:
    return (view.text[block.start : block.end] for block in view.blocks)


def _wrapped(view: View) -> int:
    breaks = 0 if view.layout is None else len(view.layout.joins)
    return 0 if view.layout is None else int(view.layout.joins.sum()) * _PERCENT // max(breaks, 1)


def _block_length(view: View) -> int:
    return sum(len(block) for block in _blocks(view)) // max(len(view.blocks), 1)


FIGURES: Mapping[str, Callable[[View], int]] = {
    "han": _han,
    "repeated-lines": lambda view: _repeated(view.text.splitlines()),
    "repeated-blocks": lambda view: _repeated(_blocks(view)),
    "wrapped-lines": _wrapped,
    "block-length": _block_length,
}
