"""One line a finding, which editors can jump to: ``file:line:column: code message``."""

from collections.abc import Iterable, Iterator

from corpuskit.findings import Rules, findings, shown_file
from corpuskit.model import Checked


def render(checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
    """The lines; ``[*]`` marks what ``corpuskit fix`` fixes. Without colour, whatever is asked."""
    for one in checked:
        file = shown_file(one.document)
        for finding in findings(one, rules):
            mark = " [*]" if finding.diagnostic.fixed else ""
            code = finding.diagnostic.code
            yield f"{file}:{finding.line}:{finding.column}: {code}{mark} {finding.message}\n"
