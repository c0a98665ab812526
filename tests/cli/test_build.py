import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpuskit.build import Built
from corpuskit.cli import main
from corpuskit.cli.build import summary
from corpuskit.counts import Counts
from corpuskit.formats import conllu, edits
from corpuskit.undo import apply_changes
from tests.samples import CLEAN, REPAIRED, ROOT, SEED, WRAPPED, write

OUTPUTS = [
    "LABELS.md", "README.md", "clean", "conllu", "corpus.conllu", "corpus.jsonl", "corpus.spacy",
    "diagnostics.jsonl", "edits.jsonl", "manifest.json", "rejected.jsonl", "state",
]  # fmt: skip


def build(source: Path, output: Path, *options: str) -> int:
    return main(["build", str(source), "--output", str(output), *options])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_build_writes_everything(tmp_path: Path) -> None:
    assert build(write(tmp_path / "in", a=WRAPPED, b=CLEAN), tmp_path / "out") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == OUTPUTS
    assert (tmp_path / "out/clean/a.txt").read_text(encoding="utf-8") == REPAIRED
    assert (tmp_path / "out/clean/b.txt").read_text(encoding="utf-8") == CLEAN
    assert (tmp_path / "out/rejected.jsonl").read_bytes() == b""


def test_the_corpus_is_its_documents_one_after_the_other(tmp_path: Path) -> None:
    build(write(tmp_path / "in", a=WRAPPED, b=CLEAN), tmp_path / "out")
    parts = [(tmp_path / f"out/conllu/{name}.conllu").read_bytes() for name in "ab"]
    assert (tmp_path / "out/corpus.conllu").read_bytes() == b"".join(parts)
    sentences = list(conllu.read(b"".join(parts).decode()))
    ids = [comment for one in sentences for comment in one.comments if comment.startswith("# sent_id")]
    assert len(ids) == len(set(ids)) == len(sentences)


def test_two_builds_and_any_number_of_workers_give_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path / "in", **{f"d{n}": WRAPPED * (n + 1) for n in range(5)})
    build(source, tmp_path / "out/corpus")
    first = tree(tmp_path / "out/corpus")
    build(source, tmp_path / "out/corpus")
    assert tree(tmp_path / "out/corpus") == first
    build(source, tmp_path / "again/corpus", "--jobs", "2")
    assert tree(tmp_path / "again/corpus") == first


def test_the_edits_applied_to_the_source_give_the_cleaned_text(tmp_path: Path) -> None:
    source = write(tmp_path / "in", seed=SEED.read_text(encoding="utf-8"), wrapped=WRAPPED)
    build(source, tmp_path / "out")
    lines = (tmp_path / "out/edits.jsonl").read_bytes().splitlines()
    assert len(lines) == 2
    for line in lines:
        record = edits.read(line)
        raw = (source / f"{record.id}.txt").read_bytes().decode()
        clean = (tmp_path / f"out/clean/{record.id}.txt").read_bytes().decode()
        assert apply_changes(raw, record.edits) == clean


