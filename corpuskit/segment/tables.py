"""Hash tables in arrays: pairs of small integers to rows, whole batches at a time; and tries made of them."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]
_EMPTY = np.uint64(2**64 - 1)
# 2^64 over the golden ratio: D. E. Knuth, "The Art of Computer Programming" 3, section 6.4.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SECOND_BITS = np.uint64(24)


def _joined(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> Keys:
    keys = first.astype(np.uint64)
    keys <<= _SECOND_BITS
    keys |= second.astype(np.uint64)
    return keys


def split_pairs(keys: Keys) -> tuple[IntArray, IntArray]:
    """The pairs that keys stand for."""
    low = np.uint64((1 << int(_SECOND_BITS)) - 1)
    return (keys >> _SECOND_BITS).astype(np.int64), (keys & low).astype(np.int64)


class PairTable(msgspec.Struct, frozen=True):
    """Rows of pairs ``(first, second)``, open addressing with linear probing; the row 0 means absent.

    Both arrays have a power of two of slots, at least a half of them empty. ``first`` is below 2^40,
    ``second`` below 2^24.
    """

    keys: Keys
    rows: Rows

    @classmethod
    def of(cls, first: IntArray, second: IntArray, rows: IntArray, slots: int = 8) -> "PairTable":
        """The table of distinct pairs; ``rows`` are from 1 on. It has ``slots`` at least, a power of two.

        >>> PairTable.of(np.array([3]), np.array([5]), np.array([7])).find(np.array([3, 3]), np.array([5, 6]))
        array([7, 0], dtype=int32)
        """
        size = max(1 << int(2 * len(first)).bit_length(), slots)
        table = cls(np.full(size, _EMPTY), np.zeros(size, np.int32))
        keys, mask = _joined(first, second), size - 1
        places, values = table._slots(keys), rows.astype(np.int32)
        while len(keys):
            free = table.keys[places] == _EMPTY
            table.keys[places[free]] = keys[free]
            placed = table.keys[places] == keys
            table.rows[places[placed]] = values[placed]
            keys, values = keys[~placed], values[~placed]
            places = (places[~placed] + 1) & mask
        return table

    def roomy(self) -> "PairTable":
        """The same pairs with four times the slots: most lookups end where they begin."""
        held = np.flatnonzero(self.rows)
        first, second = split_pairs(self.keys[held])
        return PairTable.of(first, second, self.rows[held].astype(np.int64), len(self.keys) * 4)

    def _slots(self, keys: Keys) -> IntArray:
        slots = keys * _MULTIPLIER
        slots >>= np.uint64(65 - len(self.keys).bit_length())
        return slots.view(np.int64)

    def count(self) -> int:
        """The number of rows."""
        return int(self.rows.max(initial=0))

    def find(self, first: npt.NDArray[Any], second: npt.NDArray[Any]) -> Rows:
        """The row of each pair, 0 for one that is not in the table."""
        keys = _joined(first, second)
        slots = self._slots(keys)
        seen = self.keys.take(slots)
        hit = seen == keys
        found = self.rows.take(slots)
        found *= hit
        left = np.flatnonzero(~hit & (seen != _EMPTY))
        mask = len(self.keys) - 1
        slots = slots[left]
        while len(left):
            slots = (slots + 1) & mask
            seen = self.keys.take(slots)
            hit = seen == keys[left]
            found[left[hit]] = self.rows[slots[hit]]
            on = ~hit & (seen != _EMPTY)
            left, slots = left[on], slots[on]
        return found


class Trie(msgspec.Struct, frozen=True):
    """Words of two symbols or more over small integers: a node is a symbol (the first) or a row of ``next``.

    ``words[node]`` numbers the word that ends at a node from 1 on, 0 where none does.
    """

    next: PairTable
    words: Rows

    @classmethod
    def of(cls, words: Sequence[Sequence[int]], symbols: int) -> "Trie":
        """The trie of distinct ``words`` of symbols below ``symbols``; words are numbered from 1 on."""
        lengths = np.array([len(word) for word in words], np.int64)
        longest = int(lengths.max(initial=0))
        letters = np.full((len(words), longest), -1, np.int64)
        letters[np.arange(longest) < lengths[:, None]] = [symbol for word in words for symbol in word]
        nodes = letters[:, 0] if longest else np.zeros(0, np.int64)
        edges: list[npt.NDArray[Any]] = [np.zeros((0, 3), np.int64)]
        ends = np.zeros(len(words), np.int64)
        count = symbols
        for depth in range(1, longest):
            on = np.flatnonzero(lengths > depth)
            pairs, which = np.unique(
                np.stack([nodes[on], letters[on, depth]], 1), axis=0, return_inverse=True
            )
            numbers = count + np.arange(len(pairs))
            edges.append(np.column_stack([pairs, numbers]))
            nodes[on] = numbers[which.ravel()]
            count += len(pairs)
        numbered = np.zeros(count, np.int32)
        ends[:] = nodes
        numbered[ends] = np.arange(1, len(words) + 1)
        table = np.concatenate(edges)
        return cls(PairTable.of(table[:, 0], table[:, 1], table[:, 2]), numbered)

    def matches(self, symbols: npt.NDArray[Any], longest: int) -> list[tuple[IntArray, Rows]]:
        """For each length from 2 to ``longest``: where words start in ``symbols``, and their numbers."""
        found = []
        starts = np.arange(len(symbols) - 1)
        nodes: npt.NDArray[Any] = symbols[:-1]
        for length in range(2, longest + 1):
            inside = starts + length <= len(symbols)
            starts, nodes = starts[inside], nodes[inside]
            nodes = self.next.find(nodes, symbols[starts + length - 1])
            on = np.flatnonzero(nodes)
            starts, nodes = starts[on], nodes[on]
            numbers = self.words[nodes]
            ends = np.flatnonzero(numbers)
            found.append((starts[ends], numbers[ends]))
        return found
