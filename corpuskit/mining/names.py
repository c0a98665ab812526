"""Names that drift: of foreigners and their places, of Chinese people, and the dot between two parts."""

import re
from collections.abc import Iterator
from itertools import chain

from corpuskit.mining.pairs import one_apart, united
from corpuskit.mining.proposals import Proposal, of_counts
from corpuskit.mining.readings import Readings
from corpuskit.mining.sightings import DOTS, Seen, Sightings

#: Characters of a foreign name from which on one of them may be read otherwise, with the same initial.
_LONG = 4
_INITIAL = re.compile("[zcs]h|[bpmfdtnlgkhjqxzcsryw]")


def foreign_names(seen: Sightings, readings: Readings) -> Iterator[Proposal]:
    """Names of three characters or more that differ in one; all others are such as transliterate.

    What differs is read alike; or, inside a long name that is not known, it begins alike.
    """
    names = {name: one for name, one in seen.units().items() if len(name) > 2}
    foreign = readings.transliteration

    def sound(name: str, at: int) -> str:
        return readings.syllable(name[at]) if foreign.issuperset(name[:at] + name[at + 1 :]) else ""

    def initial(name: str, at: int) -> str:
        inside = len(name) >= _LONG and 0 < at < len(name) - 1 and foreign.issuperset(name)
        found = _INITIAL.match(readings.syllable(name[at])) if inside else None
        return found[0] if found else ""

    def is_unknown(one: str, other: str) -> bool:
        return not readings.names.issuperset((one, other))

    alike = one_apart(names, sound, lambda one, other: True)
    for group in united(chain(alike, one_apart(names, initial, is_unknown))):
        yield of_counts("transliterated name", 6, {name: names[name] for name in group})


def chinese_names(seen: Sightings, readings: Readings) -> Iterator[Proposal]:
    """People of one document whose names are read alike, one of them seen once, the other more often."""
    people = {
        name: one for name, one in seen.people.items() if 1 < len(name) < 5 and name[0] in readings.surnames
    }

    def is_pair(one: str, other: str) -> bool:
        counts = sorted((people[one].count, people[other].count))
        return counts[0] == 1 < counts[1] and not set(people[one].documents).isdisjoint(
            people[other].documents
        )

    for group in united(one_apart(people, lambda name, at: readings.syllable(name[at]), is_pair)):
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
