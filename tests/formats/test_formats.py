import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from msgspec.structs import replace

from corpuskit.formats import ARCHIVES, FORMATS, char_bio, conll2003, diagnostics, edits, jsonl
from corpuskit.model import Annotated, Document, Label
from corpuskit.undo import apply_changes, restore
from tests import golden
from tests.documents import CAR, annotated, document


def test_golden_files() -> None:
    golden.check("car.txt", FORMATS["txt"].render(CAR))
    golden.check("car.conll", conll2003.render(CAR))
    golden.check("car-bioes.conll", conll2003.render(CAR, scheme="bioes"))
    golden.check("car.bio", char_bio.render(CAR))
    golden.check("car.jsonl", jsonl.render(CAR))
    golden.check("car-edits.jsonl", edits.render(CAR.checked))
    golden.check("car-diagnostics.jsonl", diagnostics.render(CAR.checked))


def test_every_format_has_a_suffix_of_its_own() -> None:
    suffixes = [one.SUFFIX for one in FORMATS.values()] + [one.SUFFIX for one in ARCHIVES.values()]
    assert len(set(suffixes)) == len(suffixes)


@given(annotated())
def test_lines_of_jsonl_say_where_everything_stood(one: Annotated) -> None:
    line = jsonl.render(one)
    row = json.loads(line)
    assert line.count("\n") == 1
    assert row["text"] == one.checked.text
    assert [(token["start"], token["end"]) for token in row["tokens"]] == list(one.tokens)
    assert all(row["text"][label["start"] : label["end"]] == label["text"] for label in row["labels"])
    length = len(one.checked.document.text)
    spans = [*row["tokens"], *row["labels"], *row["sentences"], *row["blocks"]]
    assert all(0 <= span["source_start"] <= span["source_end"] <= length for span in spans)


def test_the_document_format_takes_its_keys_from_the_metadata() -> None:
    meta = {"source": "报纸", "created": "2024-03-05", "licence": "?", "language": "Hakka"}
    one = replace(
        CAR, checked=replace(CAR.checked, document=Document("a", CAR.checked.document.text, "a.txt", meta))
    )
    row = json.loads(jsonl.render(one, added="2024-04-01"))
    assert (row["source"], row["added"], row["created"]) == ("报纸", "2024-04-01", "2024-03-05")
    assert row["metadata"] == {"licence": "?", "language": "Hakka", "wrapped": True}
    assert "added" not in json.loads(jsonl.render(one))


def test_labels_that_lost_say_in_which_label_they_lie() -> None:
    one = document("他/在/重庆/大学/城/读书", labels=[("ORG", "重庆大学")])
    lost = (Label(4, 7, "LOC", "EN009"), Label(2, 4, "LOC", "EN002"), Label(4, 6, "ORG", "EN003"))
    row = json.loads(jsonl.render(replace(one, lost=lost)))
    assert [(each["text"], each["code"], each["outer"]) for each in row["lost"]] == [
        ("重庆", "EN002", 0),
        ("大学城", "EN009", None),
        ("大学", "EN003", 0),
    ]


def columns(text: str) -> list[tuple[str, str]]:
    lines = [line.split(" ") for line in text.splitlines() if line and not line.startswith("-DOCSTART-")]
    return [(line[0], line[-1]) for line in lines]


def entities(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for word, tag in rows:
        if tag[0] in "BS":
            found.append((tag[2:], word))
        elif tag[0] in "IE":
            found[-1] = (tag[2:], found[-1][1] + word)
    return found


@pytest.mark.parametrize("scheme", ["iob2", "bioes"])
def test_column_formats_hold_the_same_entities(scheme: str) -> None:
    text = CAR.checked.text
    expected = [(label, text[start:end]) for start, end, label, _ in CAR.labels]
    assert entities(columns(conll2003.render(CAR, scheme=scheme))) == expected  # type: ignore[arg-type]
    assert entities(columns(char_bio.render(CAR, scheme=scheme))) == expected  # type: ignore[arg-type]


@given(annotated())
def test_columns_never_break_their_lines(one: Annotated) -> None:
    for module in (conll2003, char_bio):
        lines = module.render(one).split("\n")
        assert {len(line.split()) for line in lines if line} <= {2, 4, 5} - {4 if module is char_bio else 2}
        assert all(line == "" or line[0] != " " for line in lines)


def test_an_entity_with_a_blank_in_it_is_one_entity() -> None:
    one = document("乔治/ 华盛顿/来", labels=[("PER", "乔治 华盛顿")])
    assert [tag for _, tag in columns(char_bio.render(one))] == ["B-PER", *["I-PER"] * 4, "O"]
    assert [tag for _, tag in columns(conll2003.render(one))] == ["B-PER", "I-PER", "O"]


@given(annotated())
def test_a_line_of_edits_gives_the_text_and_the_source_back(one: Annotated) -> None:
    record = edits.read(edits.render(one.checked))
    source, text = one.checked.document.text, one.checked.text
    assert apply_changes(source, record.edits) == text
    assert restore(text, record) == source


def test_diagnostics_of_a_document_without_any_are_no_lines() -> None:
    assert diagnostics.render(document("他/来").checked) == ""
