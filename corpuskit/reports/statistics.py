"""Counts for a person: findings by rule, then what the layout is like."""

from collections.abc import Iterable, Iterator, Sequence

from corpuskit.findings import Failure, Rules
from corpuskit.model import Checked
from corpuskit.statistics import FEW, RuleCount, median
from corpuskit.statistics import statistics as count

_LABEL = 11


def render(
    checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
) -> Iterator[str]:
    """A line a rule, ``[*]`` where ``corpuskit fix`` fixes some of its findings; then a line a fact."""
    found = count(checked, rules)
    yield from _rules(found.rules, color) if found.rules else ("No findings.\n",)
    yield "\n"
    yield f"{'documents':{_LABEL}}{found.documents:,}, {len(found.widths):,} wrapped\n"
    if found.widths:
        yield f"{'columns':{_LABEL}}{_widths(found.widths)} cells\n"
    if found.breaks:
        share = f"{found.joined:,} of {found.breaks:,} between lines are wraps ({found.percent} %)"
        yield f"{'breaks':{_LABEL}}{share}\n"
    if found.blocks:
        types = ", ".join(f"{many:,} {one}" for one, many in found.blocks.items())
        yield f"{'blocks':{_LABEL}}{sum(found.blocks.values()):,}: {types}\n"
    if failures:
        yield f"{'failures':{_LABEL}}{len(failures):,}\n"


def _rules(rules: Sequence[RuleCount], color: bool) -> Iterator[str]:
    wide = len(f"{rules[0].count:,}")
    code_wide = max(len(one.code) for one in rules)
    for one in rules:
        code = f"{one.code:{code_wide}}"
        shown = f"\x1b[1m{code}\x1b[0m" if color else code
        yield f"{one.count:{wide},}  {shown}  {'[*]' if one.fixable else '   '}  {one.name}\n"


def _widths(widths: Sequence[int]) -> str:
    """Each column where there are few, else the middle one and the range.

    >>> _widths([35, 44]), _widths([35, 44, 20, 36])
    ('35, 44', 'median 35, 20 to 44')
    """
    if len(widths) <= FEW:
        return ", ".join(map(str, widths))
    return f"median {median(widths)}, {min(widths)} to {max(widths)}"
