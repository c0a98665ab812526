"""Latin terms that drift in case, width and separators."""

import re
from collections.abc import Iterator, Sequence

from corpuskit.mining.proposals import Proposal, of_counts
from corpuskit.mining.sightings import Seen, Sightings, narrow
from corpuskit.terms.rule import Fold

_SEPARATORS = re.compile("[ .'’‑–-]")
#: Numbers with a unit: 100m is not 100M.
_QUANTITY = re.compile("[0-9]+[a-z]{0,2}|[0-9.]{2,}.*")
#: Letters of a term up to which its case may tell two terms apart.
_SHORT = 3
_FIRST_LETTER = "case of the first letter"
#: By what differs (separators, width, case), how often it is one term.
_WEIGHTS = {("separators",): 6, ("width",): 8, ("case",): 6, ("width", "case"): 7}


def latin_terms(seen: Sightings) -> Iterator[Proposal]:
    """Terms that differ in case, width or separators only."""
    groups: dict[str, dict[str, Seen]] = {}
    for spelling, one in seen.latin.items():
        key = _SEPARATORS.sub("", narrow(spelling))
        if len(key) > 1 and not key.isdecimal() and not (len(key) > 2 and _QUANTITY.fullmatch(key)):
            groups.setdefault(key, {})[spelling] = one
    for key, spellings in groups.items():
        if len(spellings) > 1:
            kind, weight = _kind(key, list(spellings))
            if (
                kind == _FIRST_LETTER
                and len({each for one in spellings.values() for each in one.documents}) < 2
            ):
                continue  # a document about code has its reasons
            best = sorted(spellings, key=lambda one: (-sum(map(str.isupper, one)), one))
            yield of_counts(kind, weight, spellings, best)


def _kind(key: str, spellings: Sequence[str]) -> tuple[str, int]:
    """What differs; that only a first letter does may be the grammar of a sentence or of a language."""
    if len({one[0].casefold() + one[1:] for one in spellings}) == 1:
        return _FIRST_LETTER, 1
    bare = {_SEPARATORS.sub("", one) for one in spellings}
    separate = len({_SEPARATORS.sub("|", narrow(one)) for one in spellings}) > 1
    wide = any(not one.isascii() for one in bare)
    cased = len({Fold(width=True)(one) for one in bare}) > 1
    differs = tuple(
        name for name, there in (("separators", separate), ("width", wide), ("case", cased)) if there
    )
    weight = _WEIGHTS.get(differs, 3)
    return " and ".join(differs) or "separators", min(weight, 3) if len(key) <= _SHORT and cased else weight
