"""What a build of rows writes, read by those who will."""

import csv
import gzip
import json
import os
import sys
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import spacy
import yaml
import zstandard
from spacy.tokens import DocBin

from corpuskit.build import Options, build
from corpuskit.engines import Done
from corpuskit.errors import ConfigError
from corpuskit.model import Change
from corpuskit.nesting import MOST_NESTED
from corpuskit.readers import Found, discover
from corpuskit.run import Settings
from corpuskit.shards import finish, outputs
from corpuskit.undo import Record as Undo
from corpuskit.undo import restore, sha256
from tests.samples import CLEAN, SEED, WRAPPED, write
from tests.shards.corpora import RULES, made, row, rows


def lines(folder: Path, data: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted((folder / "data").rglob("*")):
        if path.is_file() and data == "parquet":
            found += [
                {**one, "metadata": json.loads(one["metadata"])} for one in pq.read_table(path).to_pylist()
            ]
        elif path.is_file():
            raw = path.read_bytes()
            raw = zstandard.ZstdDecompressor().decompressobj().decompress(raw) if data == "jsonl.zst" else raw
            found += map(json.loads, raw.splitlines())
    return sorted(found, key=lambda one: (len(one["id"]), one["id"]))


@pytest.mark.parametrize("data", ["jsonl", "jsonl.zst", "parquet"])
def test_rows_hold_the_documents_and_their_edits_give_the_sources_back(tmp_path: Path, data: str) -> None:
    made([rows(tmp_path / "r.jsonl", 300)], tmp_path / "out", data=data, split=(10, 10))
    found = lines(tmp_path / "out", data)
    assert [one["id"] for one in found] == [f"d{n}" for n in range(300)]
    for number, one in enumerate(found):
        assert set(one) == {"id", "text", "source", "added", "created", "metadata", "edits"}
        source = str(row(1, number)["text"])
        edits = tuple(
            Change(edit["start"], edit["end"], edit["old"], edit["new"], tuple(edit["codes"]))
            for edit in one["edits"]
        )
        assert restore(one["text"], Undo(one["id"], sha256(source), sha256(one["text"]), edits)) == source
        assert one["metadata"]["n"] == number
    assert sum(bool(one["edits"]) for one in found) > 50


def jsonl(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(paths) for line in path.read_bytes().splitlines()]


def test_every_finding_is_told_with_its_place_and_every_text_stands_apart_too(tmp_path: Path) -> None:
    texts = {"a": WRAPPED, "b": CLEAN, "sub": "错,了。\n"}
    (write(tmp_path / "in", **texts) / "broken.txt").write_bytes(b"\xff")
    corpus = rows(tmp_path / "in/r.jsonl", 100, bad=30)
    out = tmp_path / "out"
    built = made([tmp_path / "in", corpus], out)
    sources = texts | {f"d{number}": str(row(1, number)["text"]) for number in range(100)}
    found = jsonl(out / "diagnostics.jsonl", *out.glob("diagnostics/*.jsonl"))
    assert all(one["found"] == sources[one["id"]][one["start"] : one["end"]] for one in found)
    assert Counter(one["code"] for one in found) == built.counts.findings
    assert len(jsonl(out / "rejected.jsonl")) == built.counts.rejected == 5
    clean = {
        one["id"]: (out / f"clean/{one['id']}.txt").read_text("utf-8") for one in jsonl(out / "corpus.jsonl")
    }
    assert clean == {one["id"]: one["text"] for one in jsonl(out / "corpus.jsonl")}
    assert [one["id"] for one in jsonl(out / "edits.jsonl")] == sorted(texts)
    apart = b"".join((out / f"conllu/{id}.conllu").read_bytes() for id in sorted(texts))
    assert apart == (out / "corpus.conllu").read_bytes() != b""


@pytest.mark.parametrize("data", ["jsonl", "jsonl.zst", "parquet"])
def test_rows_that_are_all_rejected_or_on_another_side_leave_an_empty_train(
    tmp_path: Path, data: str
) -> None:
    (tmp_path / "bad.jsonl").write_text("{broken\n", "utf-8")
    inputs = [tmp_path / "bad.jsonl", rows(tmp_path / "r.jsonl", 3)]
    made(inputs, tmp_path / "out", segmenter=None, data=data, split=(100, 0))
    train = sorted(path.name for path in (tmp_path / "out/data/train").iterdir())
    assert train == [f"bad-00000.{data}", f"r-00000.{data}"]
    assert [one["id"] for one in lines(tmp_path / "out", data)] == ["d0", "d1", "d2"]
    assert not (tmp_path / "out/data/test").exists()


def test_where_an_output_cannot_be_begun_no_other_one_is_left_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise ConfigError("Parquet needs pyarrow")

    monkeypatch.setattr("corpuskit.formats.dataset.schema", missing)
    with pytest.raises(ConfigError, match="needs pyarrow") as fault:
        made([rows(tmp_path / "r.jsonl", 3)], tmp_path / "out", data="parquet")
    assert not [*(tmp_path / "out").rglob("*.partial")], fault  # whose frames hold what was begun


def test_the_split_is_stable_and_holds_equal_texts_together(tmp_path: Path) -> None:
    def sides(count: int, out: str) -> dict[str, str]:
        made([rows(tmp_path / "r.jsonl", count)], tmp_path / out, split=(10, 10))
        return {
            one["id"]: path.parent.name
            for path in (tmp_path / out / "data").rglob("*.jsonl")
            for one in map(json.loads, path.read_bytes().splitlines())
        }

    few, many = sides(200, "a"), sides(500, "b")
    assert few == {id: many[id] for id in few}
    share = [list(many.values()).count(side) / 500 for side in ("train", "dev", "test")]
    assert share[0] > 0.6
    assert min(share[1:]) > 0.04


def test_a_second_row_of_one_id_gets_another(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'{"id": "a", "text": "x"}\n' * 3)
    made([path], tmp_path / "out")
    (data,) = (tmp_path / "out").glob("data/train/*")
    assert [json.loads(line)["id"] for line in data.read_bytes().splitlines()] == ["a", "a~2", "a~3"]


def sentence_ids(out: Path) -> list[str]:
    text = "".join(path.read_text("utf-8") for path in sorted(out.rglob("*.conllu")))
    return [line.removeprefix("# sent_id = ") for line in text.splitlines() if line.startswith("# sent_id")]


def test_an_id_in_several_files_stays_is_told_and_gives_no_sentence_the_id_of_another(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.jsonl").write_text(
            f'{{"id": "one", "text": "他来了。"}}\n{{"id": "{name}", "text": "他走了。"}}\n', encoding="utf-8"
        )
    # Its sentences could be taken for those of a row.
    (tmp_path / "a:1.txt").write_text("他来了。\n", encoding="utf-8")
    built = made([*sorted(tmp_path.glob("*.*"))], tmp_path / "out")
    found = lines(tmp_path / "out", "jsonl")
    assert Counter(one["id"] for one in found) == {"one": 3, "a": 1, "b": 1, "c": 1}
    ids = sentence_ids(tmp_path / "out/conllu")
    assert ids == ["a%3A1-s1", "a:1-s1", "a:2-s1", "b:1-s1", "b:2-s1", "c:1-s1", "c:2-s1"]
    assert (
        built.repeated_ids == json.loads((tmp_path / "out/manifest.json").read_bytes())["repeated_ids"] == 1
    )
    assert [one for one in built.notes if "spaCy" not in one] == [
        "1 id stays that of rows in several shards, as they were given: 'one' is in a-00000 and b-00000"
    ]


def test_ids_of_shards_that_were_lost_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lost:
        @staticmethod
        def run(function: object, shards: list[object], jobs: int) -> list[Done]:
            return [Done(number, None, lost=True, attempts=3) for number in range(len(shards))]

    paths = [rows(tmp_path / f"{name}.jsonl", 3) for name in "ab"]
    assert made(paths, tmp_path / "out").repeated_ids == 3
    (tmp_path / "out/data/train/a-00000.jsonl").unlink()
    monkeypatch.setattr("corpuskit.build.ENGINES", {"processes": Lost})
    assert made(paths, tmp_path / "out").repeated_ids == 0


@pytest.mark.parametrize("data", ["jsonl", "parquet"])
def test_an_id_in_two_shards_of_a_file_is_told(tmp_path: Path, data: str) -> None:
    path = rows(tmp_path / "r.jsonl", 300)
    with path.open("ab") as file:
        file.writelines(path.read_bytes().splitlines(keepends=True)[:2])
    built = made([path], tmp_path / "out", data=data, split=(10, 10))
    assert len(built.records) > 1
    assert built.repeated_ids == 2
    assert "2 ids stay those of rows in several shards" in built.notes[-1]
    ids = sentence_ids(tmp_path / "out")
    assert len(ids) == len(set(ids)) == built.counts.sentences


def test_a_small_file_that_unpacks_to_much_is_read_in_little_memory(tmp_path: Path) -> None:
    bomb = gzip.compress(b'{"text": "' + b"x" * 200_000_000)
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "good"}\n') + bomb)
    tracemalloc.start()
    built = made([path], tmp_path / "out", segmenter=None, limit=10_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (built.documents_in, built.counts.documents, built.counts.rejected) == (2, 1, 1)
    assert "too long" in built.rejected[0]
    assert peak < 50_000_000


def mixed(folder: Path) -> list[Path]:
    """Rows of which those of the first file have no findings, no date, and other metadata than the rest."""
    right, wrong = folder / "a.jsonl", folder / "b.jsonl"
    right.write_text("".join(f'{{"id": "a{n}", "text": "第{n}段。", "k": 1}}\n' for n in range(40)), "utf-8")
    wrong.write_text(
        "".join(
            f'{{"id": "b{n}", "text": "第{n}段,错了。", "k": "v", "created": "today"}}\n' for n in range(40)
        ),
        "utf-8",
    )
    return [right, wrong]


@pytest.mark.parametrize("data", ["jsonl", "jsonl.zst", "parquet"])
def test_datasets_opens_shards_of_which_the_first_has_no_finding_and_other_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    datasets = pytest.importorskip("datasets", minversion="4.7")
    built = made(mixed(tmp_path), tmp_path / "out", segmenter=None, data=data, split=(20, 20))
    assert built.counts.fixed == {"PU001": 40}
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    opened = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    edits = [edit for part in opened.values() for one in part for edit in one["edits"]]
    assert [edit["new"] for edit in edits] == ["，"] * 40


#: What JSON allows and readers of it do not all take: one key of many types, numbers of any length, depth.
ODD: tuple[Any, ...] = (
    1,
    "a",
    [1, "a", {"x": None}],
    {},
    1.5,
    -0.0,
    True,
    2**64 - 1,
    2**80,
    -(2**70),
    {"": {"\u0000": [[]]}},
)


@pytest.mark.parametrize("data", ["jsonl", "jsonl.zst", "parquet"])
def test_datasets_opens_rows_whose_metadata_are_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    datasets = pytest.importorskip("datasets", minversion="4.7")
    deep: Any = 1
    for _ in range(MOST_NESTED - 2):
        deep = [deep]
    path = tmp_path / "r.jsonl"
    path.write_text(
        "".join(json.dumps({"text": f"第{n}。", "k": value}) + "\n" for n, value in enumerate([*ODD, deep])),
        "utf-8",
    )
    built = made([path], tmp_path / "out", segmenter=None, data=data)
    assert built.counts.documents == len(ODD) + 1
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    opened = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    found = [one["metadata"] for one in opened["train"]]
    kept = [(json.loads(one) if isinstance(one, str) else one)["k"] for one in found]
    assert kept[7:10] == [2**64 - 1, str(2**80), str(-(2**70))]
    assert kept[-1] == deep


def features_of(folder: Path) -> list[dict[str, Any]]:
    """The types that the dataset card of a build declares."""
    head = (folder / "README.md").read_text("utf-8").split("---\n")[1]
    declared: list[dict[str, Any]] = yaml.safe_load(head)["dataset_info"]["features"]
    return declared


def test_the_card_says_the_types_of_rows_that_datasets_would_guess_from_the_first_ones(
    tmp_path: Path,
) -> None:
    made(mixed(tmp_path), tmp_path / "out", segmenter=None)
    found = lines(tmp_path / "out", "jsonl")
    declared = features_of(tmp_path / "out")
    names = [feature["name"] for feature in declared]
    assert all([*one] == names for one in found)
    assert {feature["name"]: feature.get("dtype") for feature in declared} == {
        **dict.fromkeys(("id", "text", "source", "added", "created"), "string"),
        "metadata": "json",
        "edits": None,
    }
    edit = next(one["edits"][0] for one in found if one["edits"])
    assert [*edit] == [column["name"] for column in declared[-1]["list"]]


@pytest.mark.parametrize("added", ["", "0"])
def test_the_card_says_the_types_of_the_corpus_of_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", added)
    made([SEED], tmp_path / "out")
    row = json.loads((tmp_path / "out/corpus.jsonl").read_text("utf-8"))
    declared = {feature["name"]: feature for feature in features_of(tmp_path / "out")}
    assert [*declared] == [*row]
    assert [*row["metadata"]] == [column["name"] for column in declared["metadata"]["struct"]]
    for name in ("blocks", "sentences", "tokens", "labels", "lost"):
        assert all([*one] == [column["name"] for column in declared[name]["list"]] for one in row[name])


def test_datasets_opens_the_folder_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = pytest.importorskip("datasets")
    made([rows(tmp_path / "r.jsonl", 300)], tmp_path / "out", data="parquet", split=(10, 10))
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    opened = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert set(opened) == {"train", "validation", "test"}
    assert sum(part.num_rows for part in opened.values()) == 300
    assert set(opened["train"].features) == {"id", "text", "source", "added", "created", "metadata", "edits"}


@pytest.mark.parametrize(("data", "texts"), [("jsonl", 1), ("jsonl.zst", 1), ("parquet", 0)])
def test_of_text_files_and_rows_datasets_finds_what_the_card_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, texts: int
) -> None:
    datasets = pytest.importorskip("datasets", minversion="4.7")
    built = made([rows(tmp_path / "r.jsonl", 30), SEED], tmp_path / "out", data=data)
    assert built.counts.documents == 31
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    found = [
        datasets.load_dataset(str(tmp_path / "out"), *name, cache_dir=str(tmp_path / "cache"))["train"]
        for name in ([], *[["texts"]] * texts)
    ]
    assert [len(one) for one in found] == [30, *[1] * texts]
    assert all(one[0]["labels"] for one in found[1:])


