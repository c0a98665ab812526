"""What is known to fail; written by ``python -m tests.layout.known_misses``."""

# fmt: off
#: Where samples of ``prose.py`` do not come back: by sample and style, widths in cells.
PROSE: dict[tuple[str, str], set[int]] = {
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
#: English poems that lose lines even when they stand alone.
POEMS: set[str] = {"own-free-low"}
#: Hostile texts that lose lines in other clothes: by mutation, the ids.
MUTANTS: dict[str, set[str]] = {
    "as it stands": set(),
    "blank lines": {"long-en-ballad-own"},
    "crlf": set(),
    "ideographic indent": set(),
    "indent": set(),
    "every second indented": set(),
    "tab": set(),
    "trailing blanks": set(),
    "no last newline": set(),
    "twice": {"en-anglo-lines", "en-captions-film", "en-free-prose-lines", "en-work-song", "es-copla", "gr-lines", "long-en-ballad-own", "poll-results", "riddles", "zh-sonnet"},
    "five times": {"en-anglo-lines", "en-captions-film", "en-free-prose-lines", "en-psalm", "es-copla", "gr-lines", "la-psalm", "quotes-authors", "riddles", "tang-commentary-mixed", "zh-sonnet"},
    "form feed": {"long-en-ballad-own"},
    "after prose": {"douban-short", "modern-enjamb-comma", "modern-long-comma", "news-ticker", "sentences-labels", "slogans-long"},
    "inside prose": set(),
}
