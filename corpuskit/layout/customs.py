"""How a document sets its paragraphs off, learnt from the breaks that are beyond doubt."""

import numpy as np

from corpuskit.layout.bins import RATE, FeatureArray, centred, known, rate
from corpuskit.layout.lines import CELL
from corpuskit.layout.marks import STOPS
from corpuskit.layout.page import Page
from corpuskit.unicode import CJK, CharClass


def customs(page: Page) -> dict[str, FeatureArray]:
    """Features that compare a break with what its document does at sure ends and inside sure paragraphs.

    A line that ends a sentence far from the margin ends a paragraph; one that is full and stops in the
    middle of a sentence goes on. ``first-line``: B is as short as this document's first lines, which lost
    their indent; ``gap-custom``, ``indent-custom``: the blank line or indent, or none, is what this
    document has at ends; ``first-gap``: the blank line after B, or none, is what it has after first lines.
    """
    at, ink, lines = page.at, page.ink, page.lines
    fit = page.column - page.widths - at(page.units, 1)
    stopped = STOPS[ink.end]
    ends = stopped & (fit >= 6 * CELL)
    goes_on = ~stopped & (np.abs(fit) < 3 * CELL) & CJK[ink.last]
    goes_on |= ~stopped & (np.abs(fit) < 6 * CELL) & (ink.last == CharClass.LOWER)
    gap, next_gap = at(lines.gaps, 1) > 1, at(lines.gaps, 2) > 1
    indented = at(lines.indents, 1) > lines.indents + CELL // 2
    next_slack = page.column - at(page.widths, 1)
    short, next_full = (next_slack >= 3 * CELL) & (next_slack < 6 * CELL), next_slack < 2 * CELL
    short_at_end = rate(page, short, ends & (short | next_full))
    short_inside = rate(page, short, goes_on & (short | next_full))
    custom = known(short_at_end, 10) - known(short_inside, 2)
    first_line = short & (next_slack - 4 * CELL < at(page.units, 2))
    gap_at_end, gap_inside = rate(page, gap, ends), rate(page, gap, goes_on)
    gap_custom = known(gap_at_end, 10) - known(gap_inside, 10)
    indent_at_end, indent_inside = rate(page, indented, ends), rate(page, indented, goes_on)
    indent_custom = known(indent_at_end, 10) - known(indent_inside, 10)
    first_rate = rate(page, gap, (at(ends, -1) > 0) & ~ends)
    first_gap = np.where(first_rate > RATE, 10, gap_inside.astype(np.int64) - first_rate)
    return {
        "first-gap": centred(np.where(next_gap, -first_gap, 1 + first_gap)),
        "first-line": centred(np.where(first_line, 1 + custom, np.where(next_full, -1 - custom, 0))),
        "gap-custom": centred(np.where(gap, 1 + gap_custom, -1 - gap_custom)),
        "indent-custom": centred(np.where(indented, 1 + indent_custom, -1 - indent_custom)),
        "short-at-end": short_at_end,
        "stop-at-margin": rate(page, stopped, np.abs(fit) < 3 * CELL),
    }
