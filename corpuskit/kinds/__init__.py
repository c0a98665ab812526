"""The kinds of rules: how a rule looks. One module a kind, one line a kind in ``KINDS``."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from corpuskit.errors import RuleFault
from corpuskit.kinds import (
    characters,
    entity,
    linebreak,
    measure,
    model,
    mojibake,
    pairs,
    pattern,
    script,
    term,
)
from corpuskit.model import Find, Options, Rule, Stage, View

#: What counts, in views, what the rules of a kind ask a census for.
Count: TypeAlias = Callable[[Sequence[View]], Mapping[str, Counter[str]]]


class KindModule(Protocol):
    """What the module of a kind offers."""

    @property
    def STAGE(self) -> Stage:
        """When the kind looks."""

    @property
    def DETAILS(self) -> frozenset[str]:
        """The names a message may use in braces, beside ``found``."""

    def faults(self, rule: Any, options: Options) -> Iterator[RuleFault]:
        """What is wrong with a rule, as far as its struct does not say so."""

    def compile(self, rules: Sequence[Any], options: Options) -> Find:
        """One ``Find`` for all ``rules`` of the kind, which have no faults."""


class Kind(NamedTuple):
    """The struct of a kind's rules, its module and, if some of its rules need a census, what counts."""

    rule: type[Rule]
    module: KindModule
    counter: Callable[[Sequence[Any], Options], Count] | None = None


#: By the value of a rule's ``kind`` key, which is also the tag of its struct.
KINDS: Mapping[str, Kind] = {
    "characters": Kind(characters.CharactersRule, characters),
    "pairs": Kind(pairs.PairsRule, pairs),
    "pattern": Kind(pattern.PatternRule, pattern),
    "script": Kind(script.ScriptRule, script),
    "mojibake": Kind(mojibake.MojibakeRule, mojibake),
    "term": Kind(term.TermRule, term, term.counter),
    "measure": Kind(measure.MeasureRule, measure),
    "entity": Kind(entity.EntityRule, entity),
    "model": Kind(model.ModelRule, model),
    "linebreak": Kind(linebreak.LinebreakRule, linebreak),
}
