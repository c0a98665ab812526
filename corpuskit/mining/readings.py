"""How characters are read, and what is traditional: from libraries that only proposals need."""

from functools import lru_cache
from typing import Any

from corpuskit.rules import shipped_root

#: What to install where a library is missing.
MISSING = 'pypinyin or opencc is missing, so fewer variants are found: pip install "corpuskit[terms]"'


class Readings:
    """Readings of Han characters without tones, and simplified forms of words; both may be missing."""

    def __init__(self) -> None:
        """Load what is installed."""
        self._pinyin = _import("pypinyin")
        opencc = _import("opencc")
        self._converter: Any = opencc.OpenCC("t2s") if opencc else None
        self._syllables = lru_cache(maxsize=None)(self._syllable)
        self.words = _lists("words.txt")
        self.names = _lists("people.txt", "places.txt", "words.txt")
        self.transliteration = _lists("transliteration.txt", "transliteration-wide.txt")
        self.surnames = _lists("surnames.txt")

    @property
    def is_complete(self) -> bool:
        """Whether both libraries are there."""
        return self._pinyin is not None and self._converter is not None

    def syllable(self, character: str) -> str:
        """How ``character`` is read; itself where nobody says."""
        return self._syllables(character)

    def _syllable(self, character: str) -> str:
        return self._pinyin.lazy_pinyin(character)[0] if self._pinyin else character

    def simplified(self, word: str) -> str:
        """``word`` in simplified characters."""
        return self._converter.convert(word) if self._converter else word


def _import(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        return None


def _lists(*names: str) -> frozenset[str]:
    """The words of shipped lists."""
    texts = [(shipped_root() / "zh" / name).read_text("utf-8") for name in names]
    lines = [line.partition("\t")[0] for text in texts for line in text.splitlines()]
    return frozenset(line for line in lines if line and not line.startswith("#"))
