"""A code quality report of GitLab: one array of issues, each with a fingerprint that stays when lines move.

https://docs.gitlab.com/ci/testing/code_quality/
"""

from collections.abc import Iterable, Iterator

from corpuskit.findings import Finding, Prints, Rules, as_json, findings, lines_of
from corpuskit.model import Checked, Document, Severity

_LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """The array, an element a line."""
    separator = "[\n"
    prints = Prints()
    for one in checked:
        for finding in findings(one, rules):
            yield separator + as_json(_issue(one.document, finding, prints))
            separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _issue(document: Document, finding: Finding, prints: Prints) -> dict[str, object]:
    place = lines_of(document, finding)
    return {
        "type": "issue",
        "description": finding.message,
        "check_name": finding.diagnostic.code,
        "fingerprint": prints.of(document, finding.diagnostic),
        "severity": _LEVELS[finding.diagnostic.severity],
        "location": {"path": place.path, "lines": {"begin": place.first, "end": place.last}},
    }
