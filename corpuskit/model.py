"""The values that flow through corpuskit. Types only: nothing here reads, decides or writes.

Offsets are Unicode code points, end exclusive; a field's name says whose they are
(``source_…`` for the source after its BOM; a plain ``start`` belongs to the text it stands with).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.columns import Edit as Edit
from corpuskit.columns import Edits as Edits
from corpuskit.columns import Token as Token
from corpuskit.columns import Tokens as Tokens
from corpuskit.offsets import Alignment

IntArray: TypeAlias = npt.NDArray[np.int64]
CodeArray: TypeAlias = npt.NDArray[np.uint32]
Details: TypeAlias = Mapping[str, str | int]
_SURROGATE = re.compile(r"\\u([Dd][89A-Fa-f][0-9A-Fa-f]{2})")
BlockType: TypeAlias = Literal[
    "heading", "paragraph", "list-item", "dialogue", "verse", "note", "footnote", "source", "byline",
    "caption", "table", "code", "furniture", "other",
]  # fmt: skip


class Stage(StrEnum):
    """When a kind looks; stages run in this order."""

    CHARACTERS = "characters"
    LAYOUT = "layout"
    TEXT = "text"
    TAG = "tag"


class Severity(StrEnum):
    """How bad a finding is; ``info`` never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fix(StrEnum):
    """Whether a finding's edits may be written without being asked for."""

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"


class Status(StrEnum):
    """``preview`` rules are off unless selected by their full code; naming a ``deprecated`` one warns."""

    PREVIEW = "preview"
    STABLE = "stable"
    DEPRECATED = "deprecated"


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Change(NamedTuple):
    """What was written: source ``[start, end)``, which read ``old``, now reads ``new``."""

    start: int
    end: int
    old: str
    new: str
    codes: tuple[str, ...]


class Label(NamedTuple):
    """An entity on the cleaned text, and the rule that found it."""

    start: int
    end: int
    label: str
    code: str


new_label = partial(tuple.__new__, Label)
"""Makes a label of a tuple; `Label._make` does so too, at twice the cost."""


class Block(NamedTuple):
    """A typed stretch of a text; ``confidence`` is 0-100."""

    start: int
    end: int
    type: BlockType
    confidence: int


class Diagnostic(NamedTuple):
    """A hit with its rule, in the source; its edits are written all or none."""

    code: str
    severity: Severity
    fix: Fix
    start: int
    end: int
    details: Details
    edits: Sequence[Edit]
    fixed: bool


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One example of a rule, which is its test.

    Exactly one of ``bad`` (found ``hits`` times; ``good`` is what fix makes of it), ``ok`` (a near-miss:
    not found) and ``text`` (tagged as ``tags``, each ``LABEL:words``, in order). With ``escapes``, a
    backslash, ``u`` and four digits in ``bad`` and ``ok`` are a lone surrogate, which TOML cannot hold.
    """

    bad: str | None = None
    good: str | None = None
    ok: str | None = None
    text: str | None = None
    tags: tuple[str, ...] | None = None
    hits: int = 1
    escapes: bool = False

    @property
    def source(self) -> str:
        """The text that a ``bad`` or ``ok`` example looks at."""
        text = self.ok or self.bad or ""
        return _SURROGATE.sub(lambda found: chr(int(found[1], 16)), text) if self.escapes else text


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every rule says, whatever its kind; a kind's own struct adds its keys.

    A rule is ``stable``, ``preview`` (off unless ``--preview`` or its full code asks for it) or
    ``deprecated`` (on, but whoever names it is warned). ``formerly`` are codes that the rule had, or that
    rules had whose work it does now: whoever gives one gets this rule, and is told its present code.
    """

    code: str
    name: str
    severity: Severity = Severity.WARNING
    fix: Fix = Fix.NONE
    status: Status = Status.STABLE
    formerly: tuple[str, ...] = ()
    message: str
    why: str
    reference: str = ""
    examples: tuple[Example, ...] = ()


class ScopedRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which blocks a rule on text or labels looks; others run before there are any.

    A hit counts if all blocks that it touches are of a type in ``blocks``, or if none is of a type in
    ``not_blocks``. A rule says one of the two; ``blocks`` sets aside what its kind leaves out. Majorities are
    counted of such hits only, and only such labels are recalled.
    """

    blocks: tuple[BlockType, ...] = ()
    not_blocks: tuple[BlockType, ...] = ()


class Options(msgspec.Struct, frozen=True, dict=True):
    """What a kind may know beside its rules: the lines of the tables its rules name."""

    tables: Mapping[tuple[str, str], Sequence[str]] = msgspec.field(default_factory=dict)

    @cached_property
    def shared(self) -> dict[type, Any]:
        """What kinds that go together make once for all of them, by its type; no part of the value."""
        return {}


class Layout(msgspec.Struct, frozen=True):
    """The line breaks of one text, and the blocks they make.

    A break is the whole stretch of blanks and line ends between the last character of one line and the
    first of the next that is not blank; ``n`` breaks for ``n + 1`` lines that are not blank. Lines of page
    furniture do not count: they stand inside a break, or before or behind all lines. ``glues``,
    ``separators`` and ``leading`` are safe; ``furniture`` removes it, an edit for each run of such lines,
    and joins what goes on behind it. No two edits overlap.
    """

    wrapped: bool
    width: int
    starts: IntArray
    ends: IntArray
    joins: npt.NDArray[np.bool_]
    reasons: npt.NDArray[np.int8]
    confidences: npt.NDArray[np.int8]
    glues: Sequence[Edit]
    separators: Sequence[Edit]
    leading: Sequence[Edit]
    blocks: tuple[Block, ...]
    furniture: tuple[Edit, ...] = ()


class Census(msgspec.Struct, frozen=True):
    """Counts over a corpus: for each term, how often each of its spellings stands in all documents.

    ``rules`` is the fingerprint of the rules that asked for it; ``documents`` were counted.
    """

    rules: str
    documents: int
    counts: Mapping[str, Mapping[str, int]]


class View(msgspec.Struct, frozen=True):
    """A document as a stage sees it: ``codes`` are the code points of ``text``.

    ``census`` are the counts of a `Census`, where there is one.
    """

    text: str
    codes: CodeArray
    language: str
    layout: Layout | None = None
    blocks: tuple[Block, ...] = ()
    census: Mapping[str, Mapping[str, int]] | None = None


class Hits(msgspec.Struct, frozen=True):
    """What one kind found in one view, as parallel arrays; offsets are the view's.

    ``rules`` indexes the rules the kind was compiled with. Hits are in no particular order. ``edits`` are
    those of each hit; empty where no hit has any.
    """

    rules: IntArray
    starts: IntArray
    ends: IntArray
    details: tuple[Details, ...]
    edits: tuple[Sequence[Edit], ...] = ()

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, Details, Sequence[Edit]]]) -> "Hits":
        """Hits from rows ``(rule, start, end, details, edits)``."""
        rules, starts, ends, details, edits = zip(*rows, strict=True) if rows else ((),) * 5
        numbers = [np.array(column, np.int64) for column in (rules, starts, ends)]
        return cls(numbers[0], numbers[1], numbers[2], details, edits)


#: What a kind found in a view where there is nothing.
NO_HITS = Hits.of([])

Find: TypeAlias = Callable[[Sequence[View]], list[Hits]]


class Origin(msgspec.Struct, frozen=True):
    """How a document stood in its file, so that it can be written back the same way."""

    encoding: str = "utf-8"
    bom: bool = False
    newline: str = "\n"


class Document(msgspec.Struct, frozen=True):
    """A text with its id; ``text`` is without BOM, its newlines as they stood.

    ``row`` is its row in the file at ``path``, from 1, and ``file`` the id of that file, which no other file
    of a run has; 0 and empty where the file is the document.
    """

    id: str
    text: str
    path: str = ""
    meta: Mapping[str, Any] = msgspec.field(default_factory=dict)
    origin: Origin = Origin()
    row: int = 0
    file: str = ""

    @property
    def place(self) -> str:
        """What a message calls the document: its file, and its row there; else its id."""
        return f"{self.path or self.id}:{self.row}" if self.row else self.path or self.id


class Checked(msgspec.Struct, frozen=True):
    """A document, its cleaned text, how it came about and what was found.

    ``alignment`` maps cleaned offsets to the source; ``blocks`` lie on the cleaned text; ``errors`` names
    faults of the run itself (rules that did not settle), which are no findings. Of the layout, whatever was
    selected: ``width`` is that of the column in cells (0: no lines to tell from), ``breaks`` how many line
    breaks the text had between lines that are not blank, ``joined`` how many of them are wraps. ``forgiven``
    are findings that are not reported and whose edits were not made.
    """

    document: Document
    text: str
    alignment: Alignment
    changes: Sequence[Change]
    diagnostics: tuple[Diagnostic, ...]
    blocks: tuple[Block, ...]
    language: str
    wrapped: bool
    errors: tuple[str, ...] = ()
    width: int = 0
    breaks: int = 0
    joined: int = 0
    forgiven: tuple[Diagnostic, ...] = ()


#: Which of the findings of a document, by their indices, are neither reported nor written.
Forgive: TypeAlias = Callable[[Document, Sequence[Diagnostic]], Collection[int]]


class Annotated(msgspec.Struct, frozen=True):
    """A checked document with sentences, tokens and labels on its cleaned text, each in order.

    ``lost`` are labels that another label beat.
    """

    checked: Checked
    sentences: tuple[Span, ...]
    tokens: Sequence[Token]
    labels: tuple[Label, ...]
    lost: tuple[Label, ...] = ()
