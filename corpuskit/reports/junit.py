"""The XML of JUnit, which every CI shows: a test case a document, which fails with its findings.

What could not be checked is a case of its own, in error, of another class: readers take two cases of one name
for one that was run twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from corpuskit.display import number
from corpuskit.findings import Failure, Rules, file_of, findings, xml_text
from corpuskit.model import Checked, Diagnostic, Severity


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """One suite. A document fails by an error or a warning; info alone is its output. Never in colour."""
    cases, failed = [], 0
    for one in checked:
        cases.append(_case(one, rules))
        failed += any(map(_fails, one.diagnostics))
    tests = len(cases) + len(failures)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuite name="corpuskit" tests="{tests}" failures="{failed}" errors="{len(failures)}">\n'
    yield from cases
    yield from map(_error, failures)
    yield "</testsuite>\n"


def _error(failure: Failure) -> str:
    name, text = quoteattr(xml_text(failure.file)), quoteattr(xml_text(failure.message))
    return f'  <testcase classname="corpuskit.failures" name={name}><error message={text}/></testcase>\n'


def _fails(one: Diagnostic) -> bool:
    return one.severity is not Severity.INFO


def _case(one: Checked, rules: Rules) -> str:
    name = quoteattr(xml_text(file_of(one.document)))
    if not one.diagnostics:
        return f'  <testcase classname="corpuskit" name={name}/>\n'
    lines = "".join(
        f"{finding.line}:{finding.column}: {finding.diagnostic.code} {finding.diagnostic.severity}: "
        f"{finding.message}\n"
        for finding in findings(one, rules)
    )
    text = escape(xml_text(lines))
    failures = sum(map(_fails, one.diagnostics))
    head = f'<failure message="{number(failures, "finding")}">' if failures else "<system-out>"
    tail = "</failure>" if failures else "</system-out>"
    return f'  <testcase classname="corpuskit" name={name}>{head}\n{text}{tail}</testcase>\n'
