"""Views of a batch side by side: what is looked for in all of them in one pass.

Most documents hold nothing of what a kind looks for. One look at the whole batch says which do, and only
those are looked at one by one, so that a batch gives what its documents give.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corpuskit.model import NO_HITS, CodeArray, Hits, IntArray, View

_SEPARATOR = np.array([0x0A], np.uint32)


class Joined:
    """The code points of a batch of views, one behind the other, and which view a place in them belongs to.

    >>> from corpuskit.unicode import code_points
    >>> views = [View(text, code_points(text), "zh") for text in ("科技", "创新", "")]
    >>> Joined(views).holding(np.array([1, 4]))
    [0, 1]
    """

    def __init__(self, views: Sequence[View]) -> None:
        """A line end stands behind each of ``views``."""
        self._views = views

    @cached_property
    def codes(self) -> CodeArray:
        """The code points of all views, a line end behind each."""
        if len(self._views) == 1:
            return self._views[0].codes
        parts = [part for view in self._views for part in (view.codes, _SEPARATOR)]
        return np.concatenate(parts) if parts else _SEPARATOR[:0]

    @cached_property
    def starts(self) -> IntArray:
        """Where each view begins."""
        return np.cumsum([0, *(len(view.codes) + 1 for view in self._views[:-1])])

    def where(self, table: npt.NDArray[np.bool_]) -> list[int]:
        """The indices of the views with a character of ``table``, a table over code points."""
        return self.holding(np.flatnonzero(table.take(self.codes, mode="clip")))

    def holding(self, places: IntArray) -> list[int]:
        """The indices of the views that ``places``, ascending, lie in, each once."""
        if not len(places):
            return []
        owners = np.searchsorted(self.starts, places, side="right") - 1
        first = np.append(True, owners[1:] != owners[:-1])
        found: list[int] = owners[first].tolist()
        return found


def only_in(views: Sequence[View], indices: Iterable[int], find: Callable[[View], Hits]) -> list[Hits]:
    """What ``find`` gives for the views of ``indices``; nothing for all others."""
    hits = [NO_HITS] * len(views)
    for index in indices:
        hits[index] = find(views[index])
    return hits
