"""Hash tables in arrays: pairs of small integers to rows, whole batches at a time; and tries made of them."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
_EMPTY = np.uint64(2**64 - 1)
# 2^64 over the golden ratio: D. E. Knuth, "The Art of Computer Programming" 3, section 6.4.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SECOND_BITS = np.uint64(24)
_SIEVE_BITS = 22
"""Bits of a fingerprint that a sieve tells apart: half a megabyte of flags, which stays in the cache."""


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
    def of(cls, first: IntArray, second: IntArray, rows: IntArray) -> "PairTable":
        """The table of distinct pairs; ``rows`` are from 1 on.

        >>> PairTable.of(np.array([3]), np.array([5]), np.array([7])).find(np.array([3, 3]), np.array([5, 6]))
        array([7, 0], dtype=int32)
        """
        size = 1 << max(int(2 * len(first)).bit_length(), 3)
        table = cls(np.full(size, _EMPTY), np.zeros(size, np.int32))
        keys, mask = _joined(first, second), size - 1
        slots, values = table._slots(keys), rows.astype(np.int32)
        while len(keys):
            free = table.keys[slots] == _EMPTY
            table.keys[slots[free]] = keys[free]
            placed = table.keys[slots] == keys
            table.rows[slots[placed]] = values[placed]
            keys, values = keys[~placed], values[~placed]
            slots = (slots[~placed] + 1) & mask
        return table

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


class WordSet(msgspec.Struct, frozen=True, dict=True):
    """A set of words as 32-bit fingerprints in a hash table, open addressing with linear probing.

    Place and fingerprint are those of a 64-bit polynomial hash, so that something not in the set passes
    for a word once in billions; 0 is an empty slot. There is a power of two of slots, half of them empty.
    Most of what is not in the set falls through a sieve before: B. H. Bloom, "Space/time trade-offs in hash
    coding with allowable errors", CACM 13 (1970), with one hash.
    """

    slots: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, words: Sequence[str]) -> "WordSet":
        """The set of ``words``, each of two characters or more."""
        hashes = np.array(sorted({_hash_of(word) for word in words}), np.uint64)
        table = cls(np.zeros(1 << max((2 * len(hashes)).bit_length(), 3), np.uint32))
        places, prints = table._places(hashes)
        mask = len(table.slots) - 1
        while len(places):
            free = table.slots[places] == 0
            table.slots[places[free]] = prints[free]
            left = table.slots[places] != prints
            places, prints = (places[left] + 1) & mask, prints[left]
        return table

    def _places(self, hashes: Keys) -> tuple[IntArray, npt.NDArray[np.uint32]]:
        """The first slot and the fingerprint of each hash."""
        mixed = hashes * _MULTIPLIER
        places = mixed >> np.uint64(65 - len(self.slots).bit_length())
        prints = mixed.astype(np.uint32)
        prints |= np.uint32(1)
        return places.view(np.int64), prints

    @cached_property
    def _sieve(self) -> npt.NDArray[np.uint8]:
        """A bit for each value of the upper `_SIEVE_BITS` of a fingerprint, set where a word has it."""
        held = np.zeros(1 << _SIEVE_BITS, np.bool_)
        held[self.slots[self.slots > 0] >> np.uint32(32 - _SIEVE_BITS)] = True
        return np.packbits(held, bitorder="little")

    def may_contain(self, hashes: Keys) -> Flags:
        """Of which hashes the set may hold the words: of all it does, and of few others."""
        bits = (hashes * _MULTIPLIER).astype(np.uint32)
        bits >>= np.uint32(32 - _SIEVE_BITS)
        held = self._sieve.take(bits >> np.uint32(3))
        held >>= (bits & np.uint32(7)).astype(np.uint8)
        held &= np.uint8(1)
        flags: Flags = held.view(np.bool_)
        return flags

    def contains(self, hashes: Keys) -> Flags:
        """Which hashes are those of words of the set."""
        places, prints = self._places(hashes)
        seen = self.slots.take(places)
        found: Flags = seen == prints
        left = np.flatnonzero((seen != 0) ^ found)
        mask = len(self.slots) - 1
        places, prints = places[left], prints[left]
        while len(left):
            places = (places + 1) & mask
            seen = self.slots.take(places)
            hit = seen == prints
            found[left[hit]] = True
            on = np.flatnonzero((seen != 0) ^ hit)
            left, places, prints = left[on], places[on], prints[on]
        return found

    def find(self, hashes: Keys) -> IntArray:
        """The slot of each hash, -1 for one that is of no word of the set."""
        places, prints = self._places(hashes)
        seen = self.slots[places]
        found = np.where(seen == prints, places, -1)
        left = np.flatnonzero((found < 0) & (seen != 0))
        mask = len(self.slots) - 1
        places = places[left]
        while len(left):
            places = (places + 1) & mask
            seen = self.slots[places]
            hit = seen == prints[left]
            found[left[hit]] = places[hit]
            on = ~hit & (seen != 0)
            left, places = left[on], places[on]
        return found

    def slot(self, word: str) -> int:
        """The slot of ``word``, which is in the set."""
        return int(self.find(np.array([_hash_of(word)], np.uint64))[0])

    def matches(self, codes: npt.NDArray[Any], may: Flags, longest: int) -> list[tuple[int, IntArray]]:
        """For each length from 2 to ``longest``: the length, and where words of it start in ``codes``.

        Only where ``may`` is true of all its characters can a word be.
        """
        letters = codes.astype(np.uint64) + np.uint64(1)
        hashes, all_may, found = letters.copy(), may, []
        for length in range(2, longest + 1):
            hashes = hashes[:-1]
            hashes *= _MULTIPLIER
            hashes += letters[length - 1 :]
            all_may = all_may[:-1] & may[length - 1 :]
            starts = np.flatnonzero(self.may_contain(hashes) & all_may)
            found.append((length, starts[self.contains(hashes[starts])]))
        return found

    def prefixes(self, codes: npt.NDArray[Any], longest: int) -> Iterator[tuple[int, IntArray, IntArray]]:
        """Of a set that holds what its words begin with, as `matches`, with the slot of each; 0 is no
        character."""
        letters = codes.astype(np.uint64) + np.uint64(1)
        hashes = letters[:-1] * _MULTIPLIER + letters[1:]
        starts = np.flatnonzero(self.may_contain(hashes) & (codes[:-1] != 0))
        hashes = hashes[starts]
        for length in range(2, longest + 1):
            slots = self.find(hashes)
            on = np.flatnonzero(slots >= 0)
            starts, hashes = starts[on], hashes[on]
            yield length, starts, slots[on]
            inside = starts + length < len(codes)
            starts = starts[inside]
            hashes = hashes[inside] * _MULTIPLIER + letters[starts + length]


def _hash_of(word: str) -> int:
    """The hash of a word, as `WordSet.matches` makes it."""
    value = 0
    for character in word:
        value = (value * int(_MULTIPLIER) + ord(character) + 1) % 2**64
    return value
