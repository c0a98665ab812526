"""What a rule demands of a hit, wherever it came from."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import is_
from typing import Any, TypeAlias, TypeVar

import numpy as np

from corpuskit.contexts import Context, Contexts
from corpuskit.entities.batch import Batch, joined
from corpuskit.entities.lexicon import COVER, END, START, Lexicon
from corpuskit.entities.neighbours import Neighbours, Scan
from corpuskit.entities.rule import SIDES, EntityRule, LabelRule, WordList, regex_of_rule, words_of
from corpuskit.matching import Regex, Scope, first_characters
from corpuskit.model import IntArray, Options, View

_EDGES = {"start": START, "end": END}
_T = TypeVar("_T")
_Check: TypeAlias = Callable[[Batch, int, int], bool]


class Shelf:
    """The lists of the rules on labels, each compiled once however many rules name it, and what the kinds of
    such rules make of a batch, each once as well.

    One thread at a time compiles; others may find at the same time.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self._made: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._beside: tuple[Neighbours, ...] = ()
        self._scan = Scan(self._beside)
        self._last: Batch | None = None

    @classmethod
    def of(cls, options: Options) -> "Shelf":
        """That of all kinds which are compiled with ``options``."""
        shelf: Shelf = options.shared.setdefault(cls, cls(options))
        return shelf

    def words(self, rule: LabelRule, value: WordList) -> tuple[str, ...]:
        """The words of a list."""
        return words_of(rule, value, self.options)

    def get(self, make: Callable[[tuple[str, ...]], _T], rule: LabelRule, value: WordList) -> _T | None:
        """``make`` of the words of a list; ``None`` for an empty one."""
        words = self.words(rule, value)
        if not words:
            return None
        key = make.__name__, words
        if key not in self._made:
            self._made[key] = fresh = make(words)
            self._last = None
            if isinstance(fresh, Neighbours):
                self._beside = (*self._beside, fresh)
        made: _T = self._made[key]
        return made

    def _scanning(self) -> Scan:
        """Of all the lists of neighbours that there are by now."""
        lists, scan = self._beside, self._scan
        if scan.lists is not lists:  # and not one that another thread began to make before the last came
            self._scan = scan = Scan(lists)
        return scan

    def batch(self, views: Sequence[View]) -> Batch:
        """``views`` as a batch; for the same ones again the same batch, with all that it was asked for."""
        last = self._last
        if last is None or len(last.views) != len(views) or not all(map(is_, last.views, views)):
            self._last = None  # two batches at a time are one too many
            self._last = last = Batch(views, self._scanning())
        return last


class Limits:
    """What a rule demands of a hit, wherever it came from."""

    def __init__(self, rule: LabelRule, shelf: Shelf) -> None:
        sides = [(key, shelf.get(Neighbours, rule, getattr(rule, key))) for key in SIDES]
        self._sides = [(key, words) for key, words in sides if words is not None]
        if behind := shelf.get(Neighbours, rule, tuple(_behind(rule.only))):
            self._sides.append(("followed_by", behind))
        self._without = shelf.get(Neighbours, rule, rule.without)
        self.lexicon = shelf.get(Lexicon, rule, rule.words)
        self._silent = shelf.get(Neighbours, rule, rule.trusted)
        self._whole = _whole(rule, shelf.options)
        self._asks_end = self._silent is not None or self._whole is not None
        edges = [edge for edge in rule.against if edge in _EDGES and not (edge == "end" and self._asks_end)]
        self.fatal = COVER + sum(_EDGES[edge] for edge in edges)
        self.both = START | END if "both" in rule.against else -1
        self.within = "within" in rule.against
        self._unless = Contexts(rule.code, rule.unless, "unless")
        self._only = Contexts(rule.code, rule.only, "only") if rule.only else None
        self._scope = Scope(rule.blocks, rule.not_blocks) if rule.blocks or rule.not_blocks else None
        self._checks = list(self._checks_of(rule, shelf))

    def _checks_of(self, rule: LabelRule, shelf: Shelf) -> Iterator[_Check]:
        """What has to be asked of every hit, the cheapest first."""
        if exceptions := frozenset(shelf.words(rule, rule.exceptions)):
            yield lambda text, start, end: text.text[start:end] not in exceptions
        if rule.unless or rule.only:
            yield self._stands

    def ending(self, rows: IntArray, text: Batch) -> IntArray:
        """The rows whose end no word runs across, some of them shortened, where the rule has its own way."""
        if not self._asks_end or self.lexicon is None or not len(rows):
            return rows
        stand, rows = text.standing(self.lexicon), rows.copy()
        silent = None if self._silent is None else partial(text.beside, self._silent, before=False)
        cuts = self.lexicon.crossing_end(stand, rows[:, 1], rows[:, 2], silent)
        for row in np.flatnonzero(cuts):
            start, end = rows[row, 1], rows[row, 2] - cuts[row]
            if self._matches(text.text[start:end]):
                rows[row, 2] = end
        left: IntArray = rows[self.lexicon.crossing_end(stand, rows[:, 1], rows[:, 2], silent) == 0]
        return left

    def _matches(self, name: str) -> bool:
        regex, group = self._whole or (None, 0)
        return regex is not None and (0, len(name)) in regex.spans(name, group)

    def beside(self, rows: IntArray, text: Batch) -> IntArray:
        """The rows that stand in the right block beside the right words, and hold no wrong one."""
        if self._scope is not None:
            rows = rows[text.scope(self._scope)[rows[:, 1]]]
        for key, words in self._sides:
            before = key.endswith("preceded_by")
            stands = text.beside(words, rows[:, 1 if before else 2], before=before)
            rows = rows[~stands if key.startswith("not_") else stands]
        if self._without is not None:
            rows = text.free_of(self._without, rows)
        return rows

    def standing(self, rows: IntArray, text: Batch) -> IntArray:
        """The rows that pass what has to be asked of them one by one."""
        for check in self._checks:
            rows = rows[np.array([check(text, start, end) for _, start, end in rows.tolist()], np.bool_)]
        return rows

    def _stands(self, text: Batch, start: int, end: int) -> bool:
        view, begin = text.view_of(start)
        place = view.text, start - begin, end - begin
        return not self._unless.hold(*place) and (self._only is None or self._only.hold(*place))


