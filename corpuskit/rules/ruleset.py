"""The rules of a run, in order, with what is selected of them and their compiled finders."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import RLock
from typing import Any, Protocol, cast

import msgspec
import numpy as np

from corpuskit.kinds import KINDS, Count
from corpuskit.kinds.linebreak import asks_why_kept
from corpuskit.model import Example, Find, Hits, IntArray, Options, Rule, Stage, Status, View

#: One thread at a time compiles rules: kinds that go together share what they make.
_COMPILING = RLock()


class Pack(msgspec.Struct, frozen=True):
    """A rule file; ``path`` is as it was named, with ``/``.

    ``examples`` belong to the label ``guideline`` and run with all tag rules.
    """

    name: str
    language: str
    path: str
    description: str = ""
    guideline: str = ""
    examples: tuple[Example, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """A rule, the pack it came with, and the ``line`` of its ``[[rule]]`` there."""

    rule: Rule
    pack: Pack
    line: int

    @property
    def stage(self) -> Stage:
        """When the rule looks."""
        return KINDS[kind_of(self.rule)].module.STAGE


class Finder(msgspec.Struct, frozen=True):
    """All rules of one kind for one language, compiled together.

    Hits index ``rules``; ``ranks`` are the places of ``rules`` in the order of the whole rule set.
    """

    rules: tuple[Rule, ...]
    ranks: IntArray
    compiled: Find

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of ``rules``."""
        return tuple(rule.code for rule in self.rules)

    def find(self, views: Sequence[View]) -> list[Hits]:
        """The hits of each view."""
        return self.compiled(views)


class Tagging(Protocol):
    """What every rule on labels has."""

    code: str
    label: str
    priority: int


