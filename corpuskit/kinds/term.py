"""The kind ``term``: variants of a preferred form, found as characters by one automaton for all rules.

A variant of four Han characters or more is also found where a line break that was kept cuts it in two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from corpuskit.errors import RuleFault
from corpuskit.matching import Context, Contexts, Scope, Words, cuts_word, fault_of
from corpuskit.model import (
    Details,
    Edit,
    Find,
    Fix,
    Hits,
    Options,
    ScopedRule,
    Span,
    Stage,
    View,
)
from corpuskit.seams import Seams, fills_lines

STAGE = Stage.TEXT
DETAILS = frozenset({"prefer", "reference"})
_Row: TypeAlias = tuple[int, int, int, Details, Sequence[Edit]]
#: Characters that a variant needs, and may have, to be looked for across a line break.
_SEAM_SHORTEST, _SEAM_LONGEST = 4, 16
#: Characters around a line break that contexts may look at.
_AROUND = 64


class TermRule(ScopedRule, tag="term", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for variants of a preferred form.

    Either ``prefer`` with its ``variants``, or a ``table``: a TSV file with the columns preferred form,
    variant and, if there is one, the reference. A variant that shares a character with a word of ``keep``,
    or stands inside a preferred form of any rule, is no hit; nor is one that Latin letters or digits run
    on from.
    """

    prefer: str = ""
    variants: tuple[str, ...] = ()
    table: str = ""
    keep: tuple[str, ...] = ()
    ignore_case: bool = False
    unless: tuple[Context, ...] = ()


class Entry(NamedTuple):
    """One variant of one rule, and the place that names it: a key, or a line of its table."""

    rule: int
    prefer: str
    variant: str
    reference: str
    place: str


