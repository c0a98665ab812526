"""Find what is not repaired, or not left alone, as it should be, and write it down.

    python -m tests.layout.known_misses

To be run after every change of the model or of the decisions: the tests expect each of these to fail and
all others to pass, so that a change for the worse and one for the better are both seen. Hostile texts that
are left alone by now move from ``hostile_missed.jsonl`` to ``hostile.jsonl``; none moves back.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpuskit.layout import analyse
from corpuskit.layout.normal import repaired
from tests.layout.prose import comes_back, settings
from tests.layout.texts import HERE, mutants, read

FILE = Path(__file__).with_name("misses.py")
_HEAD = '''"""What is known to fail; written by ``python -m tests.layout.known_misses``."""

# fmt: off
'''
_PROSE = "#: Where samples of ``prose.py`` do not come back: by sample and style, widths in cells.\n"
_POEMS = "#: English poems that lose lines even when they stand alone.\n"
_MUTANTS = "#: Hostile texts that lose lines in other clothes: by mutation, the ids.\n"


def harmed(texts: Mapping[str, str]) -> set[str]:
    """The ids of the texts of which a byte would change."""
    layouts = analyse(list(texts.values()))
    pairs = zip(texts.items(), layouts, strict=True)
    return {name for (name, text), layout in pairs if repaired(text, layout) != text}


def poems() -> dict[str, str]:
    """The English poems that stand alone, by id."""
    rows = read(HERE / "english_verse.jsonl")
    return {row["id"]: row["raw"] for row in rows if not row["id"].endswith("-in-prose")}


def missed_prose() -> dict[tuple[str, str], set[int]]:
    """By sample and style, the widths at which it does not come back."""
    missed: dict[tuple[str, str], set[int]] = defaultdict(set)
    for name, style, width in settings():
        missed[name, style].update([width] * (not comes_back(name, style, width)))
    return missed


def missed_mutants() -> dict[str, set[str]]:
    """By mutation, the hostile texts that it harms, of those that are left alone as they stand."""
    by_mutation: dict[str, dict[str, str]] = defaultdict(dict)
    rows = read(HERE / "hostile.jsonl")
    for mutant in (mutant for row in rows for mutant in mutants(row["id"], row["raw"])):
        by_mutation[mutant.mutation][mutant.id] = mutant.text
    return {mutation: harmed(texts) for mutation, texts in by_mutation.items()}


def _set(values: Iterable[object]) -> str:
    rows = [json.dumps(value) for value in values]
    return "{" + ", ".join(rows) + "}" if rows else "set()"


def source(
    prose: Mapping[tuple[str, str], set[int]], poems: set[str], mutants: Mapping[str, set[str]]
) -> str:
    """The text of ``misses.py``."""
    widths = "".join(f'    ("{a}", "{b}"): {_set(sorted(found))},\n' for (a, b), found in prose.items())
    clothes = "".join(f'    "{mutation}": {_set(sorted(found))},\n' for mutation, found in mutants.items())
    return (
        f"{_HEAD}{_PROSE}PROSE: dict[tuple[str, str], set[int]] = {{\n{widths}}}\n"
        f"{_POEMS}POEMS: set[str] = {_set(sorted(poems))}\n"
        f"{_MUTANTS}MUTANTS: dict[str, set[str]] = {{\n{clothes}}}\n"
    )


def promote() -> int:
    """Move hostile texts that are left alone by now to the others; how many."""
    rows = read(HERE / "hostile_missed.jsonl")
    left = harmed({row["id"]: row["raw"] for row in rows})
    good = [row for row in rows if row["id"] not in left]
    for name, mode, kept in (
        ("hostile", "a", good),
        ("hostile_missed", "w", [r for r in rows if r not in good]),
    ):
        with (HERE / f"{name}.jsonl").open(mode, encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
    return len(good)


def main() -> None:
    """Write the files, and say how many there are."""
    print(promote(), "hostile texts are left alone by now")
    prose, verse, clothes = missed_prose(), harmed(poems()), missed_mutants()
    FILE.write_text(source(prose, verse, clothes), encoding="utf-8", newline="\n")
    counts = {" ".join(key): len(widths) for key, widths in prose.items()}
    counts |= {"English poems": len(verse)} | {key: len(found) for key, found in clothes.items()}
    print("\n".join(f"{key:24} {count:4}" for key, count in counts.items()))


if __name__ == "__main__":
    main()
