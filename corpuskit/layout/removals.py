"""Page furniture as edits: what stands in its place once it is removed. Only an unsafe fix does so."""

from collections.abc import Mapping

import numpy as np

from corpuskit.layout.blocks import Typed
from corpuskit.model import Edit


def removals(text: str, typed: Typed, onward: Mapping[int, Edit], mark: str) -> tuple[Edit, ...]:
    """One edit for each run of furniture among the blocks of a wrapped ``text``, in order.

    Between two lines of text it replaces all from the end of the one to the start of the other: by what
    joins them where the paragraph goes on, else by one empty line. ``onward`` holds, by the ends of the lines
    whose paragraph goes on, the edits that join them; ``mark`` is the line end of the text. Furniture before
    all text or behind it goes with its line ends. A block that keeps its own lines keeps its indent. Offsets
    are code points of ``text``.
    """
    blocks = typed.blocks
    edges = np.diff(typed.running.astype(np.int8), prepend=0, append=0)
    found: list[Edit] = []
    bounds = (edges == 1).nonzero()[0].tolist(), (edges == -1).nonzero()[0].tolist()
    for first, after in zip(*bounds, strict=True):
        low = blocks[first - 1].end if first else 0
        if after == len(blocks):
            found.append(Edit(low, len(text), mark if first else ""))
        elif first and low in onward:
            found.append(onward[low])
        else:
            high = int(typed.heads[after]) if typed.own[after] else blocks[after].start
            found.append(Edit(low, high, mark * 2 if first else ""))
    return tuple(found)
