"""The normal form of a wrapped document: one block a line, an empty line between, no stray blanks."""

from collections.abc import Sequence
from itertools import pairwise

from corpuskit.model import Block, Edit, Layout


def newline(text: str) -> str:
    """The line end that most lines of ``text`` have; a line feed where there is none.

    >>> newline("科创\\r\\n高地\\r\\n")
    '\\r\\n'
    """
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    counts |= {mark: text.count(mark) for mark in "\x85\u2028\u2029"}
    return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else "\n"


def normal_form(
    text: str, blocks: Sequence[Block], heads: Sequence[int], own: Sequence[bool]
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """The separators and the stray leading blanks of a wrapped ``text``.

    ``heads`` are where the blocks' first lines begin, ``own`` says which blocks keep their indents. Blanks
    before most blocks are the document's first-line indent and go with the separators; blanks before a few
    are stray, each an edit of its own.
    """
    if not blocks:
        return (), ()
    mark = newline(text)
    edges = [(0, blocks[0].start)]
    edges += [(a.end, b.start) for a, b in pairwise(blocks)]
    indented = [head < high for head, (_, high) in zip(heads, edges, strict=True)]
    loose = [index for index, keeps in enumerate(own) if not keeps]
    regular = sum(indented[index] for index in loose) * 2 > len(loose)
    separators, leading = [], []
    for index, ((low, high), ink) in enumerate(zip(edges, heads, strict=True)):
        new = mark * 2 if index else ""
        if not own[index] and indented[index] and regular:
            ink = high
        elif not own[index] and indented[index]:
            leading.append(Edit(ink, high, ""))
        if text[low:ink] != new:
            separators.append(Edit(low, ink, new))
    tail = blocks[-1].end
    if text[tail:] != mark:
        separators.append(Edit(tail, len(text), mark))
    return tuple(separators), tuple(leading)


def repaired(text: str, layout: Layout) -> str:
    """``text`` with all edits of its ``layout`` made."""
    parts: list[str] = []
    place = 0
    for start, end, new in sorted(layout.glues + layout.separators + layout.leading):
        parts += text[place:start], new
        place = end
    return "".join((*parts, text[place:]))
