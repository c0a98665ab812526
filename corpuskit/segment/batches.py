"""From texts to word spans: what every model that tags characters shares.

Texts are cut at blanks into pieces; the pieces of many texts are laid into one array with blanks between
them, scored window by window, decoded together, and what begins a word goes back to its text.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from corpuskit.model import CodeArray, IntArray
from corpuskit.segment.viterbi import Scores, Tags, decode
from corpuskit.unicode import CODE_POINTS, code_points

BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
IS_BLANK = np.zeros(CODE_POINTS, np.bool_)
IS_BLANK[[ord(blank) for blank in BLANKS]] = True
# Characters that are decoded, or scored, at once; a bound on memory that no result depends on.
BATCH, WINDOW, MARGIN = 1 << 16, 1 << 17, 8
SHORT = 1024
"""Characters of chains whose scores, below ``2 ** 17`` a character with the step to it, 32 bits can hold with
one of eight tags."""
PAD = 4
"""Places around a piece: features look no further."""

Flags = npt.NDArray[np.bool_]


class Model(Protocol):
    """A linear-chain model over characters."""

    @property
    def edges(self) -> Scores:
        """Scores ``(tags, tags)`` of a tag followed by a tag."""

    @property
    def begins(self) -> Flags:
        """Which tags begin a word."""

    @property
    def first(self) -> Scores:
        """Scores ``(tags,)`` to add where a chain begins."""

    @property
    def last(self) -> Scores:
        """Scores ``(tags,)`` to add where a chain ends."""

    def symbols(self, codes: CodeArray) -> npt.NDArray[Any]:
        """A small integer for each character; 0 is what lies outside of a piece."""

    def stops(self, symbols: npt.NDArray[Any]) -> Flags:
        """After which characters a chain ends, besides the ends of pieces."""

    def nodes(self, symbols: npt.NDArray[Any]) -> Scores:
        """Scores ``(n, tags)`` of each character, from itself and up to `MARGIN` neighbours."""


Uncut: TypeAlias = Callable[[CodeArray], Flags]


def words(
    model: Model, texts: Sequence[str], *, uncut: Uncut | None = None, alone: Uncut | None = None
) -> list[IntArray]:
    """Word spans of each text by a model; ``uncut`` and ``alone`` are as in `cut`."""
    return cut(lambda codes: _begins(model, codes), texts, uncut=uncut, alone=alone)


def cut(
    begins: Callable[[CodeArray], Flags],
    texts: Sequence[str],
    *,
    uncut: Uncut | None = None,
    alone: Uncut | None = None,
) -> list[IntArray]:
    """Word spans of each text, ``(n, 2)``: disjoint, in order, covering what is not blank.

    ``begins`` says which characters begin a word, ``uncut`` which ones must nevertheless stay in one word
    with the character before them, ``alone`` which ones are words of their own unless that forbids it; all
    see texts with blanks between them.
    """
    found: list[IntArray] = []
    for group, codes in grouped(texts):
        flags = begins(codes)
        if alone:
            own = alone(codes)
            flags |= own
            flags[1:] |= own[:-1] & ~IS_BLANK[codes[1:]]
        if uncut:
            flags &= ~uncut(codes)
        found += split_spans(group, *spans(codes, flags))
    return found


def grouped(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], CodeArray]]:
    """Runs of about `BATCH` characters, one text at least, and their code points, an LF between two texts."""
    first = size = 0
    for index, text in enumerate([*texts, ""]):
        size += len(text) + 1
        if size >= BATCH or index == len(texts):
            group = texts[first : index + 1]
            if group:
                yield group, code_points("\n".join(group))
            first, size = index + 1, 0


def pieces(codes: CodeArray) -> tuple[IntArray, IntArray]:
    """Starts and ends of the runs of characters between blanks."""
    ink = np.concatenate([[False], ~IS_BLANK[codes], [False]])
    bounds = np.flatnonzero(ink[1:] != ink[:-1])
    return bounds[::2], bounds[1::2]


def _begins(model: Model, codes: CodeArray) -> Flags:
    """Which characters begin a word."""
    tags = np.zeros(len(codes), np.uint8)
    for places, own, at, _ in _decoded(model, codes):
        tags[places] = own[at]
    begins: Flags = model.begins[tags] & ~IS_BLANK[codes]
    begins[pieces(codes)[0]] = True
    return begins


def decoded(model: Model, codes: CodeArray) -> tuple[Tags, Scores]:
    """The tag of each character by a model, and how much more that tag scores at it than the tag 0; blanks
    have the tag 0."""
    tags, gains = np.zeros(len(codes), np.uint8), np.zeros(len(codes), model.edges.dtype)
    for places, own, at, nodes in _decoded(model, codes):
        tags[places] = found = own[at]
        gains[places] = nodes[at, found] - nodes[at, 0]
    return tags, gains


def _decoded(model: Model, codes: CodeArray) -> Iterator[tuple[IntArray, Tags, IntArray, Scores]]:
    """Places in ``codes``, about `BATCH` at a time; the tags of the characters there as they were laid out,
    where each lies among these, and the scores of all tags."""
    starts, ends = pieces(codes)
    if not len(starts):
        return
    total = np.cumsum(ends - starts)
    cuts = np.flatnonzero(np.diff(total // BATCH)) + 1
    for first, last in zip([0, *cuts.tolist()], [*cuts.tolist(), len(starts)], strict=True):
        lengths = ends[first:last] - starts[first:last]
        places = spread(starts[first:last], lengths)
        yield places, *_tagged(model, codes[places], lengths)


def spread(starts: IntArray, lengths: IntArray) -> IntArray:
    """All positions of the runs that begin at ``starts``, run after run."""
    skipped = starts - np.concatenate([[0], np.cumsum(lengths)[:-1]])
    places: IntArray = np.arange(int(lengths.sum())) + np.repeat(skipped, lengths)
    return places


def _tagged(model: Model, codes: CodeArray, lengths: IntArray) -> tuple[Tags, IntArray, Scores]:
    """Tags of the characters of adjoining pieces as `lay` lays them, where it does so, and their scores."""
    at, size = lay(lengths)
    symbols = np.zeros(size, np.int64)
    symbols[at] = model.symbols(codes)
    starts, counts = chains(at, model.stops(symbols))
    edges = model.edges
    if edges.dtype == np.int64 and int(counts.max()) <= SHORT:
        edges = edges.astype(np.int32)
    nodes = _nodes(model, symbols, edges.dtype)
    nodes[starts] += model.first.astype(edges.dtype)
    nodes[starts + counts - 1] += model.last.astype(edges.dtype)
    return decode(nodes, edges, starts, counts), at, nodes


def lay(lengths: IntArray) -> tuple[IntArray, int]:
    """Where characters of adjoining pieces lie in one array with `PAD` places around each; its size."""
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) + PAD * np.arange(1, len(lengths) + 1)
    return spread(starts, lengths), int(lengths.sum()) + PAD * (len(lengths) + 1)


def chains(at: IntArray, stops: Flags) -> tuple[IntArray, IntArray]:
    """Starts and lengths of what is decoded together: the runs in ``at``, cut after ``stops``."""
    inside = np.zeros(len(stops) + 1, np.bool_)
    inside[at] = True
    begins = inside.copy()
    begins[1:] &= ~inside[:-1] | stops
    starts = np.flatnonzero(begins)
    ends = np.flatnonzero(inside[:-1] & (begins[1:] | ~inside[1:])) + 1
    return starts, ends - starts


def _nodes(model: Model, symbols: npt.NDArray[Any], dtype: npt.DTypeLike) -> Scores:
    """Scores of all characters, window by window; those of a tag lie together."""
    scores = np.empty((len(model.edges), len(symbols)), dtype).T
    for first in range(0, len(symbols), WINDOW):
        low = max(first - MARGIN, 0)
        part = model.nodes(symbols[low : first + WINDOW + MARGIN])
        scores[first : first + WINDOW] = part[first - low : first - low + WINDOW]
    return scores


def spans(codes: CodeArray, begins: Flags) -> tuple[IntArray, IntArray]:
    """Starts and ends of words: from one that begins to the next, or to the blank before it.

    What follows a blank begins a word whether ``begins`` says so or not.
    """
    piece_starts, piece_ends = pieces(codes)
    begins[piece_starts] = True
    starts = np.flatnonzero(begins)
    ends = piece_ends[np.searchsorted(piece_ends, starts, side="right")]
    ends[:-1] = np.minimum(ends[:-1], starts[1:])
    return starts, ends


def split_spans(texts: Sequence[str], starts: IntArray, ends: IntArray) -> list[IntArray]:
    """Spans on texts joined with one character between them, as spans on each."""
    offsets = np.cumsum([0, *(len(text) + 1 for text in texts)])
    cuts = np.searchsorted(starts, offsets)
    shifts = np.repeat(offsets[:-1], np.diff(cuts))
    table = np.stack([starts - shifts, ends - shifts], 1)
    return [table[first:last] for first, last in pairwise(cuts.tolist())]
