"""Sets of words as hash tables in arrays: whole texts are looked up at a time."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.unicode import code_points

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# 2^64 over the golden ratio: D. E. Knuth, "The Art of Computer Programming" 3, section 6.4.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_LOW_MULTIPLIER = np.uint32(0x7F4A7C15)
"""Its lower half, which alone makes that of a hash: sieves need no more, and 32 bits are faster."""
_SIEVE_BITS = 22
"""Bits of a fingerprint that a sieve tells apart: half a megabyte of flags, which stays in the cache."""


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
        hashes = np.unique(_hashes(words))
        table = cls(np.zeros(1 << max((2 * len(hashes)).bit_length(), 3), np.uint32))
        places, prints = table._places(hashes)
        mask = len(table.slots) - 1
        while len(places):
            free = table.slots[places] == 0
            table.slots[places[free]] = prints[free]
            left = table.slots[places] != prints
            places, prints = (places[left] + 1) & mask, prints[left]
        return table

    def _places(self, hashes: Hashes) -> tuple[Places, npt.NDArray[np.uint32]]:
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

    def may_contain(self, hashes: npt.NDArray[np.uint32]) -> Flags:
        """Of which hashes, of which these are the lower halves, the set may hold the words: of all it does,
        and of few others."""
        bits = hashes * _LOW_MULTIPLIER
        bits >>= np.uint32(32 - _SIEVE_BITS)
        held = self._sieve.take(bits >> np.uint32(3))
        held >>= (bits & np.uint32(7)).astype(np.uint8)
        held &= np.uint8(1)
        flags: Flags = held.view(np.bool_)
        return flags

    def contains(self, hashes: Hashes) -> Flags:
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

    def find(self, hashes: Hashes) -> Places:
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
        return int(self.find(_hashes([word]))[0])

    def matches(self, codes: npt.NDArray[Any], may: Flags, longest: int) -> list[tuple[int, Places]]:
        """For each length from 2 to ``longest``: the length, and where words of it start in ``codes``.

        Only where ``may`` is true of all its characters can a word be.
        """
        letters = codes.astype(np.uint32) + np.uint32(1)
        halves, all_may, found = letters.copy(), may, []
        for length in range(2, longest + 1):
            halves = halves[:-1]
            halves *= _LOW_MULTIPLIER
            halves += letters[length - 1 :]
            all_may = all_may[:-1] & may[length - 1 :]
            starts = np.flatnonzero(self.may_contain(halves) & all_may)
            hashes = letters.take(starts).astype(np.uint64)
            for place in range(1, length):
                hashes *= _MULTIPLIER
                hashes += letters.take(starts + place)
            found.append((length, starts[self.contains(hashes)]))
        return found

    def prefixes(self, codes: npt.NDArray[Any], longest: int) -> Iterator[tuple[int, Places, Places]]:
        """Of a set that holds what its words begin with, as `matches`, with the slot of each; 0 is no
        character."""
        letters = codes.astype(np.uint32) + np.uint32(1)
        halves = letters[:-1] * _LOW_MULTIPLIER + letters[1:]
        starts = np.flatnonzero(self.may_contain(halves) & (codes[:-1] != 0))
        hashes = letters.take(starts).astype(np.uint64) * _MULTIPLIER + letters.take(starts + 1)
        for length in range(2, longest + 1):
            slots = self.find(hashes)
            on = np.flatnonzero(slots >= 0)
            starts, hashes = starts[on], hashes[on]
            yield length, starts, slots[on]
            inside = starts + length < len(codes)
            starts = starts[inside]
            hashes = hashes[inside] * _MULTIPLIER + letters[starts + length]


def _hashes(words: Sequence[str]) -> Hashes:
    """The hash of each word, as `WordSet.matches` makes it."""
    lengths = np.array([len(word) for word in words], np.int64)
    letters = code_points("".join(words)).astype(np.uint64) + np.uint64(1)
    starts = np.cumsum(lengths) - lengths
    hashes = np.zeros(len(words), np.uint64)
    for place in range(int(lengths.max(initial=0))):
        on = np.flatnonzero(lengths > place)
        hashes[on] = hashes[on] * _MULTIPLIER + letters[starts[on] + place]
    return hashes
