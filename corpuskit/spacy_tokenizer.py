"""The word segmenter as a tokenizer of spaCy, which finds it under ``corpuskit.Segmenter.v1``.

```ini
[nlp.tokenizer]
@tokenizers = "corpuskit.Segmenter.v1"
segmenter = "default"
```
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from corpuskit.checker import as_it_stands
from corpuskit.errors import ConfigError
from corpuskit.formats.docbin import with_blanks
from corpuskit.model import Document
from corpuskit.segment import load_segmenter, sentences
from corpuskit.simplified import simplified

#: Texts that are cut into words at once.
BATCH = 256
_NO_WORDS = np.zeros((0, 2), np.int64)


def create(segmenter: str = "default") -> "Callable[[Any], SegmenterTokenizer]":
    """What a configuration names: from the ``nlp`` that is being made, its tokenizer."""
    return lambda nlp: SegmenterTokenizer(nlp.vocab, segmenter)


class SegmenterTokenizer:
    """Words as ``annotate --no-fix`` has them where no entity cuts one; text in, spaCy's ``Doc`` out.

    A blank that is not one U+0020, or that stands first, is a token, so that a ``Doc`` reads as its text did.
    """

    def __init__(self, vocab: Any, segmenter: str = "default") -> None:
        """``segmenter`` is ``default``, ``chars`` or ``pkuseg:DIR``. Raises ``ConfigError`` for others."""
        self.vocab = vocab
        self.segmenter = load_segmenter(segmenter)

    def __call__(self, text: str) -> Any:
        """The ``Doc`` of one text."""
        return self._docs([text])[0]

    def pipe(self, texts: Iterable[str], batch_size: int = BATCH) -> Iterator[Any]:
        """The ``Doc`` of each text; many at once are faster than one by one and give the same."""
        left = iter(texts)
        while batch := list(islice(left, batch_size)):
            yield from self._docs(batch)

    def _docs(self, texts: list[str]) -> list[Any]:
        from spacy.tokens import Doc

        spans = [sentences(text, as_it_stands(Document("", text), "zh").blocks) for text in texts]
        plain = map(simplified, texts)
        pieces = [text[start:end] for text, own in zip(plain, spans, strict=True) for start, end in own]
        words = iter(self.segmenter.words(pieces))
        docs = []
        for text, own in zip(texts, spans, strict=True):
            found = [next(words) + start for start, _ in own]
            starts, ends = np.concatenate([_NO_WORDS, *found]).T
            tokens, spaces = with_blanks(text, starts, ends)
            own_words = [text[start:end] for start, end in tokens.tolist()]
            docs.append(Doc(self.vocab, words=own_words, spaces=spaces.tolist()))
        return docs

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The name of the segmenter and the fingerprint of its files: its words, not the files."""
        own = {"segmenter": self.segmenter.name, "fingerprint": self.segmenter.fingerprint}
        return json.dumps(own, sort_keys=True).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "SegmenterTokenizer":
        """Take the segmenter that ``data`` names. Raises ``ConfigError`` if it is not the same any more."""
        own = json.loads(data)
        segmenter = load_segmenter(own["segmenter"])
        if segmenter.fingerprint != own["fingerprint"]:
            raise ConfigError(
                f"segmenter {segmenter.name!r} is not the one that the pipeline was saved with: "
                f"{segmenter.fingerprint[:12]}, then {own['fingerprint'][:12]}"
            )
        self.segmenter = segmenter
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """As `to_bytes`, to the file ``path``."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "SegmenterTokenizer":
        """As `from_bytes`, from the file ``path``."""
        return self.from_bytes(Path(path).read_bytes())
