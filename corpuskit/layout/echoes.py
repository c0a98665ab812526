"""Does the document itself know what a break would join? Two characters side by side, seen elsewhere in it.

A word that a break cut in two often stands whole in another line of the same text; the last character of a
title and the first of what follows it seldom meet. Nothing but the document is asked.
"""

import numpy as np

from corpuskit.layout.lines import Batch, BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import CodeArray, IntArray

MOST = 9
_MORE_BITS, _MOST_BITS = 7, 24
"""The table has 2**7 times as many places as there are breaks, so that few of them are taken."""
_PIECE = 1 << 16
"""So many characters are looked at together: what is worked out of more does not fit a cache."""
_MIX = np.uint32(0x9E3779B1)
_CODE_BITS = 21


def _keys(owner: IntArray, left: IntArray, right: IntArray) -> IntArray:
    return (owner << 2 * _CODE_BITS) | (left << _CODE_BITS) | right


def _places(codes: CodeArray, wanted: BoolArray, mask: np.uint32) -> IntArray:
    """Where two characters stand side by side whose hash is ``wanted``; ``mask`` is the largest hash."""
    found = []
    for start in range(0, len(codes), _PIECE):
        mixed = codes[start : start + _PIECE] * _MIX
        after = codes[start + 1 : start + 1 + _PIECE]
        mixed = mixed[: len(after)]
        mixed ^= after
        mixed &= mask
        found.append(wanted.take(mixed).nonzero()[0] + start)
    return found[0] if len(found) == 1 else np.concatenate(found)


def echoes(batch: Batch, page: Page, rows: IntArray) -> IntArray:
    """For the break after each of the lines ``rows``, how often its two characters stand side by side in
    the document, up to `MOST`.

    A table of hashes finds the places that can match, exact keys of those are then counted.
    """
    codes, lines = batch.codes, page.lines
    left = lines.last_codes[rows]
    right = lines.head_codes[:, 0].take(rows + 1, mode="clip") * page.follows[rows]
    mask = np.uint32((1 << min(_MORE_BITS + len(rows).bit_length(), _MOST_BITS)) - 1)
    wanted = np.zeros(int(mask) + 1, np.bool_)
    wanted[((left * _MIX) ^ right) & mask] = True
    places = _places(codes, wanted, mask)
    owner = batch.bases.searchsorted(places, side="right") - 1
    found = np.sort(_keys(owner, codes[places].astype(np.int64), codes[places + 1].astype(np.int64)))
    asked = _keys(lines.document[rows], left.astype(np.int64), right.astype(np.int64))
    # In order, so that the places looked at lie side by side.
    order = asked.argsort()
    asked = asked[order]
    many = np.empty(len(rows), np.int64)
    many[order] = found.searchsorted(asked, side="right") - found.searchsorted(asked)
    return np.asarray(np.minimum(many, MOST) * (right > 0), np.int64)
