"""The kind ``entity``: a label on names out of lists, on patterns, on people, on what names grow into."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from corpuskit.entities.batch import Batch, added, joined
from corpuskit.entities.limits import Demands, Shelf
from corpuskit.entities.memory import Memory
from corpuskit.entities.people import People
from corpuskit.entities.rule import (
    FORM_LISTS,
    EntityRule,
    limit_faults,
    pattern_faults,
    regex_of_rule,
    words_of,
)
from corpuskit.errors import RuleFault
from corpuskit.letters import FewLetters
from corpuskit.matching import Lists, Utf8
from corpuskit.model import Find, Hits, IntArray, Options, Stage, View
from corpuskit.unicode import code_points

__all__ = ["DETAILS", "STAGE", "EntityRule", "compile", "faults"]

STAGE = Stage.TAG
DETAILS: frozenset[str] = frozenset()

#: Code points behind a name that an ``extends`` pattern may look at.
REACH = 32
#: How often a name may grow: 重庆 > 重庆大学 > 重庆大学可持续发展研究院.
ROUNDS = 3

_LISTS = ("names", "leads", "surnames", "given")
_GO_WITH_A_PATTERN = ("group", "split", "leads", "shortened", "lists", "extends", "apart")


def faults(rule: EntityRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: no one way to look, lists that are empty, patterns RE2 refuses."""
    ways = [name for name in ("names", "pattern", "surnames", "recalls") if getattr(rule, name)]
    if len(ways) != 1:
        problem = f"{' and '.join(ways) or 'none'} of names, pattern, surnames, recalls given"
        yield RuleFault(rule.code, ways[-1] if ways else "", problem, "exactly one of them")
    yield from _key_faults(rule)
    lists = {key: getattr(rule, key) for key in _LISTS}
    named = {f"lists.{key}": value for key, value in rule.lists.items()}
    yield from limit_faults(rule, lists | named, options)
    if rule.pattern:
        yield from pattern_faults(rule, "pattern", options, rule.group)


def _key_faults(rule: EntityRule) -> Iterator[RuleFault]:
    for key in ("shortened", "trusted"):
        if getattr(rule, key) and not (rule.words and "end" in rule.against):
            yield RuleFault(rule.code, key, 'needs words, and against = ["end"]')
    if bool(rule.surnames) != bool(rule.given):
        yield RuleFault(rule.code, "given", "surnames and given go together")
    for key in _GO_WITH_A_PATTERN:
        if getattr(rule, key) and not rule.pattern and not (key == "lists" and rule.recalls):
            yield RuleFault(rule.code, key, "needs a pattern")
    if rule.forms != ("whole", "family") and not rule.recalls:
        yield RuleFault(rule.code, "forms", "needs recalls")
    needed = {name for form in rule.forms for name in FORM_LISTS.get(form, ())}
    for name in sorted(needed - rule.lists.keys()) if rule.recalls else ():
        yield RuleFault(rule.code, "forms", f"{', '.join(rule.forms)} need lists.{name}")
    if not set(rule.given_lengths) <= {1, 2} or not rule.given_lengths:
        yield RuleFault(rule.code, "given_lengths", str(list(rule.given_lengths)), "[1], [2], [1, 2]")


