"""What a document has once called by a name it knows again, by the name or a shorter form of it."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpuskit.entities.batch import NONE, Batch, joined
from corpuskit.entities.limits import Shelf
from corpuskit.entities.rule import EntityRule
from corpuskit.labels import settle_labels
from corpuskit.matching import Words
from corpuskit.model import IntArray

#: Between the parts of a foreign name.
_DOTS = re.compile("[·•・‧∙．]")
#: Characters of the shortest stem: what is shorter is a place or an ordinary word.
_SHORTEST_STEM = 3


class Memory:
    """What all rules that recall know together, ready to look."""

    def __init__(self, rules: Sequence[EntityRule], shelf: Shelf) -> None:
        """``rules`` are all of a kind, of which some recall."""
        self._priorities = np.array([one.priority for one in rules], np.int64)
        self._recalls = [
            (index, Forms(rule, shelf), np.array([one.label in rule.recalls for one in rules], np.bool_))
            for index, rule in enumerate(rules)
            if rule.recalls
        ]

    def again(self, text: Batch, rows: IntArray) -> IntArray:
        """Other places, in the same view, of the names that were labelled so in ``rows`` and won there."""
        winners, _ = settle_labels(rows[:, 1], rows[:, 2], self._priorities[rows[:, 0]], rows[:, 0])
        won = rows[winners]
        owners = text.owners(won[:, 1])
        numbers: dict[str, int] = {}
        recalls = []
        names: dict[bytes, dict[str, set[int]]] = {}
        for index, forms, labelled in self._recalls:
            key = labelled.tobytes()
            if key not in names:
                mine = labelled[won[:, 0]]
                names[key] = _named(text.text, won[mine], owners[mine])
            known = {
                numbers.setdefault(form, len(numbers)) << 32 | owner
                for name, there in names[key].items()
                for form in forms.of(name)
                for owner in there
            }
            recalls.append((index, np.array(sorted(known), np.int64)))
        if not numbers:
            return NONE
        found = Words(list(numbers)).table(text.utf8)
        found = text.uncut(found[~_in(found, won)])
        own = found[:, 0] << 32 | text.owners(found[:, 1])
        parts = []
        for index, keys in recalls:
            theirs = found[np.isin(own, keys)]
            theirs[:, 0] = index
            parts.append(theirs)
        return joined(parts)


class Forms:
    """How a rule that recalls knows a name again."""

    def __init__(self, rule: EntityRule, shelf: Shelf) -> None:
        self._forms = rule.forms
        self._lists = {name: frozenset(shelf.words(rule, value)) for name, value in rule.lists.items()}

    def of(self, name: str) -> Iterator[str]:
        """How a document may call what it has called ``name``.

        None of a single character but a surname: the 时 of 时老师 is an ordinary word everywhere else.
        """
        if len(name) > 1 and "whole" in self._forms:
            yield name
        family = _DOTS.split(name)[-1]
        if "family" in self._forms and 1 < len(family) < len(name):
            yield family
        for length in (2, 1):
            if name[:length] in self._lists.get("surname", ()) and 1 <= len(name) - length <= 2:
                if "surname" in self._forms:
                    yield name[:length]
                if "given" in self._forms and len(name) - length == 2:
                    yield name[length:]
                break
        if "stem" in self._forms:
            yield from self._stems(name)

    def _stems(self, name: str) -> Iterator[str]:
        suffix = _longest(name, self._lists["suffix"], at_end=True)
        stem = name[: len(name) - suffix]
        if suffix and len(stem) >= _SHORTEST_STEM:
            yield stem
        bare = stem[_longest(stem, self._lists.get("prefix", frozenset()), at_end=False) :]
        if suffix and _SHORTEST_STEM <= len(bare) < len(stem):
            yield bare


def _longest(name: str, words: frozenset[str], *, at_end: bool) -> int:
    """The length of the longest of ``words`` at the end or the beginning of ``name``, 0 for none."""
    lengths = range(len(name) - 1, 0, -1)
    return next((one for one in lengths if (name[-one:] if at_end else name[:one]) in words), 0)


def _named(text: str, rows: IntArray, owners: IntArray) -> dict[str, set[int]]:
    """What ``rows`` of ``text`` read, and the views that each name stands in, their ``owners``."""
    named: dict[str, set[int]] = {}
    for owner, (_, start, end) in zip(owners.tolist(), rows.tolist(), strict=True):
        named.setdefault(text[start:end], set()).add(owner)
    return named


def _in(rows: IntArray, others: IntArray) -> npt.NDArray[np.bool_]:
    """Which of ``rows`` lie just where one of ``others`` does."""
    places = [part[:, 1] << 32 | part[:, 2] for part in (rows, others)]
    return np.isin(places[0], places[1])
