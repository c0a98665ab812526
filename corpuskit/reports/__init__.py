"""Reports: findings for a person or a machine. One module a report, one line a report in ``REPORTS``."""

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, cast

from corpuskit.findings import Failure, Rules
from corpuskit.model import Checked


class ReportModule(Protocol):
    """What the module of a report offers."""

    def render(
        self, checked: Iterable[Checked], rules: Rules, failures: Sequence[Failure], *, color: bool
    ) -> Iterator[str]:
        """The report in pieces, line ends included; ``checked`` is read once, in order."""


#: By the name that ``--format`` takes, the module; only the one that is asked for is loaded.
REPORTS: Mapping[str, str] = {
    "text": "text",
    "concise": "concise",
    "json": "json",
    "jsonl": "jsonl",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "checkstyle": "checkstyle",
    "rdjson": "rdjson",
}

#: The reports that a person reads; where only counts are asked for, all others give them as JSON.
FOR_PEOPLE = frozenset({"text", "concise", "github"})


def render(
    name: str,
    checked: Iterable[Checked],
    rules: Rules,
    failures: Sequence[Failure] = (),
    *,
    color: bool = False,
    counts: bool = False,
) -> Iterator[str]:
    """The report ``name`` over ``checked``, in pieces that the caller writes one after the other.

    ``failures`` are what could not be checked, or written. With ``counts``, how many findings there are
    instead of the findings. ``KeyError`` for a name that is not in ``REPORTS``; a report for machines has no
    colour.
    """
    module = REPORTS[name]
    if counts:
        module = "statistics" if name in FOR_PEOPLE else "statistics_json"
    loaded = cast(ReportModule, importlib.import_module(f"corpuskit.reports.{module}"))
    return loaded.render(checked, rules, failures, color=color)