def faults(rule: TermRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: keys that do not fit together, lines that are no entry, idle variants."""
    if bool(rule.table) == bool(rule.prefer or rule.variants):
        yield RuleFault(rule.code, "", "either 'prefer' and 'variants', or 'table' is needed")
        return
    yield from fault_of(Contexts, rule.code, rule.unless)
    if "" in rule.keep:
        yield RuleFault(rule.code, "keep", "an empty word")
    seen: set[str] = set()
    for entry in _entries(0, rule, options):
        problem = _problem(entry, seen, rule.ignore_case)
        if problem:
            yield RuleFault(rule.code, entry.place, problem)
        seen.add(entry.variant)
    if not seen:
        yield RuleFault(rule.code, rule.table or "variants", "no variants")


def _problem(entry: Entry, seen: set[str], ignore_case: bool) -> str:
    if not entry.prefer or not entry.variant:
        return "preferred form and variant, with a tab between, are needed"
    if "\n" in entry.variant + entry.prefer:
        return f"{entry.variant!r}: a line break; variants are found across line breaks without one"
    if entry.variant == entry.prefer and not ignore_case:
        return f"{entry.variant!r} is the preferred form itself"
    return f"{entry.variant!r} is listed twice" if entry.variant in seen else ""


def _entries(index: int, rule: TermRule, options: Options) -> Iterator[Entry]:
    for variant in rule.variants:
        yield Entry(index, rule.prefer, variant, rule.reference, "variants")
    lines = options.tables[rule.code, rule.table] if rule.table else ()
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            prefer, variant, reference = [*line.split("\t"), "", ""][:3]
            yield Entry(index, prefer, variant, reference or rule.reference, f"{rule.table}:{number}")


def compile(rules: Sequence[TermRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults: one automaton, one pass over a text."""
    entries = [entry for index, rule in enumerate(rules) for entry in _entries(index, rule, options)]
    plain = [entry for entry in entries if not rules[entry.rule].ignore_case]
    folded = [entry for entry in entries if rules[entry.rule].ignore_case]
    searches = [
        _Search(rules, group, entries, fold) for group, fold in ((plain, False), (folded, True)) if group
    ]

    def find(views: Sequence[View]) -> list[Hits]:
        return [Hits.of([row for search in searches for row in search.rows(view)]) for view in views]

    return find


class _Found(NamedTuple):
    """A variant in a view: where it stands, and how it reads without a line break."""

    start: int
    end: int
    entry: Entry
    text: str


class _Search:
    """The variants of all rules that fold case, or of all that do not."""

    def __init__(
        self, rules: Sequence[TermRule], entries: Sequence[Entry], everything: Sequence[Entry], fold: bool
    ) -> None:
        self._rules, self._entries, self._fold = rules, entries, fold
        variants = [self._folded(entry.variant) for entry in entries]
        self._words = Words(variants)
        self._longer = _longer_forms(self._words, {self._folded(entry.prefer) for entry in everything})
        self._unless = [Contexts(rule.code, rule.unless) for rule in rules]
        self._keep = [[self._folded(word) for word in rule.keep] for rule in rules]
        self._scopes = [Scope(rule.blocks, rule.not_blocks) for rule in rules]
        self._seams = Seams([one for one in variants if _SEAM_SHORTEST <= len(one) <= _SEAM_LONGEST])

    def rows(self, view: View) -> Iterator[_Row]:
        """The hits in ``view``; of variants inside one another the longest."""
        for start, end, entry, text in _outermost([*self._in_lines(view), *self._across_breaks(view)]):
            details = {"found": text, "prefer": entry.prefer, "reference": entry.reference}
            fixed = self._rules[entry.rule].fix is not Fix.NONE
            yield entry.rule, start, end, details, (Edit(start, end, entry.prefer),) if fixed else ()

    def _folded(self, text: str) -> str:
        return _lower(text) if self._fold else text

    def _in_lines(self, view: View) -> Iterator[_Found]:
        text = self._folded(view.text)
        for index, start, end in self._words.spans(text):
            found = _Found(start, end, self._entries[index], view.text[start:end])
            if self._is_wrong(found.entry, view.text, text, Span(start, end)) and self._looks_at(found, view):
                yield found

    def _across_breaks(self, view: View) -> Iterator[_Found]:
        befores, afters = self._seams.places(view.codes)
        if not len(befores):
            return
        joined = self._folded(self._seams.joined(view.codes, befores, afters))
        for index, at, end in self._words.spans(joined):
            row, left, right = self._seams.cut(at, end)
            if not left or not right or end - at < _SEAM_SHORTEST:
                continue
            before, after = int(befores[row]) + 1, int(afters[row])
            found = _Found(before - left, after + right, self._entries[index], joined[at:end])
            if self._is_cut(found, view, before, after) and self._looks_at(found, view):
                yield found

    def _is_cut(self, found: _Found, view: View, before: int, after: int) -> bool:
        """Whether the line break ``[before, after)`` cuts a variant; in a list of words it does not."""
        text = view.text
        if fills_lines(text, found.start, found.end):
            return False
        head = text[max(0, before - _AROUND) : before]
        whole = head + text[after : after + _AROUND]
        start = len(head) - (before - found.start)
        span = Span(start, start + len(found.text))
        return self._is_wrong(found.entry, whole, self._folded(whole), span)

    def _looks_at(self, found: _Found, view: View) -> bool:
        return self._scopes[found.entry.rule].allows(view.blocks, found.start, found.end)

    def _is_wrong(self, entry: Entry, text: str, folded: str, span: Span) -> bool:
        """Whether the variant at ``span`` is one, and no part of something that is right."""
        start, end = span
        return not (
            text[start:end] == entry.prefer
            or cuts_word(text, start, end)
            or any(
                folded.startswith(form, start - at)
                for form, at in self._longer.get(folded[start:end], ())
                if at <= start
            )
            or any(_shares(folded, span, word) for word in self._keep[entry.rule])
            or self._unless[entry.rule].hold(text, start, end)
        )


def _longer_forms(words: Words, forms: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """For each word that stands inside a longer one of ``forms``: that form, and where in it."""
    longer = defaultdict(list)
    for form in sorted(forms):
        for _, start, end in words.spans(form):
            if end - start < len(form):
                longer[form[start:end]].append((form, start))
    return longer


def _shares(text: str, span: Span, word: str) -> bool:
    """Whether an occurrence of ``word`` that reaches beyond ``span`` shares a character with it."""
    start, end = span
    at = text.find(word, max(0, start - len(word) + 1), end + len(word) - 1)
    while at >= 0 and start <= at and at + len(word) <= end:
        at = text.find(word, at + 1, end + len(word) - 1)
    return at >= 0


def _outermost(found: Sequence[_Found]) -> Iterator[_Found]:
    """Of variants inside one another the longest; of the same stretch all."""
    reach, last = -1, (-1, -1)
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.end > reach or one[:2] == last:
            reach, last = one.end, one[:2]
            yield one


def _lower(text: str) -> str:
    """``text`` in lower case, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
