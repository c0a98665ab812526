"""The baseline: findings that were there when a project began to check, forgiven until they are mended.

A finding is known by its document, its rule and the text around it, never by its line. The file is JSON
Lines, sorted: a line for each, with how many of them there are.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from corpuskit.errors import ConfigError
from corpuskit.findings import surroundings
from corpuskit.model import Checked, Diagnostic, Document
from corpuskit.suppress import name_below

_VERSION = 1


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """What a finding is known by; the texts are without blanks, 12 characters each side."""

    path: str
    code: str
    before: str
    found: str
    after: str


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    corpuskit_baseline: int


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str
    code: str
    before: str
    found: str
    after: str
    count: int = 1


class Baseline(msgspec.Struct, frozen=True):
    """Findings that are forgiven, by document, and how many of each; paths are relative to ``folder``."""

    folder: str
    counts: dict[str, dict[Known, int]]

    def forgiven(self, document: Document, found: Sequence[Diagnostic]) -> set[int]:
        """The indices of ``found`` that are forgiven; of more than there were, the first."""
        name = name_below(document, self.folder)
        own = self.counts.get(name)
        if not own:
            return set()
        left = dict(own)
        hidden = set()
        for index, one in enumerate(found):
            known = known_by(name, document, one)
            if left.get(known, 0):
                left[known] -= 1
                hidden.add(index)
        return hidden

    def renamed(self, moved: Mapping[str, str]) -> "Baseline":
        """The same by the present codes of rules; ``moved`` has them by those of before."""
        if not any(known.code in moved for own in self.counts.values() for known in own):
            return self
        counts: dict[str, dict[Known, int]] = {}
        for name, own in self.counts.items():
            new = counts.setdefault(name, {})
            for known, count in own.items():
                present = replace(known, code=moved.get(known.code, known.code))
                new[present] = new.get(present, 0) + count
        return Baseline(self.folder, counts)

    @property
    def total(self) -> int:
        """How many findings it forgives."""
        return sum(sum(one.values()) for one in self.counts.values())


def known_by(name: str, document: Document, one: Diagnostic) -> Known:
    """What a finding is known by, in a baseline that calls its document ``name``."""
    return Known(name, one.code, *surroundings(document.text, one.start, one.end))


def baseline_of(checked: Iterable[Checked], folder: Path) -> Baseline:
    """All findings of ``checked``, for a file in ``folder``; of documents of one name, of each the most."""
    base = os.path.abspath(folder)  # noqa: PTH100 - links stay
    counts: dict[str, dict[Known, int]] = {}
    for one in checked:
        if one.diagnostics:
            name = name_below(one.document, base)
            own = Counter(known_by(name, one.document, finding) for finding in one.diagnostics)
            counts[name] = dict(own | Counter(counts.get(name, {})))
    return Baseline(base, counts)


def shrunk(old: Baseline, found: Baseline, documents: Iterable[Document], codes: Iterable[str]) -> Baseline:
    """``old`` without what is no longer found in ``documents`` by the rules of ``codes``; never more."""
    seen = {name_below(document, old.folder) for document in documents}
    judged = set(codes)
    counts: dict[str, dict[Known, int]] = {}
    for name, own in old.counts.items():
        now = found.counts.get(name, {})
        kept = {
            known: min(count, now.get(known, 0)) if name in seen and known.code in judged else count
            for known, count in own.items()
        }
        if kept := {known: count for known, count in kept.items() if count}:
            counts[name] = kept
    return Baseline(old.folder, counts)


def render(baseline: Baseline) -> str:
    """The file, by path, code and text."""
    rows = sorted((known, count) for own in baseline.counts.values() for known, count in own.items())
    lines = [msgspec.json.encode(_Head(_VERSION))]
    lines += [msgspec.json.encode(msgspec.structs.asdict(known) | {"count": count}) for known, count in rows]
    return "".join(line.decode() + "\n" for line in lines)


def read_baseline(path: Path) -> Baseline:
    """The baseline in ``path``. Raises ``ConfigError`` with file and line for whatever is wrong."""
    shown = path.as_posix()
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        reason = f"no such baseline ({error.strerror}); allowed: a file of --write-baseline"
        raise ConfigError(reason, file=shown) from None
    counts: dict[str, dict[Known, int]] = {}
    for number, line in enumerate(lines, 1):
        if number > 1 and not line.strip():
            continue
        try:
            if number == 1:
                if msgspec.json.decode(line, type=_Head).corpuskit_baseline != _VERSION:
                    raise ConfigError(f"not a baseline of version {_VERSION}", file=shown, line=1)
                continue
            row = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problem = f"not a line of a baseline: {error}; write it anew by --write-baseline"
            raise ConfigError(problem, file=shown, line=number) from None
        known = Known(row.path, row.code, row.before, row.found, row.after)
        own = counts.setdefault(row.path, {})
        if row.count < 1 or known in own:
            problem = "the same finding twice" if known in own else f"count: {row.count}; allowed: 1 or more"
            raise ConfigError(problem, file=shown, line=number)
        own[known] = row.count
    return Baseline(os.path.abspath(path.parent), counts)  # noqa: PTH100 - links stay
