"""Duplicates in builds: reported, left out, on one side of the split; the same for any number of workers."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from corpuskit.build import Options, build, duplicates_of
from corpuskit.cli import main
from corpuskit.duplicates import Prints, take_prints
from corpuskit.engines import Done
from corpuskit.errors import ConfigError, InputError
from corpuskit.run import Settings, Worker
from corpuskit.shards import duplicates, plan
from corpuskit.shards.kept import KEPT
from tests.samples import CLEAN, WRAPPED, write
from tests.shards.corpora import RULES, SHARD_BYTES, inputs, made, tree
from tests.test_duplicates import wrapped

LETTERS = [chr(code) for code in range(0x4E00, 0x5800)]


def corpus(folder: Path, *, others: int = 300) -> Path:
    """Rows: of each of several texts the text, then wrapped, then changed; other rows stand between."""
    chance = Random(5)
    texts = ["".join(chance.choices(LETTERS, k=200)) for _ in range(others + 6)]
    rows = [{"id": f"d{number}", "text": text} for number, text in enumerate(texts[6:])]
    for number, text in enumerate(texts[:6]):
        rows.insert(number * 3, {"id": f"one{number}", "text": text})
        rows.append({"id": f"same{number}", "text": wrapped(text, 30)})
        rows.append({"id": f"near{number}", "text": text[:100] + "改" + text[101:]})
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def sides(output: Path) -> dict[str, str]:
    """The split of each document."""
    return {
        str(row["id"]): path.parts[-2]
        for path in sorted(output.glob("data/*/*.jsonl"))
        for row in lines(path)
    }


@pytest.mark.parametrize(("drop", "gone"), [("exact", {"same"}), ("near", {"same", "near"})])
def test_duplicates_are_left_out_and_the_first_stays(tmp_path: Path, drop: str, gone: set[str]) -> None:
    path = corpus(tmp_path / "in", others=30)
    built = made([path], tmp_path / "out", segmenter=None, find="near", drop=drop)
    rejected = lines(tmp_path / "out/rejected.jsonl")
    assert {str(row["id"]) for row in rejected} == {f"{kind}{number}" for kind in gone for number in range(6)}
    assert rejected[0]["reason"] == f"{path.as_posix()}:{rejected[0]['row']}: an exact duplicate of one0"
    assert built.counts.documents + built.counts.rejected == built.documents_in == 48
    assert built.counts.left_out == {f"{one}-duplicate": 6 for one in sorted({"exact", drop})}
    assert built.rejected == []
    kept = sides(tmp_path / "out")
    assert {f"one{number}" for number in range(6)} <= set(kept)
    assert len(kept) == built.counts.documents


def test_the_report_names_every_cluster(tmp_path: Path) -> None:
    made([corpus(tmp_path / "in", others=30)], tmp_path / "out", segmenter=None, find="near")
    head, *clusters = lines(tmp_path / "out/duplicates.jsonl")
    assert (head["level"], head["documents"]) == ("near", 48)
    shown = [[(one["id"], one["level"]) for one in cluster["documents"]] for cluster in clusters]  # type: ignore[attr-defined]
    assert shown == [[(f"one{n}", ""), (f"same{n}", "exact"), (f"near{n}", "near")] for n in range(6)]
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    facts = {name: manifest["duplicates"][name] for name in ("clusters", "exact", "near")}
    assert facts == {"clusters": 6, "exact": 6, "near": 6}


def test_duplicates_are_on_one_side_of_the_split_and_the_first_is_where_it_was(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in")
    made([path], tmp_path / "plain", segmenter=None, split=(30, 30))
    made([path], tmp_path / "out", segmenter=None, split=(30, 30), find="near")
    plain, found = sides(tmp_path / "plain"), sides(tmp_path / "out")
    for number in range(6):
        first = plain[f"one{number}"]
        assert [found[f"{kind}{number}"] for kind in ("one", "same", "near")] == [first] * 3
    assert any(plain[f"near{number}"] != plain[f"one{number}"] for number in range(6))
    alone = [id for id in plain if id.startswith("d")]
    assert [plain[id] for id in alone] == [found[id] for id in alone]


def test_any_number_of_workers_and_parts_gives_the_same_bytes(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in")
    options: dict[str, Any] = {"segmenter": None, "split": (20, 20), "find": "near", "drop": "near"}
    made([path], tmp_path / "one/c", **options)
    first = tree(tmp_path / "one/c")
    made([path], tmp_path / "two/c", jobs=2, **options)
    assert tree(tmp_path / "two/c") == first
    settings = Settings(RULES)
    found = duplicates_of(
        [*plan(inputs(path), settings.fields, SHARD_BYTES)], settings, Options(Path(), find="near")
    )
    assert found is not None
    duplicates.write(tmp_path / "found.jsonl", found)
    options["duplicates"] = duplicates.read(tmp_path / "found.jsonl")
    for part in (1, 0):
        made([path], tmp_path / "parts/c", part=(part, 2), **options)
    made([path], tmp_path / "parts/c", **options)
    assert tree(tmp_path / "parts/c") == {name: data for name, data in first.items() if KEPT not in name}


@pytest.mark.install
def test_ray_finds_the_same(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    path = corpus(tmp_path / "in")
    options: dict[str, Any] = {"segmenter": None, "split": (20, 20), "find": "near", "drop": "exact"}
    made([path], tmp_path / "one/c", **options)
    made([path], tmp_path / "ray/c", engine="ray", jobs=2, **options)
    assert tree(tmp_path / "ray/c") == tree(tmp_path / "one/c")


def test_a_new_duplicate_makes_only_its_own_shards_again(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in")
    made([path], tmp_path / "out", segmenter=None, drop="near", find="near")
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out/state").glob("*.json")}
    assert len(before) > 2
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[1])["text"]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "new", "text": first}, ensure_ascii=False) + "\n")
    built = made([path], tmp_path / "out", segmenter=None, drop="near", find="near")
    after = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out/state").glob("*.json")}
    same = [name for name in before if before[name] == after[name]]
    assert 0 < len(same) < len(before)
    assert built.counts.left_out["exact-duplicate"] == 7


def test_a_list_of_other_inputs_ends_the_run(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in", others=30)
    settings = Settings(RULES)
    options = Options(tmp_path / "out", find="exact")
    found = duplicates_of([*plan(inputs(path), settings.fields, options.shard_bytes)], settings, options)
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(reversed(text.splitlines())) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="looked for in other inputs"):
        build(inputs(path), settings, Options(tmp_path / "out", duplicates=found, drop="exact"))


def test_a_list_of_more_inputs_is_refused(tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "a", others=5), corpus(tmp_path / "b", others=5)
    settings = Settings(RULES)
    options = Options(tmp_path / "out", find="exact")
    found = duplicates_of([*plan(inputs(one, two), settings.fields)], settings, options)
    with pytest.raises(ConfigError, match="looked for in other inputs: no shard rows"):
        build(inputs(two), settings, Options(tmp_path / "out", duplicates=found, drop="exact"))


def test_texts_have_duplicates_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in", a=WRAPPED, b=CLEAN, c=WRAPPED.replace("\n\n", "\n"), d=WRAPPED)
    code = main(["build", str(source), "--output", str(tmp_path / "out"), "--drop-duplicates", "exact"])
    shown = capsys.readouterr()
    assert (code, shown.err) == (0, "")
    assert "duplicates  2: 2 exact, in 1 cluster: duplicates.jsonl" in shown.out
    assert "left out    2: 2 exact-duplicate" in shown.out
    assert sorted(path.name for path in (tmp_path / "out/clean").iterdir()) == ["a.txt", "b.txt"]
    assert main(["status", str(tmp_path / "out")]) == 0


def test_the_command_writes_what_build_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = corpus(tmp_path / "in", others=5), tmp_path / "found.jsonl"
    assert main(["duplicates", str(path), "--output", str(file)]) == 0
    assert capsys.readouterr().out == f"6 exact, 6 near duplicates in 6 clusters: {file}\n"
    assert main(["duplicates", str(path)]) == 0
    assert capsys.readouterr().out.encode() == file.read_bytes()
    command = ["build", str(path), "--no-annotate", "-q", "--output", str(tmp_path / "out")]
    assert main([*command, "--duplicates", str(file), "--drop-duplicates", "near", "--shard", "0/2"]) == 0
    assert main([*command, "--duplicates", str(file), "--drop-duplicates", "near"]) == 0
    assert (tmp_path / "out/duplicates.jsonl").read_bytes() == file.read_bytes()


def test_what_could_not_be_compared_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = corpus(tmp_path / "in", others=5)
    good = path.read_bytes()
    path.write_bytes(good + b"{\n" * 25)
    command = ["duplicates", str(path), "--level", "exact", "-q", "--output", str(tmp_path / "found.jsonl")]
    assert main(command) == 2
    told = capsys.readouterr().err.splitlines()
    assert "rows.jsonl:24: not JSON" in told[0]
    assert told[20:] == ["corpuskit: error: ... and 5 more that could not be read"]
    found = (tmp_path / "found.jsonl").read_bytes()
    path.write_bytes(good)
    assert main(command) == 0
    assert (tmp_path / "found.jsonl").read_bytes() == found


def test_a_pass_tells_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpuskit.cli.watch.EVERY", 0)
    path = corpus(tmp_path / "in", others=5)
    command = ["build", str(path), "--no-annotate", "--output", str(tmp_path / "out")]
    assert main([*command, "--find-duplicates", "near"]) == 0
    assert "corpuskit: 1 of 1 shard compared\n" in capsys.readouterr().err
    assert main([*command, "--find-duplicates", "near", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_options_that_do_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = corpus(tmp_path / "in", others=5), tmp_path / "found.jsonl"
    command = ["build", str(path), "--output", str(tmp_path / "out"), "--drop-duplicates", "near"]
    assert main([*command, "--shard", "0/2"]) == 2
    assert "all parts need one list of duplicates" in capsys.readouterr().err
    main(["duplicates", str(path), "--level", "exact", "-q", "--output", str(file)])
    assert main([*command, "--duplicates", str(file)]) == 2
    assert "only exact duplicates were looked for" in capsys.readouterr().err
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="no list of duplicates"):
        duplicates.read(file)


def test_where_only_exact_ones_go_each_text_stays_once(tmp_path: Path) -> None:
    texts = ["".join(Random(9).choices(LETTERS, k=200))]
    texts.append(texts[0][:100] + "改" + texts[0][101:])
    texts.append(wrapped(texts[1], 30))
    path = tmp_path / "rows.jsonl"
    lines_of = [json.dumps({"id": id, "text": text}) for id, text in zip("abc", texts, strict=True)]
    path.write_text("\n".join(lines_of), encoding="utf-8")
    made([path], tmp_path / "out", segmenter=None, find="near", drop="exact", split=(50, 50))
    (row,) = lines(tmp_path / "out/rejected.jsonl")
    assert row["reason"] == f"{path.as_posix()}:3: an exact duplicate of b"
    found = sides(tmp_path / "out")
    assert found.keys() == {"a", "b"} and len(set(found.values())) == 1


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Of how many documents fingerprints were taken, and how many were cleaned."""
    counts = {"prints": 0, "cleaned": 0}
    process = Worker.process

    def take(texts: list[str], level: str) -> Prints:
        counts["prints"] += len(texts)
        return take_prints(texts, level)

    def counted_process(self: Worker, documents: list[Any]) -> Any:
        counts["cleaned"] += len(documents)
        return process(self, documents)

    monkeypatch.setattr(duplicates, "take_prints", take)
    monkeypatch.setattr(Worker, "process", counted_process)
    return counts


