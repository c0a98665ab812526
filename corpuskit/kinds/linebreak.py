"""The kind ``linebreak``: what the layout analysis decided, by reason, as hits with the joins for edits.

A block that was cut into many lines is one hit: one cause, one finding, all its joins or none.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from corpuskit.errors import RuleFault
from corpuskit.layout import REASONS
from corpuskit.model import Details, Edit, Find, Fix, Hits, IntArray, Layout, Options, Rule, Stage, View
from corpuskit.wraps import because

STAGE = Stage.LAYOUT
DETAILS = frozenset({"breaks", "lines", "width", "before", "after", "because", "found"})
#: What the analysis says of other places than line breaks between two lines.
LEADING, SEPARATOR, FURNITURE = "stray-leading-blank", "block-separator", "page-furniture"
ALL_REASONS = (*REASONS, LEADING, SEPARATOR, FURNITURE)
#: Characters shown on each side of a break.
_SHOWN = 8

_BoolArray: TypeAlias = npt.NDArray[np.bool_]
_Found: TypeAlias = tuple[IntArray, IntArray, IntArray, tuple[Edit, ...], IntArray]


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
    fixing = np.array([rule.fix is not Fix.NONE for rule in rules], np.bool_)

    def find(views: Sequence[View]) -> list[Hits]:
        return [
            Hits.of([]) if view.layout is None else _hits(view.text, view.layout, owners, fixing)
            for view in views
        ]

    return find


def _hits(text: str, layout: Layout, owners: IntArray, fixing: _BoolArray) -> Hits:
    """The hits in one text, with the edits of those rules that have a fix."""
    of_break = owners[layout.reasons]
    joined, joined_details = _joined(text, layout, of_break, len(fixing))
    kept, kept_details = _kept(text, layout, of_break)
    leading = _each(layout.leading, int(owners[ALL_REASONS.index(LEADING)]))
    separators = _together(layout.separators, int(owners[ALL_REASONS.index(SEPARATOR)]))
    running, running_details = _furniture(text, layout, int(owners[ALL_REASONS.index(FURNITURE)]))
    parts = (joined, kept, leading, separators, running)
    plain: list[Details] = [{} for part in (leading, separators) for _ in part[0]]
    details = (*joined_details, *kept_details, *plain, *running_details)
    offsets = np.cumsum([0, *(len(part[0]) for part in parts)])
    rules, starts, ends = (np.concatenate([part[column] for part in parts]) for column in (0, 1, 2))
    edit_hits = np.concatenate([part[4] + offset for part, offset in zip(parts, offsets, strict=False)])
    edits = [edit for part in parts for edit in part[3]]
    writes = fixing[rules][edit_hits]
    chosen = tuple(edit for edit, write in zip(edits, writes.tolist(), strict=True) if write)
    return Hits(rules, starts, ends, details, chosen, edit_hits[writes])


def _joined(text: str, layout: Layout, of_break: IntArray, count: int) -> tuple[_Found, list[Details]]:
    """One hit a run of joined breaks; its rule is that of most of them, of equals the first."""
    joined = np.flatnonzero(layout.joins)
    owned = of_break[joined] >= 0
    glues = tuple(glue for glue, own in zip(layout.glues, owned.tolist(), strict=True) if own)
    joined = joined[owned]
    opens = np.diff(joined, prepend=-2) > 1
    runs = np.cumsum(opens) - 1
    votes = np.bincount(runs * count + of_break[joined], minlength=int(opens.sum()) * count)
    rules = votes.reshape(-1, count).argmax(axis=1)
    firsts = joined[opens]
    sizes = np.bincount(runs, minlength=len(firsts))
    lasts = firsts + sizes - 1
    found = (rules, layout.starts[firsts], layout.ends[lasts], glues, runs)
    shown = _typical(joined, of_break, rules, runs)
    return found, _details(text, layout, shown, sizes)


def _typical(breaks: IntArray, of_break: IntArray, rules: IntArray, runs: IntArray) -> IntArray:
    """For each run, its first break that belongs to the run's rule."""
    own = np.flatnonzero(of_break[breaks] == rules[runs])
    return breaks[own[np.flatnonzero(np.diff(runs[own], prepend=-1))]]


