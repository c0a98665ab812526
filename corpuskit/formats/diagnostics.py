"""``diagnostics.jsonl``: a finding a line, with its place in the source."""

import msgspec

from corpuskit.model import Checked
from corpuskit.offsets import LineIndex

SUFFIX = ".diagnostics.jsonl"


def render(checked: Checked) -> str:
    """The lines of one document, each with its line end, by place.

    ``line`` and ``column`` are 1-based; ``start`` and ``end`` are code points of the source after its BOM.
    """
    if not checked.diagnostics:
        return ""
    lines = []
    source = checked.document.text
    index = LineIndex(source)
    for one in checked.diagnostics:
        line, column = index.place(one.start)
        row = {
            "id": checked.document.id,
            "code": one.code,
            "severity": one.severity,
            "line": line,
            "column": column,
            "start": one.start,
            "end": one.end,
            "found": source[one.start : one.end],
            "fix": one.fix,
            "fixed": one.fixed,
            "details": dict(one.details),
            "edits": [edit._asdict() for edit in one.edits],
        }
        lines.append(msgspec.json.encode(row).decode() + "\n")
    return "".join(lines)
