"""The source from a cleaned text and its changes, and the other way round."""

import hashlib
from collections.abc import Iterable

import msgspec

from corpuskit.display import shortened
from corpuskit.errors import InputError
from corpuskit.model import Change
from corpuskit.offsets import LineIndex


class Record(msgspec.Struct, frozen=True):
    """A line of ``edits.jsonl``: what was written in one document, and the hashes before and after.

    ``encoding`` and ``bom`` are those of the document's file: with them its bytes can be given back.
    """

    id: str
    source_sha256: str
    text_sha256: str
    edits: tuple[Change, ...]
    encoding: str = "utf-8"
    bom: bool = False


def sha256(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, in hexadecimal; lone surrogates count with their three bytes.

    >>> sha256("科创")[:12]
    'e3ddcf04c0cb'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def apply_changes(source: str, changes: Iterable[Change], *, file: str = "") -> str:
    """The cleaned text of ``source``.

    Changes are disjoint and in order. Raises ``InputError`` with the line of ``source`` (named ``file``)
    where it does not read as the change says.

    >>> apply_changes("科创\\n\\n板", [Change(2, 4, "\\n\\n", "", ("LB002",))])
    '科创板'
    """
    return _replace(source, [(one.start, one.end, one.old, one.new) for one in changes], file)


def undo_changes(text: str, changes: Iterable[Change], *, file: str = "") -> str:
    """The source of the cleaned ``text``: the inverse of `apply_changes`.

    Raises ``InputError`` with the line of ``text`` (named ``file``) where it no longer reads as was written.

    >>> undo_changes("科创板", [Change(2, 4, "\\n\\n", "", ("LB002",))])
    '科创\\n\\n板'
    """
    swapped, shift = [], 0
    for one in changes:
        start = one.start + shift
        swapped.append((start, start + len(one.new), one.new, one.old))
        shift += len(one.new) - len(one.old)
    return _replace(text, swapped, file)


def restore(text: str, record: Record, *, file: str = "") -> str:
    """The source of ``text`` by its record.

    Raises ``InputError`` where ``text`` is not what was written: with the line, where a change no longer
    fits; without, where it was edited between the changes.
    """
    source = undo_changes(text, record.edits, file=file)
    if sha256(text) != record.text_sha256 or sha256(source) != record.source_sha256:
        raise InputError(
            f"{record.id}: the text is not the one that was written (its SHA-256 differs): it was edited "
            "where nothing had been changed; restore needs the text as written",
            file=file,
        )
    return source


def _replace(text: str, rows: list[tuple[int, int, str, str]], file: str) -> str:
    """``text`` with each ``(start, end, expected, new)`` done."""
    pieces, at = [], 0
    for start, end, expected, new in rows:
        if text[start:end] != expected or end > len(text) or start < at:
            raise _misfit(text, start, expected, file)
        pieces += [text[at:start], new]
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _misfit(text: str, start: int, expected: str, file: str) -> InputError:
    line, column = LineIndex(text).place(min(start, len(text)))
    found = shortened(text[start : start + max(len(expected), 1)])
    said = f"expected “{shortened(expected)}”, found “{found}”" if found else "the text ends here too early"
    return InputError(
        f"column {column}: {said}: it was edited here or before; restore needs the text as written",
        file=file or "<text>",
        line=line,
    )
