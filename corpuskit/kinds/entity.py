"""The kind ``entity``: a label on names out of lists, on patterns, on people, on what names grow into."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import msgspec
import numpy as np

from corpuskit.errors import RuleFault
from corpuskit.labels import settle_labels
from corpuskit.lexicon import Lexicon
from corpuskit.matching import (
    Context,
    Contexts,
    Regex,
    Scope,
    Words,
    cuts_word,
    fault_of,
    regex_of,
    scannable,
)
from corpuskit.model import BlockType, Find, Hits, Options, Rule, Stage, View
from corpuskit.people import People

STAGE = Stage.TAG
DETAILS: frozenset[str] = frozenset()

#: The name of a table beside the rule file, or the words themselves.
WordList: TypeAlias = str | tuple[str, ...]
#: Code points behind a name that an ``extends`` pattern may look at.
REACH = 32
#: How often a name may grow: 重庆 > 重庆大学 > 重庆大学可持续发展研究院.
ROUNDS = 3

_LABEL = re.compile(r"[A-Z][A-Z0-9_]*")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_LISTS = ("names", "surnames", "given", "exceptions", "without", "words")
_SIDES = ("preceded_by", "followed_by", "not_preceded_by", "not_followed_by")


class EntityRule(Rule, tag="entity", frozen=True, kw_only=True, forbid_unknown_fields=True):
    r"""A rule that puts ``label`` on names; it never edits.

    It looks in exactly one way: for ``names``; with ``pattern``; for people, a word of ``surnames`` with one
    or two (``given_lengths``) characters of ``given`` behind it; or for what other rules put a label of
    ``recalls`` on elsewhere in the document. With ``extends``, the pattern is held against what stands
    right behind a hit of those labels, and the hit is both together (重庆 + 大学).

    The hit is ``group`` of the match (0: all of it), cut at the characters of ``split``. In a pattern,
    ``{name}`` is one of the words of ``lists.name``. What a list is may be written in the rule or be the
    name of a table: its lines, without those that begin with ``#``, up to the first tab.

    A hit does not count if it is in ``exceptions`` or holds one of ``without``, if it fails ``preceded_by`` or ``followed_by`` (one of
    them must stand right there) or their ``not_`` forms, or if ordinary ``words`` speak against it: one
    that covers it, or, as ``against`` says, words that run across ``both`` its edges, across ``either``,
    across its ``end``; or across either or ``within`` it.
    Of labels that overlap, the higher ``priority`` wins.
    """

    label: str
    priority: int = 0
    names: WordList = ()
    pattern: str = ""
    group: int = 0
    split: str = ""
    lists: dict[str, WordList] = msgspec.field(default_factory=dict)
    extends: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()
    surnames: WordList = ()
    given: WordList = ()
    given_lengths: tuple[int, ...] = (1, 2)
    preceded_by: WordList = ()
    followed_by: WordList = ()
    not_preceded_by: WordList = ()
    not_followed_by: WordList = ()
    exceptions: WordList = ()
    without: WordList = ()
    words: WordList = ()
    against: Literal["both", "either", "end", "within"] = "both"
    unless: tuple[Context, ...] = ()
    only: tuple[Context, ...] = ()
    blocks: tuple[BlockType, ...] = ()
    not_blocks: tuple[BlockType, ...] = ()


class _Row(NamedTuple):
    """A hit: the place of its rule, and where it stands."""

    rule: int
    start: int
    end: int


def words_of(rule: EntityRule, value: WordList, options: Options) -> tuple[str, ...]:
    """The words of a list; raises ``KeyError`` where its table was not read."""
    if not isinstance(value, str):
        return value
    return _first_column(options.tables[rule.code, value])


@lru_cache(maxsize=64)
def _first_column(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What a list file lists: read once, however many rules name it."""
    rows = (line.partition("\t")[0].strip() for line in lines)
    return tuple(dict.fromkeys(row for row in rows if row and not row.startswith("#")))


