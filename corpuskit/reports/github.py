"""Workflow commands, which GitHub Actions shows beside the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Rules, findings, fix_hint, lines_of
from corpuskit.model import Checked, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """A command a finding, or a failure; columns only where it is on one line, as GitHub takes no others."""
    for one in checked:
        for finding in findings(one, rules):
            place = lines_of(one.document, finding)
            fields = {"file": place.path, "line": place.first, "endLine": place.last}
            if place.exact and finding.line == finding.end_line:
                fields |= {"col": finding.column, "endColumn": max(finding.column, finding.end_column - 1)}
            fields["title"] = f"{finding.diagnostic.code} {finding.rule.name}"
            shown = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
            hint = fix_hint(finding.diagnostic, one.document.text)
            text = f"{finding.message}; fix: {hint}" if hint else finding.message
            yield f"::{_LEVELS[finding.diagnostic.severity]} {shown}::{_data(text)}\n"
    for failure in failures:
        line = f",line={failure.line}" if failure.line else ""
        yield f"::error file={_property(failure.file)}{line},title=corpuskit::{_data(failure.message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
