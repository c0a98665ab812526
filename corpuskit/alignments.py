"""Alignments of many texts side by side: what is asked of all of them is worked out in one pass."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np

from corpuskit.offsets import Alignment, Offsets


class Alignments(msgspec.Struct, frozen=True):
    """Alignments of several texts as ``joined``, one: the texts stand one behind the other, each with a
    character behind it that nothing changes. Cleaned texts begin at ``bases`` there, sources at
    ``source_bases``; the last of both is their end.

    >>> both = Alignments.of([Alignment.of_edits(4, [2], [4], [0]), Alignment.identity(3)])
    >>> both.to_source(np.array([0, 1]), np.array([0, 0]), np.array([2, 3]))
    (array([0, 0]), array([2, 3]))
    """

    joined: Alignment
    bases: Offsets
    source_bases: Offsets

    @classmethod
    def of(cls, many: Sequence[Alignment]) -> "Alignments":
        """Those of ``many``, in order."""
        bases = np.cumsum([0, *(one.length + 1 for one in many)])
        source_bases = np.cumsum([0, *(one.source_length + 1 for one in many)])
        if len(many) == 1:
            return cls(many[0], bases, source_bases)
        sizes = [len(one.starts) for one in many]
        shift, source_shift = np.repeat(bases[:-1], sizes), np.repeat(source_bases[:-1], sizes)
        joined = Alignment(
            int(source_bases[-1]),
            int(bases[-1]),
            np.concatenate([one.starts for one in many]) + shift,
            np.concatenate([one.ends for one in many]) + shift,
            np.concatenate([one.source_starts for one in many]) + source_shift,
            np.concatenate([one.source_ends for one in many]) + source_shift,
        )
        return cls(joined, bases, source_bases)

    def to_source(self, owners: Offsets, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """`Alignment.to_source` of each span, by the alignment with the number ``owners`` says."""
        base, source_base = self.bases.take(owners), self.source_bases.take(owners)
        begins, stops = self.joined.to_source(starts + base, ends + base)
        return begins - source_base, stops - source_base

    def split(self) -> list[Alignment]:
        """The alignments, one by one."""
        one = self.joined
        bounds = one.starts.searchsorted(self.bases)
        sizes = np.diff(bounds)
        shift, source_shift = np.repeat(self.bases[:-1], sizes), np.repeat(self.source_bases[:-1], sizes)
        columns = (
            one.starts - shift,
            one.ends - shift,
            one.source_starts - source_shift,
            one.source_ends - source_shift,
        )
        lengths = (np.diff(self.source_bases) - 1).tolist(), (np.diff(self.bases) - 1).tolist()
        own = [slice(first, last) for first, last in pairwise(bounds.tolist())]
        return [
            Alignment(source_length, length, *(column[rows] for column in columns))
            for source_length, length, rows in zip(*lengths, own, strict=True)
        ]


def compose(later: Sequence[Alignment], earlier: Sequence[Alignment]) -> list[Alignment]:
    """`Alignment.compose` of each pair."""
    found = [*later]
    both = []
    for index, (one, before) in enumerate(zip(later, earlier, strict=True)):
        if len(one.starts) and len(before.starts):
            both.append(index)
        else:
            found[index] = one.compose(before)
    if len(both) == 1:
        found[both[0]] = later[both[0]].compose(earlier[both[0]])
    elif both:
        first, second = (Alignments.of([side[index] for index in both]) for side in (later, earlier))
        joined = first.joined.compose(second.joined)
        composed = Alignments(joined, first.bases, second.source_bases).split()
        for index, one in zip(both, composed, strict=True):
            found[index] = one
    return found
