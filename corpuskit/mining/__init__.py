"""Proposals: term rules that a corpus asks for, from the spellings that drift in it, for a person to review.

Chinese documents only; what they hold of other scripts counts where it stands beside Chinese.
"""

from collections.abc import Iterable
from itertools import chain

from corpuskit.mining.abbreviations import abbreviations
from corpuskit.mining.latin import latin_terms
from corpuskit.mining.names import chinese_names, dotted_names, foreign_names
from corpuskit.mining.proposals import Proposal, by_rank
from corpuskit.mining.readings import Readings
from corpuskit.mining.rulefile import rule_file
from corpuskit.mining.scripts import script_variants
from corpuskit.mining.sightings import Sightings
from corpuskit.mining.words import words_in_context

__all__ = ["Proposal", "Readings", "Sightings", "proposals", "rule_file"]


def proposals(seen: Sightings, readings: Readings, known: Iterable[str] = ()) -> list[Proposal]:
    """What ``seen`` gives cause to propose, the surest and most frequent first.

    Not proposed: variants that are ``known`` to rules, and two words that are both in a lexicon.
    """
    found = chain(
        script_variants(seen, readings),
        latin_terms(seen),
        dotted_names(seen),
        foreign_names(seen, readings),
        chinese_names(seen, readings),
        words_in_context(seen, readings),
        abbreviations(seen),
    )
    return by_rank(found, frozenset(known))
