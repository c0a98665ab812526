import gzip
import json
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import CLEAN, REPAIRED, SEED, WRAPPED, write
from tests.shards.corpora import rows

SOURCES = {
    "seed": SEED.read_bytes(),
    "wrapped": WRAPPED.encode(),
    "clean": CLEAN.encode(),
    "crlf": WRAPPED.replace("\n", "\r\n").encode(),
    "lone-cr": WRAPPED.replace("\n", "\r").encode(),
    "bom": b"\xef\xbb\xbf" + WRAPPED.encode(),
    "empty": b"",
    "blank": b" \n\n\t\n",
    "zero-character": "发展\x00新质生产力，推动高质量发展。\n".encode(),
    "odd-ends": "一\u2028二\x85三\x0c四\n".encode(),
    "debris": "发展\u200b新质⽣产力,推动\n".encode(),
}


def written(folder: Path) -> Path:
    folder.mkdir()
    for name, data in SOURCES.items():
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def same(folder: Path) -> None:
    for name, data in SOURCES.items():
        assert (folder / f"{name}.txt").read_bytes() == data, name


def test_a_build_gives_its_sources_back_byte_for_byte(tmp_path: Path) -> None:
    sources = written(tmp_path / "sources")
    assert main(["build", str(sources), "--output", str(tmp_path / "out"), "--quiet"]) == 0
    assert main(["restore", str(tmp_path / "out"), "--output", str(tmp_path / "back")]) == 0
    same(tmp_path / "back")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_text_that_begins_with_one_more_bom_is_given_back(tmp_path: Path, encoding: str) -> None:
    source = ("" if encoding == "utf-16" else "\ufeff") + "\ufeff好,好\n"
    path = tmp_path / "a.txt"
    path.write_bytes(source.encode(encoding))
    options = ["--encoding", encoding, "--select", "PU", "--no-annotate", "--quiet"]
    assert main(["build", str(path), "--output", str(tmp_path / "out"), *options]) == 0
    assert (tmp_path / "out/clean/a.txt").read_bytes() == "\ufeff好，好\n".encode()
    assert main(["restore", str(tmp_path / "out"), "--output", str(tmp_path / "back")]) == 0
    assert (tmp_path / "back/a.txt").read_bytes() == path.read_bytes()


def test_fixed_files_get_their_sources_back_in_place(tmp_path: Path) -> None:
    sources = written(tmp_path / "sources")
    edits = tmp_path / "edits.jsonl"
    main(["fix", "--edits", str(edits), str(sources)])
    assert (sources / "wrapped.txt").read_bytes() != SOURCES["wrapped"]
    assert main(["restore", "--edits", str(edits), str(sources)]) == 0
    same(sources)


def test_a_text_edited_by_hand_is_refused_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "texts", a=WRAPPED, b=WRAPPED)
    edits = tmp_path / "edits.jsonl"
    main(["fix", "--edits", str(edits), str(folder)])
    path = folder / "a.txt"
    edited = "改" + path.read_text(encoding="utf-8")
    path.write_text(edited, encoding="utf-8")
    assert main(["restore", "--edits", str(edits), str(folder)]) == 2
    assert "a.txt" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == edited
    assert (folder / "b.txt").read_text(encoding="utf-8") == WRAPPED


ODD_ROWS = (
    '{{"id" :1,  "text":"{0}" , "v":1.50,"e":1E5, "u":"\\u79d1"}}\r\n',
    "\n",
    "{{broken\n",
    '{{"id": 1, "text":"{0}{0}","text":"{0}"}}\n',
    '{{"meta":{{"text":"{0}"}},"te\\u0078t":"{0}!"}}\n',
    '{{"text":"科创板。","z":null}}\n',
    '{{"a":"}}\\"{{","text":"{0}","big":123456789012345678901234567890}}',
)


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_rows_are_fixed_and_restored_in_place_and_nothing_else_is_touched(
    tmp_path: Path, suffix: str
) -> None:
    dirty, clean = "掌握未来竞争的制高点、\u200b主动权。", "掌握未来竞争的制高点、主动权。"
    source = "".join(ODD_ROWS).format(dirty).encode()
    fixed = "".join(ODD_ROWS).format(clean)
    for kept in ('"text":"{0}{0}"', '{{"text":"{0}"}}'):
        fixed = fixed.replace(kept.format(clean), kept.format(dirty))
    path, edits = tmp_path / f"a.jsonl{suffix}", tmp_path / "edits.jsonl"
    path.write_bytes(gzip.compress(source) if suffix else source)
    assert main(["fix", "--isolated", "--edits", str(edits), str(path)]) == 2
    assert content(path) == fixed.encode()
    assert main(["restore", "--edits", str(edits), "--output", str(tmp_path / "back"), str(path)]) == 0
    assert content(tmp_path / f"back/a.jsonl{suffix}") == source
    assert content(path) == fixed.encode()
    assert main(["restore", "--edits", str(edits), str(path)]) == 0
    assert content(path) == source