@pytest.mark.parametrize(
    ("data", "configs", "told"),
    [
        ("jsonl", ["default", "texts"], "in `corpus.jsonl`, which it gives where it is asked for `texts`."),
        ("parquet", ["default"], "in `corpus.jsonl`."),
    ],
)
def test_the_card_names_where_text_files_lie_that_were_built_beside_rows(
    tmp_path: Path, data: str, configs: list[str], told: str
) -> None:
    made([rows(tmp_path / "r.jsonl", 3), SEED], tmp_path / "out", data=data)
    text = (tmp_path / "out/README.md").read_text("utf-8")
    head = yaml.safe_load(text.split("---\n")[1])
    assert [one["config_name"] for one in head["configs"]] == configs
    assert [one["config_name"] for one in head.get("dataset_info", [])] == configs * (data != "parquet")
    assert told in text


def test_a_table_gives_what_its_rows_give_as_json(tmp_path: Path) -> None:
    source = rows(tmp_path / "json/r.jsonl", 300)
    table = tmp_path / "csv/r.csv"
    table.parent.mkdir()
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows([one["id"], one["text"]] for one in map(json.loads, source.open(encoding="utf-8")))
    made([source], tmp_path / "a", segmenter=None)
    built = made([table], tmp_path / "b", segmenter=None)
    assert len(built.records) > 1
    for one, other in zip(lines(tmp_path / "a", "jsonl"), lines(tmp_path / "b", "jsonl"), strict=True):
        assert (one["id"], one["text"], one["edits"]) == (other["id"], other["text"], other["edits"])


