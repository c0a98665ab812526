"""What the character CRF looks at: characters, pairs, kinds of characters, and a word list as soft evidence.

Every template gives one small integer for each character: the row of its weights. The word list only
tells the model, it never decides: for each character the longest listed words that begin at it, go through
it and end at it. Sources of the method: N. Xue, "Chinese word segmentation as character tagging",
CLCLP 8 (2003); J. K. Low, H. T. Ng, W. Guo, "A maximum entropy approach to Chinese word segmentation",
SIGHAN (2005).
"""

from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray
from corpuskit.segment.tables import PairTable
from corpuskit.unicode import CLASS_COUNT, CLASSES, CODE_POINTS, LETTERS, CharClass, class_set
from corpuskit.wordset import WordSet

OUTSIDE, UNKNOWN, FIRST = 0, 1, 2
LONGEST = 6
# Where the templates look, from the character that is tagged.
CHARACTERS = (-2, -1, 0, 1, 2)
PAIRS = (-2, -1, 0, 1)
COVERS = (-1, 0, 1)
_REACH = 2
_KINDS = 8
_HAN, _DIGIT, _LATIN, _MARK, _OTHER, _NUMERAL, _TIME = range(1, _KINDS)
_NUMERALS = "一二三四五六七八九十百千万亿两零〇几数余多第半"
_TIMES = "年月日时分秒岁号"
_IS_HAN = np.isin(np.arange(_KINDS), (_HAN, _NUMERAL, _TIME))
_OTHERS = (CharClass.OTHER, CharClass.MARK, CharClass.KANA, CharClass.SMALL_KANA, CharClass.HANGUL)


def kind_table() -> npt.NDArray[np.uint8]:
    """The kind of each code point, for a new model; a model keeps the table that it was trained with."""
    kinds = np.full(CLASS_COUNT, _MARK, np.uint8)
    kinds[CharClass.HAN] = _HAN
    kinds[CharClass.DIGIT] = _DIGIT
    kinds[LETTERS] = _LATIN
    kinds[class_set(*_OTHERS)] = _OTHER
    table = kinds[CLASSES]
    table[[ord(character) for character in _NUMERALS]] = _NUMERAL
    table[[ord(character) for character in _TIMES]] = _TIME
    table[OUTSIDE] = 0
    return table


class Features(msgspec.Struct, frozen=True, dict=True):
    """The templates: `symbol_of` and `kind_of` by code point, pairs that have weights, the word list."""

    alphabet: CodeArray
    symbol_of: npt.NDArray[np.int32]
    kind_of: npt.NDArray[np.uint8]
    pairs: PairTable
    skips: PairTable
    lexicon: WordSet

    @classmethod
    def of(
        cls,
        alphabet: CodeArray,
        kind_of: npt.NDArray[np.uint8],
        pairs: PairTable,
        skips: PairTable,
        lexicon: WordSet,
    ) -> "Features":
        """Features over ``alphabet``, ascending code points without NUL; tables hold pairs of its symbols."""
        symbol_of = np.full(CODE_POINTS, UNKNOWN, np.int32)
        symbol_of[alphabet] = np.arange(FIRST, FIRST + len(alphabet))
        symbol_of[OUTSIDE] = OUTSIDE
        return cls(alphabet, symbol_of, kind_of, pairs, skips, lexicon)

    @cached_property
    def _adjoining(self) -> PairTable:
        return self.pairs.roomy()

    @cached_property
    def _parted(self) -> PairTable:
        return self.skips.roomy()

    def sizes(self) -> list[int]:
        """The rows of each template, in the order of `indices`."""
        symbols, pairs, skips = FIRST + len(self.alphabet), self.pairs.count() + 1, self.skips.count() + 1
        tables = [symbols] * len(CHARACTERS) + [pairs] * len(PAIRS) + [skips]
        return [*tables, _KINDS**3, _KINDS**5] + [LONGEST**3] * len(COVERS)

    def indices(self, codes: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
        """For each template the row of each character of ``codes``, in which `OUTSIDE` is no character."""
        n = len(codes)
        around = np.concatenate([np.zeros(_REACH, codes.dtype), codes, np.zeros(_REACH, codes.dtype)])
        symbols = self.symbol_of.take(around)
        adjoining = self._adjoining.find(symbols[:-1], symbols[1:])
        rows: list[npt.NDArray[Any]] = [symbols[_REACH + at : _REACH + at + n] for at in CHARACTERS]
        rows += [adjoining[_REACH + at : _REACH + at + n] for at in PAIRS]
        rows.append(self._parted.find(symbols[1 : 1 + n], symbols[3 : 3 + n]))
        kinds = self.kind_of.take(around)
        rows += _kind_rows(kinds.astype(np.uint16), n)
        covers = np.zeros(n + 2, np.uint8)
        covers[1:-1] = self._covers(codes, _IS_HAN.take(kinds[_REACH : _REACH + n]))
        return rows + [covers[1 + at : 1 + at + n] for at in COVERS]

    def _covers(self, codes: npt.NDArray[Any], may: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
        """The lengths of the longest listed words that begin at, go through and end at each character.

        Lengths 2 to `LONGEST` count as 1 to ``LONGEST - 1``, none as 0: one number in base `LONGEST`. Words
        stand only where all characters ``may`` be of one.
        """
        n = len(codes)
        begin, through, end = np.zeros((3, n + LONGEST), np.uint8)
        for length, starts in self.lexicon.matches(codes, may, LONGEST):
            begin[starts] = end[starts + length - 1] = length - 1
            for place in range(1, length - 1):
                through[starts + place] = length - 1
        begin *= LONGEST**2
        through *= LONGEST
        begin += through
        begin += end
        return begin[:n]


def _kind_rows(kinds: npt.NDArray[np.uint16], n: int) -> list[npt.NDArray[Any]]:
    """The kinds of three, and of five characters, each as one number in base `_KINDS`."""
    three = (kinds[1 : 1 + n] * _KINDS + kinds[2 : 2 + n]) * _KINDS + kinds[3 : 3 + n]
    return [three, (kinds[:n] * _KINDS**3 + three) * _KINDS + kinds[4 : 4 + n]]
