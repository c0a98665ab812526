"""One proposal, and which come first."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from corpuskit.mining.sightings import Seen


class Proposal(msgspec.Struct, frozen=True):
    """Spellings of one term, the preferred one first; ``kind`` says in words what differs.

    ``weight`` is how often this kind is right, from 1 to 9. Where the spellings are a short and a full form,
    ``is_abbreviation``: nothing is to be replaced without a look.
    """

    kind: str
    weight: int
    spellings: Mapping[str, Seen]
    is_abbreviation: bool = False

    @property
    def prefer(self) -> str:
        """The preferred form."""
        return next(iter(self.spellings))

    @property
    def variants(self) -> Sequence[str]:
        """The other forms."""
        return [*self.spellings][1:]

    @property
    def rank(self) -> tuple[int, int, str]:
        """What proposals are sorted by: sure kinds first, and what is seen often and in one document."""
        counts = sorted((seen.count for seen in self.spellings.values()), reverse=True)
        documents = [set(seen.documents) for seen in self.spellings.values()]
        together = any(first & other for at, first in enumerate(documents) for other in documents[:at])
        often = min(counts[1], 7).bit_length()
        return -(self.weight * 2 + often + 2 * together), -sum(counts), self.prefer


def of_counts(kind: str, weight: int, spellings: Mapping[str, Seen], best: Iterable[str] = ()) -> Proposal:
    """A proposal whose preferred form is the most frequent one; of equal ones the first in ``best``."""
    order = {spelling: place for place, spelling in enumerate(best)}
    ranked = sorted(spellings, key=lambda one: (-spellings[one].count, order.get(one, len(order)), one))
    return Proposal(kind, weight, {spelling: spellings[spelling] for spelling in ranked})


def by_rank(found: Iterable[Proposal], known: frozenset[str]) -> list[Proposal]:
    """Proposals in order; of two that have a variant in common, or one inside the other, the first."""
    kept: list[Proposal] = []
    taken: set[frozenset[str]] = set()
    for one in sorted(found, key=lambda one: (one.rank, one.kind)):
        pairs = {_core(one.prefer, variant) for variant in one.variants}
        if known.isdisjoint(one.variants) and taken.isdisjoint(pairs):
            kept.append(one)
            taken |= pairs
    return kept


def _core(one: str, other: str) -> frozenset[str]:
    """Two spellings without what they share at their ends but for two characters each side of the difference.

    >>> sorted(_core("亚利桑那州", "亚利桑纳州"))
    ['桑纳', '桑那']
    """
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    tail = next((at for at in range(shorter - head) if one[-1 - at] != other[-1 - at]), shorter - head)
    first = max(0, head - 1)
    return frozenset((one[first : len(one) - tail], other[first : len(other) - tail]))