class RuleSet(msgspec.Struct, frozen=True, dict=True):
    """The rules of a run. A value: it pickles, and the compiled finders are made anew where it lands.

    ``notes`` are for whoever selected: the codes that are old, the rules that are deprecated.
    """

    entries: tuple[Entry, ...]
    packs: tuple[Pack, ...]
    selected: frozenset[str]
    options: Options = msgspec.field(default_factory=Options)
    notes: tuple[str, ...] = ()

    @cached_property
    def _by_code(self) -> dict[str, Entry]:
        return {entry.rule.code: entry for entry in self.entries}

    @cached_property
    def _finders(self) -> dict[tuple[Stage, str], tuple[Finder, ...]]:
        return {}

    @cached_property
    def _compiled(self) -> dict[tuple[int, ...], Finder]:
        """By the ranks of their rules, so that languages share what runs on several of them."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """The fields only: compiled patterns do not pickle."""
        return {name: getattr(self, name) for name in self.__struct_fields__}

    def __getitem__(self, code: str) -> Rule:
        """The rule of ``code``; ``KeyError`` if there is none."""
        return self._by_code[code].rule

    def __contains__(self, code: object) -> bool:
        """Whether there is a rule of ``code``, selected or not."""
        return code in self._by_code

    def entry(self, code: str) -> Entry:
        """The rule of ``code`` with its place; ``KeyError`` if there is none."""
        return self._by_code[code]

    def is_selected(self, code: str) -> bool:
        """Whether hits of ``code`` are reported and may be written."""
        return code in self.selected

    def finders(self, stage: Stage, language: str) -> tuple[Finder, ...]:
        """The compiled rules that look at a document of ``language`` in ``stage``, one finder a kind.

        Rules on characters and layout run whether selected or not, since later stages look at what they
        repair, and run on all languages; rules on text and labels run where selected, if their pack is for
        ``language`` or for any. A ``language`` of one script (``zh-Hans``) is its language, too; one without
        is that of all its scripts.
        """
        key = stage, language
        found = self._finders.get(key)
        if found is None:
            with _COMPILING:
                found = self._finders[key] = tuple(map(self._finder, self._ranks(stage, language)))
        return found

    @cached_property
    def asks_why_kept(self) -> bool:
        """Whether a selected rule looks at line breaks of texts that show no wrapping."""
        rules = [entry.rule for entry in self.entries if self.is_selected(entry.rule.code)]
        return any(map(asks_why_kept, rules))

    @cached_property
    def asks_for_script(self) -> bool:
        """Whether the pack of a selected rule is for one script of its language."""
        return any("-" in entry.pack.language and entry.rule.code in self.selected for entry in self.entries)

    @cached_property
    def corpus_wide(self) -> tuple[str, ...]:
        """The codes of the selected rules that need a census."""
        rules = [entry.rule for entry in self.entries]
        return tuple(rule.code for rule in rules if self.is_selected(rule.code) and is_corpus_wide(rule))

    def counters(self, language: str) -> list[Count]:
        """What counts, for a census, what the selected rules on a document of ``language`` ask for."""
        counts = []
        for finder in self.finders(Stage.TEXT, language):
            count = KINDS[kind_of(finder.rules[0])].counter
            if count is not None and any(map(is_corpus_wide, finder.rules)):
                counts.append(count(finder.rules, self.options))
        return counts

    @cached_property
    def corpus_fingerprint(self) -> str:
        """SHA-256 over the rules that need a census, with their tables."""
        codes = set(self.corpus_wide)
        rules = [(entry.pack.language, entry.rule) for entry in self.entries if entry.rule.code in codes]
        tables = [(*key, list(rows)) for key, rows in self.options.tables.items() if key[0] in codes]
        return _digest([rules, tables])

    def _ranks(self, stage: Stage, language: str) -> list[tuple[int, ...]]:
        """The ranks of the rules of each kind that look at a document of ``language`` in ``stage``."""
        by_kind: dict[str, list[int]] = {}
        for rank, entry in enumerate(self.entries):
            if entry.stage is stage and self._runs(entry, language):
                by_kind.setdefault(kind_of(entry.rule), []).append(rank)
        return [*map(tuple, by_kind.values())]

    def _finder(self, ranks: tuple[int, ...]) -> Finder:
        """The rules of one kind at ``ranks``, compiled."""
        if ranks not in self._compiled:
            rules = tuple(self.entries[rank].rule for rank in ranks)
            compiled = KINDS[kind_of(rules[0])].module.compile(rules, self.options)
            self._compiled[ranks] = Finder(rules, np.array(ranks, np.int64), compiled)
        return self._compiled[ranks]

    def _runs(self, entry: Entry, language: str) -> bool:
        selected = entry.rule.code in self.selected
        if entry.stage in (Stage.CHARACTERS, Stage.LAYOUT):
            return selected or entry.rule.status is not Status.PREVIEW
        own = entry.pack.language
        return selected and (own in ("any", language) or own == _bare(language) or _bare(own) == language)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the rules in order, their tables and the selection: not over paths or TOML style."""
        rules = [(entry.pack.language, entry.rule) for entry in self.entries]
        digests = {id(rows): _digest(list(rows)) for rows in self.options.tables.values()}
        tables = [(code, name, digests[id(rows)]) for (code, name), rows in self.options.tables.items()]
        return _digest([rules, tables, sorted(self.selected)])


def _bare(language: str) -> str:
    """``language`` without its script."""
    return language.partition("-")[0]


def tagging_rules(rules: RuleSet) -> Iterator[tuple[int, Tagging]]:
    """The rules on labels, each with its rank in the order of all."""
    for rank, entry in enumerate(rules.entries):
        if entry.stage is Stage.TAG:
            yield rank, cast(Tagging, entry.rule)


def kind_of(rule: Rule) -> str:
    """The value of the rule's ``kind`` key."""
    return str(rule.__struct_config__.tag)


def is_corpus_wide(rule: Rule) -> bool:
    """Whether the rule looks at a census."""
    return getattr(rule, "scope", "") == "corpus"


def _digest(value: Any) -> str:
    import hashlib  # seldom asked for, and slow to load

    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
