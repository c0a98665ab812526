"""Counts as one JSON object."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from corpuskit.findings import Failure, Rules
from corpuskit.model import Checked
from corpuskit.statistics import FEW, Statistics, median, statistics


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """The object, indented. ``columns`` are in cells, over wrapped documents; never in colour."""
    found = statistics(checked, rules)
    text = msgspec.json.encode(
        {
            "rules": found.rules,
            "documents": found.documents,
            "wrapped": len(found.widths),
            "columns": _columns(found),
            "breaks": found.breaks,
            "joined": found.joined,
            "joined_percent": found.percent,
            "blocks": found.blocks,
            "failures": len(failures),
        }
    )
    yield msgspec.json.format(text).decode() + "\n"


def _columns(found: Statistics) -> dict[str, object] | None:
    """The middle column and the range; each document's ``widths`` where there are few."""
    widths = found.widths
    if not widths:
        return None
    few = list(widths) if len(widths) <= FEW else None
    return {"median": median(widths), "min": min(widths), "max": max(widths), "widths": few}