def built_again(path: Path, output: Path, looked: dict[str, int], **options: Any) -> dict[str, int]:
    """What another build of ``path`` looks at; it leaves what a first one would."""
    wanted: dict[str, Any] = {"segmenter": None, "split": (20, 20), "find": "near", "drop": "exact"} | options
    looked.update(prints=0, cleaned=0)
    made([path], output / "c", **wanted)
    counts = dict(looked)
    made([path], output.parent / f"{output.name}-first/c", **wanted)
    assert tree(output / "c") == tree(output.parent / f"{output.name}-first/c")
    shutil.rmtree(output.parent / f"{output.name}-first")
    return counts


def test_a_second_run_compares_what_is_new_and_nothing_else(tmp_path: Path, looked: dict[str, int]) -> None:
    path, output = corpus(tmp_path / "in"), tmp_path / "out"
    first = built_again(path, output, looked)
    assert first["prints"] == 318
    assert built_again(path, output, looked) == {"prints": 0, "cleaned": 0}
    texts = path.read_text(encoding="utf-8").splitlines()
    with path.open("a", encoding="utf-8") as file:
        file.write(texts[-1].replace("near5", "new") + "\n")
    again = built_again(path, output, looked)
    assert 0 < again["prints"] < 100
    assert again["cleaned"] < first["cleaned"] / 2
    assert built_again(path, output, looked, find="exact")["prints"] == 319


