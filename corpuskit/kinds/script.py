"""The kind ``script``: characters of the other script in a document that is written in one (國 for 国).

Decided for each document by counting: where the others are more than a few, the document is written in both,
or in the other one, and nothing is said.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpuskit.contexts import Context, Contexts
from corpuskit.errors import RuleFault
from corpuskit.joined import Joined, only_in
from corpuskit.matching import Scope
from corpuskit.model import Details, Edit, Find, Fix, Hits, Options, ScopedRule, Stage, View
from corpuskit.unicode import code_set

STAGE = Stage.TEXT
DETAILS = frozenset({"replacement", "count"})
_PERCENT = 100


class ScriptRule(ScopedRule, tag="script", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for the characters in the first column of ``table``, for which the second stands.

    It speaks only in a document where those are at most ``share`` percent of all characters of either
    column. A run of adjacent ones is one hit; inside a word of ``keep`` it is none.
    """

    table: str
    share: int = 10
    keep: tuple[str, ...] = ()


def faults(rule: ScriptRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: a share that is none, rows that are not two characters."""
    if not 0 < rule.share < _PERCENT:
        yield RuleFault(rule.code, "share", str(rule.share), "1 to 99 (percent)")
    if rule.fix is Fix.SAFE:
        yield RuleFault(rule.code, "fix", "'safe': the other script may be meant", "none, unsafe")
    for number, line in enumerate(options.tables[rule.code, rule.table], 1):
        old, _, new = line.partition("\t")
        if not line.startswith("#") and (len(old) != 1 or len(new) != 1 or old == new):
            yield RuleFault(rule.code, f"{rule.table}:{number}", repr(line), "two characters, a tab between")


def compile(rules: Sequence[ScriptRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults."""
    searches = [_Search(index, rule, options) for index, rule in enumerate(rules)]
    wanted = code_set([ord(old) for search in searches for old in search.new])

    def find(views: Sequence[View]) -> list[Hits]:
        where = Joined(views).where(wanted)
        return only_in(
            views, where, lambda view: Hits.of([row for one in searches for row in one.rows(view)])
        )

    return find


class _Search:
    """One compiled rule: ``new`` has its characters, and what stands for each."""

    def __init__(self, index: int, rule: ScriptRule, options: Options) -> None:
        self._index, self._share, self._fixes = index, rule.share, rule.fix is not Fix.NONE
        self._scope = Scope(rule.blocks, rule.not_blocks)
        self._kept = Contexts(rule.code, [Context(inside=rule.keep)] if rule.keep else [], "keep")
        rows = [one for one in options.tables[rule.code, rule.table] if not one.startswith("#")]
        self.new = {row[0]: row[2] for row in rows}
        self._is_old = code_set([*map(ord, self.new)])
        self._is_own = code_set([*map(ord, self.new.values())])

    def rows(self, view: View) -> Iterator[tuple[int, int, int, Details, Sequence[Edit]]]:
        """The hits in ``view``; none where the document is not written in the script of the rule."""
        places = np.flatnonzero(self._is_old.take(view.codes, mode="clip"))
        if not len(places) or self._is_mixed(len(places), view):
            return
        cuts = np.flatnonzero(np.diff(places) > 1)
        starts: npt.NDArray[np.int64] = places[np.append(0, cuts + 1)]
        ends = places[np.append(cuts, len(places) - 1)] + 1
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            kept = self._kept.hold(view.text, start, end)
            if not kept and self._scope.allows(view.blocks, start, end):
                found = view.text[start:end]
                new = "".join(map(self.new.__getitem__, found))
                details = {"found": found, "replacement": new, "count": end - start}
                yield self._index, start, end, details, (Edit(start, end, new),) if self._fixes else ()

    def _is_mixed(self, count: int, view: View) -> bool:
        own = int(np.count_nonzero(self._is_own.take(view.codes, mode="clip")))
        return count * _PERCENT > self._share * (count + own)
