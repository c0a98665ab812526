"""Find the settings at which a sample does not come back, and write them down.

    python -m tests.layout.known_misses

To be run after every change of the model or of the decisions: the tests expect each of these to fail and
all others to pass, so that a change for the worse and one for the better are both seen.
"""

from collections import defaultdict
from pathlib import Path

from tests.layout.prose import comes_back, settings

FILE = Path(__file__).with_name("misses.py")
_HEAD = '''"""Where samples of ``prose.py`` do not come back: by sample and style, widths in cells.

Written by ``python -m tests.layout.known_misses``.
"""

# fmt: off
MISSES: dict[tuple[str, str], set[int]] = {
'''


def found() -> dict[tuple[str, str], list[int]]:
    """By sample and style, the widths at which it does not come back."""
    missed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for name, style, width in settings():
        widths = missed[name, style]
        if not comes_back(name, style, width):
            widths.append(width)
    return missed


def source(missed: dict[tuple[str, str], list[int]]) -> str:
    """The text of ``misses.py``."""
    rows = []
    for (name, style), widths in missed.items():
        literal = "{" + ", ".join(map(str, widths)) + "}" if widths else "set()"
        rows.append(f'    ("{name}", "{style}"): {literal},\n')
    return _HEAD + "".join(rows) + "}\n"


def main() -> None:
    """Write the file, and say how many there are."""
    missed = found()
    FILE.write_text(source(missed), encoding="utf-8", newline="\n")
    for key, widths in missed.items():
        print(*key, len(widths))


if __name__ == "__main__":
    main()