def test_the_manifest_holds_hashes_and_counts_that_add_up(tmp_path: Path) -> None:
    build(write(tmp_path / "in", a=WRAPPED, b=CLEAN), tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    assert manifest["complete"] is True
    counts = manifest["counts"]
    assert counts["documents"] == len(manifest["documents"]) == 2
    removed, added = counts["characters_removed"], counts["characters_added"]
    assert counts["characters_in"] - removed + added == counts["characters_out"]
    assert counts["lines_in"] - counts["breaks_joined"] == 3
    there = {path for path in tree(tmp_path / "out") if not path.startswith("state/")}
    assert set(manifest["outputs"]) == there - {"manifest.json"}
    assert manifest["totals"] == {"in": 2, "out": 2, "rejected": 0}


def test_a_document_that_cannot_be_read_is_rejected_and_the_others_are_built(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=WRAPPED)
    (source / "bad.txt").write_bytes("发展新质生产力，推动高质量发展".encode("gb18030"))
    assert build(source, tmp_path / "out") == 1
    (row,) = map(json.loads, (tmp_path / "out/rejected.jsonl").read_bytes().splitlines())
    assert row["id"] == "bad"
    assert "try --encoding gb18030" in row["reason"]
    assert (tmp_path / "out/clean/a.txt").is_file()


def test_an_earlier_build_is_replaced_and_what_it_left_is_removed(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=WRAPPED, b=CLEAN)
    build(source, tmp_path / "out")
    (source / "b.txt").unlink()
    build(source, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out/clean").iterdir()] == ["a.txt"]


def test_a_folder_that_is_not_ours_is_refused_and_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write(tmp_path / "other", thesis="mine")
    assert build(write(tmp_path / "in", a=WRAPPED), other) == 2
    assert "not a corpuskit build" in capsys.readouterr().err
    assert tree(other) == {"thesis.txt": b"mine"}


def test_a_build_goes_on_where_one_was_killed_as_it_wrote_its_first_manifest(tmp_path: Path) -> None:
    source, output = write(tmp_path / "in", a=WRAPPED), tmp_path / "out"
    (output / "state").mkdir(parents=True)
    (output / ".manifest.json.3l_hty83.partial").write_bytes(b"{")
    assert build(source, output) == 0
    build(source, tmp_path / "undisturbed/out")
    assert tree(output) == tree(tmp_path / "undisturbed/out")


def test_a_file_as_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    assert build(write(tmp_path / "in", a=WRAPPED), tmp_path / "out") == 2
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_build_inside_its_input_is_not_its_own_input(tmp_path: Path) -> None:
    write(tmp_path, a=WRAPPED)
    build(tmp_path, tmp_path / "out")
    build(tmp_path, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out/clean").iterdir()] == ["a.txt"]


def test_the_folder_of_the_inputs_is_no_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in", a=WRAPPED)
    assert build(tmp_path / "in", tmp_path / "in") == 2
    assert "all inputs are in the output folder" in capsys.readouterr().err
    assert list(tree(tmp_path / "in")) == ["a.txt"]


def test_without_spacy_all_but_the_docbin_is_written_and_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("spacy", "spacy.tokens", "spacy.vocab", "spacy_pkuseg"):
        monkeypatch.setitem(sys.modules, name, None)
    assert build(write(tmp_path / "in", a=WRAPPED), tmp_path / "out") == 0
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == [name for name in OUTPUTS if name != "corpus.spacy"]
    told = capsys.readouterr().err
    assert "corpuskit: warning: DocBin needs spaCy" in told
    assert "corpuskit[annotate]" in told
    assert "error" not in told  # the exit code is 0


def test_the_summary_adds_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(write(tmp_path / "in", a=WRAPPED), tmp_path / "out")
    out = capsys.readouterr().out
    assert "5 in - 4 line breaks joined = 1 out" in out
    assert "1: 1 paragraph" in out


def test_large_numbers_of_the_summary_are_written_alike() -> None:
    built = Built(counts=Counts(documents=12_345, rejected=1_234, wrapped=5_678))
    told = summary(built, argparse.Namespace(output="out", paths=["in"], no_annotate=True))
    assert told.startswith("documents   12,345 built, 1,234 rejected, 5,678 wrapped\n")


def test_an_input_is_never_changed(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=WRAPPED)
    before = tree(source)
    build(source, tmp_path / "out")
    assert tree(source) == before


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_killed_build_leaves_nothing_half_written_and_can_be_run_again(tmp_path: Path) -> None:
    source = write(tmp_path / "in", **{f"d{n}": WRAPPED * 3 for n in range(40)})
    build(source, tmp_path / "whole/corpus")
    command = [
        sys.executable,
        "-m",
        "corpuskit",
        "build",
        str(source),
        "--output",
        str(tmp_path / "out/corpus"),
    ]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and not list(tmp_path.glob("out/corpus/clean/*.txt")):
        time.sleep(0.01)
    running.kill()
    running.wait()
    for path in (one for one in tmp_path.glob("out/corpus/c*/[!.]*") if one.is_file()):
        assert path.read_bytes() == (tmp_path / "whole/corpus" / path.parent.name / path.name).read_bytes()
    manifest = tmp_path / "out/corpus/manifest.json"
    assert json.loads(manifest.read_bytes())["complete"] is (running.returncode == 0)
    assert build(source, tmp_path / "out/corpus") == 0
    assert tree(tmp_path / "out/corpus") == tree(tmp_path / "whole/corpus")


def test_without_any_text_it_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    assert build(tmp_path / "in", tmp_path / "out") == 2
    assert "no text in" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_standard_input_is_a_file_of_the_build(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "corpuskit",
        "build",
        "-",
        "--output",
        str(tmp_path / "out"),
        "--no-annotate",
    ]
    rows = json.dumps({"id": "a", "text": CLEAN}).encode() + b"\n{\n"
    options = ["--stdin-filename", "dump.jsonl", "--isolated"]
    done = subprocess.run([*command, *options], input=rows, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    assert "out/state/stdin/dump.jsonl:2: not JSON" in done.stderr.decode()
    (data,) = (tmp_path / "out/data/train").iterdir()
    assert json.loads(data.read_bytes())["id"] == "a"
    done = subprocess.run([*command, "--isolated"], input=WRAPPED.encode(), cwd=ROOT, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out/clean/stdin.txt").read_text(encoding="utf-8") == REPAIRED
    assert [path.name for path in (tmp_path / "out/state/stdin").iterdir()] == ["stdin.txt"]


def test_standard_input_stands_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-", str(write(tmp_path / "in", a=CLEAN)), "--output", str(tmp_path / "out")]) == 2
    assert "stands alone" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_standard_input_has_the_name_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    output = tmp_path / "out"
    assert build(write(tmp_path / "in", a=CLEAN), output, "--no-annotate") == 0
    before = tree(output)
    assert main(["build", "-", "--stdin-filename", name, "--output", str(output)]) == 2
    assert f"--stdin-filename: {name!r}; allowed: the name of a file" in capsys.readouterr().err
    assert tree(output) == before


@pytest.mark.parametrize("epoch", ["²", "99999999999999999999", "-1", "yesterday", "9" * 5000])
def test_a_date_that_is_none_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert build(write(tmp_path / "in", a=CLEAN), tmp_path / "out", "--no-annotate") == 2
    assert f"SOURCE_DATE_EPOCH: {epoch!r}; allowed: whole seconds since 1970" in capsys.readouterr().err


def test_an_output_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    output = tmp_path / "file/out"
    assert build(write(tmp_path / "in", a=CLEAN), output) == 2
    assert f"{output.as_posix()}: cannot write: " in capsys.readouterr().err
