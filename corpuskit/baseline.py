"""The baseline: findings that were there when a project began to check, forgiven until they are mended.

A finding is known by its document, its rule and the text around it, never by its line; where the text on one
side was edited, by that on the other. The file is JSON Lines, sorted: a line for each, with how many of them
there are.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from corpuskit.errors import ConfigError
from corpuskit.findings import surroundings
from corpuskit.model import Checked, Diagnostic, Document
from corpuskit.nesting import json_of
from corpuskit.suppress import name_below

_VERSION = 1
#: Characters on one side of a finding that can tell it from others.
_TELLING = 4


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
        return {index for index, _ in _paired([known_by(name, document, one) for one in found], own)}

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


def _paired(found: Sequence[Known], own: Mapping[Known, int]) -> Iterator[tuple[int, Known]]:
    """The indices of ``found`` that are among ``own``, each with what it was known by; each of these as often
    as it is there. First those that are the same, then those of which one side is."""
    left = Counter(own)
    rest = []
    for index, known in enumerate(found):
        if left[known] > 0:
            left[known] -= 1
            yield index, known
        else:
            rest.append(index)
    if not rest:
        return
    by_side: dict[tuple[str, ...], list[Known]] = defaultdict(list)
    for known in sorted(known for known, count in left.items() if count > 0):
        for side in _sides(known):
            by_side[side].append(known)
    for index in rest:
        near = (one for side in _sides(found[index]) for one in by_side.get(side, ()) if left[one] > 0)
        if (one := next(near, None)) is not None:
            left[one] -= 1
            yield index, one


def _sides(known: Known) -> Iterator[tuple[str, ...]]:
    """The rule, and what stands in a finding and on one side of it, where that is more than a little."""
    if len(known.before) >= _TELLING:
        yield "before", known.code, known.found, known.before
    if len(known.after) >= _TELLING:
        yield "after", known.code, known.found, known.after


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


def shrunk(
    old: Baseline,
    found: Baseline,
    documents: Iterable[Document],
    codes: Iterable[str],
    gone: Iterable[str] = (),
) -> Baseline:
    """``old`` without what is no longer found in ``documents``, or in those that are ``gone`` (their names),
    by the rules of ``codes``, and with the text that stands around the rest today; never more."""
    seen = {name_below(document, old.folder) for document in documents} | {*gone}
    judged = set(codes)
    counts: dict[str, dict[Known, int]] = {}
    for name, own in old.counts.items():
        kept = Counter({known: n for known, n in own.items() if name not in seen or known.code not in judged})
        now = sorted(Counter(found.counts.get(name, {})).elements())
        kept.update(now[index] for index, _ in _paired(now, Counter(own) - kept))
        if kept:
            counts[name] = dict(kept)
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
                if json_of(line, _Head).corpuskit_baseline != _VERSION:
                    raise ConfigError(f"not a baseline of version {_VERSION}", file=shown, line=1)
                continue
            row = json_of(line, _Line)
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
