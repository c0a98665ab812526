"""Rounds: what was found in one state of a document, and how the chosen part of it gets written.

The *analysis* (``checker``) applies every safe edit, round by round, whatever was selected, so that what a
stage sees does not depend on what is reported. The *writing*, here, goes through the same rounds with the
chosen edits only, and makes each where the text still reads as the analysis saw it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit import edits as editing
from corpuskit.alignments import Alignments
from corpuskit.model import Details, Diagnostic, Edit, Edits, Fix, IntArray, Rule
from corpuskit.offsets import Alignment


class Hit(msgspec.Struct, frozen=True, eq=False):
    """One hit of one rule; offsets are those of its round's text. ``rank`` is the rule's place in order."""

    rule: Rule
    rank: int
    start: int
    end: int
    details: Details
    edits: Sequence[Edit]


class Round(msgspec.Struct, frozen=True):
    """A state of a document and what was found in it.

    ``made`` are the hits whose edits the analysis applied, ``offered`` those whose edits it could have
    (their fix is unsafe), ``reported`` all others: no edits, or beaten by another hit. ``edits`` are those
    that were made, by their starts.
    """

    text: str
    alignment: Alignment
    made: tuple[Hit, ...] = ()
    offered: tuple[Hit, ...] = ()
    reported: tuple[Hit, ...] = ()
    edits: Edits = Edits([], [], [])


#: Characters that edits of what edits have made may add to any text.
_ROOM = 1000
_Made: TypeAlias = Sequence[tuple[Hit, Sequence[Edit]]]
_Step: TypeAlias = tuple[_Made, str, Alignment]


class Written(msgspec.Struct, frozen=True):
    """What writing made: the text, its alignment with the source, and by which hits (``id``).

    ``steps`` are the hits with their edits, and the text with its alignment that these were made in.
    """

    text: str
    alignment: Alignment
    steps: tuple[_Step, ...]
    hits: frozenset[int]


def settled(text: str, alignment: Alignment, hits: Sequence[Hit], *, once: bool = False) -> Round:
    """The round that ``hits`` make: safe ones settle first; unsafe ones only where no safe one is left.

    Where the stage looks ``once`` there is no later round to offer the unsafe ones in: those are offered
    that share no character with an edit that is made.
    """
    if not hits:
        return Round(text, alignment)
    ordered = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rank))
    made, edits = _winners([hit for hit in ordered if hit.edits and hit.rule.fix is Fix.SAFE])
    unsafe = [hit for hit in ordered if hit.edits and hit.rule.fix is Fix.UNSAFE]
    if made and once and unsafe:
        unsafe = _apart(unsafe, made)
    offered = () if made and not once else _winners(unsafe)[0]
    taken = {id(hit) for hit in (*made, *offered)}
    rest = tuple(hit for hit in ordered if id(hit) not in taken)
    return Round(text, alignment, made, offered, rest, edits)


def runs_away(rounds: Sequence[Round]) -> bool:
    """Whether the edits of the last of the ``rounds`` of a stage, which are not made yet, would make the text
    twice as long as those of the first did: rules that find their own work again double it each time."""
    if len(rounds) < 2:
        return False
    text, (starts, ends, new) = rounds[-1].text, rounds[-1].edits.columns()
    longer = len(text) + sum(map(len, new)) + sum(starts) - sum(ends)
    return longer > 2 * len(rounds[1].text) + _ROOM


def _apart(hits: Sequence[Hit], made: Sequence[Hit]) -> list[Hit]:
    """Those ``hits`` none of whose edits shares a character or its place with an edit of ``made``."""
    taken = sorted({edit[:2] for hit in made for edit in hit.edits})
    places = set(taken)
    starts, ends = [start for start, _ in taken], [end for _, end in taken]

    def is_free(edit: Edit) -> bool:
        low, high = bisect_right(ends, edit.start), bisect_left(starts, edit.end)
        return low >= high and edit[:2] not in places

    return [hit for hit in hits if all(map(is_free, hit.edits))]


def _winners(hits: Sequence[Hit]) -> tuple[tuple[Hit, ...], Edits]:
    """Those of ``hits``, which all have edits, that may make them; these edits by their starts."""
    edits = Edits.of([hit.edits for hit in hits]).ordered()
    if edits.apart():
        return tuple(hits), edits
    every, owners = _edits(hits)
    won = editing.settle(every, owners, np.array([hit.rank for hit in hits], np.int64))
    winners = tuple(hit for hit, wins in zip(hits, won.tolist(), strict=True) if wins)
    return winners, Edits.of([hit.edits for hit in winners]).ordered()


def _edits(hits: Sequence[Hit]) -> tuple[list[Edit], IntArray]:
    edits = [hit.edits for hit in hits]
    return [*chain.from_iterable(edits)], np.repeat(np.arange(len(hits)), [*map(len, edits)])


def write(rounds: Sequence[Round], final: Round, level: Fix, chosen: Callable[[Hit], bool]) -> Written:
    """Make the edits of ``rounds`` up to ``level`` whose hits are chosen; the analysis ended in ``final``.

    A chosen edit is left out where another one, earlier, that was not chosen changed what it would replace.
    """
    text, alignment = rounds[0].text, rounds[0].alignment
    steps: list[_Step] = []
    done: set[int] = set()
    for one, after in zip(rounds, (*rounds[1:], final), strict=True):
        offered = one.made + (one.offered if level is Fix.UNSAFE else ())
        hits = [hit for hit in offered if level is not Fix.NONE and chosen(hit)]
        if not hits:
            continue
        same = text is one.text
        made = [(hit, hit.edits) for hit in hits] if same else _moved(hits, one, text, alignment)
        steps.append((made, text, alignment))
        done.update([id(hit) for hit, _ in made])
        if same and hits == [*one.made]:
            text, alignment = after.text, after.alignment
        else:
            text, step = editing.apply(text, Edits.of([own for _, own in made]))
            alignment = step.compose(alignment)
    return Written(text, alignment, tuple(steps), frozenset(done))


def _moved(hits: Sequence[Hit], seen: Round, text: str, alignment: Alignment) -> _Made:
    """``hits`` of a round with their edits on ``text``, which ``alignment`` maps to the source; but for those
    with an edit where it reads otherwise than the round's, or where what an insertion would stand in is gone.
    """
    edits, owners = _edits(hits)
    starts, ends = seen.alignment.to_source([one.start for one in edits], [one.end for one in edits])
    back = alignment.invert()
    firsts, lasts = back.to_source(starts, ends)
    gone = (starts == ends) & _inside(back, starts)
    own: list[list[Edit]] = [[] for _ in hits]
    stale = set()
    rows = zip(edits, owners.tolist(), firsts.tolist(), lasts.tolist(), gone.tolist(), strict=True)
    for edit, owner, first, last, is_gone in rows:
        own[owner].append(Edit(first, last, edit.new))
        if is_gone or text[first:last] != seen.text[edit.start : edit.end]:
            stale.add(owner)
    return [(hit, own[index]) for index, hit in enumerate(hits) if index not in stale]


def _inside(alignment: Alignment, places: IntArray) -> npt.NDArray[np.bool_]:
    """Whether each of the places lies between two characters of one region of ``alignment``."""
    if not len(alignment.starts):
        return np.zeros(len(places), np.bool_)
    region = np.searchsorted(alignment.starts, places, side="left") - 1
    return (region >= 0) & (places < alignment.ends[region])


def places(many: Sequence[Written]) -> list[editing.Places]:
    """Where in its source each document was really changed, with the codes of the rules."""
    steps = [step for written in many for step in written.steps]
    found = iter(_places(steps))
    return [[place for _ in written.steps for place in next(found)] for written in many]


def _places(steps: Sequence[_Step]) -> Iterator[editing.Places]:
    """Those of each step."""
    if not steps:
        return
    edits, sizes = [], []
    for made, text, _ in steps:
        own = [editing.trim(text, edit) if edit[2] else edit for _, edits in made for edit in edits]
        edits += own
        sizes.append(len(own))
    owners = np.repeat(np.arange(len(steps)), sizes)
    starts, ends = np.array([edit[0] for edit in edits]), np.array([edit[1] for edit in edits])
    every = Alignments.of([alignment for _, _, alignment in steps])
    codes = [hit.rule.code for made, _, _ in steps for hit, edits in made for _ in edits]
    spans = every.to_source(owners, starts, ends)
    rows = zip(*(column.tolist() for column in spans), codes, strict=True)
    for size in sizes:
        yield [*islice(rows, size)]


def diagnostics(
    many: Sequence[Sequence[Round]], selected: Callable[[str], bool], fixed: Collection[int] = ()
) -> list[tuple[tuple[int, ...], tuple[Diagnostic, ...]]]:
    """For the rounds of each document, all hits of selected rules as findings in the source, by start, end
    and code.

    Beside them the hits, as `Written.hits` names them; those of ``fixed`` are.
    """
    seen = [
        (number, one.alignment, hits)
        for number, rounds in enumerate(many)
        for one in rounds
        if (hits := [hit for hit in (*one.made, *one.offered, *one.reported) if selected(hit.rule.code)])
    ]
    found: list[list[tuple[int, Diagnostic]]] = [[] for _ in many]
    for (number, _, hits), places in zip(seen, _in_source(seen), strict=True):
        rows = zip(hits, places, strict=True)
        found[number] += [(id(hit), _diagnostic(hit, place, id(hit) in fixed)) for hit, place in rows]
    for own in found:
        own.sort(key=lambda row: (row[1][3], row[1][4], row[1][0]))  # start, end, code
    return [(tuple([hit for hit, _ in own]), tuple([one for _, one in own])) for own in found]


_Place: TypeAlias = tuple[int, int, Sequence[Edit]]
_new_diagnostic = partial(tuple.__new__, Diagnostic)


def _diagnostic(hit: Hit, place: _Place, is_fixed: bool) -> Diagnostic:
    rule, (start, end, edits) = hit.rule, place
    return _new_diagnostic((rule.code, rule.severity, rule.fix, start, end, hit.details, edits, is_fixed))


def _in_source(seen: Sequence[tuple[int, Alignment, Sequence[Hit]]]) -> Iterator[Sequence[_Place]]:
    """For each list of hits where in the source they are, and their edits there."""
    moved = [(alignment, hits) for _, alignment, hits in seen if len(alignment.starts)]
    mapped = iter(_mapped([alignment for alignment, _ in moved], [hits for _, hits in moved]))
    for _, alignment, hits in seen:
        moves = len(alignment.starts) > 0
        yield next(mapped) if moves else [(hit.start, hit.end, hit.edits) for hit in hits]


def _mapped(alignments: Sequence[Alignment], groups: Sequence[Sequence[Hit]]) -> Iterator[Sequence[_Place]]:
    """The places of groups of hits, each by its alignment."""
    if not groups:
        return
    every = Alignments.of(alignments)
    hits = [*chain.from_iterable(groups)]
    owners = np.repeat(np.arange(len(groups)), [*map(len, groups)])
    starts, ends = every.to_source(
        owners, np.array([hit.start for hit in hits]), np.array([hit.end for hit in hits])
    )
    sizes = [len(hit.edits) for hit in hits]
    firsts, lasts, new = Edits.of([hit.edits for hit in hits]).columns()
    begins, stops = every.to_source(
        np.repeat(owners, sizes), np.array(firsts, np.int64), np.array(lasts, np.int64)
    )
    own = Edits(begins.tolist(), stops.tolist(), new).cut([0, *accumulate(sizes)])
    places = iter(zip(starts.tolist(), ends.tolist(), own, strict=True))
    for group in groups:
        yield [*islice(places, len(group))]
