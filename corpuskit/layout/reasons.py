"""Why a line break was joined or kept: the names that line break rules select on."""

from enum import IntEnum


class Reason(IntEnum):
    """One per break. Those up to `WORD_CUT` are reasons to join."""

    HARD_WRAP = 0
    BLANK_LINE_INSIDE_BLOCK = 1
    NUMBER_CUT = 2
    WORD_CUT = 3
    KEPT_BLOCK_END = 4
    KEPT_UNSURE = 5
    KEPT_NO_WRAPPING = 6
    KEPT_FURNITURE = 7
    KEPT_OWN_LINE = 8
    KEPT_VERSE = 9


REASONS: tuple[str, ...] = (
    "hard-wrap",
    "blank-line-inside-block",
    "number-cut",
    "word-cut",
    "kept-block-end",
    "kept-unsure",
    "kept-no-wrapping",
    "kept-furniture",
    "kept-own-line",
    "kept-verse",
)
"""Names by ``Layout.reasons``: ``kept-unsure`` looked wrapped, yet not surely enough to be joined."""
