"""JSON Lines: a finding a line, the same as in JSON."""

from collections.abc import Iterable, Iterator

from corpuskit.findings import Rules, as_json, findings, row
from corpuskit.model import Checked


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """The lines. Offsets are code points of the source after its BOM; never in colour."""
    for one in checked:
        for finding in findings(one, rules):
            yield as_json(row(one.document, finding)) + "\n"
