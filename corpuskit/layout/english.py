"""English words: they tell the hyphen of a compound from one that a typesetter put where a line ended.

The list is SCOWL's up to size 60, lower case, without names (``NOTICE`` beside this file). To make it anew::

    python -m corpuskit.layout.english /usr/share/dict/scowl
"""

import lzma
import re
import sys
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("english.xz")
_SIZE = 60
_SPELLINGS = ("american", "australian", "british", "british_z", "canadian", "english")
_WORD = re.compile(r"[a-z]+")
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]


@cache
def words() -> frozenset[str]:
    """About 80,000 words, inflected forms among them. Read when first asked for.

    >>> "understand" in words(), "frockcoat" in words()
    (True, False)
    """
    return frozenset(lzma.decompress(_FILE.read_bytes()).decode("ascii").split("\n"))


def compiled(folder: Path) -> bytes:
    """The bytes of the list that ships, from SCOWL's files ``SPELLING-words.SIZE`` in ``folder``."""
    found: set[str] = set()
    for file in sorted(folder.glob("*-words.*")):
        if file.name.split("-")[0] in _SPELLINGS and int(file.suffix[1:]) <= _SIZE:
            found.update(filter(_WORD.fullmatch, file.read_text("iso-8859-1").split("\n")))
    text = "\n".join(sorted(found)).encode("ascii")
    return lzma.compress(text, check=lzma.CHECK_CRC32, filters=_FILTERS)


if __name__ == "__main__":
    _FILE.write_bytes(compiled(Path(sys.argv[1])))
