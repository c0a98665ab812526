"""What the tagger looks at: what the word model looks at, and which lists of names know a character.

Lists are evidence, as words are for the word model: the longest entries that begin at, go through and end at
a character, which the training weighs; none decides. Source of the method: J. Kazama, K. Torisawa,
"Exploiting Wikipedia as external knowledge for named entity recognition", EMNLP-CoNLL (2007).
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.segment.features import Features
from corpuskit.wordset import WordSet

LONGEST = 10
"""Characters of the longest entry that counts."""
_BEGINS, _THROUGH, _ENDS, _ALONE = range(4)
"""What an entry does at a character: the bits of a class's state, which has `_BITS`."""
_BITS, _STATES = 4, 16
_PLANE = 1 << 16
CLASSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("person", ("people",)),
    ("surname", ("surnames",)),
    ("given", ("given-names",)),
    ("given-pair", ("given-names-wide",)),
    ("transliteration", ("transliteration",)),
    ("country", ("countries",)),
    ("place", ("divisions", "places", "regions", "areas")),
    ("organisation", ("organisations", "companies", "organs", "institutions-named")),
    ("institution", ("institutions",)),
    ("title", ("titles", "honorifics")),
    ("speech", ("speech-verbs", "leads")),
    ("japanese", ("japanese-surnames",)),
)
"""Classes by name, each with the lists beside the shipped rules that it is made of."""
_PLACE_OF = {name: place for place, (name, _) in enumerate(CLASSES)}
# Around a family name: given names behind it, a title or a verb of speech behind those, a title before it.
_NAMED = (
    ("surname", 0), ("given", 1), ("given", 2), ("title", 2), ("title", 3), ("speech", 2), ("speech", 3),
    ("title", -1),
)  # fmt: skip
_RUN = range(-3, 4)
"""Where transliterated names are looked for around a character."""


class Names(msgspec.Struct, frozen=True, dict=True):
    """The entries of all classes in one hash table: open addressing with linear probing, as `WordSet`.

    ``slots`` are fingerprints of entries and of what they begin with, two characters at least; ``classes`` of
    a slot has a bit for each class that it is an entry of. ``alone`` has those of single characters, by code
    point in the basic plane.
    """

    slots: npt.NDArray[np.uint32]
    classes: npt.NDArray[np.uint16]
    alone: npt.NDArray[np.uint16]

    @classmethod
    def of(cls, entries: Sequence[Iterable[str]]) -> "Names":
        """The table of ``entries`` by class. Longer ones than `LONGEST` do not count."""
        bits: dict[str, int] = {}
        alone = np.zeros(_PLANE, np.uint16)
        for number, names in enumerate(entries):
            for name in names:
                if len(name) == 1 and ord(name) < _PLANE:
                    alone[ord(name)] |= 1 << number
                elif 1 < len(name) <= LONGEST:
                    bits[name] = bits.get(name, 0) | 1 << number
        known = {name[:size] for name in bits for size in range(2, len(name) + 1)}
        words = WordSet.of(sorted(known))
        classes = np.zeros(len(words.slots), np.uint16)
        for name, own in bits.items():
            classes[words.slot(name)] |= own
        return cls(words.slots, classes, alone)

    @cached_property
    def _words(self) -> WordSet:
        return WordSet(self.slots)

    def states(self, codes: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
        """For each character and class whether an entry begins at it, goes through it, ends at it, or is it:
        four bits a class, the first class lowest.

        >>> Names.of([["重庆", "渝"]]).states(np.array([ord(one) for one in "渝重庆的"])).tolist()
        [8, 1, 4, 0]
        """
        n = len(codes)
        alone = self.alone.take(np.where(codes < _PLANE, codes, 0))
        states = np.zeros(n + LONGEST, np.uint64)
        states[:n] = _SPREAD.take(alone) << np.uint64(_ALONE)
        for length, starts, slots in self._words.prefixes(codes, LONGEST):
            classes = self.classes.take(slots)
            on = np.flatnonzero(classes)
            starts, marks = starts[on], _SPREAD.take(classes[on])
            states[starts] |= marks
            states[starts + length - 1] |= marks << np.uint64(_ENDS)
            for place in range(1, length - 1):
                states[starts + place] |= marks << np.uint64(_THROUGH)
        return states[:n]


def _spread() -> npt.NDArray[np.uint64]:
    """For a bit a class, the lowest bit of each class's state."""
    sets = np.arange(1 << len(CLASSES), dtype=np.uint64)
    spread = np.zeros_like(sets)
    for number in range(len(CLASSES)):
        spread |= (sets >> np.uint64(number) & np.uint64(1)) << np.uint64(_BITS * number)
    return spread


_SPREAD = _spread()


class NameFeatures(msgspec.Struct, frozen=True):
    """The templates of the word model, then those of the classes in the order of `CLASSES`."""

    base: Features
    names: Names

    def sizes(self) -> list[int]:
        """The rows of each template, in the order of `indices`."""
        bits = len(CLASSES), len(_NAMED), len(_RUN)
        return [*self.base.sizes(), *[_STATES**3] * len(CLASSES), *(1 << one for one in bits)]

    def indices(self, codes: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
        """For each template the row of each character of ``codes``, in which 0 is no character."""
        packed = self.names.states(codes)
        # Two classes a byte.
        pairs = packed.astype("<u8", copy=False).view(np.uint8).reshape(-1, 8)[:, : len(CLASSES) // 2].T
        states = np.zeros((len(CLASSES), len(codes) + 2), np.uint8)
        np.bitwise_and(pairs, _STATES - 1, out=states[::2, 1:-1])
        np.right_shift(pairs, _BITS, out=states[1::2, 1:-1])
        around = (states[:, :-2] << _BITS | states[:, 1:-1]).astype(np.uint16) << _BITS | states[:, 2:]
        known = states[:, 1:-1] > 0
        named = [_shifted(known[_PLACE_OF[name]], at) for name, at in _NAMED]
        foreign = known[_PLACE_OF["transliteration"]]
        run = [_shifted(foreign, at) for at in _RUN]
        return [*self.base.indices(codes), *around, *(_bits(flags) for flags in (known, named, run))]


def _shifted(values: npt.NDArray[Any], by: int) -> npt.NDArray[Any]:
    """What stands ``by`` places further on, 0 beyond the ends.

    >>> _shifted(np.array([1, 2, 3]), 1).tolist(), _shifted(np.array([1, 2, 3]), -1).tolist()
    ([2, 3, 0], [0, 1, 2])
    """
    moved = np.zeros_like(values)
    if by > 0:
        moved[:-by] = values[by:]
    elif by < 0:
        moved[-by:] = values[:by]
    else:
        moved[:] = values
    return moved


def _bits(flags: Sequence[npt.NDArray[Any]] | npt.NDArray[np.bool_]) -> npt.NDArray[np.uint16]:
    """Flags as one number, the first its lowest bit."""
    number = np.zeros(len(flags[0]), np.uint16)
    for flag in flags[::-1]:
        number <<= 1
        number |= flag
    return number
