"""A statistical tagger of entities: a linear-chain CRF over characters that knows classes of names.

Batches of text in, spans out; a batch gives exactly what its texts give one by one.
"""

from corpuskit.tagger.model import LABELS, Tagger, shipped

__all__ = ["LABELS", "Tagger", "shipped"]
