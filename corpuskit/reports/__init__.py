"""Reports: findings for a person or a machine. One module a report, one line a report in ``REPORTS``."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from corpuskit.findings import Rules
from corpuskit.model import Checked
from corpuskit.reports import concise, json, text


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


def render(name: str, checked: Iterable[Checked], rules: Rules, *, color: bool = False) -> Iterator[str]:
    """The report ``name`` over ``checked``, in pieces that the caller writes one after the other.

    ``KeyError`` for a name that is not in ``REPORTS``; a report for machines has no colour.
    """
    return REPORTS[name].render(checked, rules, color=color)
