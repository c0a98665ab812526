"""The segmenter in spaCy's place for a tokenizer."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuskit import annotate
from corpuskit.annotator import annotate_many
from corpuskit.checker import as_it_stands
from corpuskit.errors import ConfigError
from corpuskit.model import Document
from corpuskit.rules import load_rules
from corpuskit.segment import load_segmenter
from corpuskit.spacy_tokenizer import SegmenterTokenizer, create
from tests import strategies

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "corpuskit.Segmenter.v1", "segmenter": "default"}}}


@pytest.fixture(scope="module")
def blank() -> Any:
    """spaCy with the tokenizer registered, as the entry point of an installed corpuskit does it."""
    spacy = pytest.importorskip("spacy")
    spacy.registry.tokenizers("corpuskit.Segmenter.v1", func=create)
    return spacy.blank


@pytest.fixture(scope="module")
def nlp(blank: Any) -> Any:
    return blank("zh", config=CONFIG)


@given(text=strategies.texts())
@example(text="美國總統在華盛頓會見了廣東省的代表。")
@settings(max_examples=60, deadline=None)
def test_a_doc_reads_as_its_text_and_has_the_words_of_annotate(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    plain = annotate_many(
        [as_it_stands(Document("a", text))], load_rules(select=["LB"]), load_segmenter("default")
    )[0]
    words = [(token.idx, token.idx + len(token)) for token in doc if not token.text.isspace()]
    assert words == list(plain.tokens)


@given(texts=st.lists(strategies.texts(), max_size=6), size=st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_a_batch_gives_what_its_texts_give(nlp: Any, texts: list[str], size: int) -> None:
    together = [[token.text for token in doc] for doc in nlp.tokenizer.pipe(texts, batch_size=size)]
    assert together == [[token.text for token in nlp(text)] for text in texts]


def test_a_pipeline_is_saved_and_loaded(blank: Any, nlp: Any, tmp_path: Path) -> None:
    import spacy

    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    assert isinstance(loaded.tokenizer, SegmenterTokenizer)
    assert [token.text for token in loaded("发展新质生产力。")] == [
        token.text for token in nlp("发展新质生产力。")
    ]
    other = blank("zh", config={"nlp": {"tokenizer": {**CONFIG["nlp"]["tokenizer"], "segmenter": "chars"}}})
    assert other.tokenizer.segmenter.name == "chars"
    assert other.from_bytes(nlp.to_bytes()).tokenizer.segmenter.name == "default"


def test_another_model_under_the_same_name_is_refused(nlp: Any) -> None:
    saved = json.dumps({"segmenter": "chars", "fingerprint": "of another"}).encode()
    with pytest.raises(ConfigError, match="is not the one that the pipeline was saved with"):
        nlp.tokenizer.from_bytes(saved)


def test_a_segmenter_that_is_none_is_an_error_at_once(blank: Any) -> None:
    with pytest.raises(ConfigError, match="allowed: default, chars, pkuseg:DIR"):
        blank("zh", config={"nlp": {"tokenizer": {**CONFIG["nlp"]["tokenizer"], "segmenter": "jieba"}}})


def test_a_text_becomes_a_doc() -> None:
    pytest.importorskip("spacy")
    found = annotate("作者在重庆大学读书。")
    doc = found.to_spacy()
    assert doc.text == found.checked.text
    assert [(span.text, span.label_) for span in doc.ents] == [("重庆大学", "ORG")]
    assert ("重庆", "LOC") in [(span.text, span.label_) for span in doc.spans["all"]]