def test_a_docbin_ends_where_it_grows_large_and_all_hold_the_documents_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "DOCBIN_CHARACTERS", 2000)
    source = rows(tmp_path / "r.jsonl", 60)
    texts = write(tmp_path / "texts", **{f"t{n}": str(row(1, n)["text"]) for n in range(60)})
    made([source], tmp_path / "rows")
    paths = sorted((tmp_path / "rows/docbin").iterdir(), key=lambda path: path.stem)
    assert [path.name for path in paths[:2]] == ["r-00000.spacy", "r-00000~00002.spacy"]
    assert ids(paths) == [f"d{n}" for n in range(60)]
    monkeypatch.setattr(finish, "MOST_MERGED", 0)
    made([texts], tmp_path / "apart")
    paths = sorted((tmp_path / "apart/docbin").iterdir(), key=lambda path: path.stem)
    assert len(paths) > 2
    monkeypatch.setattr(finish, "MOST_MERGED", 1 << 30)
    made([texts], tmp_path / "one")
    assert sorted(ids(paths)) == ids([tmp_path / "one/corpus.spacy"])


def ids(paths: list[Path]) -> list[str]:
    found: list[str] = []
    for path in paths:
        docs = DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("zh").vocab)
        found += [doc.user_data["id"] for doc in docs]
    return found