def test_files_of_rows_that_fix_left_alone_are_left_alone(tmp_path: Path) -> None:
    folder, edits = tmp_path / "corpus", tmp_path / "edits.jsonl"
    folder.mkdir()
    (folder / "a.txt").write_text(WRAPPED, encoding="utf-8", newline="")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n', compresslevel=1))
    (folder / "c.csv").write_bytes(b"text\nx\n")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    paths = [str(path) for path in before]
    main(["fix", "--isolated", "--edits", str(edits), *paths])
    assert main(["restore", "--edits", str(edits), "--output", str(tmp_path / "back"), *paths]) == 0
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["a.txt"]
    assert main(["restore", "--edits", str(edits), *paths]) == 0
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


@pytest.mark.parametrize("data", ["jsonl", "jsonl.zst", "parquet"])
def test_a_build_of_rows_gives_ids_and_sources_back_and_shows_its_changes(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = rows(tmp_path / "r.jsonl", 200)
    out, back = tmp_path / "out", tmp_path / "back"
    options = ["--output", str(out), "--data", data, "--split", "20,20", "--no-annotate", "--isolated"]
    assert main(["build", str(source), *options]) == 0
    assert f"corpuskit diff {out}" in capsys.readouterr().out
    assert main(["restore", str(out), "--output", str(back)]) == 0
    assert "restored 200 documents" in capsys.readouterr().out
    restored = [json.loads(line) for line in (back / "r-00000.jsonl").read_bytes().splitlines()]
    given = [json.loads(line) for line in source.read_bytes().splitlines()]
    assert sorted(one["id"] for one in restored) == sorted(one["id"] for one in given)
    assert {one["id"]: one["text"] for one in restored} == {one["id"]: one["text"] for one in given}
    assert main(["diff", str(out)]) == 0
    assert "CH001: " in capsys.readouterr().out


def as_rows(path: Path, *texts: str) -> bytes:
    """A JSON Lines file of ``texts``, whose ids are 1, 2, 3, ... as in every other such file."""
    rows = ({"id": number, "text": text} for number, text in enumerate(texts, 1))
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")
    return path.read_bytes()


def test_rows_of_several_files_that_share_their_ids_are_restored(tmp_path: Path) -> None:
    one, other, edits = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "edits.jsonl"
    before = as_rows(one, "错,了。", "没错。"), as_rows(other, "也没错。", "也错,了。")
    files = [str(one), str(other)]
    assert main(["fix", "--quiet", "--edits", str(edits), *files]) == 0
    assert (one.read_bytes(), other.read_bytes()) != before
    assert main(["restore", "--edits", str(edits), *files]) == 0
    assert (one.read_bytes(), other.read_bytes()) == before


def test_of_rows_with_one_id_and_one_text_after_the_repair_each_gets_its_own_source_back(
    tmp_path: Path,
) -> None:
    path, edits = tmp_path / "a.jsonl", tmp_path / "edits.jsonl"
    texts = ["错了，对。", "错了,对。", "错\u200b了，对。"]
    rows = [json.dumps({"id": "x", "text": text}, ensure_ascii=False) + "\n" for text in texts]
    path.write_text("".join(rows), "utf-8")
    before = path.read_bytes()
    assert main(["fix", "--quiet", "--edits", str(edits), str(path)]) == 0
    assert [json.loads(line)["text"] for line in path.read_bytes().splitlines()] == [texts[0]] * 3
    assert main(["restore", "--edits", str(edits), str(path)]) == 0
    assert path.read_bytes() == before


def test_a_build_whose_files_do_not_fit_each_other_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, to = tmp_path / "out", ["--output", str(tmp_path / "back")]
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(out), "--no-annotate", "--quiet"])
    edits = out / "edits.jsonl"
    edits.write_bytes(edits.read_bytes().replace(b'"id":"a"', b'"id":"b"'))
    for command in (["diff", str(out)], ["restore", str(out), *to]):
        assert main(command) == 2
        assert "edits.jsonl: 'b' is no document of the manifest" in capsys.readouterr().err
    (out / "manifest.json").write_text('{"generator": "corpuskit build", "complete": true}', "utf-8")
    for command in (["diff", str(out)], ["restore", str(out), *to]):
        assert main(command) == 2
        assert "the build is not complete" in capsys.readouterr().err


