"""The kind ``term``: variants of a preferred form, found as characters by one automaton for all rules.

A variant of four Han characters or more is also found where a line break that was kept cuts it in two.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from corpuskit.model import NO_HITS, Details, Edit, Find, Fix, Hits, Options, Stage, View
from corpuskit.terms.majority import Tally, counts, group_of, ranked
from corpuskit.terms.rule import TermRule, entries, faults
from corpuskit.terms.search import Found, Searches

STAGE = Stage.TEXT
DETAILS = frozenset({"prefer", "reference", "counts"})
_Row: TypeAlias = tuple[int, int, int, Details, Sequence[Edit]]
#: Rule and preferred form: what the spellings of one term have in common.
_Term: TypeAlias = tuple[int, str]


def compile(rules: Sequence[TermRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults: one automaton, one pass over a text."""
    searches = Searches(rules, options)
    judge = _Judge(rules, options)

    def find(views: Sequence[View]) -> list[Hits]:
        rows = zip(searches.find(views), views, strict=True)
        return [Hits.of([*judge.rows(found, view)]) if found else NO_HITS for found, view in rows]

    return find


def counter(
    rules: Sequence[TermRule], options: Options
) -> Callable[[Sequence[View]], Mapping[str, Counter[str]]]:
    """What counts, for a census, the spellings of those ``rules`` whose scope is the corpus.

    All ``rules`` are needed: a preferred form of one is a longer word for another.
    """
    searches = Searches(rules, options)

    def count(views: Sequence[View]) -> Mapping[str, Counter[str]]:
        tallies: dict[str, Counter[str]] = {}
        for found in searches.find(views):
            for _, _, entry, text in found:
                rule = rules[entry.rule]
                if rule.scope == "corpus":
                    tallies.setdefault(group_of(rule.code, entry.prefer), Counter())[text] += 1
        return tallies

    return count


class _Judge:
    """What is wrong of the spellings that were found."""

    def __init__(self, rules: Sequence[TermRule], options: Options) -> None:
        self._rules = rules
        self._preference: dict[_Term, list[str]] = {}
        for index, rule in enumerate(rules):
            if rule.policy == "majority":
                for entry in entries(index, rule, options):
                    self._preference.setdefault((index, entry.prefer), [entry.prefer]).append(entry.variant)

    def rows(self, found: Sequence[Found], view: View) -> Iterator[_Row]:
        """A row for each spelling that should be another one."""
        told, early = self._told(found, view), self._early(found, view)
        for one in found:
            entry = one.entry
            if self._rules[entry.rule].policy == "first-use" and one not in early:
                continue
            details = {"found": one.text, "prefer": entry.prefer, "reference": entry.reference}
            if self._rules[entry.rule].policy == "majority":
                prefer, said = told.get((entry.rule, entry.prefer), (one.text, ""))
                details |= {"prefer": prefer, "counts": said}
            if details["prefer"] != one.text:
                fixed = self._rules[entry.rule].fix is not Fix.NONE
                edits = (Edit(one.start, one.end, details["prefer"]),) if fixed else ()
                yield entry.rule, one.start, one.end, details, edits

    def _early(self, found: Sequence[Found], view: View) -> set[Found]:
        """The short forms that stand before their full form, of each term the first."""
        known: set[_Term] = set()
        early = set()
        for one in found:
            term = one.entry.rule, one.entry.prefer
            if self._rules[one.entry.rule].policy == "first-use" and term not in known:
                known.add(term)
                explained = any(view.text.startswith(mark + one.entry.prefer, one.end) for mark in "（(")
                if one.entry.variant != one.entry.prefer and not explained:
                    early.add(one)
        return early

    def _told(self, found: Sequence[Found], view: View) -> dict[_Term, tuple[str, str]]:
        """For each term with a majority: the spelling of it, and the counts in words."""
        tallies: dict[_Term, Counter[str]] = {}
        for one in found:
            term = one.entry.rule, one.entry.prefer
            if term in self._preference:
                tallies.setdefault(term, Counter())[one.text] += 1
        told = {}
        for term, own in tallies.items():
            tally = self._tally(term, own, view)
            order = ranked(tally, self._preference[term])
            if order:
                told[term] = order[0], counts(tally, order)
        return told

    def _tally(self, term: _Term, own: Tally, view: View) -> Tally:
        """The counts that decide: the document's, or the census's; without a census none do."""
        rule = self._rules[term[0]]
        if rule.scope == "document":
            return own
        return (view.census or {}).get(group_of(rule.code, term[1]), {})


__all__ = ["DETAILS", "STAGE", "TermRule", "compile", "counter", "faults"]
