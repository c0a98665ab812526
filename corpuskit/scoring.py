"""Gold files of entities, and how labels compare with them: by label, and each rule on its own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from corpuskit.errors import InputError

#: ``(start, end, label)`` in code points of a sentence.
Entity: TypeAlias = tuple[int, int, str]
#: Suffixes of the files that can be read.
GOLD_SUFFIXES = (".iob2", ".char.bio", ".conllu")


class GoldSentence(NamedTuple):
    """A sentence and its entities, in order."""

    text: str
    entities: tuple[Entity, ...]


class Score(msgspec.Struct, frozen=True):
    """What was found, what should have been, and how much of it is the same."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Per cent of what was found; 0 if nothing was."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Per cent of what should have been found; 0 if there was nothing."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in per cent."""
        return 200 * self.right / (self.found + self.gold) if self.right else 0.0


class RuleScore(NamedTuple):
    """One rule on its own: all its hits, and those that won, against the gold of its label."""

    label: str
    hits: Score
    won: Score

    @property
    def conflicts(self) -> int:
        """Hits that lost to another rule's."""
        return self.hits.found - self.won.found


def read_gold(path: Path) -> list[GoldSentence]:
    """The sentences of a gold file: ``.iob2`` (id, form, tag), ``.char.bio`` or ``.conllu`` (MISC ``NE=``).

    Raises ``InputError`` for any other suffix.
    """
    if not path.name.endswith(GOLD_SUFFIXES):
        raise InputError(f"not a gold file; allowed: {', '.join(GOLD_SUFFIXES)}", file=path.as_posix())
    sentences = []
    for lines in _sentences(path.read_text("utf-8")):
        forms, tags = zip(*_cells(path.name, lines), strict=True)
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "".join(forms))
        sentences.append(GoldSentence(text, tuple(_entities(_places(text, forms), tags))))
    return sentences


def _sentences(text: str) -> Iterator[list[str]]:
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line]
        if any(not line.startswith("# ") for line in lines):
            yield lines


def _cells(name: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The form and the tag of every line that holds a token."""
    for line in lines:
        if name.endswith(".char.bio"):
            form, _, tag = line.rpartition(" ")
            yield form, tag
        elif not line.startswith("# "):
            cells = line.split("\t")
            if name.endswith(".iob2"):
                yield cells[1], cells[2]
            elif cells[0].isdigit():
                misc = dict(pair.partition("=")[::2] for pair in cells[9].split("|"))
                yield cells[1], misc.get("NE", "O")


def _places(text: str, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each of ``forms`` stands in ``text``, blanks between them left out."""
    at = 0
    for form in forms:
        while text[at : at + 1].isspace() and not text.startswith(form, at):
            at += 1
        yield at, at + len(form)
        at += len(form)


def _entities(places: Iterable[tuple[int, int]], tags: Sequence[str]) -> Iterator[Entity]:
    """Entities of IOB tags; an ``I`` that continues nothing begins one."""
    open_: Entity | None = None
    for (start, end), tag in zip(places, tags, strict=True):
        prefix, _, label = tag.partition("-")
        if open_ and prefix == "I" and label == open_[2]:
            open_ = open_[0], end, label
            continue
        if open_:
            yield open_
        open_ = (start, end, label) if prefix in ("B", "I") else None
    if open_:
        yield open_


def score_labels(
    gold: Sequence[Iterable[Entity]], found: Sequence[Iterable[Entity]], labels: Sequence[str]
) -> dict[str, Score]:
    """The score of each of ``labels``, and of all of them as ``ALL``; entities count only if all agrees."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for truth, guess in zip(gold, found, strict=True):
        sets = [{one for one in side if one[2] in labels} for side in (truth, guess)]
        for counter, entities in ((right, sets[0] & sets[1]), (seen, sets[1]), (wanted, sets[0])):
            counter.update(entity[2] for entity in entities)
    scores = {label: Score(right[label], seen[label], wanted[label]) for label in labels}
    return scores | {"ALL": Score(right.total(), seen.total(), wanted.total())}


def score_rules(
    gold: Sequence[Iterable[Entity]],
    hits: Sequence[Mapping[str, Iterable[Entity]]],
    winners: Sequence[Mapping[str, Iterable[Entity]]],
) -> dict[str, RuleScore]:
    """Each rule on its own; ``hits`` and ``winners`` have, for each sentence, what each rule found."""
    wanted = Counter(entity[2] for truth in gold for entity in set(truth))
    labels = {code: one[2] for by_rule in hits for code, found in by_rule.items() for one in found}
    scores = {}
    for code, label in sorted(labels.items()):
        pair = []
        for side in (hits, winners):
            found = [
                (set(by_rule.get(code, ())), set(truth)) for by_rule, truth in zip(side, gold, strict=True)
            ]
            right = sum(len(guess & truth) for guess, truth in found)
            pair.append(Score(right, sum(len(guess) for guess, _ in found), wanted[label]))
        scores[code] = RuleScore(label, *pair)
    return scores
