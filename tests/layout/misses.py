"""What is known to fail; written by ``python -m tests.layout.known_misses``."""

# fmt: off
#: Where samples of ``prose.py`` do not come back: by sample and style, widths in cells.
PROSE: dict[tuple[str, str], set[int]] = {
    ("essay", "indent"): set(),
    ("essay", "blank"): set(),
    ("essay", "lost"): {30, 74},
    ("report", "indent"): {24, 42, 44, 46, 48},
    ("report", "blank"): {38, 40, 42, 44},
    ("report", "lost"): {24, 42, 44, 46, 48, 84, 90},
    ("story", "indent"): {98, 100},
    ("story", "blank"): set(),
    ("story", "lost"): {28, 54, 56, 74, 84, 98, 100, 106},
    ("english", "indent"): set(),
    ("english", "blank"): set(),
}
#: English poems that lose lines even when they stand alone.
POEMS: set[str] = set()
#: Hostile texts that lose lines in other clothes: by mutation, the ids.
MUTANTS: dict[str, set[str]] = {
    "as it stands": set(),
    "blank lines": set(),
    "crlf": set(),
    "ideographic indent": set(),
    "indent": set(),
    "every second indented": set(),
    "tab": set(),
    "trailing blanks": set(),
    "no last newline": set(),
    "twice": {"en-free-prose-lines", "it-dante", "la-virgil"},
    "five times": {"en-anglo-lines", "en-captions-film", "en-free-prose-lines", "it-dante", "la-psalm", "la-virgil", "long-en-ballad-own", "long-trad-prose-lines", "riddles", "tang-commentary-mixed"},
    "form feed": {"en-free-prose-lines"},
    "after prose": {"long-poem-narrative"},
    "inside prose": {"reviews-long"},
}
