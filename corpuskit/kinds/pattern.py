"""The kind ``pattern``: a regular expression with contexts, and what its matches are replaced by."""

import re
from collections.abc import Iterator, Mapping, Sequence

from corpuskit.contexts import Context, Contexts, context_faults
from corpuskit.errors import RuleFault
from corpuskit.matching import Glimpse, Regex, Scope, Utf8, any_of, fault_of, regex_of
from corpuskit.model import NO_HITS, Details, Edit, Find, Fix, Hits, Options, ScopedRule, Stage, View

STAGE = Stage.TEXT
DETAILS = frozenset({"replacement"})
#: What in a pattern asks for the edge of a word, or for none.
_EDGE = re.compile(r"\\[bB]")
_Row = tuple[int, int, int, Details, Sequence[Edit]]


class PatternRule(ScopedRule, tag="pattern", frozen=True, kw_only=True, forbid_unknown_fields=True):
    r"""A rule that looks with an RE2 pattern. Its matches do not overlap; what stands around is for ``only``.

    The hit is ``group`` of the match (0: all of it). ``replace`` is a template with ``$1`` or ``\1`` for
    the groups (``$0`` the match, ``$$`` a dollar), or a table from the text of a hit to the new text: what
    is not in the table is no hit. ``majority`` is a second pattern: the rule speaks only in a document that
    holds more matches of it than hits.

    RE2 does not backtrack: a match takes time linear in the text that it looks at. A pattern that looks for
    something far away before it takes what is near (``a.*b|a``) looks as far for each of its matches: say how
    far (``a.{0,40}b|a``).
    """

    pattern: str
    group: int = 0
    replace: str | dict[str, str] | None = None
    ignore_case: bool = False
    unless: tuple[Context, ...] = ()
    only: tuple[Context, ...] = ()
    majority: str = ""


class Template:
    r"""A replacement with references to groups.

    >>> Template("$2/\\1").groups
    [2, 1]
    """

    _PARTS = re.compile(r"[\\$][0-9]|\$\$|\\\\|[^\\$]+|.", re.DOTALL)

    def __init__(self, template: str) -> None:
        """Split ``template`` once, into texts and numbers of groups."""
        self._parts = [_part(one) for one in self._PARTS.findall(template)]
        self.groups = [one for one in self._parts if isinstance(one, int)]

    def expand(self, groups: Mapping[int, str]) -> str:
        """The new text where the groups of the match read ``groups``."""
        return "".join(one if isinstance(one, str) else groups[one] for one in self._parts)


def _part(part: str) -> str | int:
    if part in ("$$", "\\\\"):
        return part[0]
    return int(part[1]) if len(part) == 2 and part[0] in "\\$" and part[1].isdigit() else part


def faults(rule: PatternRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: patterns RE2 refuses, groups that are not there, keys that do not fit."""
    yield from context_faults(rule.code, rule.unless)
    yield from context_faults(rule.code, rule.only, "only")
    if rule.majority:
        yield from fault_of(regex_of, rule.code, "majority", rule.majority)
    if rule.fix is not Fix.NONE and rule.replace is None:
        yield RuleFault(rule.code, "fix", f"'{rule.fix}' without 'replace'", "none")
    if not rule.pattern:
        yield RuleFault(rule.code, "pattern", "empty: it would find nothing")
        return
    try:
        regex = regex_of(rule.code, "pattern", rule.pattern, ignore_case=rule.ignore_case)
    except RuleFault as fault:
        yield fault
        return
    allowed = f"0 to {regex.groups}"
    if not 0 <= rule.group <= regex.groups:
        yield RuleFault(rule.code, "group", f"the pattern has no group {rule.group}", allowed)
    if isinstance(rule.replace, str):
        template = Template(rule.replace)
        for group in template.groups:
            if group > regex.groups:
                yield RuleFault(rule.code, "replace", f"the pattern has no group {group}", allowed)
        if not template.groups and _finds_again(rule, regex, template.expand({})):
            problem = f"{rule.replace!r} holds a match of the pattern, which would be replaced without end"
            yield RuleFault(rule.code, "replace", problem, "what the rule leaves as it is")


def _finds_again(rule: PatternRule, regex: Regex, new: str) -> bool:
    """Whether the rule is sure to find something in ``new``, all that it writes, and asks nothing around."""
    asks = rule.group or rule.unless or rule.only or rule.majority
    if asks or regex.anchored or _EDGE.search(rule.pattern):
        return False
    return any(new[start:end] != new for start, end in regex.spans(new))


def compile(rules: Sequence[PatternRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults."""
    searches = [_Search(index, rule) for index, rule in enumerate(rules)]
    every = any_of([search.regex for search in searches])

    def find(views: Sequence[View]) -> list[Hits]:
        texts = [Utf8(view.text) for view in views]
        rows: list[list[_Row]] = [[] for _ in views]
        some = list(Glimpse(texts).holding(every)) if every else list(range(len(texts)))
        near = Glimpse([texts[index] for index in some])
        for search in searches if some else ():
            for place in near.holding(search.regex):
                index = some[place]
                rows[index] += search.rows(texts[index], views[index])
        return [Hits.of(own) if own else NO_HITS for own in rows]

    return find


class _Search:
    """One compiled rule."""

    def __init__(self, index: int, rule: PatternRule) -> None:
        self._index, self._fixes = index, rule.fix is not Fix.NONE
        self.regex = regex_of(rule.code, "pattern", rule.pattern, ignore_case=rule.ignore_case)
        self._unless = Contexts(rule.code, rule.unless, "unless")
        self._only = Contexts(rule.code, rule.only, "only") if rule.only else None
        self._majority = regex_of(rule.code, "majority", rule.majority) if rule.majority else None
        self._scope = Scope(rule.blocks, rule.not_blocks)
        self._table = rule.replace if isinstance(rule.replace, dict) else None
        self._template = Template(rule.replace) if isinstance(rule.replace, str) else None
        self._groups = [rule.group, *(self._template.groups if self._template else ())]

    def rows(self, text: Utf8, view: View) -> list[_Row]:
        """The hits in ``view``, none where the document mostly does what the rule objects to."""
        spans = self.regex.table(text, self._groups).tolist()
        found = [row for match in spans for row in self._row(match, view)]
        if found and self._majority and self._majority.count(text, len(found) + 1) <= len(found):
            return []
        return found

    def _row(self, spans: Sequence[Sequence[int]], view: View) -> Iterator[_Row]:
        """The hit of one match, whose groups (first the rule's, then the template's) lie at ``spans``."""
        start, end = spans[0]
        if start == end or not self._stands(view, start, end):
            return
        found = view.text[start:end]
        new = self._new(found, spans, view.text)
        if new is None or new == found:
            return
        edits = (Edit(start, end, new),) if self._fixes else ()
        yield self._index, start, end, {"found": found, "replacement": new}, edits

    def _stands(self, view: View, start: int, end: int) -> bool:
        if self._only is not None and not self._only.hold(view.text, start, end):
            return False
        if self._unless.hold(view.text, start, end):
            return False
        return self._scope.allows(view.blocks, start, end)

    def _new(self, found: str, spans: Sequence[Sequence[int]], text: str) -> str | None:
        """What should stand for ``found``: ``None`` if a table does not say, nothing if nobody does."""
        if self._table is not None:
            return self._table.get(found)
        if self._template is None:
            return ""
        pairs = zip(self._groups[1:], spans[1:], strict=True)
        return self._template.expand(
            {group: text[max(start, 0) : max(end, 0)] for group, (start, end) in pairs}
        )