def test_no_field_of_a_row_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    values = {
        "language": "cmn",
        "wrapped": 3,
        "url": "top",
        "metadata": {"url": "nested", "page": 1},
        "source": {"n": 1},
    }
    path.write_bytes(json.dumps({"id": "a", "text": "好", **values}).encode())
    made([path], tmp_path / "out", segmenter=None)
    (one,) = lines(tmp_path / "out", "jsonl")
    kept = {"language": "cmn", "wrapped": 3, "url": "top", "metadata.url": "nested", "page": 1}
    assert (one["metadata"], one["source"]) == (kept, '{"n":1}')


@pytest.mark.parametrize("data", ["jsonl", "parquet"])
@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_a_field_without_a_value_stays_one(tmp_path: Path, suffix: str, data: str) -> None:
    path = tmp_path / f"r.{suffix}"
    values = {"id": "a", "text": "好", "year": None, "of": {"name": None, "page": 1}, "tags": [None]}
    if suffix == "jsonl":
        path.write_text(json.dumps(values), encoding="utf-8")
    else:
        pq.write_table(pa.Table.from_pylist([values, {**values, "id": "b", "year": 2024}]), path)
    made([path], tmp_path / "out", segmenter=None, data=data)
    one, *_ = lines(tmp_path / "out", data)
    kept = {"year": None, "of": {"name": None, "page": 1}, "tags": [None]}
    assert {key: value for key, value in one["metadata"].items() if key in kept} == kept


