"""What every report says of a finding: its message and its place, and how many there are."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

import msgspec

from corpuskit.display import escaped, is_printable, number, shortened
from corpuskit.errors import CorpuskitError
from corpuskit.model import Checked, Diagnostic, Document, Edit, Fix, Rule, Severity
from corpuskit.offsets import LineIndex

#: Characters of text on each side that tell a finding from another, blanks not counted; and the stretch of
#: the source in which they are looked for.
AROUND, _REACH = 12, 256
_NO_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_FIELD = re.compile(r"\{(\w+)\}")


class Rules(Protocol):
    """Rules by their code: a rule set, or a dictionary."""

    def __getitem__(self, code: str, /) -> Rule:
        """The rule of ``code``."""


class Finding(NamedTuple):
    """A diagnostic as reports show it: lines and columns of the source are 1-based, the end exclusive."""

    diagnostic: Diagnostic
    rule: Rule
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    line_start: int
    line_end: int


class Failure(NamedTuple):
    """What could not be checked, or written: ``message`` is all that is said of it, its place included.

    ``line`` of ``file`` is 1-based, 0 where it is not known; of rows it is the row.
    """

    message: str
    file: str
    line: int = 0

    @classmethod
    def of(cls, error: CorpuskitError) -> "Failure":
        """That which ``error`` tells of."""
        return cls(str(error), error.file, error.line)

    def __str__(self) -> str:
        """The message."""
        return self.message


class Tally(msgspec.Struct):
    """Totals over findings; ``unsafe`` are those that only ``--unsafe-fixes`` would fix."""

    documents: int = 0
    affected: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    fixable: int = 0
    unsafe: int = 0
    forgiven: int = 0

    def add(self, checked: Checked) -> None:
        """Count the findings of one document."""
        self.documents += 1
        self.affected += bool(checked.diagnostics)
        self.forgiven += len(checked.forgiven)
        for one in checked.diagnostics:
            self.errors += one.severity is Severity.ERROR
            self.warnings += one.severity is Severity.WARNING
            self.infos += one.severity is Severity.INFO
            self.fixable += one.fixed
            self.unsafe += not one.fixed and bool(one.edits) and one.fix is Fix.UNSAFE

    def __str__(self) -> str:
        """One line for a person, which says what to run next."""
        total = self.errors + self.warnings + self.infos
        forgiven = [f"{self.forgiven:,} forgiven"] if self.forgiven else []
        if not total:
            return "; ".join([f"No findings in {number(self.documents, 'document')}", *forgiven]) + "."
        kinds = f"{number(self.errors, 'error')}, {number(self.warnings, 'warning')}, {self.infos:,} info"
        found = f"Found {number(total, 'finding')} ({kinds})"
        text = f"{found} in {self.affected:,} of {number(self.documents, 'document')}"
        hints = [f"{self.fixable:,} fixable with `corpuskit fix`"] if self.fixable else []
        if self.unsafe:
            hints.append(f"{self.unsafe:,}{' more' if hints else ''} with `--unsafe-fixes`")
        return "; ".join([text, *([", ".join(hints)] if hints else []), *forgiven]) + "."


def file_of(document: Document) -> str:
    """What a report calls the document: its path, and its row there, else its id."""
    return document.place


def shown_file(document: Document) -> str:
    """`file_of` in one line: a name may hold whatever a system allows in it."""
    name = file_of(document)
    return name if is_printable(name) else escaped(name)


def findings(checked: Checked, rules: Rules) -> Iterator[Finding]:
    """The diagnostics of one document, in order, with message and place."""
    if not checked.diagnostics:
        return
    source, found = checked.document.text, checked.diagnostics
    index = LineIndex(source)
    starts, ends = index.places([one.start for one in found]), index.places([one.end for one in found])
    spans = index.line_spans(starts[0], len(source))
    for one, *place in zip(found, *starts, *ends, *spans, strict=True):
        rule = rules[one.code]
        yield Finding(one, rule, message(one, rule, source), *place)


def message(diagnostic: Diagnostic, rule: Rule, source: str) -> str:
    """The rule's message with its names in braces filled in: ``found``, which is the text in the source
    (shortened, invisible characters escaped), and the details. Other braces stay."""
    details = diagnostic.details
    parts = [*_parts(rule.message)]
    for place in range(1, len(parts), 2):
        name = parts[place]
        value = details.get(name)
        if value is None and name == "found":
            value = source[diagnostic.start : diagnostic.end]
        if isinstance(value, str):
            parts[place] = shortened(value)
        else:
            parts[place] = f"{{{name}}}" if value is None else str(value)
    return "".join(parts)


@lru_cache(maxsize=1024)
def _parts(message: str) -> tuple[str, ...]:
    """Text and names in braces in turn, a text first and last."""
    return tuple(_FIELD.split(message))


def as_json(value: object, *, indented: bool = False) -> str:
    """``value`` as JSON; lone surrogates, which no encoding can write, are escaped, and all else then too."""
    try:
        data = msgspec.json.encode(value)
        return (msgspec.json.format(data, indent=2) if indented else data).decode()
    except UnicodeEncodeError:
        import json  # for what is broken

        return json.dumps(value, indent=2) if indented else json.dumps(value, separators=(",", ":"))


def xml_text(text: str) -> str:
    """``text`` with U+FFFD for what XML 1.0 has no way to say; not yet escaped."""
    return re.sub(_NO_XML, "\ufffd", text)


def failure_row(failure: Failure) -> dict[str, object]:
    """A failure as a row of JSON: the keys of `row`, but for its file and message ``null`` or nothing."""
    return {
        **dict.fromkeys(("file", "id", "code", "name"), None),
        "file": failure.file,
        "severity": Severity.ERROR,
        "message": failure.message,
        "line": failure.line or None,
        **dict.fromkeys(("column", "end_line", "end_column", "start", "end"), None),
        "fix": Fix.NONE,
        "fixed": False,
        "edits": [],
        "details": {},
    }


def row(document: Document, finding: Finding) -> dict[str, object]:
    """A finding as a row of JSON. Offsets are code points of the source after its BOM."""
    one = finding.diagnostic
    return {
        "file": file_of(document),
        "id": document.id,
        "code": one.code,
        "name": finding.rule.name,
        "severity": one.severity,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "start": one.start,
        "end": one.end,
        "fix": one.fix,
        "fixed": one.fixed,
        "edits": [edit._asdict() for edit in one.edits],
        "details": dict(one.details),
    }


class Lines(NamedTuple):
    """The file of a finding and its lines there, 1-based; ``exact``: columns of the text are the file's."""

    path: str
    first: int
    last: int
    exact: bool


