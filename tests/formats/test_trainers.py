"""What other tools make of our corpora: they see the words and the entities that we wrote."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from corpuskit import annotate_many
from corpuskit.formats import conll2003, conllu, docbin
from corpuskit.model import Annotated
from corpuskit.spacy_tokenizer import create
from corpuskit.tagging import column, tag_name
from tests.documents import CAR, annotated

TRAIN, DEV = ("北京", "上海", "重庆", "广州", "武汉"), ("成都", "南京")
SAID = ("表示，", "昨天说，", "在会上指出，", "接受采访时说，", "认为，")
NAMES = ("王小明", "李志强", "张丽华", "陈建国", "刘晓东")


def entities_of(one: Annotated) -> list[tuple[str, str]]:
    text = column(one.checked.text)
    return [(text[start:end], tag_name(label)) for start, end, label, _ in one.labels]


@given(annotated())
@settings(max_examples=60, deadline=None)
def test_the_conllu_package_parses_what_we_write(one: Annotated) -> None:
    package = pytest.importorskip("conllu")
    text = conllu.render(one)
    parsed, sentences = package.parse(text), list(conllu.read(text))
    assert [[token["form"] for token in sentence] for sentence in parsed] == [
        [row[1] for row in sentence.rows] for sentence in sentences
    ]
    assert [token["misc"] for sentence in parsed for token in sentence] == [
        dict(pair.split("=", 1) for pair in row[9].split("|"))
        for sentence in sentences
        for row in sentence.rows
    ]
    assert [sentence.metadata["sent_id"] for sentence in parsed] == [
        sentence.comment("sent_id") for sentence in sentences
    ]


def converted(text: str, name: str, converter: str, folder: Path) -> list[tuple[str, str]]:
    """The entities in what ``spacy convert`` makes of a text."""
    from spacy.cli.convert import convert
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    path = folder / name
    path.write_bytes(text.encode())
    convert(path, folder, n_sents=10, converter=converter, file_type="spacy", silent=True)
    docs = DocBin().from_disk(path.with_suffix(".spacy")).get_docs(Vocab())
    return [("".join(token.text for token in span), span.label_) for doc in docs for span in doc.ents]


def test_spacy_convert_reads_the_entities_of_conll2003(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    assert converted(conll2003.render(CAR), "a.conll", "ner", tmp_path) == entities_of(CAR)


@given(annotated())
@settings(max_examples=30, deadline=None)
def test_spacy_convert_reads_the_entities_of_any_document(
    tmp_path_factory: pytest.TempPathFactory, one: Annotated
) -> None:
    pytest.importorskip("spacy")
    if not one.tokens:
        return
    folder = tmp_path_factory.mktemp("convert")
    assert converted(conll2003.render(one), "a.conll", "ner", folder) == entities_of(one)
    found = converted(conllu.render(one), "a.conllu", "conllu", folder)
    assert [label for _, label in found] == [label for _, label in entities_of(one)]


def documents(places: tuple[str, ...]) -> list[Annotated]:
    texts = [
        f"{name}{said}{place}的发展离不开科技创新。\n" for place, said, name in product(places, SAID, NAMES)
    ]
    return [*annotate_many(texts)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a training configuration of spaCy that names our tokenizer, and our DocBins."""
    spacy = pytest.importorskip("spacy")
    from spacy.cli.init_config import init_config

    folder = tmp_path_factory.mktemp("project")
    (folder / "train.spacy").write_bytes(docbin.render(documents(TRAIN)))
    (folder / "dev.spacy").write_bytes(docbin.render(documents(DEV)))
    spacy.registry.tokenizers("corpuskit.Segmenter.v1", func=create)
    config = init_config(lang="zh", pipeline=["ner"], gpu=False)
    config["nlp"]["tokenizer"] = {"@tokenizers": "corpuskit.Segmenter.v1", "segmenter": "default"}
    config["initialize"]["tokenizer"] = {}
    config["components"]["tok2vec"]["model"]["encode"] |= {"width": 32, "depth": 2}
    config["components"]["tok2vec"]["model"]["embed"]["rows"] = [500] * 4
    config["training"] |= {"max_steps": 20, "eval_frequency": 10}
    config.to_disk(folder / "config.cfg")
    yield folder


def overrides(project: Path) -> dict[str, Any]:
    return {"paths.train": str(project / "train.spacy"), "paths.dev": str(project / "dev.spacy")}


@pytest.mark.install
def test_spacy_debug_data_finds_no_fault(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from spacy.cli.debug_data import debug_data

    debug_data(
        project / "config.cfg",
        config_overrides=overrides(project),
        verbose=True,
        no_format=True,
        silent=False,
    )
    said = capsys.readouterr().out
    assert "Corpus is loadable" in said
    assert "misaligned" not in said
    assert "No entities consisting of or starting/ending with whitespace" in said
    assert "check failed" not in said, said


@pytest.mark.install
def test_spacy_trains_on_the_docbin_and_keeps_the_tokenizer(project: Path, tmp_path: Path) -> None:
    import spacy
    from spacy.cli.train import train

    train(project / "config.cfg", tmp_path, overrides=overrides(project))
    nlp = spacy.load(tmp_path / "model-last")
    assert nlp.tokenizer.segmenter.name == "default"
    assert set(nlp.get_pipe("ner").labels) == {"LOC", "PER"}
    (one,) = annotate_many(["王小明说，成都的发展离不开科技创新。"])
    assert [token.text for token in nlp(one.checked.text)] == [token.text for token in one.to_spacy()]
