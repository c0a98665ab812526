"""JSON: one array of findings."""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Rules, as_json, failure_row, findings, row
from corpuskit.model import Checked


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """The array, an element a line. Offsets are code points of the source after its BOM; never in colour."""
    separator = "[\n"
    for one in checked:
        for finding in findings(one, rules):
            yield separator + as_json(row(one.document, finding))
            separator = ",\n"
    for failure in failures:
        yield separator + as_json(failure_row(failure))
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"