def lines_of(document: Document, finding: Finding) -> Lines:
    """Where the file holds a finding: of a document that is a row of it, the row, whatever its text says."""
    path = document.path or document.id
    if document.row:
        return Lines(path, document.row, document.row, exact=False)
    return Lines(path, finding.line, max(finding.line, finding.end_line), exact=True)


class Prints:
    """Fingerprints of findings, which do not move with the lines above: by path, rule and surroundings.

    Of findings that agree in all of them, the second, third, ... differ by their number.
    """

    def __init__(self) -> None:
        """Have seen nothing."""
        self._seen: dict[tuple[str, ...], int] = {}

    def of(self, document: Document, one: Diagnostic) -> str:
        """64 hexadecimal digits."""
        return self._print(file_of(document), one.code, *surroundings(document.text, one.start, one.end))

    def of_failure(self, one: Failure) -> str:
        """The same of what could not be checked, or written."""
        return self._print(one.file, one.message)

    def _print(self, *key: str) -> str:
        import hashlib  # seldom asked for, and slow to load

        self._seen[key] = number_of = self._seen.get(key, 0) + 1
        text = as_json([*key, number_of]).encode()
        return hashlib.sha256(text).hexdigest()


def surroundings(source: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, in and behind ``[start, end)``, blanks and line ends left out: 12 characters each
    side, and of a long stretch its first and last 12.

    >>> surroundings("发展 科创\\n板,新质 生产力", 7, 8)
    ('发展科创板', ',', '新质生产力')
    """
    before = _solid(source[max(0, start - _REACH) : start])[-AROUND:]
    behind = _solid(source[end : end + _REACH])[:AROUND]
    if end - start > 2 * _REACH:
        return (
            before,
            _solid(source[start : start + _REACH])[:AROUND]
            + "…"
            + _solid(source[end - _REACH : end])[-AROUND:],
            behind,
        )
    within = _solid(source[start:end])
    if len(within) > 2 * AROUND:
        within = f"{within[:AROUND]}…{within[-AROUND:]}"
    return before, within, behind


def _solid(text: str) -> str:
    return "".join(text.split())


def fix_hint(diagnostic: Diagnostic, source: str) -> str:
    """What a fix would do, in one line; empty where there is none."""
    edits = diagnostic.edits
    if not edits:
        return ""
    if all(_joins(edit, source) for edit in edits):
        what = f"join at {number(len(edits), 'line break')}"
    else:
        what = _hint(edits[0], source) if len(edits) == 1 else f"{len(edits)} edits"
    return f"{what} (unsafe: --unsafe-fixes)" if diagnostic.fix is Fix.UNSAFE else what


def _joins(edit: Edit, source: str) -> bool:
    """Whether ``edit`` joins two lines."""
    old = source[edit.start : edit.end]
    return old.isspace() and bool({*old} & {*"\r\n"}) and not edit.new.strip(" ")


def _hint(edit: Edit, source: str) -> str:
    old, new = shortened(source[edit.start : edit.end]), shortened(edit.new)
    if not edit.new:
        return f"delete “{old}”"
    return f"replace “{old}” by “{new}”" if old else f"insert “{new}”"
