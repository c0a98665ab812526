"""The kind ``linebreak``: what the layout analysis decided, by reason, as hits with the joins for edits.

A block that was cut into many lines is one hit: one cause, one finding, all its joins or none.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress, repeat
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from corpuskit.errors import RuleFault
from corpuskit.layout import REASONS
from corpuskit.model import (
    NO_HITS,
    Details,
    Edit,
    Edits,
    Find,
    Fix,
    Hits,
    IntArray,
    Layout,
    Options,
    Rule,
    Stage,
    View,
)
from corpuskit.wraps import because

STAGE = Stage.LAYOUT
DETAILS = frozenset({"breaks", "lines", "width", "before", "after", "because", "found"})
#: What the analysis says of other places than line breaks between two lines.
LEADING, SEPARATOR, FURNITURE = "stray-leading-blank", "block-separator", "page-furniture"
ALL_REASONS = (*REASONS, LEADING, SEPARATOR, FURNITURE)
#: Characters shown on each side of a break.
_SHOWN = 8

_BoolArray: TypeAlias = npt.NDArray[np.bool_]
_Row: TypeAlias = tuple[int, int, int, Details, Sequence[Edit]]
_NO_REASONS, _NO_JOINS, _NO_PLACES = np.zeros(0, np.int8), np.zeros(0, np.bool_), np.zeros(0, np.int64)


class LinebreakRule(Rule, tag="linebreak", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for decisions of the layout analysis by their ``reasons``.

    Of line breaks that were joined, ``hard-wrap``, ``blank-line-inside-block``, ``number-cut`` and
    ``word-cut``: the breaks of one block are one hit, of the rule that most of them belong to. Of those that
    were kept, ``kept-block-end``, ``kept-unsure``, ``kept-no-wrapping``, ``kept-furniture``,
    ``kept-own-line`` and ``kept-verse``: breaks in a row are one hit, without edits. Beside them
    ``stray-leading-blank``, one hit each, ``block-separator``, one hit a document, and ``page-furniture``:
    running heads and page numbers of a wrapped document, one hit for those that stand together (its message
    may say ``{found}``). To remove them deletes text: that fix is unsafe.
    """

    reasons: tuple[str, ...]


#: Reasons why breaks are kept in texts that show no wrapping, too.
_OF_ANY_TEXT = frozenset({"kept-block-end", "kept-no-wrapping", "kept-verse", "kept-own-line"})


def asks_why_kept(rule: Rule) -> bool:
    """Whether ``rule`` looks at breaks of texts that show no wrapping."""
    return isinstance(rule, LinebreakRule) and not _OF_ANY_TEXT.isdisjoint(rule.reasons)


