from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.errors import InputError
from corpuskit.formats import conllu
from corpuskit.model import Annotated
from tests import golden
from tests.documents import CAR, annotated, document


@cache
def validator(level: int) -> Any:
    """The validator of Universal Dependencies for Chinese; making one reads all its data."""
    from udtools.validator import Validator

    return Validator(lang="zh", level=level, output=None)


def faults(text: str, folder: Path, level: int = 5) -> list[str]:
    """What the validator says of ``text``."""
    path = folder / "a.conllu"
    path.write_bytes(text.encode())
    state = validator(level).validate_files([str(path)])
    return [] if state.passed() else [str(one) for one in state.error_tracker]


def test_golden() -> None:
    golden.check("car.conllu", conllu.render(CAR))


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_ud_validator_passes_it(level: int, tmp_path: Path) -> None:
    assert faults(conllu.render(CAR), tmp_path, level) == []


def test_the_validator_is_not_deaf(tmp_path: Path) -> None:
    assert faults(conllu.render(CAR).replace("\tX\t", "\tNOPE\t"), tmp_path)


ODD = {
    "blanks": "发展/\u3000新质/  生产力/\u00a0好/\u2003吗",
    "not NFC": "cafe\u0301/ 豈/ \u1100\u1161",
    "missing": "发/\ufffd/展",
    "underscore": "_/ __/ #/ 1",
    "private": "\ue000/ \U0002a6a5/ 👩‍🔬",
    "zero width": "\u200b/科/\ufeff/创",
    "controls": "科/\x00/\x01/创",
    "quotes": "\"/'/|/=/\\",
}


def test_percent_signs_stay() -> None:
    text = conllu.render(document("5%/ %d/ %%\n%b/ %"))
    assert [unit.form for one in conllu.read(text) for unit in conllu.units(one)] == [
        "5%",
        "%d",
        "%%",
        "%b",
        "%",
    ]
    assert "# text = 5% %d %%" in text


@pytest.mark.parametrize("markup", ODD.values(), ids=ODD.keys())
def test_odd_characters_pass_the_validator(markup: str, tmp_path: Path) -> None:
    assert faults(conllu.render(document(markup)), tmp_path) == []


@given(annotated())
@settings(max_examples=60, deadline=None)
def test_any_document_passes_the_validator(tmp_path_factory: pytest.TempPathFactory, one: Annotated) -> None:
    text = conllu.render(one)
    if text:
        assert faults(text, tmp_path_factory.mktemp("ud"), 2) == []


def converted(text: str, folder: Path) -> list[tuple[str, str]]:
    """The entities that ``spacy convert`` finds in a CoNLL-U text."""
    from spacy.cli.convert import convert
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    path = folder / "a.conllu"
    path.write_bytes(text.encode())
    convert(path, folder, n_sents=10, converter="conllu", file_type="spacy", silent=True)
    docs = DocBin().from_disk(folder / "a.spacy").get_docs(Vocab())
    return [(span.text, span.label_) for doc in docs for span in doc.ents]


def test_spacy_convert_reads_the_same_entities(tmp_path: Path) -> None:
    text = CAR.checked.text
    assert converted(conllu.render(CAR), tmp_path) == [
        (text[start:end], label) for start, end, label, _ in CAR.labels
    ]


def sentences(one: Annotated) -> Iterator[conllu.Sentence]:
    return conllu.read(conllu.render(one))


@given(annotated())
def test_every_token_range_gives_the_word_in_the_source(one: Annotated) -> None:
    source, text = one.checked.document.text, one.checked.text
    rows = [row for sentence in sentences(one) for row in sentence.rows]
    assert len(rows) == len(one.tokens)
    touched = {at for change in one.checked.changes for at in range(change.start, change.end + 1)}
    for row, token in zip(rows, one.tokens, strict=True):
        start, end = map(int, row[9].rpartition("=")[2].split(":"))
        if end > start and touched.isdisjoint(range(start, end + 1)):
            assert source[start:end] == text[token.start : token.end]


@given(annotated())
def test_what_was_written_is_read_back_line_by_line(one: Annotated) -> None:
    text = conllu.render(one)
    assert conllu.write(conllu.read(text)) == text


@given(annotated(), st.integers(1, 4))
def test_a_document_written_in_parts_is_the_same(one: Annotated, most: int) -> None:
    whole = conllu.encoded(one)
    with patch("corpuskit.formats.conllu.WORDS", most):
        assert conllu.encoded(one) == whole


def test_a_blank_is_one_space_and_the_last_word_of_a_block_says_nothing() -> None:
    one, two = sentences(document("他/ \u3000来/了\n走"))
    assert one.comments[-1] == "# text = 他 来了"
    assert [row[9] for row in one.rows] == [
        "TokenRange=0:1",
        "SpaceAfter=No|TokenRange=3:4",
        "TokenRange=4:5",
    ]
    assert two.comments[0].startswith("# newpar id = ")


def test_sentences_of_a_block_follow_each_other_without_a_blank() -> None:
    one, two = sentences(document("他来/。‖他/走"))
    assert one.rows[-1][9] == "SpaceAfter=No|TokenRange=2:3"
    assert two.comments == ["# sent_id = paper%2F2024%2Fa-s2", "# text = 他走"]


def test_an_entity_over_two_sentences_begins_anew() -> None:
    one = document("他/读/《/你好/！‖世界/》/。", labels=[("WORK", "《你好！世界》")])
    tags = [row[9].split("|")[0] for sentence in sentences(one) for row in sentence.rows]
    assert [tag for tag in tags if tag.startswith("NE=")] == [
        "NE=B-WORK", "NE=I-WORK", "NE=I-WORK", "NE=B-WORK", "NE=I-WORK",
    ]  # fmt: skip


def test_a_document_without_words_is_empty() -> None:
    assert conllu.render(document("\n\n")) == ""
    assert list(conllu.read("")) == []


@pytest.mark.parametrize("id", ["a b", "100%", "甲/乙", "a\tb", "\u2028"])
def test_ids_fit_the_validator_and_stay_apart(id: str, tmp_path: Path) -> None:
    one = document("他/来", id=id)
    assert faults(conllu.render(one), tmp_path) == []
    other = replace(one, checked=replace(one.checked, document=replace(one.checked.document, id=f"{id}-s1")))
    assert faults(conllu.render(one) + conllu.render(other), tmp_path) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1\t发展\n\n", 1),
        ("# a\n1" + "\t_" * 9 + "\n# b\n\n", 3),
        ("\n", 1),
        ("1" + "\t_" * 9 + "\n", 2),
        ("1" + "\t_" * 9 + "\n\n# a", 3),
    ],
)
def test_faults_of_a_file_have_their_line(text: str, line: int) -> None:
    with pytest.raises(InputError, match=f"^gold.conllu:{line}: "):
        list(conllu.read(text, file="gold.conllu"))
