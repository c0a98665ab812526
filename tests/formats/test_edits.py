import json

import pytest
from msgspec.structs import replace

from corpuskit.errors import InputError
from corpuskit.formats import edits
from corpuskit.model import Origin
from corpuskit.undo import sha256
from tests.documents import CAR, document


def test_a_document_without_changes_has_a_line() -> None:
    one = document("他/来").checked
    row = json.loads(edits.render(one))
    assert row == {
        "id": one.document.id,
        "source_sha256": sha256("他来"),
        "text_sha256": sha256("他来"),
        "edits": [],
    }


def test_an_encoding_and_a_bom_are_kept() -> None:
    checked = document("他/来", origin=Origin("gb18030", True)).checked
    record = edits.read(edits.render(checked))
    assert (record.encoding, record.bom) == ("gb18030", True)


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"id": 1}', "{", b"\xff"])
def test_other_lines_are_refused_with_their_place(line: str | bytes) -> None:
    with pytest.raises(InputError, match=r"^out/edits.jsonl:7: not a line of edits.jsonl: "):
        edits.read(line, file="out/edits.jsonl", number=7)


def test_rendering_is_the_inverse_of_reading() -> None:
    line = edits.render(CAR.checked)
    record = edits.read(line)
    assert edits.render(replace(CAR.checked, changes=record.edits)) == line