def _whole(rule: LabelRule, options: Options) -> tuple[Regex, int] | None:
    """What a hit that is shortened must match, and as which group."""
    if isinstance(rule, EntityRule) and rule.shortened:
        return regex_of_rule(rule, options), rule.group
    return None


def _behind(only: Sequence[Context]) -> str:
    """The characters one of which must stand behind a hit for one of the contexts to hold, if they say so:
    looked for everywhere at once they spare most hits from being asked one by one."""
    found = [first_characters(one.followed_by_pattern) for one in only]
    return "".join(found) if all(found) else ""


class Demands:
    """The limits of all rules of a kind, in the order of the rules."""

    def __init__(self, rules: Sequence[LabelRule], shelf: Shelf) -> None:
        self._limits = limits = [Limits(rule, shelf) for rule in rules]
        lexicons = dict.fromkeys(one.lexicon for one in limits if one.lexicon is not None)
        self._evidence = {
            lexicon: np.array([(one.lexicon is lexicon, one.fatal, one.both, one.within) for one in limits])
            for lexicon in lexicons
        }

    def allowed(self, rows: IntArray, text: Batch) -> IntArray:
        """The rows that their rules allow; the cheapest tests come first."""
        if not len(rows):
            return rows
        limits = self._limits
        rows = _by_rule(rows, lambda rule, mine: limits[rule].beside(limits[rule].ending(mine, text), text))
        for lexicon, table in self._evidence.items():
            rows = _trusted(rows, text, lexicon, table)
        return _by_rule(rows, lambda rule, mine: limits[rule].standing(mine, text))


def _by_rule(rows: IntArray, kept: Callable[[int, IntArray], IntArray]) -> IntArray:
    """``kept`` of the rows of each rule, in the order of the rules."""
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    first = np.flatnonzero(np.diff(rows[:, 0], prepend=-1))
    rules = rows[first, 0].tolist()
    return joined([kept(*one) for one in zip(rules, np.split(rows, first[1:]), strict=False)])


def _trusted(rows: IntArray, text: Batch, lexicon: Lexicon, table: IntArray) -> IntArray:
    """The rows that no word of ``lexicon`` speaks against, if it is that of their rule: for each rule
    ``table`` says whether it is, and what counts."""
    asked, fatal, both, within = table[rows[:, 0]].T
    ask = np.flatnonzero(asked)
    if not len(ask):
        return rows
    stand = text.standing(lexicon)
    flags = np.zeros(len(rows), np.int64)
    flags[ask] = lexicon.against(stand, rows[ask, 1], rows[ask, 2])
    good = (flags & fatal == 0) & (flags & both != both)
    ask = np.flatnonzero(asked & within & good)
    good[ask] = ~lexicon.within(stand, rows[ask, 1], rows[ask, 2])
    trusted: IntArray = rows[good]
    return trusted
