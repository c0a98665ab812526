"""What is known to fail; written by ``python -m tests.layout.known_misses``."""

# fmt: off
#: Where samples of ``prose.py`` do not come back: by sample and style, widths in cells.
PROSE: dict[tuple[str, str], set[int]] = {
    ("essay", "indent"): set(),
    ("essay", "blank"): set(),
    ("essay", "lost"): {30, 62, 68, 70, 74},
    ("report", "indent"): {24, 42, 44, 46, 48},
    ("report", "blank"): {38, 40, 42, 44},
    ("report", "lost"): {24, 42, 44, 46, 48, 60, 90},
    ("story", "indent"): {98, 100},
    ("story", "blank"): {94, 96},
    ("story", "lost"): {28, 54, 82, 84, 98, 100},
    ("english", "indent"): {38, 66},
    ("english", "blank"): {58},
}
#: English poems that lose lines even when they stand alone.
POEMS: set[str] = set()
#: Hostile texts that lose lines in other clothes: by mutation, the ids.
MUTANTS: dict[str, set[str]] = {
    "as it stands": set(),
    "blank lines": {"one-line-news"},
    "crlf": set(),
    "ideographic indent": set(),
    "indent": set(),
    "every second indented": {"abstract-lines"},
    "tab": set(),
    "trailing blanks": set(),
    "no last newline": set(),
    "twice": {"en-anglo-lines", "en-free-prose-lines", "it-dante", "la-virgil"},
    "five times": {"en-anglo-lines", "en-captions-film", "en-free-prose-lines", "es-copla", "it-dante", "la-psalm", "la-virgil", "long-en-ballad-own", "reviews-long", "riddles", "tang-commentary-mixed"},
    "form feed": {"abstract-lines", "en-free-prose-lines"},
    "after prose": {"one-line-news"},
    "inside prose": set(),
}
