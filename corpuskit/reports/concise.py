"""One line a finding, which editors can jump to: ``file:line:column: code message``."""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Rules, message, shown_file
from corpuskit.model import Checked
from corpuskit.offsets import LineIndex


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """The lines of each document; ``[*]`` marks what ``corpuskit fix`` fixes. Without colour, whatever is
    asked."""
    for one in checked:
        if not one.diagnostics:
            continue
        file, source = shown_file(one.document), one.document.text
        lines, columns = LineIndex(source).places([found.start for found in one.diagnostics])
        yield "".join(
            [
                f"{file}:{line}:{column}: {found.code}{' [*]' if found.fixed else ''} "
                f"{message(found, rules[found.code], source)}\n"
                for found, line, column in zip(one.diagnostics, lines, columns, strict=True)
            ]
        )
    yield from (f"{failure}\n" for failure in failures)
