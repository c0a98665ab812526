"""SARIF 2.1.0, which code scanning of GitHub and viewers of editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from corpuskit.findings import Failure, Finding, Prints, Rules, as_json, file_of, findings, fix_hint, lines_of
from corpuskit.model import Checked, Edit, Rule, Severity
from corpuskit.offsets import LineIndex
from corpuskit.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
#: Characters that take two UTF-16 code units.
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """One log of one run. Columns are UTF-16 code units, as most readers take them to be."""
    prints = Prints()
    used: dict[str, int] = {}
    results = [
        _result(finding, places, prints, (rules, used))
        for places in map(_Places, checked)
        for finding in findings(places.checked, rules)
    ]
    driver = {
        "name": "corpuskit",
        "version": __version__,
        "rules": [_rule(rules[code]) for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(failures)],
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield as_json(log, indented=True) + "\n"


def _invocation(failures: Sequence[Failure]) -> dict[str, object]:
    """What says whether all was done: else no results of a file would mean that nothing was found there."""
    told = [_notification(failure) for failure in failures]
    return {"executionSuccessful": not told, **({"toolExecutionNotifications": told} if told else {})}


def _notification(failure: Failure) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(failure.file)}}
    if failure.line:
        place["region"] = {"startLine": failure.line}
    return {
        "level": "error",
        "message": {"text": failure.message},
        "locations": [{"physicalLocation": place}],
    }


class _Places:
    """Regions of one document's source."""

    def __init__(self, checked: Checked) -> None:
        self.checked, self.document = checked, checked.document
        if checked.diagnostics:
            self._index = LineIndex(self.document.text)
            self._astral = [one.start() for one in _ASTRAL.finditer(self.document.text)]

    def region(self, start: int, end: int) -> dict[str, int]:
        """Lines and columns, 1-based, the end exclusive."""
        (line, column), (end_line, end_column) = self._place(start), self._place(end)
        return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}

    def _place(self, offset: int) -> tuple[int, int]:
        line, column = self._index.place(offset)
        astral = bisect_left(self._astral, offset) - bisect_left(self._astral, offset - column + 1)
        return line, column + astral


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"fix": rule.fix, "status": rule.status},
    }


def _result(
    finding: Finding, places: _Places, prints: Prints, known: tuple[Rules, dict[str, int]]
) -> dict[str, object]:
    document, one = places.document, finding.diagnostic
    used = known[1]
    at = lines_of(document, finding)
    region = places.region(one.start, one.end) if at.exact else {"startLine": at.first}
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(at.path)}, "region": region}
    }
    if not at.exact:
        location["logicalLocations"] = [{"fullyQualifiedName": file_of(document)}]
    result: dict[str, object] = {
        "ruleId": one.code,
        "ruleIndex": used.setdefault(one.code, len(used)),
        "level": _LEVELS[one.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"corpuskitSurroundings/v1": prints.of(document, one)},
        "properties": {"fix": one.fix, "fixed": one.fixed},
    }
    if one.edits and at.exact:
        result["fixes"] = [_fix(finding, places)]
    return result


def _fix(finding: Finding, places: _Places) -> dict[str, object]:
    document, one = places.document, finding.diagnostic
    change = {
        "artifactLocation": {"uri": _uri(document.path or document.id)},
        "replacements": [_replacement(edit, places) for edit in one.edits],
    }
    return {"description": {"text": fix_hint(one, document.text)}, "artifactChanges": [change]}


def _replacement(edit: Edit, places: _Places) -> dict[str, object]:
    return {
        "deletedRegion": places.region(edit.start, edit.end),
        "insertedContent": {"text": edit.new},
    }


def _uri(path: str) -> str:
    """A relative path as a relative URI, an absolute one with its scheme."""
    if re.match("[A-Za-z]:/", path):
        return f"file:///{quote(path, safe='/:')}"
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)
