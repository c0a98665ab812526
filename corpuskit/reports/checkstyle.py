"""The XML of Checkstyle, which Jenkins and others read."""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from corpuskit.findings import Rules, file_of, findings
from corpuskit.model import Checked

#: What XML 1.0 has no way to say.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """A ``file`` a document with findings; columns are code points. Never in colour."""
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
    yield "</checkstyle>\n"


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