def faults(rule: LinebreakRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: reasons that there are not, a fix where there is nothing to fix."""
    for reason in rule.reasons:
        if reason not in ALL_REASONS:
            yield RuleFault(rule.code, "reasons", repr(reason), ", ".join(ALL_REASONS))
    if not rule.reasons:
        yield RuleFault(rule.code, "reasons", "empty", ", ".join(ALL_REASONS))
    elif rule.fix is not Fix.NONE and all(reason.startswith("kept-") for reason in rule.reasons):
        yield RuleFault(rule.code, "fix", f"'{rule.fix}' for breaks that were kept", "none")


def compile(rules: Sequence[LinebreakRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults. A reason that two name goes to the first."""
    owners = np.full(len(ALL_REASONS), -1, np.int64)
    for index, rule in reversed(list(enumerate(rules))):
        owners[[ALL_REASONS.index(reason) for reason in rule.reasons]] = index
    fixing = [rule.fix is not Fix.NONE for rule in rules]
    leading, separator, furniture = (
        int(owners[ALL_REASONS.index(reason)]) for reason in (LEADING, SEPARATOR, FURNITURE)
    )

    def find(views: Sequence[View]) -> list[Hits]:
        rows: list[list[_Row]] = [[] for _ in views]
        breaks = _Breaks.of([view.layout for view in views], owners)
        for run in (*_joined(breaks, views, len(rules)), *_kept(breaks)):
            rows[run.view].append(_told(run, views[run.view]))
        for view, own in zip(views, rows, strict=True):
            if view.layout is not None:
                own += _each(view.layout.leading, leading)
                own += _together(view.layout.separators, separator)
                own += _furniture(view.text, view.layout, furniture)
        return [_hits(own, fixing) if own else NO_HITS for own in rows]

    return find


def _hits(rows: Sequence[_Row], fixing: Sequence[bool]) -> Hits:
    """``rows`` with the edits of those rules that have a fix."""
    return Hits.of([row if fixing[row[0]] else (*row[:4], ()) for row in rows])


class _Breaks(NamedTuple):
    """The line breaks of a batch, view after view: the rule of each (-1: none), whether it was joined, where
    it starts and ends in its view.

    ``places`` number them, and pass over one number between two views, whose breaks are no neighbours;
    ``firsts`` says where the breaks of each view begin.
    """

    rules: IntArray
    joins: _BoolArray
    starts: IntArray
    ends: IntArray
    places: IntArray
    firsts: IntArray

    @classmethod
    def of(cls, layouts: Sequence[Layout | None], owners: IntArray) -> "_Breaks":
        """``owners`` has the rule of each reason."""
        known = [layout for layout in layouts if layout is not None]
        sizes = [0 if layout is None else len(layout.joins) for layout in layouts]
        rules = owners[np.concatenate([_NO_REASONS, *(layout.reasons for layout in known)])]
        joins = np.concatenate([_NO_JOINS, *(layout.joins for layout in known)])
        starts = np.concatenate([_NO_PLACES, *(layout.starts for layout in known)])
        ends = np.concatenate([_NO_PLACES, *(layout.ends for layout in known)])
        places = np.arange(len(rules)) + np.repeat(np.arange(len(sizes)), sizes)
        return cls(rules, joins, starts, ends, places, np.cumsum([0, *sizes]))


class _Run(NamedTuple):
    """Neighbouring breaks of a view that are one hit: ``size`` of them, from ``start`` to ``end``.

    The break that stands for all has the number ``shown`` and lies at ``[before, after)``; ``glues`` are
    their edits.
    """

    view: int
    rule: int
    size: int
    start: int
    end: int
    shown: int
    before: int
    after: int
    glues: Sequence[Edit]


_new_run = partial(tuple.__new__, _Run)


def _joined(breaks: _Breaks, views: Sequence[View], count: int) -> Iterator[_Run]:
    """Runs of joined breaks; the rule of each is that of most of its breaks, of equals the first."""
    joined = np.flatnonzero(breaks.joins)
    owned = breaks.rules[joined] >= 0
    joined = joined[owned]
    if not len(joined):
        return
    glues = Edits.of([view.layout.glues for view in views if view.layout is not None])
    if not owned.all():
        glues = Edits.of([[*compress(glues, owned.tolist())]])
    opens = np.diff(breaks.places[joined], prepend=-2) > 1
    runs = np.cumsum(opens) - 1
    votes = np.bincount(runs * count + breaks.rules[joined], minlength=(int(runs[-1]) + 1) * count)
    rules = votes.reshape(-1, count).argmax(axis=1)
    own = np.flatnonzero(breaks.rules[joined] == rules[runs])
    shown = joined[own[np.flatnonzero(np.diff(runs[own], prepend=-1))]]
    firsts, sizes = joined[opens], np.bincount(runs)
    bounds = [0, *np.cumsum(sizes).tolist()]
    yield from _runs(breaks, (rules, firsts, sizes, shown), glues.cut(bounds))


def _kept(breaks: _Breaks) -> Iterator[_Run]:
    """Runs of kept breaks that belong to one rule."""
    kept = np.flatnonzero(~breaks.joins & (breaks.rules >= 0))
    if len(kept):
        rules = breaks.rules[kept]
        opens = (np.diff(breaks.places[kept], prepend=-2) > 1) | (np.diff(rules, prepend=-1) != 0)
        firsts, sizes = kept[opens], np.bincount(np.cumsum(opens) - 1)
        yield from _runs(breaks, (rules[opens], firsts, sizes, firsts), repeat(()))


def _runs(
    breaks: _Breaks, columns: tuple[IntArray, IntArray, IntArray, IntArray], glues: Iterable[Sequence[Edit]]
) -> Iterator[_Run]:
    """Runs from columns of rules, first breaks, sizes and shown breaks."""
    rules, firsts, sizes, shown = columns
    views = np.searchsorted(breaks.firsts, firsts, side="right") - 1
    own = shown - breaks.firsts[views]
    starts, ends = breaks.starts[firsts], breaks.ends[firsts + sizes - 1]
    rows = (views, rules, sizes, starts, ends, own, breaks.starts[shown], breaks.ends[shown])
    yield from map(_new_run, zip(*(column.tolist() for column in rows), glues, strict=False))


def _told(run: _Run, view: View) -> _Row:
    """A run as a hit; where what is found is only fixed, nobody looks at its details."""
    assert view.layout is not None, "it has breaks"
    return run.rule, run.start, run.end, Explained(run, view.text, view.layout), run.glues


def _figures(run: _Run, text: str, layout: Layout) -> dict[str, str | int]:
    """The figures of a run, and the text on both sides of the break that stands for it."""
    return {
        "breaks": run.size,
        "lines": run.size + 1,
        "width": layout.width,
        "before": text[max(0, run.before - _SHOWN) : run.before].splitlines()[-1].strip(),
        "after": text[run.after : run.after + _SHOWN].splitlines()[0],
    }


class Explained(Mapping[str, str | int]):
    """The details of a run, made when they are looked at: its figures, and, if there is something to say that
    the reason does not, ``because``, which takes longer and is asked for less."""

    __slots__ = ("_known", "_of")

    def __init__(self, run: _Run, text: str, layout: Layout) -> None:
        """``run`` is one of ``text``, whose layout is ``layout``."""
        self._of: tuple[_Run, str, Layout] | None = run, text, layout
        self._known: dict[str, str | int] | None = None

    def _plain(self) -> dict[str, str | int]:
        """Those that are always there; and ``because``, if it is known."""
        if self._known is None:
            assert self._of is not None, "it is forgotten when all is known"
            self._known = _figures(*self._of)
        return self._known

    def full(self) -> dict[str, str | int]:
        """All of them, as a plain dictionary."""
        known = self._plain()
        if self._of is not None:
            run, text, layout = self._of
            if why := because(text, layout, run.shown):
                known["because"] = why
            self._of = None
        return known

    def __getitem__(self, name: str) -> str | int:
        known = self._plain()
        return known[name] if name in known else self.full()[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As `Mapping.get`, which raises and catches an error for each name that is not there."""
        known = self._plain()
        return known[name] if name in known else self.full().get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._plain() or name in self.full()

    def __iter__(self) -> Iterator[str]:
        return iter(self.full())

    def __len__(self) -> int:
        return len(self.full())

    def __repr__(self) -> str:
        return repr(self.full())

    def __reduce__(self) -> tuple[type, tuple[dict[str, str | int]]]:
        """What travels is a plain dictionary: text and layout stay behind."""
        return dict, (self.full(),)


def _each(edits: Sequence[Edit], rule: int) -> Iterator[_Row]:
    """One hit an edit."""
    if rule >= 0:
        yield from ((rule, edit.start, edit.end, {}, (edit,)) for edit in edits)


def _together(edits: Sequence[Edit], rule: int) -> Iterator[_Row]:
    """One hit for all edits."""
    if rule >= 0 and edits:
        yield rule, edits[0].start, edits[-1].end, {}, edits


def _furniture(text: str, layout: Layout, rule: int) -> Iterator[_Row]:
    """One hit an edit that removes furniture, placed from its first line to its last."""
    if rule < 0 or not layout.furniture:
        return
    blocks = [block for block in layout.blocks if block.type == "furniture"]
    heads, tails = [block.start for block in blocks], [block.end for block in blocks]
    for edit in layout.furniture:
        start = heads[bisect_left(heads, edit.start)]
        end = tails[bisect_left(tails, edit.end + 1) - 1]
        yield rule, start, end, {"found": " ".join(text[start:end].split())}, (edit,)
