"""Sentences with other names in them, so that the tagger learns how names stand and not which they are.

Source of the method: X. Dai, H. Adel, "An analysis of simple data augmentation for named entity recognition",
COLING (2020): mention replacement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from corpuskit.segment.train import Gold

SEED = 7
DOT = "·"
_PLACES = ("country", "place")
# What a place is: one that ends in one of them is swapped for another that does.
_KINDS = frozenset("省市县区州旗镇乡山河江湖岛")
# Of a hundred characters of given names, how many are those of names in the sentences.
_SEEN = 60


class Entity(NamedTuple):
    """A name in a sentence."""

    start: int
    end: int
    label: str


def swapped(sentences: Sequence[Gold], names: Mapping[str, Iterable[str]]) -> list[Gold]:
    """Those of ``sentences`` in which a name can be swapped, with all such names swapped; ``names`` are the
    lists by class. The same arguments give the same sentences."""
    swap = _Swap(sentences, {name: list(own) for name, own in names.items()})
    pairs = ((one, swap.sentence(one)) for one in sentences)
    return [other for one, other in pairs if other.text != one.text]


def entities(sentence: Gold) -> Iterator[Entity]:
    """The names in a sentence, from the tags of its words."""
    found: list[Entity] = []
    for (start, end), tag in zip(sentence.words, sentence.tags, strict=True):
        prefix, _, label = tag.partition("-")
        if prefix == "I" and found and found[-1].label == label:
            found[-1] = found[-1]._replace(end=end)
        elif label:
            found.append(Entity(start, end, label))
    yield from found


class _Swap:
    """Draws other names: those of the lists, and of Chinese people new ones."""

    def __init__(self, sentences: Sequence[Gold], names: Mapping[str, list[str]]) -> None:
        self._random = Random(SEED)
        self._surnames = frozenset(names["surname"])
        self._given = [one for one in names["given"] if len(one) == 1]
        self._foreign = frozenset(names["transliteration"])
        seen = [s.text[e.start : e.end] for s in sentences for e in entities(s) if e.label == "PER"]
        chinese = [name for name in seen if self._is_chinese(name)]
        self._seen_surnames = [name[: self._surname(name)] for name in chinese] or sorted(self._surnames)
        self._seen_given = "".join(name[self._surname(name) :] for name in chinese) or self._given
        dotted = (name.split(DOT) for name in [*names["person"], *seen] if DOT in name)
        self._parts = [part for parts in dotted for part in parts if len(part) > 1]
        self._places: dict[str, list[str]] = defaultdict(list)
        self._kind: dict[str, str] = {}
        for label in _PLACES:
            for place in names[label]:
                kind = f"{label} {place[-1] if place[-1] in _KINDS and len(place) > 2 else len(place)}"
                self._places[kind].append(place)
                self._kind[place] = kind

    def sentence(self, one: Gold) -> Gold:
        """``one`` with other names; what stands between two names is one word."""
        text, words, tags, at = "", list[tuple[int, int]](), list[str](), 0
        for start, end, label in [*entities(one), Entity(len(one.text), len(one.text), "")]:
            other = self._other(one.text[start:end], label)
            for part, tag in ((one.text[at:start], "O"), (other, f"B-{label}")):
                if part:
                    words.append((len(text), len(text) + len(part)))
                    tags.append(tag)
                    text += part
            at = end
        return Gold(text, words, tags)

    def _other(self, name: str, label: str) -> str:
        """Another name of the same kind, or ``name`` where there is none."""
        if label == "PER":
            return self._person(name)
        if label == "LOC":
            return self._place(name)
        head = next(
            (one for one in (name[:3], name[:2]) if one in self._kind and len(name) > len(one) + 1), ""
        )
        return (self._place(head) if head else "") + name[len(head) :]

    def _person(self, name: str) -> str:
        if self._is_chinese(name):
            given = (self._given_character() for _ in name[self._surname(name) :])
            return self._random.choice(self._seen_surnames) + "".join(given)
        if self._parts and (DOT in name or (len(name) > 1 and self._foreign.issuperset(name))):
            return DOT.join(self._random.choice(self._parts) for _ in name.split(DOT))
        return name

    def _place(self, name: str) -> str:
        kind = self._kind.get(name)
        return self._random.choice(self._places[kind]) if kind else name

    def _given_character(self) -> str:
        seen = self._random.randrange(100) < _SEEN
        return self._random.choice(self._seen_given if seen or not self._given else self._given)

    def _surname(self, name: str) -> int:
        """How long the family name is, 0 for none."""
        return next((size for size in (2, 1) if name[:size] in self._surnames and len(name) > size), 0)

    def _is_chinese(self, name: str) -> bool:
        size = self._surname(name)
        return size > 0 and 1 <= len(name) - size <= 2 and not self._foreign.issuperset(name)