def _kept(text: str, layout: Layout, of_break: IntArray) -> tuple[_Found, list[Details]]:
    """One hit a run of kept breaks that belong to one rule."""
    kept = np.flatnonzero(~layout.joins & (of_break >= 0))
    opens = (np.diff(kept, prepend=-2) > 1) | (np.diff(of_break[kept], prepend=-1) != 0)
    firsts = kept[opens]
    sizes = np.bincount(np.cumsum(opens) - 1, minlength=len(firsts))
    none = np.zeros(0, np.int64)
    found = (of_break[firsts], layout.starts[firsts], layout.ends[firsts + sizes - 1], (), none)
    return found, _details(text, layout, firsts, sizes)


class Explained(Mapping[str, str | int]):
    """Details with ``because`` for one more, if there is something to say: found out when it is looked at."""

    __slots__ = ("_known", "_why")

    def __init__(self, known: dict[str, str | int], why: Callable[[], str]) -> None:
        """``why`` gives the text of ``because``, or nothing."""
        self._known = known
        self._why: Callable[[], str] | None = why

    def _full(self) -> dict[str, str | int]:
        if self._why is not None:
            if text := self._why():
                self._known["because"] = text
            self._why = None
        return self._known

    def __getitem__(self, name: str) -> str | int:
        known = self._known if name in self._known else self._full()
        return known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in self._full()

    def __iter__(self) -> Iterator[str]:
        return iter(self._full())

    def __len__(self) -> int:
        return len(self._full())

    def __repr__(self) -> str:
        return repr(self._full())

    def __reduce__(self) -> tuple[type, tuple[dict[str, str | int]]]:
        """What travels is a plain dictionary: text and layout stay behind."""
        return dict, (self._full(),)


def _details(text: str, layout: Layout, shown: IntArray, sizes: IntArray) -> list[Details]:
    """Figures of each hit, the text on both sides of the break that stands for it, and why it was decided as
    it was, where there is more to say than the reason does; the last only when it is asked for.
    """
    at = shown.tolist()
    rows = zip(layout.starts[shown].tolist(), layout.ends[shown].tolist(), sizes.tolist(), at, strict=True)
    return [
        Explained(
            {
                "breaks": size,
                "lines": size + 1,
                "width": layout.width,
                "before": text[max(0, start - _SHOWN) : start].splitlines()[-1].strip(),
                "after": text[end : end + _SHOWN].splitlines()[0],
            },
            partial(because, text, layout, one),
        )
        for start, end, size, one in rows
    ]


def _each(edits: tuple[Edit, ...], rule: int) -> _Found:
    """One hit an edit."""
    edits = edits if rule >= 0 else ()
    starts = np.array([edit.start for edit in edits], np.int64)
    ends = np.array([edit.end for edit in edits], np.int64)
    return np.full(len(edits), rule), starts, ends, edits, np.arange(len(edits))


def _together(edits: tuple[Edit, ...], rule: int) -> _Found:
    """One hit for all edits."""
    edits = edits if rule >= 0 else ()
    some = int(bool(edits))
    starts = np.array([edit.start for edit in edits[:1]], np.int64)
    ends = np.array([edit.end for edit in edits[-1:]], np.int64)
    return np.full(some, rule), starts, ends, edits, np.zeros(len(edits), np.int64)


def _furniture(text: str, layout: Layout, rule: int) -> tuple[_Found, list[Details]]:
    """One hit an edit that removes furniture, placed from its first line to its last."""
    _, starts, ends, edits, own = _each(layout.furniture, rule)
    if not edits:
        return (np.full(0, rule), starts, ends, edits, own), []
    blocks = [block for block in layout.blocks if block.type == "furniture"]
    heads, tails = [block.start for block in blocks], [block.end for block in blocks]
    places = [
        (heads[bisect_left(heads, one.start)], tails[bisect_left(tails, one.end + 1) - 1]) for one in edits
    ]
    table = np.array(places, np.int64)
    found: list[Details] = [{"found": " ".join(text[start:end].split())} for start, end in places]
    return (np.full(len(edits), rule), table[:, 0], table[:, 1], edits, own), found
