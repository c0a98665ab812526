"""The tagger's model file, and its entities: spans of characters with a label each."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.model import IntArray
from corpuskit.segment import batches, crf
from corpuskit.segment.chain import Scheme
from corpuskit.segment.load import SHIPPED as WORDS
from corpuskit.segment.viterbi import Scores, Tags
from corpuskit.tagger.features import NameFeatures, Names

LABELS = ("PER", "LOC", "ORG")
OUTSIDE = 0
"""The tag of what is no entity; label ``i`` begins with the tag ``1 + 2 * i`` and goes on with the next."""
STOPS = "，。；：？！"
"""No entity runs across them."""
_FILE = Path(__file__).with_name("entities.npz")


def _scheme() -> Scheme:
    tags = 1 + 2 * len(LABELS)
    begins = np.arange(tags) % 2 == 1
    follows = np.tile(begins | (np.arange(tags) == OUTSIDE), (tags, 1))
    for begin in np.flatnonzero(begins).tolist():
        follows[begin, begin + 1] = follows[begin + 1, begin + 1] = True
    return Scheme(follows, follows[OUTSIDE].copy(), np.ones(tags, np.bool_))


SCHEME = _scheme()


class Model(NamedTuple):
    """A chain of tags, and what its scores were multiplied by."""

    chain: crf.CrfModel
    scale: int


class Tagger:
    """Finds entities in batches of texts."""

    def __init__(self, model: Model) -> None:
        self._chain = model.chain
        # What the odds of a span must be for each per cent of confidence, as a score: the logit.
        self._cuts = [math.ceil(model.scale * math.log(one / (100 - one))) for one in range(1, 100)]

    def entities(self, texts: Sequence[str]) -> list[IntArray]:
        """For each text its entities, rows ``(start, end, label, confidence)``: code points, end exclusive,
        an index of `LABELS`, and per cent from 0 to 99; in order, without overlap.

        The confidence is how much better the span scores as this entity than as none, between the tags
        around it. A batch gives exactly what its texts give one by one.
        """
        found: list[IntArray] = []
        for group, codes in batches.grouped(texts):
            tags, gains = batches.decoded(self._chain, codes)
            found += _split(group, self._spans(tags, gains))
        return found

    def _spans(self, tags: Tags, gains: Scores) -> IntArray:
        """Entities in an array of tags, rows as of `entities`; ``gains`` are the scores of the tags above
        `OUTSIDE`."""
        around = np.concatenate([[OUTSIDE], tags, [OUTSIDE]])
        inside = np.flatnonzero(tags)
        own = tags[inside]
        edges, nowhere = self._chain.edges, self._chain.edges[OUTSIDE, OUTSIDE]
        sums = np.cumsum(np.append(0, gains[inside] + edges[around[inside], own] - nowhere))
        begins = own % 2 == 1
        apart = begins | (np.diff(inside, prepend=-1) > 1)
        bounds = np.append(np.flatnonzero(apart), len(inside))
        first = np.flatnonzero(begins)
        behind = bounds[np.searchsorted(bounds, first, side="right")]
        starts, ends, last = inside[first], inside[behind - 1] + 1, own[behind - 1]
        odds = sums[behind] - sums[first] + edges[last, around[ends + 1]]
        odds -= edges[around[starts], OUTSIDE] - nowhere + edges[OUTSIDE, around[ends + 1]]
        confidence = np.searchsorted(self._cuts, odds, side="right")
        return np.stack([starts, ends, own[first] // 2, confidence], 1)


def _split(texts: Sequence[str], spans: IntArray) -> list[IntArray]:
    """Spans on texts joined with one character between them, as spans on each."""
    offsets = np.cumsum([0, *(len(text) + 1 for text in texts)])
    cuts = np.searchsorted(spans[:, 0], offsets).tolist()
    shift = np.array([1, 1, 0, 0])
    return [
        spans[first:last] - offset * shift
        for first, last, offset in zip(cuts[:-1], cuts[1:], offsets[:-1].tolist(), strict=True)
    ]


@cache
def shipped() -> Tagger:
    """The model that comes with the package; read when first asked for."""
    return Tagger(load(_FILE))


class Trained(NamedTuple):
    """What a model file holds."""

    features: NameFeatures
    weights: list[npt.NDArray[np.int16]]
    edges: IntArray
    scale: int


def save(path: Path, trained: Trained) -> None:
    """Write a model as plain arrays, the same bytes for the same model; without the list of words, which is
    that of the word model."""
    own = msgspec.structs.asdict(trained.features.names) | {"scale": np.array(trained.scale, np.int64)}
    crf.write(path, crf.arrays(trained.features.base, trained.weights, trained.edges) | own)


def load(path: Path) -> Model:
    """The model in a file that `save` wrote. Raises ``ConfigError`` where it is missing or no such model."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            tables = {name: archive[name] for name in archive.files}
        base = crf.features_of(tables, crf.lexicon_of(WORDS))
        features = NameFeatures(base, Names(*(tables[name] for name in Names.__struct_fields__)))
        weights = np.split(tables["weights"], np.cumsum(features.sizes())[:-1])
        edges = tables["edges"].astype(np.int64)
        chain = crf.CrfModel.of(features, weights, edges, SCHEME, STOPS)
        return Model(chain, int(tables["scale"]))
    except (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, BadZipFile) as error:
        raise ConfigError(f"not a model of entities: {error}", file=str(path)) from error