def faults(rule: EntityRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: no one way to look, lists that are empty, patterns RE2 refuses."""
    if not _LABEL.fullmatch(rule.label):
        yield RuleFault(
            rule.code, "label", repr(rule.label), "upper case letters, digits and _, as PER, LOC, ORG"
        )
    ways = [name for name in ("names", "pattern", "surnames", "recalls") if getattr(rule, name)]
    if len(ways) != 1:
        problem = f"{' and '.join(ways) or 'none'} of names, pattern, surnames, recalls given"
        yield RuleFault(rule.code, ways[-1] if ways else "", problem, "exactly one of them")
    yield from _key_faults(rule)
    yield from _list_faults(rule, options)
    yield from fault_of(Contexts, rule.code, rule.unless, "unless")
    yield from fault_of(Contexts, rule.code, rule.only, "only")
    if rule.pattern:
        yield from _pattern_faults(rule, options)


def _key_faults(rule: EntityRule) -> Iterator[RuleFault]:
    if bool(rule.surnames) != bool(rule.given):
        yield RuleFault(rule.code, "given", "surnames and given go together")
    for key in ("group", "split", "lists", "extends"):
        if getattr(rule, key) and not rule.pattern:
            yield RuleFault(rule.code, key, "needs a pattern")
    if not set(rule.given_lengths) <= {1, 2} or not rule.given_lengths:
        yield RuleFault(rule.code, "given_lengths", str(list(rule.given_lengths)), "[1], [2], [1, 2]")


def _list_faults(rule: EntityRule, options: Options) -> Iterator[RuleFault]:
    lists = {key: getattr(rule, key) for key in (*_LISTS, *_SIDES)}
    for key, value in (lists | {f"lists.{key}": value for key, value in rule.lists.items()}).items():
        try:
            words = words_of(rule, value, options)
        except KeyError:
            yield RuleFault(
                rule.code, key, f"{value!r} was not read", "a .txt or .tsv file beside the rule file"
            )
            continue
        if "" in words or (value and not words):
            yield RuleFault(rule.code, key, "an empty word" if words else f"no words in {value!r}")


def _pattern_faults(rule: EntityRule, options: Options) -> Iterator[RuleFault]:
    for name in _PLACEHOLDER.findall(rule.pattern):
        if name not in rule.lists:
            allowed = ", ".join(f"{{{one}}}" for one in rule.lists) or "none, there is no 'lists'"
            yield RuleFault(rule.code, "pattern", f"unknown list {{{name}}}", allowed)
            return
    try:
        regex = _regex_of(rule, options)
    except RuleFault as fault:
        yield fault
        return
    except KeyError:
        return
    if not 0 <= rule.group <= regex.groups:
        yield RuleFault(rule.code, "group", f"the pattern has no group {rule.group}", f"0 to {regex.groups}")


def compile(rules: Sequence[EntityRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults. Its hits may overlap; nothing is settled yet."""
    limits = [_Limits(rule, options) for rule in rules]
    seekers = [_people(rules, options), _gazetteer(rules, options), *_patterns(rules, options)]
    growers = [_Grower(index, rule, options) for index, rule in enumerate(rules) if rule.extends]
    recallers = [(index, rule) for index, rule in enumerate(rules) if rule.recalls]

    def find_one(view: View) -> Hits:
        text = scannable(view.text)
        rows = [
            row for seek in seekers for row in seek(text, view) if limits[row.rule].allow(text, view, row)
        ]
        new = rows
        for _ in range(ROUNDS):
            grown = {row for grow in growers for row in grow(text, new, rules)}
            new = [row for row in sorted(grown.difference(rows)) if limits[row.rule].allow(text, view, row)]
            if not new:
                break
            rows = rows + new
        for index, rule in recallers:
            recalled = _recall(index, rule, text, rows, rules)
            rows = rows + [row for row in recalled if limits[index].allow(text, view, row)]
        return Hits.of([(*row, {}, ()) for row in dict.fromkeys(rows)])

    return lambda views: [find_one(view) for view in views]


_Seek: TypeAlias = Callable[[str, View], Iterable[_Row]]


def _gazetteer(rules: Sequence[EntityRule], options: Options) -> _Seek:
    """All rules with ``names``, in one automaton."""
    owners: dict[str, list[int]] = {}
    for index, rule in enumerate(rules):
        for name in words_of(rule, rule.names, options):
            owners.setdefault(name, []).append(index)
    if not owners:
        return lambda text, view: ()
    words, owned = Words(list(owners)), list(owners.values())

    def seek(text: str, view: View) -> Iterator[_Row]:
        for word, start, end in words.spans(text):
            if not cuts_word(text, start, end):
                for rule in owned[word]:
                    yield _Row(rule, start, end)

    return seek


def _people(rules: Sequence[EntityRule], options: Options) -> _Seek:
    """All rules with ``surnames``; those with the same lists share a scan."""
    scans: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for index, rule in enumerate(rules):
        if rule.surnames:
            lists = words_of(rule, rule.surnames, options), words_of(rule, rule.given, options)
            scans.setdefault(lists, []).append(index)
    searches = [(People(*lists), indices) for lists, indices in scans.items()]

    def seek(text: str, view: View) -> Iterator[_Row]:
        for people, indices in searches:
            for start, end, given in people.spans(text, view.codes):
                for index in indices:
                    if given in rules[index].given_lengths:
                        yield _Row(index, start, end)

    return seek


def _patterns(rules: Sequence[EntityRule], options: Options) -> Iterator[_Seek]:
    """One search for each rule with a pattern of its own."""
    for index, rule in enumerate(rules):
        if rule.pattern and not rule.extends:
            yield _pattern(index, rule, _regex_of(rule, options))


def _pattern(index: int, rule: EntityRule, regex: Regex) -> _Seek:
    def seek(text: str, view: View) -> Iterator[_Row]:
        for start, end in regex.spans(text, rule.group):
            yield from _split(index, rule.split, text, start, end)

    return seek


def _split(index: int, marks: str, text: str, start: int, end: int) -> Iterator[_Row]:
    """``[start, end)`` cut at every character of ``marks``."""
    if not marks:
        yield _Row(index, start, end)
        return
    for part in re.finditer(f"[^{re.escape(marks)}]+", text[start:end]):
        yield _Row(index, start + part.start(), start + part.end())


def _regex_of(rule: EntityRule, options: Options) -> Regex:
    """The pattern of ``rule`` with its lists filled in, held to the place where an ``extends`` begins."""

    def alternatives(match: re.Match[str]) -> str:
        words = words_of(rule, rule.lists[match[1]], options)
        return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"

    pattern = _PLACEHOLDER.sub(alternatives, rule.pattern)
    return regex_of(rule.code, "pattern", f"^(?:{pattern})" if rule.extends else pattern)


class _Grower:
    """A rule that makes longer names of hits with the labels it ``extends``."""

    def __init__(self, index: int, rule: EntityRule, options: Options) -> None:
        self._index, self._labels, self._group = index, frozenset(rule.extends), rule.group
        self._regex = _regex_of(rule, options)

    def __call__(self, text: str, rows: Sequence[_Row], rules: Sequence[EntityRule]) -> Iterator[_Row]:
        """The longer hits; each begins where one of ``rows`` does."""
        for row in rows:
            if rules[row.rule].label in self._labels:
                for _, end in self._regex.spans(text[row.end : row.end + REACH], self._group):
                    yield _Row(self._index, row.start, row.end + end)


def _recall(
    index: int, rule: EntityRule, text: str, rows: Sequence[_Row], rules: Sequence[EntityRule]
) -> Iterator[_Row]:
    """Other places of the names that were labelled so in ``rows`` and won there."""
    table = np.array([(*row, rules[row.rule].priority) for row in rows], np.int64).reshape(-1, 4)
    winners, _ = settle_labels(table[:, 1], table[:, 2], table[:, 3], table[:, 0])
    known = [rows[winner] for winner in winners.tolist() if rules[rows[winner].rule].label in rule.recalls]
    names = dict.fromkeys(text[row.start : row.end] for row in known)
    if names:
        for _, start, end in Words(list(names)).spans(text):
            if not cuts_word(text, start, end):
                yield _Row(index, start, end)


class _Limits:
    """What a rule demands of a hit, wherever it came from."""

    def __init__(self, rule: EntityRule, options: Options) -> None:
        self._exceptions = frozenset(words_of(rule, rule.exceptions, options))
        self._without = words_of(rule, rule.without, options)
        sides = [_Side(words_of(rule, getattr(rule, key), options)) for key in _SIDES]
        self._before, self._after, self._not_before, self._not_after = sides
        words = words_of(rule, rule.words, options)
        self._lexicon = Lexicon(words) if words else None
        self._against = rule.against
        self._unless = Contexts(rule.code, rule.unless, "unless")
        self._only = Contexts(rule.code, rule.only, "only") if rule.only else None
        self._scope = Scope(rule.blocks, rule.not_blocks)

    def allow(self, text: str, view: View, row: _Row) -> bool:
        """Whether the hit counts; the cheapest tests come first."""
        _, start, end = row
        return (
            self._neighbours(text, start, end)
            and text[start:end] not in self._exceptions
            and not any(word in text[start:end] for word in self._without)
            and self._scope.allows(view.blocks, start)
            and not (self._lexicon is not None and self._refuted(self._lexicon, text, start, end))
            and not self._unless.hold(text, start, end)
            and (self._only is None or self._only.hold(text, start, end))
        )

    def _neighbours(self, text: str, start: int, end: int) -> bool:
        return not (
            (self._before and not self._before.ends(text, start))
            or (self._after and not self._after.starts(text, end))
            or self._not_before.ends(text, start)
            or self._not_after.starts(text, end)
        )

    def _refuted(self, lexicon: Lexicon, text: str, start: int, end: int) -> bool:
        if lexicon.cover(text, start, end) or (
            self._against == "within" and lexicon.within(text, start, end)
        ):
            return True
        if self._against == "end":
            return lexicon.cross_end(text, start, end)
        crossed = lexicon.cross_start(text, start, end)
        if crossed == (self._against != "both"):
            return crossed
        return lexicon.cross_end(text, start, end)


class _Side:
    """Words that may stand on one side of a hit."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted(set(map(len, self._words)))

    def __bool__(self) -> bool:
        return bool(self._words)

    def ends(self, text: str, at: int) -> bool:
        """Whether one of the words ends at ``at``."""
        return any(at >= length and text[at - length : at] in self._words for length in self._lengths)

    def starts(self, text: str, at: int) -> bool:
        """Whether one of the words starts at ``at``."""
        return any(text[at : at + length] in self._words for length in self._lengths)
