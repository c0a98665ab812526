"""JSON: one array of findings."""

from collections.abc import Iterable, Iterator

import msgspec

from corpuskit.findings import Finding, Rules, file_of, findings
from corpuskit.model import Checked, Document


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """The array, an element a line. Offsets are code points of the source after its BOM; never in colour."""
    separator = "[\n"
    for one in checked:
        for finding in findings(one, rules):
            yield separator + msgspec.json.encode(_row(one.document, finding)).decode()
            separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _row(document: Document, finding: Finding) -> dict[str, object]:
    one = finding.diagnostic
    return {
        "file": file_of(document),
        "id": document.id,
        "code": one.code,
        "name": finding.rule.name,
        "severity": one.severity,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "start": one.start,
        "end": one.end,
        "fix": one.fix,
        "fixed": one.fixed,
        "edits": [edit._asdict() for edit in one.edits],
        "details": dict(one.details),
    }
