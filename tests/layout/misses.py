"""Where samples of ``prose.py`` do not come back: by sample and style, widths in cells.

Written by ``python -m tests.layout.known_misses``.
"""

# fmt: off
MISSES: dict[tuple[str, str], set[int]] = {
    ("essay", "indent"): {70, 118},
    ("essay", "blank"): set(),
    ("essay", "lost"): {70, 96, 118},
    ("report", "indent"): {24, 42, 44, 46, 48},
    ("report", "blank"): {38, 40, 42, 44},
    ("report", "lost"): {24, 42, 44, 46, 48, 60, 84},
    ("story", "indent"): {28, 56, 74, 82, 84, 98, 100, 106},
    ("story", "blank"): {50, 94, 96, 102},
    ("story", "lost"): {28, 56, 74, 82, 84, 98, 100, 106},
    ("english", "indent"): {45, 58},
    ("english", "blank"): {47, 66, 70},
}
