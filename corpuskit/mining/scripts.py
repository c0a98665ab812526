"""Traditional and other forms of characters beside simplified ones."""

from collections import Counter
from collections.abc import Iterator, Mapping

from corpuskit.mining.proposals import Proposal, of_counts
from corpuskit.mining.readings import Readings
from corpuskit.mining.sightings import Seen, Sightings

#: Per cent of the words of a document that are traditional from which on it is written so.
_TRADITIONAL = 10


def script_variants(seen: Sightings, readings: Readings) -> Iterator[Proposal]:
    """Words that stand in simplified and in other characters, but for documents in traditional characters."""
    simplified = {word: readings.simplified(word) for word in seen.words}
    whole = _traditional_documents(seen, simplified)
    groups: dict[str, dict[str, Seen]] = {}
    for word, form in simplified.items():
        one = seen.words[word]
        if form != word and form in seen.words and not whole.issuperset(one.documents):
            groups.setdefault(form, {form: seen.words[form]})[word] = one
    for form, spellings in groups.items():
        yield of_counts("traditional or variant characters", 7, spellings, [form])


def _traditional_documents(seen: Sightings, simplified: Mapping[str, str]) -> set[int]:
    """Documents of whose words many are not in simplified characters."""
    words, other = Counter[int](), Counter[int]()
    for word, form in simplified.items():
        documents = seen.words[word].documents
        words.update(documents)
        if form != word:
            other.update(documents)
    return {document for document, count in other.items() if count * 100 >= words[document] * _TRADITIONAL}
