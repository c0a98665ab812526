"""JSON Lines: a finding a line, the same as in JSON."""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Rules, as_json, failure_row, findings, row
from corpuskit.model import Checked


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """The lines. Offsets are code points of the source after its BOM; never in colour."""
    for one in checked:
        for finding in findings(one, rules):
            yield as_json(row(one.document, finding)) + "\n"
    yield from (as_json(failure_row(failure)) + "\n" for failure in failures)
