"""Which of several spellings is used most, and in what words a finding says so."""

from collections.abc import Iterable, Mapping, Sequence

#: How often each spelling of a term stands somewhere.
Tally = Mapping[str, int]


def group_of(code: str, prefer: str) -> str:
    """By what a census names the spellings of ``prefer`` in the rule ``code``."""
    return f"{code} {prefer}"


def ranked(tally: Tally, preference: Sequence[str]) -> list[str]:
    """The spellings used, the most frequent first; of equal ones as ``preference`` names them.

    What it does not name comes last, by code points, so that the order depends on nothing else.

    >>> ranked({"帐户": 3, "账户": 57}, ["账户", "帐户"])
    ['账户', '帐户']
    """
    places = {spelling: place for place, spelling in enumerate(preference)}
    last = len(places)
    used = [spelling for spelling, count in tally.items() if count]
    return sorted(used, key=lambda one: (-tally[one], places.get(one, last), one))


def counts(tally: Tally, order: Iterable[str]) -> str:
    """The counts of spellings in words, the most frequent, which ``order`` begins with, last.

    >>> counts({"帐户": 3, "账户": 57}, ["账户", "帐户"])
    '帐户 3, 账户 57'
    """
    return ", ".join(f"{spelling} {tally[spelling]}" for spelling in reversed([*order]))
