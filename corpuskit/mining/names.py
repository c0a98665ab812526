"""Names that drift: of foreigners and their places, of Chinese people, and the dot between two parts."""

import re
from collections.abc import Iterator

from corpuskit.mining.pairs import one_apart, united
from corpuskit.mining.proposals import Proposal, of_counts
from corpuskit.mining.readings import Readings
from corpuskit.mining.sightings import DOTS, Seen, Sightings

#: Characters of a foreign name from which on one of them may be read otherwise, with the same initial.
_LONG = 4
_INITIAL = re.compile("[zcs]h|[bpmfdtnlgkhjqxzcsryw]")


def foreign_names(seen: Sightings, readings: Readings) -> Iterator[Proposal]:
    """Names of three characters or more that differ in one; all others are such as transliterate."""
    names = {name: one for name, one in seen.units().items() if len(name) > 2}

    def drifts(one: str, other: str, at: int) -> bool:
        if not readings.transliteration.issuperset(one[:at] + one[at + 1 :]):
            return False
        left, right = readings.syllable(one[at]), readings.syllable(other[at])
        if left == right:
            return True
        both = readings.transliteration.issuperset((one[at], other[at]))
        return (
            both and len(one) >= _LONG and 0 < at < len(one) - 1 and _initial(left) == _initial(right) != ""
        )

    for group in united(one_apart(names, drifts)):
        yield of_counts("transliterated name", 6, {name: names[name] for name in group})


def _initial(syllable: str) -> str:
    found = _INITIAL.match(syllable)
    return found[0] if found else ""


def chinese_names(seen: Sightings, readings: Readings) -> Iterator[Proposal]:
    """People of one document whose names are read alike, one of them seen once, the other more often."""
    people = {
        name: one for name, one in seen.people.items() if 1 < len(name) < 5 and name[0] in readings.surnames
    }

    def drifts(one: str, other: str, at: int) -> bool:
        together = set(people[one].documents) & set(people[other].documents)
        counts = sorted((people[one].count, people[other].count))
        return (
            bool(together)
            and counts[0] == 1 < counts[1]
            and readings.syllable(one[at]) == readings.syllable(other[at])
        )

    for group in united(one_apart(people, drifts)):
        yield of_counts("name of a person", 5, {name: people[name] for name in group})


def dotted_names(seen: Sightings) -> Iterator[Proposal]:
    """Names that stand with one mark between their parts and with another, or with none."""
    undotted = str.maketrans("", "", DOTS)
    groups: dict[str, dict[str, Seen]] = {}
    for name, one in seen.dotted.items():
        groups.setdefault(name.translate(undotted), {})[name] = one
    plain = seen.units()
    for key, spellings in groups.items():
        if key in plain:
            spellings[key] = plain[key]
        if len(spellings) > 1:
            yield of_counts("mark in a name", 6, spellings)