def test_the_files_of_deep_folders_with_long_names_are_not_too_long(tmp_path: Path) -> None:
    folder = tmp_path / "in" / ("语料" * 30) / ("新闻报道" * 15)
    folder.mkdir(parents=True)
    for name in ("重庆", "四川"):
        rows(folder / f"{name}.jsonl", 2)
    found = [one for one in discover([tmp_path / "in"], taken=["*.jsonl"]) if isinstance(one, Found)]
    built = build(found, Settings(RULES), Options(tmp_path / "out"))
    assert built.counts.documents == 4 and len(lines(tmp_path / "out", "jsonl")) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_what_is_wrong_in_files_whose_names_are_not_utf_8_is_rejected(tmp_path: Path) -> None:
    """Each is a fault of another sort, told by another part; all are told, and none ends the build."""
    folder = tmp_path / os.fsdecode(b"in\xff")
    rows(folder / os.fsdecode(b"a\xfe.jsonl"), 3, bad=2)
    (folder / os.fsdecode(b"b\xfe.jsonl.zst")).write_bytes(zstandard.compress(b"{}" * 99)[:-2])
    (folder / os.fsdecode(b"c\xfe.parquet")).write_bytes(b"PAR1")
    (folder / os.fsdecode(b"d\xfe.csv")).write_bytes(b"id,text\n1\n")
    (folder / os.fsdecode(b"e\xfe.txt")).write_bytes(b"\xff\xfe\xfd")
    built = made(sorted(folder.iterdir()), tmp_path / os.fsdecode(b"out\xff"))
    assert (built.documents_in, built.counts.documents, built.counts.rejected) == (9, 3, 6)
    told = (tmp_path / os.fsdecode(b"out\xff") / "rejected.jsonl").read_bytes().splitlines()
    for line, name in zip(map(json.loads, told), "aabcde", strict=True):
        assert f"in%FF/{name}%FE." in line["path"]
        assert line["reason"].startswith(f"{line['path']}:")


@pytest.mark.parametrize(
    ("place", "side"),
    [(0, "dev"), (999, "dev"), (1000, "test"), (2999, "test"), (3000, "train"), (9999, "train")],
)
def test_so_many_in_a_hundred_hashes_are_of_each_side(place: int, side: str) -> None:
    assert outputs.side_of(f"{place:08x}ffff", (10, 20)) == side
    assert outputs.side_of(f"{70_000 + place:08x}ffff", (10, 20)) == side
    assert outputs.side_of(f"{place:08x}ffff", (0, 0)) == "train"
