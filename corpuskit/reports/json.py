"""JSON: one array of findings."""

from collections.abc import Iterable, Iterator

from corpuskit.findings import Rules, as_json, findings, row
from corpuskit.model import Checked


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """The array, an element a line. Offsets are code points of the source after its BOM; never in colour."""
    separator = "[\n"
    for one in checked:
        for finding in findings(one, rules):
            yield separator + as_json(row(one.document, finding))
            separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"
