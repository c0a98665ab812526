"""The spellings of term rules in a text: one automaton for all rules that fold characters alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpuskit.contexts import Contexts
from corpuskit.joined import Joined
from corpuskit.matching import Glimpse, Scope, Utf8, Words, cuts_word
from corpuskit.model import Options, Span, View
from corpuskit.seams import Seams, fills_lines
from corpuskit.terms.rule import Entry, Fold, TermRule, entries, fold_of, words_of

#: Characters that a variant needs, and may have, to be looked for across a line break.
_SEAM_SHORTEST, _SEAM_LONGEST = 4, 16
#: Characters around a line break that contexts may look at.
_AROUND = 64
#: Marks and blanks, at most, between a variant and its preferred form that are set against each other; and
#: those of running text, which part them in a list or a sentence.
_BETWEEN, _RUNNING = 4, "，。；！？、\n"


class Found(NamedTuple):
    """A spelling in a view: where it stands, and how it reads without a line break."""

    start: int
    end: int
    entry: Entry
    text: str


class Searches:
    """All spellings of all rules; of rules on a majority or a first use the preferred ones, too."""

    def __init__(self, rules: Sequence[TermRule], options: Options) -> None:
        """Compile ``rules``, which have no faults."""
        right: set[str] = set()
        groups: dict[Fold, list[Entry]] = defaultdict(list)
        for index, rule in enumerate(rules):
            own = list(entries(index, rule, options))
            right.update(words_of(rule, options), (entry.prefer for entry in own))
            if rule.policy == "majority":
                right.update(entry.variant for entry in own)
            if rule.policy != "prefer":
                preferred = dict.fromkeys(entry._replace(variant=entry.prefer) for entry in own)
                own = [*preferred, *own]
            groups[fold_of(rule)] += own
        self._searches = [_Search(rules, group, right, fold) for fold, group in groups.items()]

    def find(self, views: Sequence[View]) -> list[list[Found]]:
        """What stands in each of ``views``, in order; of spellings that overlap the longest."""
        found: list[list[Found]] = [[] for _ in views]
        for search in self._searches:
            for index in search.able(views):
                found[index] += search.find(views[index])
        return [_longest(own) if own else own for own in found]


class _Search:
    """The spellings of rules that fold characters alike."""

    def __init__(
        self, rules: Sequence[TermRule], group: Sequence[Entry], right: Iterable[str], fold: Fold
    ) -> None:
        folds = fold != Fold()
        if folds:
            group = list({(entry.rule, fold(entry.variant)): entry for entry in reversed(group)}.values())
            right = {fold(word) for word in right}
        spellings = [fold(entry.variant) if folds else entry.variant for entry in group]
        self._rules, self._fold, self._entries = rules, fold, group
        self._words = Words(spellings)
        self._longer = _longer_words(self._words, right)
        self._unless = [Contexts(rule.code, rule.unless) for rule in rules]
        self._keep = [[fold(word) for word in rule.keep] for rule in rules]
        self._scopes = [Scope(rule.blocks, rule.not_blocks) for rule in rules]
        self._seams = Seams([one for one in spellings if _SEAM_SHORTEST <= len(one) <= _SEAM_LONGEST])

    def able(self, views: Sequence[View]) -> Iterable[int]:
        """The indices of the ``views`` that hold a spelling, or a line break that could cut one; and perhaps
        some that do not."""
        if len(views) < 2:
            return range(len(views))
        joined = Joined(views)
        texts = Glimpse([Utf8(self._fold(view.text)) for view in views])
        _, afters = self._seams.places(joined.codes)
        return sorted({*texts.holding_words(self._words), *joined.holding(afters)})

    def find(self, view: View) -> Iterator[Found]:
        """All spellings in ``view`` that are no part of something that is right."""
        yield from self._in_lines(view)
        yield from self._across_breaks(view)

    def _in_lines(self, view: View) -> Iterator[Found]:
        text = self._fold(view.text)
        for index, start, end in self._words.spans(text):
            found = Found(start, end, self._entries[index], view.text[start:end])
            if self._stands_alone(found, view.text, text, Span(start, end)) and self._looks_at(found, view):
                yield found

    def _across_breaks(self, view: View) -> Iterator[Found]:
        befores, afters = self._seams.places(view.codes)
        if not len(befores):
            return
        joined = self._seams.joined(view.codes, befores, afters)
        for index, at, end in self._words.spans(self._fold(joined)):
            row, left, right = self._seams.cut(at, end)
            if not left or not right or end - at < _SEAM_SHORTEST:
                continue
            before, after = int(befores[row]) + 1, int(afters[row])
            found = Found(before - left, after + right, self._entries[index], joined[at:end])
            if self._is_cut(found, view, before, after) and self._looks_at(found, view):
                yield found

    def _is_cut(self, found: Found, view: View, before: int, after: int) -> bool:
        """Whether the line break ``[before, after)`` cuts a spelling; in a list of words it does not."""
        text = view.text
        if fills_lines(text, found.start, found.end):
            return False
        head = text[max(0, before - _AROUND) : before]
        whole = head + text[after : after + _AROUND]
        start = len(head) - (before - found.start)
        return self._stands_alone(found, whole, self._fold(whole), Span(start, start + len(found.text)))

    def _looks_at(self, found: Found, view: View) -> bool:
        return self._scopes[found.entry.rule].allows(view.blocks, found.start, found.end)

    def _stands_alone(self, found: Found, text: str, folded: str, span: Span) -> bool:
        """Whether the spelling at ``span`` is no part of something that is right."""
        start, end = span
        rule = found.entry.rule
        preferred = self._rules[rule].policy == "prefer"
        return not (
            (preferred and found.text == found.entry.prefer)
            or (preferred and _is_beside(text, span, found.entry.prefer))
            or cuts_word(text, start, end)
            or any(
                folded.startswith(word, start - at)
                for word, at in self._longer.get(folded[start:end], ())
                if at <= start
            )
            or any(_shares(folded, span, word) for word in self._keep[rule])
            or self._unless[rule].hold(text, start, end)
        )


def _longer_words(words: Words, right: Iterable[str]) -> Mapping[str, list[tuple[str, int]]]:
    """For each of ``words`` that stands inside a longer word that is right: that one, and where in it."""
    longer = defaultdict(list)
    forms = list(right)
    lines = "\n".join(forms)
    starts = [0]
    for form in forms:
        starts.append(starts[-1] + len(form) + 1)
    at = 0
    for _, start, end in words.spans(lines):
        while starts[at + 1] <= start:
            at += 1
        form = forms[at]
        if end - start < len(form):
            longer[lines[start:end]].append((form, start - starts[at]))
    return longer


def _is_beside(text: str, span: Span, prefer: str) -> bool:
    """Whether the spelling at ``span`` is set against ``prefer``, as in a table of spellings.

    >>> _is_beside("部份（部分）", Span(0, 2), "部分"), _is_beside("大部份，部分", Span(1, 3), "部分")
    (True, False)
    """
    after = text[span.end : span.end + _BETWEEN + len(prefer)].partition(prefer)
    before = text[max(0, span.start - _BETWEEN - len(prefer)) : span.start].rpartition(prefer)
    gaps = [after[0] if after[1] else "", before[2] if before[1] else ""]
    return any(gap and not any(one.isalnum() or one in _RUNNING for one in gap) for gap in gaps)


def _shares(text: str, span: Span, word: str) -> bool:
    """Whether an occurrence of ``word`` that reaches beyond ``span`` shares a character with it."""
    start, end = span
    at = text.find(word, max(0, start - len(word) + 1), end + len(word) - 1)
    while start <= at and at + len(word) <= end:
        at = text.find(word, at + 1, end + len(word) - 1)
    return at >= 0


def _longest(found: Sequence[Found]) -> list[Found]:
    """Of spellings that overlap the longest, of equal ones the first; of the same stretch all. In order."""
    taken: set[int] = set()
    stretches: set[tuple[int, int]] = set()
    for start, end, _, _ in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            stretches.add((start, end))
    return sorted((one for one in found if one[:2] in stretches), key=lambda one: one[:2])
