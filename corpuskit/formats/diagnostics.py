"""``diagnostics.jsonl``: a finding a line, with its place in the source."""

import msgspec

from corpuskit.kinds.linebreak import Explained
from corpuskit.model import Checked, Details, Fix, Severity
from corpuskit.offsets import LineIndex

#: Of all details only these are no dictionary.
_ENCODER = msgspec.json.Encoder(enc_hook=Explained.full)


class _Edit(msgspec.Struct):
    start: int
    end: int
    new: str


class _Row(msgspec.Struct):
    id: str
    code: str
    severity: Severity
    line: int
    column: int
    start: int
    end: int
    found: str
    fix: Fix
    fixed: bool
    details: Details
    edits: list[_Edit]


def render(checked: Checked) -> str:
    """The lines of one document, each with its line end, by place.

    ``line`` and ``column`` are 1-based; ``start`` and ``end`` are code points of the source after its BOM.
    """
    return encoded(checked).decode()


def encoded(checked: Checked) -> bytes:
    """What `render` gives, as UTF-8."""
    if not checked.diagnostics:
        return b""
    source, id = checked.document.text, checked.document.id
    lines, columns = LineIndex(source).places([one.start for one in checked.diagnostics])
    rows = [
        _Row(
            id=id,
            code=code,
            severity=severity,
            line=line,
            column=column,
            start=start,
            end=end,
            found=source[start:end],
            fix=fix,
            fixed=fixed,
            details=details,
            edits=[_Edit(*edit) for edit in edits],
        )
        for (code, severity, fix, start, end, details, edits, fixed), line, column in zip(
            checked.diagnostics, lines, columns, strict=True
        )
    ]
    return _ENCODER.encode_lines(rows)
