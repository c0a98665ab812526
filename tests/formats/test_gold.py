"""What a format writes, its reader gives back: texts, words and entities."""

from unicodedata import is_normalized

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpuskit.formats import FORMATS, GOLD, char_bio, conll2003, conllu, jsonl
from corpuskit.gold import GoldSentence
from corpuskit.model import Annotated
from corpuskit.tagging import column, tag_name
from tests.documents import CAR, annotated, document

SCHEMES = st.sampled_from(["iob2", "bioes"])


def words_of(one: GoldSentence) -> list[str]:
    return [one.text[start:end] for start, end in one.words or ()]


def entities_of(sentences: list[GoldSentence]) -> list[tuple[str, str]]:
    return [(one.text[start:end], label) for one in sentences for start, end, label in one.entities]


def expected_words(one: Annotated) -> list[str]:
    text = column(one.checked.text)
    return [text[start:end] for start, end in one.tokens]


def expected_entities(one: Annotated) -> list[tuple[str, str]]:
    text = column(one.checked.text)
    return [(text[label.start : label.end], tag_name(label.label)) for label in one.labels]


def test_every_format_but_plain_text_has_a_reader() -> None:
    assert {one.SUFFIX for name, one in FORMATS.items() if name != "txt"} <= set(GOLD)


@given(annotated())
def test_conllu(one: Annotated) -> None:
    assume(is_normalized("NFC", one.checked.text))
    found = list(conllu.gold(conllu.render(one)))
    assert [word for each in found for word in words_of(each)] == expected_words(one)
    assert entities_of(found) == expected_entities(one)
    assert [each.opens for each in found] == [True, *[False] * (len(found) - 1)][: len(found)]


@given(annotated(), SCHEMES)
def test_conll2003(one: Annotated, scheme: str) -> None:
    found = list(conll2003.gold(conll2003.render(one, scheme=scheme)))  # type: ignore[arg-type]
    assert [word for each in found for word in words_of(each)] == expected_words(one)
    assert entities_of(found) == expected_entities(one)


@given(annotated(), SCHEMES)
def test_char_bio(one: Annotated, scheme: str) -> None:
    found = list(char_bio.gold(char_bio.render(one, scheme=scheme)))  # type: ignore[arg-type]
    assert "".join(each.text for each in found) == "".join(expected_words(one))
    assert entities_of(found) == expected_entities(one)


@given(annotated())
def test_jsonl(one: Annotated) -> None:
    (found,) = jsonl.gold(jsonl.render(one))
    assert found.text == one.checked.text
    assert found.words == one.tokens
    assert found.entities == tuple(label[:3] for label in one.labels)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "txt"])
def test_all_formats_say_the_same(name: str) -> None:
    found = list(GOLD[FORMATS[name].SUFFIX](FORMATS[name].render(CAR)))
    assert entities_of(found) == expected_entities(CAR)


def test_an_entity_over_two_sentences_is_two_in_formats_of_sentences() -> None:
    one = document("他/读/《/你好/！‖世界/》/。", labels=[("WORK", "《你好！世界》")])
    assert entities_of(list(conllu.gold(conllu.render(one)))) == [("《你好！", "WORK"), ("世界》", "WORK")]
    assert entities_of(list(jsonl.gold(jsonl.render(one)))) == [("《你好！世界》", "WORK")]
