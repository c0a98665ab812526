from typing import Any

import pytest
import yaml
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
    ("documents", "size"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1_000, "1K<n<10K"),
        (10_000, "10K<n<100K"),
        (100_000, "100K<n<1M"),
        (10**6, "1M<n<10M"),
        (10**7, "n>10M"),
    ],
)
def test_sizes_are_those_of_the_hub(documents: int, size: str) -> None:
    counts = count_annotated(CAR)
    counts.documents = documents
    assert f"size_categories:\n- {size}\n" in card.render(replace(FACTS, counts=counts))


@pytest.mark.parametrize(
    ("licence", "line"),
    [
        ("cc-by-4.0", "license: cc-by-4.0\n"),
        ("CC-BY-SA-4.0", "license: cc-by-sa-4.0\n"),
        ("", "license: unknown\n"),
        ("CC-BY-SA-2.5-CN", "license: other\nlicense_name: CC-BY-SA-2.5-CN\n"),
        ("No", 'license: other\nlicense_name: "No"\n'),
        ("null", 'license: other\nlicense_name: "null"\n'),
        ('a: "b"', 'license: other\nlicense_name: "a: \\"b\\""\n'),
    ],
)
def test_the_licence_is_one_that_the_hub_knows_or_has_a_name(licence: str, line: str) -> None:
    assert line in card.render(replace(FACTS, licence=licence))


def test_of_texts_that_were_only_cleaned_nothing_is_said_of_words_or_entities() -> None:
    text = card.render(replace(FACTS, words=""))
    assert "1 document, cleaned by corpuskit 0.1.0." in text
    assert not [word for word in ("token-classification", "## Annotation", "| words |") if word in text]


@pytest.mark.parametrize(
    ("files", "way"),
    [
        (["clean/a.txt"], "gives every source back, byte for byte, from `clean/` and `edits.jsonl`."),
        (
            ["data/train/a.jsonl"],
            "gives the ids and texts of the source rows back, as JSON Lines, from `data/`.",
        ),
        (["LABELS.md"], ""),
    ],
)
def test_it_says_what_restore_gives_back(files: list[str], way: str) -> None:
    text = card.render(replace(FACTS, files=files))
    assert way in text
    assert ("corpuskit restore" in text) == bool(way)


def test_types_are_those_of_the_yaml_of_datasets() -> None:
    features = {"id": "string", "meta": {"n": "int64"}, "edits": [{"old": "string", "codes": ["string"]}]}
    head = card.render(replace(FACTS, features=features)).split("---\n")[1]
    assert yaml.safe_load(head)["dataset_info"] == {
        "features": [
            {"name": "id", "dtype": "string"},
            {"name": "meta", "struct": [{"name": "n", "dtype": "int64"}]},
            {
                "name": "edits",
                "list": [{"name": "old", "dtype": "string"}, {"name": "codes", "list": "string"}],
            },
        ]
    }


def head(facts: card.Facts) -> dict[str, Any]:
    """What a reader of YAML 1.1 makes of the metadata of a card."""
    found: dict[str, Any] = yaml.safe_load(card.render(facts).split("---\n")[1])
    return found


def test_norwegian_is_a_language_and_a_corpus_may_have_none() -> None:
    assert head(replace(FACTS, languages=["no", "zh"]))["language"] == ["no", "zh"]
    assert head(replace(FACTS, languages=[]))["language"] == ["und"]


@pytest.mark.parametrize(
    "name", ["on", "Y", "null", "2024", "1e3", "a: b", 'a\\"b\\', "重庆", "a-b.c", "-", "#a"]
)
def test_whatever_the_corpus_is_called_it_is_a_text(name: str) -> None:
    assert head(replace(FACTS, name=name))["pretty_name"] == name


def test_splits_have_the_names_that_the_hub_gives_them() -> None:
    data = tuple((split, f"data/{split}/*.jsonl") for split in ("train", "dev", "test"))
    (config,) = head(replace(FACTS, data=data))["configs"]
    assert config["data_files"] == [
        {"split": "train", "path": "data/train/*.jsonl"},
        {"split": "validation", "path": "data/dev/*.jsonl"},
        {"split": "test", "path": "data/test/*.jsonl"},
    ]
