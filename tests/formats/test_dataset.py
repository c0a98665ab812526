"""A row is the document format with its changes, as a line and in Arrow."""

import json

from msgspec.structs import replace

from corpuskit.formats import dataset
from corpuskit.model import Document
from tests.documents import CAR

SOURCE = CAR.checked.document.text


def test_a_row_has_every_key_and_what_the_metadata_say_of_its_own() -> None:
    meta = {"source": "报纸", "added": None, "created": 2024, "licence": "?", "language": "Hakka"}
    row = dataset.row(replace(CAR.checked, document=Document("a", SOURCE, "a.jsonl", meta, row=1)))
    assert {**row, "edits": []} == {
        "id": "a",
        "text": CAR.checked.text,
        "source": "报纸",
        "added": None,
        "created": "2024",
        "metadata": {"language": "Hakka", "wrapped": CAR.checked.wrapped, "licence": "?"},
        "edits": [],
    }
    assert [tuple(one.values()) for one in row["edits"]] == list(CAR.checked.changes) != []


def test_of_what_the_metadata_do_not_say_the_source_is_the_path_and_the_day_is_given() -> None:
    row = dataset.row(replace(CAR.checked, document=Document("a", SOURCE, "a.jsonl")), added="2024-04-01")
    assert (row["source"], row["added"], row["created"]) == ("a.jsonl", "2024-04-01", None)


def test_a_line_and_a_table_hold_the_row_and_a_card_names_its_types() -> None:
    row = dataset.row(CAR.checked)
    line = dataset.line(row)
    assert line.endswith(b"}\n")
    (told,) = dataset.table([row]).to_pylist()
    assert {**told, "metadata": json.loads(told["metadata"])} == json.loads(line)
    assert [*dataset.FEATURES] == [*row] == dataset.schema().names
    assert [*dataset.FEATURES["edits"][0]] == [*row["edits"][0]]
