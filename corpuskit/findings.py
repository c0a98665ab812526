"""What every report says of a finding: its message and its place, and how many there are."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import msgspec

from corpuskit.display import number, shortened
from corpuskit.model import Checked, Diagnostic, Document, Edit, Fix, Rule, Severity
from corpuskit.offsets import LineIndex

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


class Tally(msgspec.Struct):
    """Totals over findings; ``unsafe`` are those that only ``--unsafe-fixes`` would fix."""

    documents: int = 0
    affected: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    fixable: int = 0
    unsafe: int = 0

    def add(self, checked: Checked) -> None:
        """Count the findings of one document."""
        self.documents += 1
        self.affected += bool(checked.diagnostics)
        for one in checked.diagnostics:
            self.errors += one.severity is Severity.ERROR
            self.warnings += one.severity is Severity.WARNING
            self.infos += one.severity is Severity.INFO
            self.fixable += one.fixed
            self.unsafe += not one.fixed and bool(one.edits) and one.fix is Fix.UNSAFE

    def __str__(self) -> str:
        """One line for a person, which says what to run next."""
        total = self.errors + self.warnings + self.infos
        if not total:
            return f"No findings in {number(self.documents, 'document')}."
        kinds = f"{number(self.errors, 'error')}, {number(self.warnings, 'warning')}, {self.infos} info"
        found = f"Found {number(total, 'finding')} ({kinds})"
        text = f"{found} in {self.affected} of {number(self.documents, 'document')}"
        hints = [f"{self.fixable} fixable with `corpuskit fix`"] if self.fixable else []
        if self.unsafe:
            hints.append(f"{self.unsafe}{' more' if hints else ''} with `--unsafe-fixes`")
        return "; ".join([text, ", ".join(hints)]) + "." if hints else f"{text}."


def file_of(document: Document) -> str:
    """What a report calls the document: its path, and its row there, else its id."""
    return document.place


def findings(checked: Checked, rules: Rules) -> Iterator[Finding]:
    """The diagnostics of one document, in order, with message and place."""
    if not checked.diagnostics:
        return
    source = checked.document.text
    index = LineIndex(source)
    for one in checked.diagnostics:
        rule = rules[one.code]
        line, column = index.place(one.start)
        end_line, end_column = index.place(one.end)
        start, end = index.line_span(line, len(source))
        yield Finding(one, rule, message(one, rule, source), line, column, end_line, end_column, start, end)


def message(diagnostic: Diagnostic, rule: Rule, source: str) -> str:
    """The rule's message with its names in braces filled in: ``found``, which is the text in the source
    (shortened, invisible characters escaped), and the details. Other braces stay."""
    known = {name: shortened(str(value)) for name, value in diagnostic.details.items()}
    known.setdefault("found", shortened(source[diagnostic.start : diagnostic.end]))
    return _FIELD.sub(lambda field: known.get(field[1], field[0]), rule.message)


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
