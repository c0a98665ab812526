"""Words read alike, not all of them in a lexicon, beside the same words."""

from collections.abc import Iterator

from corpuskit.mining.pairs import one_apart, united
from corpuskit.mining.proposals import Proposal, of_counts
from corpuskit.mining.readings import Readings
from corpuskit.mining.sightings import Sightings

#: Words that two words of two characters touch in common, at least.
_SHARED = 2
#: Characters that are read alike and differ in grammar.
_GRAMMAR = frozenset("他她它的地得一已")


def words_in_context(seen: Sightings, readings: Readings) -> Iterator[Proposal]:
    """Pairs of words that differ in one character, are read alike and touch words in common."""

    def sound(word: str, at: int) -> str:
        return "" if word[at] in _GRAMMAR else readings.syllable(word[at])

    def is_pair(one: str, other: str) -> bool:
        if readings.names.issuperset((one, other)):
            return False
        beside = [seen.neighbours.get(word, set()) for word in (one, other)]
        shared = len(beside[0] & beside[1])
        if len(one) > 2:
            return shared > 0 or (one in readings.words) != (other in readings.words)
        return shared >= _SHARED and 2 * shared >= min(map(len, beside))

    for group in united(one_apart(seen.words, sound, is_pair)):
        best = [word for word in group if word in readings.words]
        yield of_counts("read alike", 3, {word: seen.words[word] for word in group}, best)
