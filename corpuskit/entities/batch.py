"""A batch of views as one text: small documents are found in as fast as large ones."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpuskit.entities.lexicon import Lexicon
from corpuskit.entities.neighbours import Neighbours, Scan, symbols_of
from corpuskit.matching import Glimpse, Regex, Scope, Utf8, scannable, words_run_on
from corpuskit.model import Hits, IntArray, View

#: No rows.
NONE: IntArray = np.zeros((0, 3), np.int64)


class Batch:
    """A batch of views as one text, an LF between two, with what many rules ask of it, each made once.

    Rows of hits are ``(rule, start, end)`` in the joined text; nothing matches across an LF.
    """

    def __init__(self, views: Sequence[View], scan: Scan) -> None:
        """``scan`` is that of all the lists that will be asked for."""
        self.views = tuple(views)
        self._scan = scan
        self.text = scannable("\n".join(view.text for view in views))
        lengths = np.array([len(view.text) + 1 for view in views], np.int64)
        self.begins = np.cumsum(lengths) - lengths
        self._begins: list[int] = self.begins.tolist()
        gap = np.array([ord("\n")], np.uint32)
        self.codes = np.concatenate([gap[:0], *(part for view in views for part in (view.codes, gap))])[:-1]
        self._places: dict[Neighbours, tuple[IntArray, IntArray]] = {}
        self._standing: dict[Lexicon, npt.NDArray[np.bool_]] = {}

    @cached_property
    def utf8(self) -> Utf8:
        """The text as automata read it."""
        return Utf8(self.text)

    @cached_property
    def _texts(self) -> list[Utf8]:
        return [Utf8(view.text) for view in self.views]

    @cached_property
    def _glimpse(self) -> Glimpse:
        return Glimpse(self._texts)

    def matches(self, regex: Regex, group: int) -> list[tuple[int, int]]:
        """Spans of ``group`` in all matches of ``regex`` in each view by itself; empty ones are left out.

        All views are searched as one text where the pattern cannot tell; those that a match runs across
        the end of are searched again.
        """
        spans = NONE[:, 1:]
        if regex.anchored:
            alone = list(self._glimpse.holding(regex))
        else:
            found = regex.table(self.utf8, [0, group])
            first, last = self.owners(found[:, 0, 0]), self.owners(found[:, 0, 1])
            across = first != last
            pairs = zip(first[across].tolist(), last[across].tolist(), strict=True)
            alone = sorted({one for low, high in pairs for one in range(low, high + 1)})
            spans = found[~np.isin(first, alone), 1] if alone else found[:, 1]
        parts = [regex.table(self._texts[one], [group])[:, 0] + self.begins[one] for one in alone]
        spans = np.concatenate([spans, *parts])
        return [(start, end) for start, end in spans.tolist() if start < end]

    @cached_property
    def _symbols(self) -> IntArray:
        return symbols_of(self.codes)

    @cached_property
    def _longer(self) -> dict[Neighbours, IntArray]:
        return self._scan.find(self.utf8)

    def beside(self, words: Neighbours, offsets: IntArray, *, before: bool) -> npt.NDArray[np.bool_]:
        """For each of ``offsets`` whether one of ``words`` stands right ``before`` it, or else behind it."""
        return words.beside(self._symbols, self._longer[words], offsets, before=before)

    def free_of(self, words: Neighbours, rows: IntArray) -> IntArray:
        """The rows that hold none of ``words``."""
        if words not in self._places:
            self._places[words] = words.places(self._symbols, self._longer[words])
        starts, ends = self._places[words]
        first = starts.searchsorted(rows[:, 1])
        kept: IntArray = rows[np.append(ends, len(self.codes) + 1).take(first) > rows[:, 2]]
        return kept

    def standing(self, lexicon: Lexicon) -> npt.NDArray[np.bool_]:
        """Where the words of ``lexicon`` stand."""
        if lexicon not in self._standing:
            self._standing[lexicon] = lexicon.standing(self.codes)
        return self._standing[lexicon]

    def scope(self, scope: Scope) -> npt.NDArray[np.bool_]:
        """Where blocks stand that ``scope`` covers; what is in no block counts as it says."""
        mask = np.full(len(self.codes) + 1, scope.allows((), 0, 1))
        for view, begin in zip(self.views, self.begins.tolist(), strict=True):
            for block in view.blocks:
                mask[begin + block.start : begin + block.end] = scope.covers(block.type)
        return mask

    @cached_property
    def _run_on(self) -> npt.NDArray[np.bool_]:
        return words_run_on(self.codes)

    def uncut(self, rows: IntArray) -> IntArray:
        """The rows that neither begin nor end inside a Latin word or a number."""
        kept: IntArray = rows[~(self._run_on[rows[:, 1]] | self._run_on[rows[:, 2]])]
        return kept

    def view_of(self, start: int) -> tuple[View, int]:
        """The view that holds ``start``, and where it begins."""
        index = bisect_right(self._begins, start) - 1
        return self.views[index], self._begins[index]

    def owners(self, starts: IntArray) -> IntArray:
        """For each offset, the index of the view that holds it."""
        return np.searchsorted(self.begins, starts, side="right").astype(np.int64) - 1

    def hits(self, rows: IntArray) -> list[Hits]:
        """The rows of each view, each once, with its own offsets."""
        owners = self.owners(rows[:, 1])
        order = np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0], owners))
        rows, owners = rows[order], owners[order]
        new = np.append(True, (rows[1:] != rows[:-1]).any(axis=1))[: len(rows)]
        rows, owners = rows[new], owners[new]
        rows[:, 1:] -= self.begins[owners][:, None]
        edges = np.searchsorted(owners, np.arange(len(self.views) + 1))
        parts = [rows[low:high] for low, high in pairwise(edges.tolist())]
        return [Hits(part[:, 0], part[:, 1], part[:, 2], ({},) * len(part)) for part in parts]


def joined(parts: Sequence[IntArray]) -> IntArray:
    """The rows of all ``parts``."""
    return np.concatenate([NONE, *parts])


def added(rows: IntArray, known: IntArray) -> IntArray:
    """The rows that are not in ``known``, each once."""
    near = known[np.isin(known[:, 1], rows[:, 1])]
    new = sorted(set(map(tuple, rows.tolist())) - set(map(tuple, near.tolist())))
    return np.array(new, np.int64).reshape(-1, 3)
