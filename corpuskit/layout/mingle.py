"""Lay texts whose line breaks are right among paragraphs that a column has cut: cases to learn from.

A poem, a list, a dialogue or code inside wrapped prose keeps its lines; without such cases a model learns
that whatever stands in a wrapped document is wrapped.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any
from zlib import crc32

from corpuskit.layout.rewrap import Setting, rewrap

TIMES = 3
"""So often each text is laid among paragraphs, each time of another document."""
_LONG = 50
_FIRST_HAN = "\u2e80"


def _prose(cases: Sequence[dict[str, Any]]) -> dict[bool, list[tuple[str, list[str]]]]:
    """Documents by script (Han or not), each with its paragraphs."""
    found: dict[bool, list[tuple[str, list[str]]]] = {False: [], True: []}
    seen: set[str] = set()
    for case in cases:
        if case["doc"] in seen or case["genre"] == "verse":
            continue
        seen.add(case["doc"])
        pairs = zip(case["gold"], case["gold_types"], strict=True)
        long = [block for block, kind in pairs if kind == "para" and len(block) >= _LONG]
        if len(long) >= 4:
            found[max(map(max, long)) >= _FIRST_HAN].append((case["doc"], long))
    return found


def _dressed(rows: list[str], chance: Random, blank: bool) -> str:
    """Right lines as an extraction might give them: indents lost, blank lines between."""
    if chance.random() < 0.5:
        rows = [row.strip() for row in rows]
    return "".join(row + ("\n\n" if blank and row.strip() else "\n") for row in rows)


def mingled(cases: Sequence[dict[str, Any]], texts: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Cases of ``texts``, each ``(id, text)``, alone and among the paragraphs of ``cases``.

    The truth is that each line of such a text is a block. A case has the ``doc`` of its text, so that folds
    by document keep texts that were learnt from apart from those to judge by.
    """
    prose = _prose(cases)
    for name, text in texts:
        chance = Random(crc32(name.encode()))
        rows = [row for row in text.split("\n") if row.strip()]
        base = {"genre": "mingled", "extractor": "mingled", "furniture": [], "doc": name}
        yield base | _case(name, "alone", text, rows, ["other"] * len(rows))
        documents = prose[max(text) >= _FIRST_HAN]
        for turn in range(TIMES if documents else 0):
            _, paragraphs = documents[chance.randrange(len(documents))]
            place = chance.randrange(len(paragraphs) - 3)
            blocks = paragraphs[place : place + 4]
            han = max(text) >= _FIRST_HAN
            every = chance.random() < 0.25
            parted = every or chance.random() < 0.4
            setting = Setting(
                width=2 * chance.randrange(12, 40) if han else chance.randrange(36, 90),
                indent=chance.choice((0, 4)),
                shown=chance.random() < 0.6,
                blank_lines=100 if every else 0,
            )
            gap = "\n" if parted and not every else ""
            before, after = (
                gap.join(rewrap([block], ["para"], setting, chance.randrange(1 << 30)) for block in part)
                for part in (blocks[:2], blocks[2:])
            )
            raw = before + gap + _dressed(text.split("\n"), chance, every) + gap + after
            gold = [*blocks[:2], *rows, *blocks[2:]]
            kinds = ["para"] * 2 + ["other"] * len(rows) + ["para"] * 2
            yield base | _case(f"{name}|{turn}", "inside", raw, gold, kinds)


def _case(name: str, style: str, raw: str, gold: list[str], kinds: list[str]) -> dict[str, Any]:
    return {"id": name, "style": style, "raw": raw, "gold": gold, "gold_types": kinds}
