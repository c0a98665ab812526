"""A code quality report of GitLab: one array of issues, each with a fingerprint that stays when lines move.

https://docs.gitlab.com/ci/testing/code_quality/
"""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Finding, Prints, Rules, as_json, findings, lines_of
from corpuskit.model import Checked, Document, Severity

_LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """The array, an element a line."""
    separator = "[\n"
    prints = Prints()
    for one in checked:
        for finding in findings(one, rules):
            yield separator + as_json(_issue(one.document, finding, prints))
            separator = ",\n"
    for failure in failures:
        yield separator + as_json(_failure(failure, prints))
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _failure(failure: Failure, prints: Prints) -> dict[str, object]:
    line = failure.line or 1  # there must be one
    return {
        "type": "issue",
        "description": failure.message,
        "check_name": "corpuskit",
        "fingerprint": prints.of_failure(failure),
        "severity": "blocker",
        "location": {"path": failure.file, "lines": {"begin": line, "end": line}},
    }


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
