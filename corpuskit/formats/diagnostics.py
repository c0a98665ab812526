"""``diagnostics.jsonl``: a finding a line, with its place in the source."""

import msgspec

from corpuskit.model import Checked
from corpuskit.offsets import LineIndex

SUFFIX = ".diagnostics.jsonl"
_ENCODER = msgspec.json.Encoder()


def render(checked: Checked) -> str:
    """The lines of one document, each with its line end, by place.

    ``line`` and ``column`` are 1-based; ``start`` and ``end`` are code points of the source after its BOM.
    """
    if not checked.diagnostics:
        return ""
    source, id = checked.document.text, checked.document.id
    lines, columns = LineIndex(source).places([one.start for one in checked.diagnostics])
    rows = (
        {
            "id": id,
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
            "edits": [{"start": start, "end": end, "new": new} for start, end, new in one.edits],
        }
        for one, line, column in zip(checked.diagnostics, lines, columns, strict=True)
    )
    return _ENCODER.encode_lines(rows).decode()
