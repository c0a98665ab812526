"""The report for a person: each finding with the line it stands on, then what to do."""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.display import cells, escaped
from corpuskit.findings import Failure, Finding, Rules, Tally, findings, fix_hint, shown_file
from corpuskit.model import Checked, Severity

#: Columns of source shown, and of those how many before the finding.
WIDTH, BEFORE = 76, 48
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_LINE_ENDS = "\r\n\v\f\x85\u2028\u2029"
#: Of those, how many are looked for at the end of a line.
_MOST_ENDS = 8


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """For each finding its place, code and message, the source with a mark under it, why, and the fix."""
    tally = Tally()
    for one in checked:
        tally.add(one)
        yield from of_document(one, rules, color=color)
    yield from (f"{failure}\n" for failure in failures)
    yield f"{tally}\n"


def of_document(checked: Checked, rules: Rules, *, color: bool) -> Iterator[str]:
    """What `render` says of one document."""
    source = checked.document.text
    for finding in findings(checked, rules):
        yield _head(shown_file(checked.document), finding, color)
        yield _excerpt(source, finding, color)
        if why := str(finding.diagnostic.details.get("because", "")):
            yield f"{_margin(finding)} = because: {escaped(why)}\n"
        if hint := fix_hint(finding.diagnostic, source):
            yield f"{_margin(finding)} = fix: {hint}\n"
        yield "\n"


def _head(file: str, finding: Finding, color: bool) -> str:
    one = finding.diagnostic
    severity = _paint(one.severity, _COLORS[one.severity], color)
    code = _paint(one.code, "1", color)
    return f"{file}:{finding.line}:{finding.column}: {code} {severity}: {finding.message}\n"


def _paint(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def _margin(finding: Finding) -> str:
    return " " * len(str(finding.line))


def _excerpt(source: str, finding: Finding, color: bool) -> str:
    """The line that the finding begins on, cut around it, and marks under the cells it takes."""
    start, end = finding.diagnostic.start, finding.diagnostic.end
    tail = source[max(finding.line_start, finding.line_end - _MOST_ENDS) : finding.line_end]
    line_end = finding.line_end - len(tail) + len(tail.rstrip(_LINE_ENDS))
    stop = max(start, min(end, line_end))
    before = _last(escaped(source[max(finding.line_start, start - WIDTH) : start]), BEFORE)
    found = _first(escaped(source[start : min(stop, start + WIDTH)]), WIDTH - cells(before))
    after = _first(escaped(source[stop : min(line_end, stop + WIDTH)]), WIDTH - cells(before + found))
    margin, blank = _margin(finding), " " * cells(before)
    marks = _paint("^" * max(1, cells(found)), _COLORS[finding.diagnostic.severity], color)
    return f"{finding.line} | {before}{found}{after}\n{margin} | {blank}{marks}\n"


def _first(text: str, room: int) -> str:
    """As much of the beginning of ``text`` as takes ``room`` cells, with ``…`` where it is cut."""
    if cells(text) <= room:
        return text
    used = 1
    for index, character in enumerate(text):
        used += cells(character)
        if used > room:
            return text[:index] + "…" * (room > 0)
    return text


def _last(text: str, room: int) -> str:
    """As much of the end of ``text`` as takes ``room`` cells, with ``…`` where it is cut."""
    return _first(text[::-1], room)[::-1]
