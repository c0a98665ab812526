"""The normal form of a wrapped document: one block a line, an empty line between, no stray blanks."""

import numpy as np

from corpuskit.layout.blocks import Typed
from corpuskit.model import Edit, Layout


def newline(text: str) -> str:
    """The line end that most lines of ``text`` have; a line feed where there is none.

    >>> newline("科创\\r\\n高地\\r\\n")
    '\\r\\n'
    """
    if "\r" not in text and 2 * text.count("\n") > len(text.splitlines()):
        return "\n"
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    counts |= {mark: text.count(mark) for mark in "\x85\u2028\u2029"}
    return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else "\n"


def normal_form(text: str, typed: Typed) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """The separators and the stray leading blanks of a wrapped ``text``.

    Blocks that keep their own lines keep their indents. Blanks before most blocks are the document's
    first-line indent and go with the separators; blanks before a few are stray, each an edit of its own.
    What stands directly beside page furniture stays as it is: it goes with the furniture.
    """
    blocks, heads, running = typed.blocks, typed.heads, typed.running
    if not blocks:
        return (), ()
    free = ~running
    free[1:] &= ~running[:-1]
    movable = ~typed.own & ~running
    mark = newline(text)
    highs = [block.start for block in blocks]
    lows = [0, *(block.end for block in blocks[:-1])]
    inks = np.array(highs)
    indented = (heads < inks) & movable
    regular = 2 * int(indented.sum()) > int(movable.sum())
    leading = []
    if not regular:
        rows = np.flatnonzero(indented & free)
        leading = [Edit(*span, "") for span in zip(heads[rows].tolist(), inks[rows].tolist(), strict=True)]
    inks = np.where(indented & regular, inks, heads)
    parted = mark * 2
    separators = [
        Edit(low, ink, parted if low else "")
        for low, ink, is_free in zip(lows, inks.tolist(), free.tolist(), strict=True)
        if is_free and text[low:ink] != (parted if low else "")
    ]
    tail = blocks[-1].end
    if text[tail:] != mark and not running[-1]:
        separators.append(Edit(tail, len(text), mark))
    return tuple(separators), tuple(leading)


def repaired(text: str, layout: Layout, *, furniture: bool = False) -> str:
    """``text`` with all edits of its ``layout`` made, those that remove ``furniture`` only if asked for."""
    parts: list[str] = []
    place = 0
    removals = layout.furniture if furniture else ()
    for start, end, new in sorted(layout.glues + layout.separators + layout.leading + removals):
        parts += text[place:start], new
        place = end
    return "".join((*parts, text[place:]))
