import pytest
from msgspec.structs import replace

from corpuskit.counts import count_annotated
from corpuskit.formats import card
from tests import golden
from tests.documents import CAR

FACTS = card.Facts(
    count_annotated(CAR), name="cars", version="0.1.0", files=["clean/a.txt", "corpus.conllu", "edits.jsonl"]
)


def test_golden() -> None:
    golden.check("card.md", card.render(FACTS))


def test_only_files_that_are_there_are_named() -> None:
    text = card.render(FACTS)
    assert "`clean/`" in text
    assert "corpus.spacy" not in text


@pytest.mark.parametrize(
    ("documents", "size"), [(0, "n<1K"), (999, "n<1K"), (1_000, "1K<n<10K"), (10**7, "n>10M")]
)
def test_sizes_are_those_of_the_hub(documents: int, size: str) -> None:
    counts = count_annotated(CAR)
    counts.documents = documents
    assert f"size_categories:\n- {size}\n" in card.render(replace(FACTS, counts=counts))


@pytest.mark.parametrize(
    ("licence", "line"),
    [("cc-by-4.0", "license: cc-by-4.0\n"), ('a: "b"', 'license: "a: \\"b\\""\n'), ("", 'license: ""\n')],
)
def test_the_licence_is_valid_yaml(licence: str, line: str) -> None:
    assert line in card.render(replace(FACTS, licence=licence))
