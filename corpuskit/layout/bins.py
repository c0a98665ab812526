"""Numbers as small bins: what a feature is made of."""

import numpy as np
import numpy.typing as npt

from corpuskit.layout.lines import BoolArray
from corpuskit.layout.page import Page
from corpuskit.model import IntArray

FeatureArray = npt.NDArray[np.uint8]
RATE = 20
"""Rates are counted in twentieths; `RATE` + 1 says that there was nothing to count."""


def bins(values: npt.NDArray[np.generic], low: int, step: int, size: int) -> FeatureArray:
    """``values`` in steps from ``low``, clipped to ``size`` bins."""
    return np.clip((values.astype(np.int64) - low) // step, 0, size - 1).astype(np.uint8)


def rate(page: Page, flags: BoolArray, among: BoolArray) -> FeatureArray:
    """For every line, how many of its document's lines in ``among`` have the flag, in twentieths."""
    documents, owner = len(page.columns.breaks), page.lines.document
    hits = np.bincount(owner[flags & among], minlength=documents)
    total = np.bincount(owner[among], minlength=documents)
    rates = np.where(total > 0, (hits * RATE + total // 2) // np.maximum(total, 1), RATE + 1)
    return np.asarray(rates[owner], np.uint8)


def known(rates: FeatureArray, absent: int) -> IntArray:
    """``rates`` with ``absent`` where nothing was counted."""
    return np.where(rates > RATE, absent, rates).astype(np.int64)


def centred(values: IntArray) -> FeatureArray:
    """Values from -21 to 21 as bytes around 21."""
    return np.clip(values + RATE + 1, 0, 2 * RATE + 2).astype(np.uint8)
