"""The JSON of reviewdog, which comments on pull requests. https://github.com/reviewdog/reviewdog"""

from collections.abc import Iterable, Iterator

from corpuskit.findings import Finding, Rules, as_json, findings, lines_of
from corpuskit.model import Checked, Document, Severity
from corpuskit.offsets import LineIndex

_LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """One object; columns are bytes of UTF-8, as reviewdog counts them. Never in colour."""
    rows = [
        as_json(_row(one.document, finding, index))
        for one in checked
        if one.diagnostics
        for index in [LineIndex(one.document.text)]
        for finding in findings(one, rules)
    ]
    lines = ",\n".join(rows)
    yield f'{{"source":{{"name":"corpuskit"}},"diagnostics":[\n{lines}\n]}}\n'


def _row(document: Document, finding: Finding, index: LineIndex) -> dict[str, object]:
    one, place = finding.diagnostic, lines_of(document, finding)
    span: dict[str, object] = {"start": {"line": place.first}}
    if place.exact:
        span = _span(document.text, index, one.start, one.end)
    row: dict[str, object] = {
        "message": finding.message,
        "location": {"path": place.path, "range": span},
        "severity": _LEVELS[one.severity],
        "code": {"value": one.code},
    }
    if len(one.edits) == 1 and place.exact:
        (edit,) = one.edits
        change = {"range": _span(document.text, index, edit.start, edit.end), "text": edit.new}
        row["suggestions"] = [change]
    return row


def _span(source: str, index: LineIndex, start: int, end: int) -> dict[str, object]:
    return {"start": _place(source, index, start), "end": _place(source, index, end)}


def _place(source: str, index: LineIndex, offset: int) -> dict[str, int]:
    line, column = index.place(offset)
    before = source[offset - column + 1 : offset].encode("utf-8", "surrogatepass")
    return {"line": line, "column": len(before) + 1}
