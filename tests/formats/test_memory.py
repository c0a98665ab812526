"""One long document is written in memory that a build of many short ones has anyway."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from corpuskit.formats import conllu, docbin
from corpuskit.model import Annotated, Token, Tokens
from tests.documents import document

COUNT = 200_000


@pytest.fixture(scope="module")
def long() -> Annotated:
    """A document of many words, one of them an entity."""
    one = document("‖".join(["重庆/的/科创板/。"] * (COUNT // 4)), labels=[("LOC", "重庆")])
    assert len(one.tokens) == COUNT and isinstance(one.tokens[0], Token)
    spans = np.array(one.tokens, np.int64)
    return replace(one, tokens=Tokens(spans))


@pytest.mark.parametrize(
    ("write", "bytes_a_word"), [(conllu.encoded, 300), (docbin.to_spacy, 450)], ids=["conllu", "docbin"]
)
def test_a_word_takes_little_memory(
    long: Annotated, write: Callable[[Annotated], object], bytes_a_word: int
) -> None:
    write(document("重庆/的/科创板/。"))
    tracemalloc.start()
    write(long)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < bytes_a_word * COUNT
