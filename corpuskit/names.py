"""Names: of languages and packs, and of files made from ids, of a length every file system takes."""

import re
import unicodedata
from collections.abc import Callable

from corpuskit.display import is_printable

#: A tag of BCP 47, as far as it matters here.
LANGUAGE_TAG = re.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")
#: Tags that name no language: not known, several, none.
_NO_LANGUAGE = frozenset(("und", "mis", "mul", "zxx"))
#: What the name of a pack begins with that an installed package brings (`corpuskit.rules.packages`).
PACKAGE = "package:"
#: Bytes of UTF-8 in one part of a name, a suffix not counted; file systems allow 255.
LONGEST_PART = 200
#: Bytes in a whole name: Windows allows 260 characters for a path by default, others 1024 and more.
LONGEST_NAME = 800
_FORBIDDEN = frozenset('<>:"\\|?*%')
_RESERVED = frozenset(
    [
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    ]
)
#: What files made from ids end in.
_SUFFIXES = (".txt", ".conllu", ".conll", ".bio", ".jsonl", ".spacy")
_BLANKS = "\u3000"
_HASH = 16


def language_tag(*named: object) -> str:
    """The first of ``named`` that is a tag of a language, in lower case; empty if none is.

    >>> language_tag("Chinese", "zh-CN"), language_tag("und", None)
    ('zh-cn', '')
    """
    tags = (str(one or "").strip().lower() for one in named)
    return next((tag for tag in tags if LANGUAGE_TAG.fullmatch(tag) and tag not in _NO_LANGUAGE), "")


def safe_name(id: str) -> str:
    """The relative path, with ``/`` and without suffix, of the files of the document ``id``.

    An id that is a plain path stays as it is. What a file system forbids is percent-encoded, and so are
    ``.``, ``..``, the first letter of a Windows device, blanks and full stops at an end, and the suffix of a
    folder that could be a document's file; what is too long is cut and ends in a hash of the id. Ids that
    differ give names that differ; `unique` also tells apart those that some file systems take for the same.

    >>> safe_name("news/2024/重庆"), safe_name("../con"), safe_name("/etc/a:b")
    ('news/2024/重庆', '%2E%2E/%63on', '%00/etc/a%3Ab')
    """
    *folders, last = id.split("/")
    parts = [_part(part, folder=True) for part in folders] + [_part(last)]
    name = "/".join(parts)
    if len(name.encode()) > LONGEST_NAME or any(len(part.encode()) > LONGEST_PART for part in parts):
        return f"{_cut(parts[-1])}~{_digest(id)}"
    return name


def file_key(id: str) -> str:
    """The form in which file systems that ignore case or normal form compare the files of ``id``."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", safe_name(id)).casefold())


def unique(id: str, taken: dict[str, int], key: Callable[[str], str] = file_key) -> str:
    """``id``, or with ``~2``, ``~3``, … where its ``key`` is that of an id before; ``taken`` has those keys,
    each with its last number, so that the n-th id of a name is not compared with all before it.

    >>> taken = {}
    >>> [unique(id, taken) for id in ("News/a", "news/a", "b", "news/a~2", "b")]
    ['News/a', 'news/a~2', 'b', 'news/a~2~2', 'b~2']
    """
    first = own = key(id)
    number, free = taken.get(first, 0), id
    while own in taken:
        number += 1
        free = f"{id}~{number}"
        own = key(free)
    if first in taken:
        taken[first] = number
    taken[own] = 1
    return free


def _part(part: str, *, folder: bool = False) -> str:
    """One part of a path, made harmless."""
    if not part:
        return "%00"
    risky = {0} if part.partition(".")[0].rstrip(" ").lower() in _RESERVED or part[0] == " " else set()
    if part[-1] in " .":
        risky.add(len(part) - 1)
    if part in (".", ".."):
        risky = set(range(len(part)))
    if folder and part.lower().endswith(_SUFFIXES):
        risky.add(part.rindex("."))
    return "".join(
        _percent(one)
        if index in risky or one in _FORBIDDEN or not (is_printable(one) or one in _BLANKS)
        else one
        for index, one in enumerate(part)
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _cut(name: str) -> str:
    """The beginning of ``name``, with room for a hash."""
    return name.encode()[: LONGEST_PART - _HASH - 1].decode("utf-8", "ignore").rstrip(" .")


def _digest(id: str) -> str:
    import hashlib  # seldom asked for, and slow to load

    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
