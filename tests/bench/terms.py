"""Term rules side by side with word automata that only find: a table to load, a text to scan.

    python -m tests.bench.terms [FILES] [--entries 100000] [--megabytes 4]

Entries are words of the shipped lexicon, each with a variant that has one character changed. The text is that of
FILES, else of `seeds/`, repaired and repeated. Ours loads and proves a rule file with its table, and tells variants inside
longer words that are right; the peers build an automaton of the variants and find all of them (flashtext, which
looks for words between blanks: those it can). Peers that are not installed are left out. One process, CPU time.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any, TypeAlias

import corpuskit
from corpuskit.kinds import term
from corpuskit.model import View
from corpuskit.rules import load_rules, shipped_root
from corpuskit.terms.rule import TermRule
from corpuskit.unicode import code_points
from tests.samples import SEED

#: Counts what is found in a text.
Scan: TypeAlias = Callable[[str], int]

RULE = """
[pack]
name = "bench"
language = "zh"

[[rule]]
code = "BENCH001"
name = "bench"
kind = "term"
message = "“{found}”应为“{prefer}”"
why = "It is measured."
table = "terms.tsv"
examples = [{ bad = "BAD" }, { ok = "。" }]
"""


def pairs(number: int) -> list[tuple[str, str]]:
    """Preferred forms and variants: no variant is a word, none is there twice."""
    lines = (shipped_root() / "zh" / "words.txt").read_text("utf-8").split("\n")
    words = [word for word in lines if len(word) > 1 and not word.startswith("#")]
    wrong = sorted(set("".join(words)))
    taken = set(words)
    found: list[tuple[str, str]] = []
    for at, word in enumerate(islice(cycle(words), 4 * number)):
        place = (at + at // len(words)) % len(word)
        variant = word[:place] + wrong[at * 7919 % len(wrong)] + word[place + 1 :]
        if variant not in taken and len(found) < number:
            taken.add(variant)
            found.append((word, variant))
    return found


def rule_file(folder: Path, entries: Sequence[tuple[str, str]]) -> Path:
    """A rule file with its table, and the longer words that are right beside it."""
    (folder / "terms.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in entries), encoding="utf-8")
    path = folder / "bench.toml"
    path.write_text(RULE.replace("BAD", entries[0][1]), encoding="utf-8")
    return path


def ours(path: Path) -> Scan:
    """A rule file read, proved and compiled."""
    rules = load_rules([path], shipped=False)
    (rule,) = (entry.rule for entry in rules.entries if isinstance(entry.rule, TermRule))
    find = term.compile([rule], rules.options)

    def scan(text: str) -> int:
        return len(find([View(text, code_points(text), "zh")])[0].starts)

    return scan


def peers() -> dict[str, Callable[[Sequence[str]], Scan]]:
    """Those that are installed."""
    found: dict[str, Callable[[Sequence[str]], Scan]] = {"ahocorasick_rs": ahocorasick_rs}
    for name, module, make in (
        ("pyahocorasick", "ahocorasick", pyahocorasick),
        ("flashtext", "flashtext", flashtext),
    ):
        try:
            __import__(module)
        except ImportError:
            continue
        found[name] = make
    return found


def ahocorasick_rs(variants: Sequence[str]) -> Scan:
    """The automaton that ours is built on."""
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(variants)
    return lambda text: len(automaton.find_matches_as_indexes(text, overlapping=True))


def pyahocorasick(variants: Sequence[str]) -> Scan:
    """https://pypi.org/project/pyahocorasick"""
    import ahocorasick

    automaton: Any = ahocorasick.Automaton()
    for at, variant in enumerate(variants):
        automaton.add_word(variant, at)
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(text))


def flashtext(variants: Sequence[str]) -> Scan:
    """https://pypi.org/project/flashtext"""
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=True)
    for variant in variants:
        processor.add_keyword(variant)
    return lambda text: len(processor.extract_keywords(text))


def timed(make: Callable[[], Scan], text: str) -> tuple[float, float, int]:
    """Seconds to load, MB of UTF-8 a second, and how many were found."""
    began = time.process_time()
    scan = make()
    loaded = time.process_time()
    found = scan(text)
    return loaded - began, len(text.encode()) / 1e6 / (time.process_time() - loaded), found


def main() -> None:
    """Print the table, ratios to ahocorasick_rs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--megabytes", type=float, default=4)
    options = parser.parse_args()
    text = "\n".join(corpuskit.fix(path.read_text("utf-8")) for path in options.files or [SEED])
    text *= max(1, round(options.megabytes * 1e6 / len(text.encode())))
    entries = pairs(options.entries)
    variants = [variant for _, variant in entries]
    rows = {name: timed(partial(make, variants), text) for name, make in peers().items()}
    with tempfile.TemporaryDirectory() as folder:
        path = rule_file(Path(folder), entries)
        rows = {"corpuskit": timed(partial(ours, path), text), **rows}
    base = rows["ahocorasick_rs"]
    print(f"{len(entries):,} entries, {len(text.encode()) / 1e6:.1f} MB")
    for name, (seconds, speed, found) in rows.items():
        print(
            f"{name:16} loaded in {seconds:5.2f} s ({seconds / base[0]:4.1f} x), "
            f"scanned at {speed:6.1f} MB/s ({speed / base[1]:5.3f} x), {found:,} found"
        )


if __name__ == "__main__":
    main()
