"""The JSON of reviewdog, which comments on pull requests. https://github.com/reviewdog/reviewdog"""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Finding, Rules, as_json, findings, lines_of
from corpuskit.model import Checked, Document, Severity
from corpuskit.offsets import LineIndex
from corpuskit.unicode import utf8_offsets

_LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """One object; columns are bytes of UTF-8, as reviewdog counts them. Never in colour."""
    rows = [
        as_json(_row(one.document, finding, places))
        for one in checked
        if one.diagnostics
        for places in [_Places(one.document.text)]
        for finding in findings(one, rules)
    ]
    rows += [as_json(_failure(failure)) for failure in failures]
    lines = ",\n".join(rows)
    yield f'{{"source":{{"name":"corpuskit"}},"diagnostics":[\n{lines}\n]}}\n'


class _Places:
    """Places in one text: lines, and columns in bytes of UTF-8, both 1-based."""

    def __init__(self, text: str) -> None:
        self._index, self._bytes = LineIndex(text), utf8_offsets(text)

    def span(self, start: int, end: int) -> dict[str, object]:
        """From ``start`` to ``end``, which is exclusive."""
        return {"start": self._place(start), "end": self._place(end)}

    def _place(self, offset: int) -> dict[str, int]:
        line, column = self._index.place(offset)
        before = self._bytes[offset] - self._bytes[offset - column + 1]
        return {"line": line, "column": int(before) + 1}


def _failure(failure: Failure) -> dict[str, object]:
    place = {"range": {"start": {"line": failure.line}}} if failure.line else {}
    location = {"path": failure.file, **place}
    return {"message": failure.message, "location": location, "severity": _LEVELS[Severity.ERROR]}


def _row(document: Document, finding: Finding, places: _Places) -> dict[str, object]:
    one, place = finding.diagnostic, lines_of(document, finding)
    span: dict[str, object] = {"start": {"line": place.first}}
    if place.exact:
        span = places.span(one.start, one.end)
    row: dict[str, object] = {
        "message": finding.message,
        "location": {"path": place.path, "range": span},
        "severity": _LEVELS[one.severity],
        "code": {"value": one.code},
    }
    if len(one.edits) == 1 and place.exact:
        (edit,) = one.edits
        row["suggestions"] = [{"range": places.span(edit.start, edit.end), "text": edit.new}]
    return row
