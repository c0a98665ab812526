"""spaCy's DocBin (https://spacy.io/api/docbin), what ``spacy train`` reads. Needs the extra ``annotate``."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from corpuskit.errors import ConfigError
from corpuskit.model import Annotated, IntArray, Label
from corpuskit.tagging import offsets, span_table, tag_name
from corpuskit.unicode import code_points

SUFFIX = ".spacy"
MISSING = 'DocBin needs spaCy; try: pip install "corpuskit[annotate]"'
#: The span group of all labels, those that overlap others too.
ALL = "all"
# Only what was annotated: the other attributes would be read back as set, though empty.
_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "SENT_START")


def render(annotated: Iterable[Annotated]) -> bytes:
    """The documents as one DocBin, the same bytes on every run.

    Entities are set in every Doc, also where there are none; POS, DEP and HEAD are unset, since nothing was
    parsed. Raises ``ConfigError`` where spaCy is not installed.
    """
    packed, vocab = empty(), new_vocab()
    for one in annotated:
        add(packed, one, vocab)
    data: bytes = packed.to_bytes()
    return data


def add(packed: Any, one: Annotated, vocab: Any) -> None:
    """Add a document to the DocBin ``packed``; ``vocab`` is that of all its documents."""
    from srsly.msgpack import msgpack_encoders

    doc = to_spacy(one, vocab)
    asks = msgpack_encoders.entry_points
    # For each of three values a document, srsly would look through all packages for more encoders, which
    # takes longer than anything else that is done for a short document.
    msgpack_encoders.entry_points = asks and _more_encoders()
    try:
        packed.add(doc)
    finally:
        msgpack_encoders.entry_points = asks


@cache
def _more_encoders() -> bool:
    """Whether an installed package brings encoders of its own to srsly."""
    from srsly.msgpack import msgpack_encoders

    return bool(msgpack_encoders.get_entry_points())


def empty() -> Any:
    """A DocBin to add documents to. Raises ``ConfigError`` where spaCy is not installed."""
    return _spacy_tokens().DocBin(attrs=_ATTRIBUTES, store_user_data=True)


def merged(parts: Iterable[bytes]) -> bytes:
    """The bytes of one DocBin with the documents of all ``parts``, as `render` would give them."""
    whole = empty()
    for part in parts:
        whole.merge(_spacy_tokens().DocBin(store_user_data=True).from_bytes(part))
    data: bytes = whole.to_bytes()
    return data


def available() -> bool:
    """Whether spaCy is installed; where it is not, `MISSING` says what to do."""
    try:
        _spacy_tokens()
    except ConfigError:
        return False
    return True


def to_spacy(annotated: Annotated, vocab: Any = None) -> Any:
    """The document as a spaCy ``Doc``, whose text is the cleaned text, character for character.

    Where a blank is not one U+0020, or stands before the first word, it is a token of its own, as spaCy's own
    tokenizers have it. ``ents`` are the labels, ``spans["all"]`` those and the labels that lost to them, as
    far as their edges are edges of words. ``user_data`` holds the ``id``, and ``source_starts`` and
    ``source_ends`` for each token. Raises ``ConfigError`` where spaCy is not installed.
    """
    spacy_tokens = _spacy_tokens()
    vocab = new_vocab() if vocab is None else vocab
    checked = annotated.checked
    spans, spaces = with_blanks(checked.text, *span_table(annotated.tokens))
    starts, ends = spans.T
    words = [checked.text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    firsts = np.isin(starts, offsets(annotated.sentences, 0))
    firsts[:1] = True
    doc = spacy_tokens.Doc(vocab, words=words, spaces=spaces.tolist(), sent_starts=firsts.tolist())
    won, lost = (
        [
            spacy_tokens.Span(doc, first, last + 1, label=tag_name(label))
            for first, last, label in _on_words(labels, starts, ends)
        ]
        for labels in (annotated.labels, annotated.lost)
    )
    doc.set_ents(won)
    # What several rules found is one span.
    spans_once = {(span.start, -span.end, span.label_): span for span in (*lost, *won)}
    doc.spans[ALL] = [span for _, span in sorted(spans_once.items(), key=lambda one: one[0])]
    sources = (own.tolist() for own in checked.alignment.to_source(starts, ends))
    doc.user_data.update(
        zip(("id", "source_starts", "source_ends"), (checked.document.id, *sources), strict=True)
    )
    return doc


def _on_words(labels: Sequence[Label], starts: IntArray, ends: IntArray) -> Iterator[tuple[int, int, str]]:
    """The first and the last word of each label whose edges are edges of words, and its name."""
    firsts = np.searchsorted(starts, offsets(labels, 0))
    lasts = np.searchsorted(ends, offsets(labels, 1))
    for one, first, last in zip(labels, firsts.tolist(), lasts.tolist(), strict=True):
        if first <= last < len(ends) and (starts[first], ends[last]) == one[:2]:
            yield first, last, one.label


def with_blanks(text: str, starts: IntArray, ends: IntArray) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    """Words and the blanks between them as rows of starts and ends; for each, whether one U+0020 follows that
    is in none.

    >>> with_blanks("科创 \\n板 ", np.array([0, 4]), np.array([2, 5]))
    (array([[0, 2],
           [3, 4],
           [4, 5]]), array([ True, False,  True]))
    """
    begins, until = np.append(0, ends), np.append(starts, len(text))
    spaced = (until > begins) & (np.append(code_points(text), 0)[begins] == 0x20)
    spaced[0] = False
    # A blank, a word, a blank and so on, of which those that are empty are left out.
    spans = np.empty((2 * len(starts) + 1, 2), np.int64)
    spans[::2, 0], spans[::2, 1] = begins + spaced, until
    spans[1::2, 0], spans[1::2, 1] = starts, ends
    spaces = np.zeros(len(spans), np.bool_)
    spaces[1::2] = spaced[1:]
    kept = spans[:, 0] < spans[:, 1]
    return spans[kept], spaces[kept]


def new_vocab() -> Any:
    """An empty vocabulary that knows blanks and digits. Raises ``ConfigError`` without spaCy."""
    _spacy_tokens()
    from spacy.language import BaseDefaults
    from spacy.vocab import create_vocab

    return create_vocab(None, BaseDefaults)


def _spacy_tokens() -> Any:
    try:
        import spacy.tokens
    except ImportError as error:
        raise ConfigError(f"{MISSING} ({error})") from None
    return spacy.tokens
