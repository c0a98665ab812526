"""spaCy's DocBin (https://spacy.io/api/docbin), what ``spacy train`` reads. Needs the extra ``annotate``."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from corpuskit.errors import ConfigError
from corpuskit.model import Annotated
from corpuskit.tagging import tag_name

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
    spans, spaces = with_blanks(checked.text, annotated.tokens)
    words = [checked.text[start:end] for start, end in spans]
    begins = {start for start, _ in annotated.sentences}
    firsts = [start in begins for start, _ in spans]
    if firsts:
        firsts[0] = True
    doc = spacy_tokens.Doc(vocab, words=words, spaces=spaces, sent_starts=firsts)
    at = {start: index for index, (start, _) in enumerate(spans)}
    until = {end: index + 1 for index, (_, end) in enumerate(spans)}
    won, lost = (
        [
            spacy_tokens.Span(doc, at[one.start], until[one.end], label=tag_name(one.label))
            for one in labels
            if one.start in at and one.end in until
        ]
        for labels in (annotated.labels, annotated.lost)
    )
    doc.set_ents(won)
    # What several rules found is one span.
    spans_once = {(span.start, -span.end, span.label_): span for span in (*lost, *won)}
    doc.spans[ALL] = [span for _, span in sorted(spans_once.items(), key=lambda one: one[0])]
    starts, ends = checked.alignment.to_source([start for start, _ in spans], [end for _, end in spans])
    doc.user_data.update(id=checked.document.id, source_starts=starts.tolist(), source_ends=ends.tolist())
    return doc


def with_blanks(text: str, tokens: Sequence[Sequence[int]]) -> tuple[list[tuple[int, int]], list[bool]]:
    """Words and the blanks between them as spans; for each, whether one U+0020 follows that is no span."""
    spans: list[tuple[int, int]] = []
    spaces: list[bool] = []
    at = 0
    for start, end in [*tokens, (len(text), len(text))]:
        if start > at and spans and text[at] == " ":
            spaces[-1] = True
            at += 1
        if start > at:
            spans.append((at, start))
            spaces.append(False)
        if end > start:
            spans.append((start, end))
            spaces.append(False)
        at = end
    return spans, spaces


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
