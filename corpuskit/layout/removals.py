"""Page furniture as edits: what stands in its place once it is removed. Only an unsafe fix does so."""

from collections.abc import Mapping

import numpy as np

from corpuskit.layout.blocks import Typed
from corpuskit.layout.glue import Breaks, glues
from corpuskit.model import Edit


def removals(text: str, typed: Typed, onward: Mapping[int, bool], mark: str) -> tuple[Edit, ...]:
    """One edit for each run of furniture among the blocks of a wrapped ``text``, in order.

    Between two lines of text it replaces all from the end of the one to the start of the other: by what
    joins them where the paragraph goes on, else by one empty line. ``onward`` holds the ends of the lines
    whose paragraph goes on, and whether a blank belongs there; ``mark`` is the line end of the text.
    Furniture before all text or behind it goes with its line ends. A block that keeps its own lines keeps
    its indent. Offsets are code points of ``text``.
    """
    blocks = typed.blocks
    edges = np.diff(typed.running.astype(np.int8), prepend=0, append=0)
    joined: list[tuple[int, int, bool]] = []
    parted: list[Edit] = []
    bounds = (edges == 1).nonzero()[0].tolist(), (edges == -1).nonzero()[0].tolist()
    for first, after in zip(*bounds, strict=True):
        low = blocks[first - 1].end if first else 0
        if after == len(blocks):
            parted.append(Edit(low, len(text), mark if first else ""))
        elif first and low in onward:
            joined.append((low, blocks[after].start, onward[low]))
        else:
            high = int(typed.heads[after]) if typed.own[after] else blocks[after].start
            parted.append(Edit(low, high, mark * 2 if first else ""))
    if not joined:
        return tuple(parted)
    breaks = Breaks(*(list(column) for column in zip(*joined, strict=True)))
    return tuple(sorted((*parted, *glues(text, breaks))))