def compile(rules: Sequence[EntityRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults. Its hits may overlap; nothing is settled yet."""
    shelf = Shelf.of(options)
    demands = Demands(rules, shelf)
    seekers = [_people(rules, shelf), _gazetteer(rules, shelf), _patterns(rules, options)]
    growers = [
        (index, rule, FewLetters(regex_of_rule(rule, options)))
        for index, rule in enumerate(rules)
        if rule.extends
    ]
    memory = Memory(rules, shelf) if any(rule.recalls for rule in rules) else None

    def find(views: Sequence[View]) -> list[Hits]:
        text = shelf.batch(views)
        rows = demands.allowed(joined([seek(text) for seek in seekers]), text)
        new = rows
        for _ in range(ROUNDS):
            new = demands.allowed(added(_grown(growers, text, new, rules), rows), text)
            if not len(new):
                break
            rows = joined([rows, new])
        if memory is not None:
            rows = joined([rows, demands.allowed(memory.again(text, rows), text)])
        return text.hits(rows)

    return find


_Seek: TypeAlias = Callable[[Batch], IntArray]
#: The place of a rule that extends others, the rule, and its pattern.
_Grower: TypeAlias = tuple[int, EntityRule, FewLetters]


def _gazetteer(rules: Sequence[EntityRule], shelf: Shelf) -> _Seek:
    """All rules with ``names``, in one automaton."""
    names = Lists([shelf.words(rule, rule.names) for rule in rules])
    return lambda text: text.uncut(names.table(text.utf8))


def _people(rules: Sequence[EntityRule], shelf: Shelf) -> _Seek:
    """All rules with ``surnames``; those with the same lists share a scan."""
    scans: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for index, rule in enumerate(rules):
        if rule.surnames:
            lists = shelf.words(rule, rule.surnames), shelf.words(rule, rule.given)
            scans.setdefault(lists, []).append(index)
    searches = [(People(*lists), indices) for lists, indices in scans.items()]

    def seek(text: Batch) -> IntArray:
        rows = []
        for people, indices in searches:
            found = people.spans(text.codes)
            for index in indices:
                chosen = found[np.isin(found[:, 2], rules[index].given_lengths)]
                rows.append(np.insert(chosen[:, :2], 0, index, axis=1))
        return joined(rows)

    return seek


def _patterns(rules: Sequence[EntityRule], options: Options) -> _Seek:
    """All rules with a pattern of their own."""
    searches = [
        (index, rule, regex_of_rule(rule, options), words_of(rule, rule.leads, options))
        for index, rule in enumerate(rules)
        if rule.pattern and not rule.extends
    ]

    def seek(text: Batch) -> IntArray:
        rows = [
            (index, _behind(leads, text.text, low, high), high)
            for index, rule, regex, leads in searches
            for start, end in text.matches(regex, rule.group)
            for low, high in _split(rule.split, text.text, start, end)
        ]
        return np.array(rows, np.int64).reshape(-1, 3)

    return seek


def _split(marks: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``[start, end)`` cut at every character of ``marks``."""
    if not marks:
        yield start, end
        return
    for part in re.finditer(f"[^{re.escape(marks)}]+", text[start:end]):
        yield start + part.start(), start + part.end()


def _behind(leads: Sequence[str], text: str, start: int, end: int) -> int:
    """Where the last of ``leads`` in ``[start, end)`` ends, or ``start``; something is always left."""
    held = text[start : end - 1]
    return start + max((held.rfind(lead) + len(lead) for lead in leads if lead in held), default=0)


class _Tails:
    """What stands behind names, a line each: `REACH` characters, or up to the end of the line.

    ``bases`` are rows; a name of one character, as 华 in 访华, does not grow and is left out.
    """

    def __init__(self, text: Batch, bases: IntArray) -> None:
        self.bases = bases[bases[:, 2] - bases[:, 1] > 1]
        self._ends = np.unique(self.bases[:, 2])
        self._tails = [text.text[end : end + REACH].partition("\n")[0] for end in self._ends.tolist()]
        self._begins = np.cumsum([0, *(len(tail) + 1 for tail in self._tails)])
        lines = "\n".join(self._tails)
        self._lines, self._codes = Utf8(lines), code_points(lines)

    def grown(self, regex: FewLetters, group: int) -> IntArray:
        """For each of the ``bases`` where ``group`` lies in the text if ``regex``, held to the beginnings of
        lines, matches behind it; -1 where it does not."""
        grown = np.full((len(self._ends), 2), -1, np.int64)
        found = np.array(regex.spans(self._lines, self._codes, group), np.int64).reshape(-1, 2)
        line = np.searchsorted(self._begins, found[:, 0], side="right") - 1
        inside = found[:, 1] < self._begins[line + 1]
        for low, high in found[~inside].tolist():
            self._grow_alone(grown, regex, group, low, high)
        found, line = found[inside], line[inside]
        grown[line] = found + (self._ends[line] - self._begins[line])[:, None]
        return grown[np.searchsorted(self._ends, self.bases[:, 2])]

    def _grow_alone(self, grown: IntArray, regex: FewLetters, group: int, *match: int) -> None:
        """Look at each of the tails by itself that a ``match`` runs across: it hid their own."""
        first, last = np.searchsorted(self._begins, match, side="right") - 1
        for at in range(first, min(last + 1, len(self._tails))):
            tail = self._tails[at]
            for span in regex.spans(Utf8(tail), code_points(tail), group):
                grown[at] = span + self._ends[at]


def _grown(growers: Sequence[_Grower], text: Batch, rows: IntArray, rules: Sequence[EntityRule]) -> IntArray:
    """Longer names out of ``rows`` with the labels that rules extend."""
    tails: dict[tuple[str, ...], _Tails] = {}
    found = []
    for index, rule, regex in growers:
        if rule.extends not in tails:
            labelled = np.array([one.label in rule.extends for one in rules], np.bool_)
            tails[rule.extends] = _Tails(text, rows[labelled[rows[:, 0]]])
        behind = tails[rule.extends]
        longer = np.insert(behind.grown(regex, rule.group), 0, index, axis=1)
        if not rule.apart:
            longer[:, 1] = behind.bases[:, 1]
        found.append(longer[longer[:, 2] >= 0])
    return joined(found)