def test_a_text_without_a_record_is_told_and_the_others_are_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    source = write(tmp_path / "in", a=WRAPPED, b=CLEAN)
    main(["build", str(source), "--output", str(out), "--no-annotate", "--quiet"])
    edits = out / "edits.jsonl"
    edits.write_bytes(edits.read_bytes().splitlines(keepends=True)[0])
    assert main(["restore", str(out), "--output", str(back)]) == 2
    told = capsys.readouterr()
    assert f"{edits.as_posix()}: 'b' is missing, which the manifest has" in told.err
    assert "restored 1 document" in told.out
    assert content(back / "a.txt") == content(source / "a.txt")


def test_rows_that_are_gone_or_cannot_be_read_are_told_and_the_others_are_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    files = [rows(tmp_path / f"{name}.jsonl", 5) for name in "abc"]
    main(["build", *map(str, files), "--output", str(out), "--no-annotate", "--quiet"])
    gone, cut = out / "data/train/a-00000.jsonl", out / "data/train/b-00000.jsonl"
    gone.unlink()
    cut.write_bytes(b'{"id": "d0"')
    assert main(["restore", str(out), "--output", str(back)]) == 2
    told = capsys.readouterr()
    assert f"{gone.as_posix()}: is not there any more; run build again" in told.err
    assert f"{cut.as_posix()}:1: not a row of a build" in told.err
    assert "restored 5 documents" in told.out
    assert [path.name for path in back.iterdir()] == ["c-00000.jsonl"]
    assert main(["diff", str(out)]) == 2
    assert "is not there any more" in capsys.readouterr().err


@pytest.mark.parametrize("inside", ["", "clean"])
def test_a_build_is_not_restored_into_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inside: str
) -> None:
    out = tmp_path / "out"
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(out), "--no-annotate", "--quiet"])
    clean = content(out / "clean/a.txt")
    assert main(["restore", str(out), "--output", str(out / inside)]) == 2
    assert "in the build itself; allowed: another folder" in capsys.readouterr().err
    assert content(out / "clean/a.txt") == clean


def test_files_that_fix_was_told_to_take_are_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, edits = tmp_path / "docs/sub/a.md", tmp_path / "edits.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(WRAPPED, "utf-8")
    folder = str(tmp_path / "docs")
    main(["fix", "--quiet", "--take", "*.md", "--edits", str(edits), folder])
    assert path.read_text("utf-8") == REPAIRED
    assert main(["restore", "--edits", str(edits), str(path)]) == 0
    assert "name the paths that fix was given" in capsys.readouterr().err
    assert path.read_text("utf-8") == REPAIRED
    assert main(["restore", "--edits", str(edits), "--take", "*.md", folder]) == 0
    assert path.read_text("utf-8") == WRAPPED


def test_restoring_takes_what_the_configuration_includes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/corpuskit.toml").write_text('include = ["*.md"]\n', "utf-8")
    Path("docs/a.md").write_text(WRAPPED, "utf-8")
    main(["fix", "--quiet", "--edits", "edits.jsonl", "docs"])
    assert Path("docs/a.md").read_text("utf-8") == REPAIRED
    assert main(["restore", "--edits", "edits.jsonl", "docs"]) == 0
    assert Path("docs/a.md").read_text("utf-8") == WRAPPED


def test_restoring_twice_changes_nothing_the_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, rows, edits = tmp_path / "t.txt", tmp_path / "a.jsonl", tmp_path / "edits.jsonl"
    text.write_text("错,了。\n", "utf-8")
    before = as_rows(rows, "错,了。", "没错。")
    files = [str(text), str(rows)]
    assert main(["fix", "--quiet", "--edits", str(edits), *files]) == 0
    for restored in ("2 documents", "0 documents"):
        capsys.readouterr()
        assert main(["restore", "--edits", str(edits), *files]) == 0
        assert f"restored {restored}" in capsys.readouterr().out
        assert (text.read_text("utf-8"), rows.read_bytes()) == ("错,了。\n", before)


def test_a_row_of_another_file_that_was_edited_by_hand_is_still_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, edits = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "edits.jsonl"
    as_rows(one, "错,了。")
    as_rows(other, "没错。")
    files = [str(one), str(other)]
    assert main(["fix", "--quiet", "--edits", str(edits), *files]) == 0
    as_rows(other, "手改。")
    assert main(["restore", "--edits", str(edits), *files]) == 2
    assert "b.jsonl:1" in capsys.readouterr().err


def test_a_text_and_a_row_may_have_one_id(tmp_path: Path) -> None:
    text, rows, edits = tmp_path / "1.txt", tmp_path / "a.jsonl", tmp_path / "edits.jsonl"
    text.write_text("一,二。\n", "utf-8")
    before = as_rows(rows, "三,四。")
    files = [str(text), str(rows)]
    assert main(["fix", "--quiet", "--edits", str(edits), *files]) == 0
    assert main(["restore", "--edits", str(edits), *files]) == 0
    assert (text.read_text("utf-8"), rows.read_bytes()) == ("一,二。\n", before)
