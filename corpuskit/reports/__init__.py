"""Reports: findings for a person or a machine. One module a report, one line a report in ``REPORTS``."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from corpuskit.findings import Rules
from corpuskit.model import Checked
from corpuskit.reports import concise, json, statistics, statistics_json, text


class ReportModule(Protocol):
    """What the module of a report offers."""

    def render(self, checked: Iterable[Checked], rules: Rules, *, color: bool) -> Iterator[str]:
        """The report in pieces, line ends included; ``checked`` is read once, in order."""


#: By the name that ``--format`` takes.
REPORTS: Mapping[str, ReportModule] = {
    "text": text,
    "concise": concise,
    "json": json,
}

#: The same names, where only counts are asked for.
STATISTICS: Mapping[str, ReportModule] = {
    "text": statistics,
    "concise": statistics,
    "json": statistics_json,
}


def render(
    name: str, checked: Iterable[Checked], rules: Rules, *, color: bool = False, counts: bool = False
) -> Iterator[str]:
    """The report ``name`` over ``checked``, in pieces that the caller writes one after the other.

    With ``counts``, how many findings there are instead of the findings. ``KeyError`` for a name that is not
    in ``REPORTS``; a report for machines has no colour.
    """
    return (STATISTICS if counts else REPORTS)[name].render(checked, rules, color=color)
