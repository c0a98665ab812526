import gzip
import json
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import CLEAN, SEED, WRAPPED, write
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
