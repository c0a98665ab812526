"""Every character a word; Latin words and numbers stay whole."""

from collections.abc import Sequence

import msgspec

from corpuskit.model import IntArray
from corpuskit.segment import batches
from corpuskit.segment.atoms import uncut


class CharacterSegmenter(msgspec.Struct, frozen=True):
    """A segmenter that knows no words: for models over characters, and for languages without a model."""

    name: str = "chars"
    fingerprint: str = "chars-1"
    standard: str = "characters"

    def words(self, texts: Sequence[str]) -> list[IntArray]:
        """Word spans ``(n, 2)`` of each text.

        >>> CharacterSegmenter().words(["科创 Chip，2.45%"])[0].tolist()
        [[0, 1], [1, 2], [3, 7], [7, 8], [8, 13]]
        """
        return batches.cut(lambda codes: ~batches.IS_BLANK[codes], texts, uncut=uncut)
