"""Chunks of a sliding window, as retrieval pipelines export them: each begins with what the last ended in.

Cut after so many characters they look like lines of a column, but to join them would double every overlap.
"""

from collections.abc import Sequence

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray, line_texts
from corpuskit.layout.page import Page
from corpuskit.model import IntArray

_SHORTEST, _LONGEST = 3, 1000
"""Characters of an overlap: one or two repeat by chance."""
_PROBES = 4
"""So many breaks are looked at first: of a text that is no such dump next to none overlaps."""


def overlap(batch: Batch, page: Page, texts: Sequence[str], asked: BoolArray) -> BoolArray:
    """In which of the documents ``asked`` most lines begin with what the line above ended in; ``page`` is
    that of ``batch``, which holds ``texts``."""
    found = np.zeros(len(asked), np.bool_)
    if not np.count_nonzero(asked):
        return found
    documents = (asked & (page.sizes > 1)).nonzero()[0]
    first, breaks = page.bounds[documents], page.sizes[documents] - 1
    probes = first[:, None] + breaks[:, None] * np.arange(_PROBES) // _PROBES
    probed = _overlapping(batch, page, texts, probes.ravel()).reshape(probes.shape).any(axis=1)
    for document in documents[probed].tolist():
        rows = np.arange(page.bounds[document], page.bounds[document + 1] - 1)
        found[document] = 2 * np.count_nonzero(_overlapping(batch, page, texts, rows)) > len(rows)
    return found


def _overlapping(batch: Batch, page: Page, texts: Sequence[str], rows: IntArray) -> BoolArray:
    """After which of the lines ``rows`` the next one begins with what they end in."""
    both = line_texts(batch, page.lines, texts, np.concatenate((rows, rows + 1)))
    return np.array(list(map(_overlaps, both, both[len(rows) :])), np.bool_)


def _overlaps(above: str, below: str) -> bool:
    """Whether ``below`` begins with the last characters of ``above``."""
    end, head = above[-_LONGEST:], below[:_SHORTEST]
    place = end.find(head) if len(head) == _SHORTEST else -1
    while place >= 0 and not below.startswith(end[place:]):
        place = end.find(head, place + 1)
    return place >= 0
