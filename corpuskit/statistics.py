"""Findings by rule, and what the layout of documents is like: what reports count for ``--statistics``."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from corpuskit.findings import Rules
from corpuskit.model import Checked

#: So many columns are told one by one.
FEW = 3


class RuleCount(msgspec.Struct, frozen=True):
    """How many findings a rule has, and how many of them ``corpuskit fix`` fixes."""

    code: str
    name: str
    count: int
    fixable: int


class Statistics(msgspec.Struct, frozen=True):
    """Over documents: ``rules`` by count, then code; ``widths`` are the columns in cells of those documents
    that are wrapped, in order; ``joined`` of all ``breaks`` between lines are wraps; ``blocks`` are by type,
    the most frequent first.
    """

    rules: tuple[RuleCount, ...]
    documents: int
    widths: tuple[int, ...]
    breaks: int
    joined: int
    blocks: dict[str, int]

    @property
    def percent(self) -> int:
        """Percent of the breaks that are wraps, rounded half up; 0 where there are none."""
        return (200 * self.joined + self.breaks) // (2 * self.breaks) if self.breaks else 0


def statistics(checked: Iterable[Checked], rules: Rules) -> Statistics:
    """The counts over ``checked``, which is read once."""
    counts: Counter[str] = Counter()
    fixable: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    widths: list[int] = []
    documents = breaks = joined = 0
    for one in checked:
        documents += 1
        counts.update(found.code for found in one.diagnostics)
        fixable.update(found.code for found in one.diagnostics if found.fixed)
        blocks.update(block.type for block in one.blocks)
        widths += [one.width] * one.wrapped
        breaks += one.breaks
        joined += one.joined
    found = [RuleCount(code, rules[code].name, counts[code], fixable[code]) for code in counts]
    ordered = sorted(found, key=lambda one: (-one.count, one.code))
    return Statistics(tuple(ordered), documents, tuple(widths), breaks, joined, most_first(blocks))


def most_first(counts: Counter[str]) -> dict[str, int]:
    """``counts`` by count, then name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def median(numbers: Sequence[int]) -> int:
    """The middle one of ``numbers``, which are not none; of two the smaller.

    >>> median([44, 20, 35, 36])
    35
    """
    return sorted(numbers)[(len(numbers) - 1) // 2]