def test_what_is_kept_and_cannot_be_read_is_looked_for_again(tmp_path: Path, looked: dict[str, int]) -> None:
    path, output = corpus(tmp_path / "in"), tmp_path / "out"
    built_again(path, output, looked)
    one, other, *_ = sorted((output / "c" / KEPT).glob("*.prints"))
    one.write_bytes(one.read_bytes()[:-9])
    other.write_bytes(b"\0" * 9)
    assert 0 < built_again(path, output, looked)["prints"] < 318


def test_other_rules_clean_again_and_compare_nothing(tmp_path: Path, looked: dict[str, int]) -> None:
    path, output = corpus(tmp_path / "in"), tmp_path / "out"
    options = Options(output, shard_bytes=SHARD_BYTES, find="near")
    settings = Settings(RULES)
    first = build(inputs(path), settings, options)
    rules = replace(RULES, selected=RULES.selected - {"LB001"})
    looked.update(prints=0, cleaned=0)
    again = build(inputs(path), replace(settings, rules=rules), options)
    assert looked == {"prints": 0, "cleaned": 318 + 6}
    assert first.duplicates is not None and again.duplicates is not None
    assert len(again.duplicates.clusters) == len(first.duplicates.clusters) == 6


def test_what_is_no_longer_asked_for_is_not_kept(tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "a", others=5), corpus(tmp_path / "b", others=6)
    two = two.rename(two.with_name("others.jsonl"))
    made([one, two], tmp_path / "out", segmenter=None, find="exact")
    kept = tmp_path / "out" / KEPT
    assert {path.suffix for path in kept.glob("*")} == {".prints", ".cleaned"}
    made([one], tmp_path / "out", segmenter=None, find="exact")
    assert {path.stem for path in kept.glob("*")} == {"rows-00000"}
    made([one], tmp_path / "out", segmenter=None)
    assert not kept.exists()


def test_a_run_goes_on_comparing_where_one_was_ended_and_status_says_so(
    tmp_path: Path,
    looked: dict[str, int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("corpuskit.shards.phase.EVERY", 0)
    path, output = corpus(tmp_path / "in"), tmp_path / "out"
    settings = Settings(RULES)
    options = Options(output, shard_bytes=SHARD_BYTES, find="near")

    def ended(done: Iterator[Done], total: int) -> Iterator[Done]:
        yield next(done)
        yield next(done)
        assert main(["status", str(output)]) == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(inputs(path), settings, options, passing=ended)
    assert main(["status", str(output)]) == 1
    running, stopped = capsys.readouterr().out.split("state       ")[1:]
    assert running.startswith("running\nphase       comparing, 2 of ")
    assert stopped.startswith("stopped; run it again to go on\nphase       comparing, 2 of ")
    before = looked["prints"]
    build(inputs(path), settings, options)
    assert 0 < looked["prints"] - before == 318 - before
    assert main(["status", str(output)]) == 0
    assert "phase" not in capsys.readouterr().out
