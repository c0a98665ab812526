"""Segmenters by name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from corpuskit.errors import ConfigError
from corpuskit.model import IntArray
from corpuskit.segment import crf, pkuseg_files
from corpuskit.segment.characters import CharacterSegmenter
from corpuskit.segment.pkuseg import PkusegSegmenter

SHIPPED = Path(__file__).parent / "words.npz"
ALLOWED = "default, chars, pkuseg:DIR (a pkuseg model folder)"


class Segmenter(Protocol):
    """What finds words."""

    @property
    def name(self) -> str:
        """As `load_segmenter` takes it."""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the files of the model; a name with a number where there are none."""

    @property
    def standard(self) -> str:
        """What counts as a word, such as ``ud-gsd``."""

    def words(self, texts: Sequence[str]) -> list[IntArray]:
        """For each text the spans of its words, ``(n, 2)``, code points, end exclusive.

        They are in order, do not overlap, hold no blank (what `str.isspace` says) and cover every other
        character. A batch gives exactly what its texts give one by one.
        """


def load_segmenter(spec: str = "default") -> Segmenter:
    """The segmenter that ``spec`` names: ``default``, ``chars`` or ``pkuseg:DIR``.

    Raises:
        ConfigError: for any other name, and for a folder that holds no pkuseg model.

    >>> load_segmenter("chars").words(["科创"])[0].tolist()
    [[0, 1], [1, 2]]
    """
    kind, _, folder = spec.partition(":")
    if spec == "default":
        return crf.CrfSegmenter(spec, *crf.load(SHIPPED))
    if spec == "chars":
        return CharacterSegmenter()
    if kind == "pkuseg" and folder:
        return PkusegSegmenter(spec, *pkuseg_files.load(Path(folder)))
    raise ConfigError(f"segmenter {spec!r}; allowed: {ALLOWED}")
