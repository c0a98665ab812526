"""What a rule demands of a hit, wherever it came from."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np

from corpuskit.entities.batch import Batch, joined
from corpuskit.entities.lexicon import Lexicon
from corpuskit.entities.neighbours import Neighbours
from corpuskit.entities.rule import EntityRule, WordList, words_of
from corpuskit.matching import Contexts, Scope
from corpuskit.model import IntArray, Options

#: The keys of a rule that say what stands beside a hit.
SIDES = ("preceded_by", "followed_by", "not_preceded_by", "not_followed_by")

_T = TypeVar("_T")
_Check: TypeAlias = Callable[[Batch, int, int], bool]


class Shelf:
    """The lists of the rules, each compiled once however many rules name it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._made: dict[tuple[str, tuple[str, ...]], Any] = {}

    def words(self, rule: EntityRule, value: WordList) -> tuple[str, ...]:
        """The words of a list."""
        return words_of(rule, value, self._options)

    def get(self, make: Callable[[tuple[str, ...]], _T], rule: EntityRule, value: WordList) -> _T | None:
        """``make`` of the words of a list; ``None`` for an empty one."""
        words = self.words(rule, value)
        if not words:
            return None
        key = make.__name__, words
        if key not in self._made:
            self._made[key] = make(words)
        made: _T = self._made[key]
        return made


class Limits:
    """What a rule demands of a hit, wherever it came from."""

    def __init__(self, rule: EntityRule, shelf: Shelf) -> None:
        sides = [(key, shelf.get(Neighbours, rule, getattr(rule, key))) for key in SIDES]
        self._sides = [(key, words) for key, words in sides if words is not None]
        self._against = frozenset(rule.against)
        self._unless = Contexts(rule.code, rule.unless, "unless")
        self._only = Contexts(rule.code, rule.only, "only") if rule.only else None
        self._scope = Scope(rule.blocks, rule.not_blocks) if rule.blocks or rule.not_blocks else None
        self._checks = list(self._checks_of(rule, shelf))

    def _checks_of(self, rule: EntityRule, shelf: Shelf) -> Iterator[_Check]:
        """What has to be asked of every hit, the cheapest first."""
        if exceptions := frozenset(shelf.words(rule, rule.exceptions)):
            yield lambda text, start, end: text.text[start:end] not in exceptions
        if without := shelf.words(rule, rule.without):
            yield lambda text, start, end: not any(word in text.text[start:end] for word in without)
        if lexicon := shelf.get(Lexicon, rule, rule.words):
            yield lambda text, start, end: not self._refuted(lexicon, text.text, start, end)
        if rule.unless or rule.only:
            yield self._stands

    def allowed(self, rows: IntArray, text: Batch) -> IntArray:
        """The rows that count; the cheapest tests come first."""
        if self._scope is not None:
            rows = rows[text.scope(self._scope)[rows[:, 1]]]
        for key, words in self._sides:
            before = key.endswith("preceded_by")
            stands = text.mask(words, before)[rows[:, 1 if before else 2]]
            rows = rows[~stands if key.startswith("not_") else stands]
        for check in self._checks:
            rows = rows[np.array([check(text, start, end) for _, start, end in rows.tolist()], np.bool_)]
        return rows

    def _stands(self, text: Batch, start: int, end: int) -> bool:
        view, begin = text.view_of(start)
        place = view.text, start - begin, end - begin
        return not self._unless.hold(*place) and (self._only is None or self._only.hold(*place))

    def _refuted(self, lexicon: Lexicon, text: str, start: int, end: int) -> bool:
        """Whether ordinary words speak against a hit."""
        against = self._against
        if lexicon.cover(text, start, end) or ("within" in against and lexicon.within(text, start, end)):
            return True
        crossed = bool(against & {"start", "both"}) and lexicon.cross_start(text, start, end)
        if crossed and "start" in against:
            return True
        return ("end" in against or crossed) and lexicon.cross_end(text, start, end)


def allowed(rows: IntArray, text: Batch, limits: Sequence[Limits]) -> IntArray:
    """The rows that their rules allow."""
    kept = [limits[rule].allowed(rows[rows[:, 0] == rule], text) for rule in np.unique(rows[:, 0]).tolist()]
    return joined(kept)
