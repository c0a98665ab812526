"""How words and labels compare with gold ones: strictly, in part, by label, and each rule on its own."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

import msgspec

from corpuskit.errors import InputError
from corpuskit.gold import Entity, GoldSentence, Word

#: The name of the row that adds up all labels.
ALL = "ALL"
#: What stands for a blank in a column, and is left out as a blank is.
_SHOWN_BLANK = "␣"


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
    return scores | {ALL: Score(right.total(), seen.total(), wanted.total())}


def score_partial(
    gold: Sequence[Iterable[Entity]], found: Sequence[Iterable[Entity]], labels: Sequence[str]
) -> dict[str, Score]:
    """As `score_labels`, but an entity is right if it shares a character with one of its label.

    Each counts for one of the other side at most (the measure "type" of SemEval-2013 task 9).
    """
    scores = {}
    for label in labels:
        sides = [
            [sorted({one[:2] for one in own if one[2] == label}) for own in side] for side in (gold, found)
        ]
        right = sum(_pairs(*pair) for pair in zip(*sides, strict=True))
        scores[label] = Score(right, sum(map(len, sides[1])), sum(map(len, sides[0])))
    total = [sum(getattr(one, name) for one in scores.values()) for name in ("right", "found", "gold")]
    return scores | {ALL: Score(*total)}


def _pairs(gold: Sequence[Word], found: Sequence[Word]) -> int:
    """How many spans of two sorted lists overlap, each paired once."""
    left = right = pairs = 0
    while left < len(gold) and right < len(found):
        one, other = gold[left], found[right]
        overlap = one[0] < other[1] and other[0] < one[1]
        pairs += overlap
        left += overlap or one[1] <= other[1]
        right += overlap or other[1] < one[1]
    return pairs


def score_words(gold: Sequence[Iterable[Word]], found: Sequence[Iterable[Word]]) -> Score:
    """Words that begin and end where gold ones do."""
    pairs = [(set(truth), set(guess)) for truth, guess in zip(gold, found, strict=True)]
    right = sum(len(truth & guess) for truth, guess in pairs)
    return Score(right, sum(len(guess) for _, guess in pairs), sum(len(truth) for truth, _ in pairs))


class Flat(NamedTuple):
    """A whole file without its blanks: offsets count the characters that are left."""

    characters: str
    entities: list[Entity]
    words: list[Word] | None


def flat(sentences: Sequence[GoldSentence]) -> Flat:
    """The file as one text, so that it does not matter where sentences end and blanks stand."""
    parts: list[str] = []
    entities: list[Entity] = []
    words: list[Word] | None = None if any(one.words is None for one in sentences) else []
    begin = 0
    for one in sentences:
        at = [begin]
        for character in one.text:
            at.append(at[-1] + (not _is_blank(character)))
        parts.append("".join(character for character in one.text if not _is_blank(character)))
        entities += [(at[start], at[end], label) for start, end, label in one.entities]
        if words is not None:
            spans = [(at[start], at[end]) for start, end in one.words or ()]
            words += [(start, end) for start, end in spans if start < end]
        begin = at[-1]
    return Flat("".join(parts), entities, words)


def _is_blank(character: str) -> bool:
    return character.isspace() or character == _SHOWN_BLANK


def check_same_text(gold: Sequence[GoldSentence], other: Sequence[GoldSentence], file: str) -> None:
    """Raise ``InputError`` at the line of ``file`` (``other``) where its text is not that of ``gold``."""
    wanted, got = flat(gold).characters, flat(other).characters
    if wanted == got:
        return
    at = next((i for i, pair in enumerate(zip(wanted, got, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(wanted), len(got)) if at is None else at
    left, line = at, other[-1].line if other else 0
    for one in other:
        size = sum(not _is_blank(character) for character in one.text)
        if left < size:
            line = one.line
            break
        left -= size
    shown = [text[max(0, at - 6) : at + 6] or "nothing" for text in (got, wanted)]
    problem = f"another text than the gold file's: {shown[0]!r} where that has {shown[1]!r}"
    raise InputError(problem, file=file, line=line)


def lower_bound(right: int, found: int, z: float = 1.645) -> float:
    """The precision, in per cent, that ``right`` of ``found`` hits prove at least: Wilson's score interval.

    With the default ``z`` it is higher than this in 95 of 100 samples. (E. B. Wilson, Probable inference, the
    law of succession, and statistical inference, JASA 22, 1927.)

    >>> round(lower_bound(3, 3), 1), round(lower_bound(300, 300), 1)
    (52.6, 99.1)
    """
    if not found:
        return 0.0
    share, square = right / found, z * z / found
    spread = z * sqrt(share * (1 - share) / found + square / (4 * found))
    return 100 * max(0.0, share + square / 2 - spread) / (1 + square)


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
