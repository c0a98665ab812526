"""The XML of Checkstyle, which Jenkins and others read."""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import quoteattr

from corpuskit.findings import Failure, Rules, file_of, findings, xml_text
from corpuskit.model import Checked


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """A ``file`` a document with findings, or a failure; columns are code points. Never in colour."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<checkstyle version="4.3">\n'
    for one in checked:
        if not one.diagnostics:
            continue
        yield f"  <file name={_attribute(file_of(one.document))}>\n"
        for finding in findings(one, rules):
            place = f'line="{finding.line}" column="{finding.column}"'
            said = f"severity={_attribute(finding.diagnostic.severity)} message={_attribute(finding.message)}"
            yield f"    <error {place} {said} source={_attribute(f'corpuskit.{finding.diagnostic.code}')}/>\n"
        yield "  </file>\n"
    for failure in failures:
        # An ``exception``, which the format has for this, is passed over by most that read it.
        said = f'severity="error" message={_attribute(failure.message)} source="corpuskit"'
        yield f"  <file name={_attribute(failure.file)}>\n"
        yield f'    <error line="{failure.line or 1}" {said}/>\n  </file>\n'
    yield "</checkstyle>\n"


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))
