from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import CLEAN, SEED, WRAPPED, write

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
