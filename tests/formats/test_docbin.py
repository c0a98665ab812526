import builtins
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from corpuskit.errors import ConfigError
from corpuskit.formats import docbin
from corpuskit.model import Annotated, Label
from tests.documents import CAR, annotated, document


def docs_in(data: bytes) -> list[Any]:
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))


def test_the_doc_is_the_cleaned_text_with_its_entities_and_sentences() -> None:
    (doc,) = docs_in(docbin.render([CAR]))
    text = CAR.checked.text
    assert doc.text == text
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [
        tuple(label[:3]) for label in CAR.labels
    ]
    assert [sentence.text.strip() for sentence in doc.sents] == [
        text[start:end] for start, end in CAR.sentences
    ]
    assert [token.text for token in doc if not token.is_space] == [
        text[start:end] for start, end in CAR.tokens
    ]


def test_places_in_the_source_come_along() -> None:
    (doc,) = docs_in(docbin.render([CAR]))
    assert doc.user_data["id"] == CAR.checked.document.id
    source = CAR.checked.document.text
    cut = next(token.i for token in doc if token.text == "2023年")
    start, end = doc.user_data["source_starts"][cut], doc.user_data["source_ends"][cut]
    assert source[start:end] == "2023\n\n年"


@pytest.mark.parametrize("one", [CAR, document("他/来")], ids=["entities", "none"])
def test_entities_are_set_and_nothing_else_is(one: Annotated) -> None:
    (doc,) = docs_in(docbin.render([one]))
    assert doc.has_annotation("ENT_IOB", require_complete=True)
    assert doc.has_annotation("SENT_START")
    assert not any(doc.has_annotation(name) for name in ("DEP", "HEAD", "POS", "TAG", "LEMMA", "MORPH"))


def test_labels_that_lost_are_in_the_group_of_all() -> None:
    one = document("他/在/重庆/大学/城", labels=[("ORG", "重庆大学")])
    same = Label(2, 6, "ORG", "EN009")  # what a rule that agrees finds is no other span
    lost = (Label(4, 7, "LOC", "EN009"), Label(2, 4, "LOC", "EN002"), Label(3, 5, "PER", "EN003"), same)
    (doc,) = docs_in(docbin.render([replace(one, lost=lost)]))
    assert [(span.text, span.label_) for span in doc.spans["all"]] == [
        ("重庆大学", "ORG"),
        ("重庆", "LOC"),
        ("大学城", "LOC"),
    ], "庆大 is no words"


def test_labels_that_end_behind_the_last_word_are_no_spans() -> None:
    one = replace(document("他/来 "), lost=(Label(1, 3, "PER", "EN001"),))
    (doc,) = docs_in(docbin.render([one]))
    assert not doc.spans["all"]


@pytest.mark.parametrize("blank", [" ", "\u3000", "  "])
def test_blanks_before_the_first_word_are_a_token_that_opens_the_first_sentence(blank: str) -> None:
    (doc,) = docs_in(docbin.render([document(f"{blank}他/来")]))
    assert [token.text_with_ws for token in doc] == [blank, "他", "来"]
    assert doc.to_array("SENT_START").tolist()[0] == 1


def test_docs_share_a_vocabulary_that_is_given() -> None:
    vocab = docbin.new_vocab()
    assert docbin.to_spacy(CAR, vocab).vocab is vocab
    assert docbin.to_spacy(CAR).vocab is not vocab


def test_parts_are_merged_into_what_all_would_have_given() -> None:
    documents = [CAR, document("他/来"), document("走", id="b")]
    parts = [docbin.render([one]) for one in documents]
    assert docbin.merged(parts) == docbin.render(documents)
    assert docbin.merged([]) == docbin.render([])


def test_two_runs_give_the_same_bytes() -> None:
    assert docbin.render([CAR, document("他/来")]) == docbin.render([CAR, document("他/来")])


@given(annotated())
@settings(max_examples=50, deadline=None)
def test_any_text_comes_back(one: Annotated) -> None:
    (doc,) = docs_in(docbin.render([one]))
    assert doc.text == one.checked.text
    assert [(e.start_char, e.end_char) for e in doc.ents] == [label[:2] for label in one.labels]


def test_packages_are_not_searched_for_each_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from srsly.msgpack import msgpack_encoders

    searches = Mock(wraps=msgpack_encoders.get_entry_points)
    monkeypatch.setattr(msgpack_encoders, "get_entry_points", searches)
    docbin.render([CAR])
    once = searches.call_count
    docbin.render([CAR, CAR, CAR])
    assert searches.call_count <= 2 * once
    assert msgpack_encoders.entry_points


def test_no_documents_are_a_valid_file() -> None:
    assert docs_in(docbin.render([])) == []


def test_without_spacy_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("spacy"):
            raise ImportError("No module named 'spacy'")
        return real(name, *args, **kwargs)

    assert docbin.available()
    monkeypatch.setattr(builtins, "__import__", without)
    assert not docbin.available()
    for ask in (docbin.new_vocab, docbin.empty, lambda: docbin.render([CAR])):
        with pytest.raises(ConfigError, match=r'pip install "corpuskit\[annotate\]"'):
            ask()
