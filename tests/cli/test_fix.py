import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from corpuskit.cli import common, main
from corpuskit.run import Outcome
from tests.samples import CLEAN, REPAIRED, SEED, WRAPPED, write

ROWS = json.dumps({"text": WRAPPED}, ensure_ascii=False) + "\n"


def test_fix_repairs_in_place_and_a_second_fix_changes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, wrapped=WRAPPED, clean=CLEAN)
    assert main(["fix", str(folder)]) == 0
    assert (folder / "wrapped.txt").read_text(encoding="utf-8") == REPAIRED
    assert (folder / "clean.txt").read_text(encoding="utf-8") == CLEAN
    stamp = (folder / "wrapped.txt").stat().st_mtime_ns
    assert main(["fix", str(folder)]) == 0
    assert (folder / "wrapped.txt").stat().st_mtime_ns == stamp
    assert main(["check", str(folder)]) == 0


def test_the_seed_is_clean_after_fix(tmp_path: Path) -> None:
    copy = tmp_path / "seed.txt"
    copy.write_bytes(SEED.read_bytes())
    assert main(["fix", str(copy)]) == 0
    once = copy.read_bytes()
    assert main(["check", str(copy)]) == 0
    assert main(["fix", str(copy)]) == 0
    assert copy.read_bytes() == once


def test_diff_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, wrapped=WRAPPED)
    main(["fix", "--diff", str(folder)])
    assert (folder / "wrapped.txt").read_text(encoding="utf-8") == WRAPPED
    out = capsys.readouterr().out
    assert out.startswith("--- a/")
    assert f"+{REPAIRED}" in out


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_diff_is_one_that_git_applies(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    comma = "他在去年的会上也说,新质生产力很好。"
    ends = {
        "cr": "\r",
        "crlf": "\r\n",
        "mixed": "\r\n\n\r",
        "page": "\f\n",
        "line of its own": "\u2028",
        "tab\t": "\x0b",
    }
    data = {name: f"{comma}{end}{comma}{end}{comma}" for name, end in ends.items()}
    folder = write(tmp_path / "texts", **data, bom="\ufeff" + comma + "\n")
    monkeypatch.chdir(folder)
    assert main(["fix", "--diff", "."]) == 0
    diff = capsysbinary.readouterr().out
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=diff, check=True)
    applied = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not any(b"," in text for text in applied.values())
    write(folder, **data, bom="\ufeff" + comma + "\n")
    assert main(["fix", "-q", "."]) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == applied


def test_a_pipe_goes_from_stdin_to_stdout(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRAPPED.encode()), encoding="utf-8"))
    assert main(["fix", "-"]) == 0
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == REPAIRED.encode()


def test_bom_and_crlf_stay(tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    path.write_bytes(b"\xef\xbb\xbf" + (WRAPPED + "\n" + CLEAN).replace("\n", "\r\n").encode())
    assert main(["fix", str(path)]) == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 0
    assert "核心标志。" in data.decode()


def test_gb18030_is_written_back_as_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(WRAPPED.encode("gb18030"))
    assert main(["fix", "--encoding", "gb18030", str(path)]) == 0
    assert path.read_bytes() == REPAIRED.encode("gb18030")


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_mode_stays_and_a_link_is_written_through(tmp_path: Path) -> None:
    folder = write(tmp_path / "real", wrapped=WRAPPED)
    real = folder / "wrapped.txt"
    real.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    assert main(["fix", str(link)]) == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == REPAIRED
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["wrapped.txt"]


def test_unsafe_fixes_only_when_asked(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        """
[pack]
name = "x"
language = "any"
[[rule]]
code = "ABC001"
name = "doubled-stop"
kind = "pattern"
fix = "unsafe"
pattern = "。。"
replace = "。"
message = "doubled"
why = "a test"
examples = [{ bad = "好。。" , good = "好。" }, { ok = "好。" }]
""",
        encoding="utf-8",
    )
    folder = write(tmp_path / "texts", a="他走了。。\n")
    assert main(["fix", "--rules", str(rules), str(folder)]) == 1
    assert (folder / "a.txt").read_text(encoding="utf-8") == "他走了。。\n"
    assert main(["fix", "--rules", str(rules), "--unsafe-fixes", str(folder)]) == 0
    assert (folder / "a.txt").read_text(encoding="utf-8") == "他走了。\n"


def test_one_run_joins_lines_and_removes_page_furniture(tmp_path: Path) -> None:
    rows = WRAPPED.splitlines(keepends=True)
    paged = "".join([*rows[:2], "— 1 —\n", *rows[2:], "— 2 —\n"])
    folder = write(tmp_path, paged=paged)
    record = tmp_path / "edits.jsonl"
    assert main(["fix", "--unsafe-fixes", "--edits", str(record), str(folder)]) == 0
    assert (folder / "paged.txt").read_text(encoding="utf-8") == REPAIRED
    assert '"LB009"' in record.read_text(encoding="utf-8")
    (folder / "paged.txt").write_text(paged, encoding="utf-8")
    assert main(["fix", str(folder)]) == 1
    text = (folder / "paged.txt").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("—")] == ["— 1 —", "— 2 —"]


def test_a_full_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, wrapped=WRAPPED)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["fix", str(folder)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert (folder / "wrapped.txt").read_text(encoding="utf-8") == WRAPPED
    assert [path.name for path in folder.iterdir()] == ["wrapped.txt"]


def test_what_could_not_be_written_is_told_as_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, kept=WRAPPED, other=WRAPPED)
    (folder / "rows.jsonl").write_text(ROWS * 2, encoding="utf-8")
    allowed = os.access
    kept = {folder / "kept.txt", folder / "rows.jsonl"}
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) not in kept and allowed(path, mode))
    take = ["--take", "*.txt", "--take", "*.jsonl"]
    assert main(["fix", str(folder), *take, "--format", "concise"]) == 2
    told = capsys.readouterr()
    left = [line.partition(": ")[0] for line in told.out.splitlines() if "LB001 [*]" in line]
    assert [Path(place.split(":", 1)[0]).name for place in left] == ["kept.txt", "rows.jsonl", "rows.jsonl"]
    assert told.out.endswith("fixed 1 finding in 1 of 4 documents\n")
    assert "kept.txt: cannot write: the file is read-only" in told.err
    assert (folder / "kept.txt").read_text(encoding="utf-8") == WRAPPED
    assert (folder / "other.txt").read_text(encoding="utf-8") == REPAIRED


def test_a_text_that_its_encoding_cannot_hold_is_told_as_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "house.toml").write_text(
        '[pack]\nname = "house"\nlanguage = "zh"\n[[rule]]\ncode = "HOUSE001"\nname = "a"\nkind = "term"\nseverity = "warning"\n'
        'fix = "safe"\nmessage = "m"\nwhy = "w"\nprefer = "𠮷野"\nvariants = ["吉野"]\n'
        'examples = [{ bad = "吉野", good = "𠮷野" }, { ok = "野" }]\n',
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_bytes("我们去了吉野。\n".encode("gbk"))
    options = ["--encoding", "gbk", "--rules", str(tmp_path / "house.toml"), "--format", "concise"]
    assert main(["fix", *options, str(tmp_path / "a.txt")]) == 2
    assert "a.txt:1:5: HOUSE001 [*] m" in capsys.readouterr().out


def test_statistics_count_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, wrapped=WRAPPED)
    assert main(["fix", "--statistics", str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("No findings.\n\ndocuments  1, 1 wrapped\n")
    assert out.endswith("fixed 1 finding in 1 of 1 document\n")
    assert (folder / "wrapped.txt").read_text("utf-8") == REPAIRED


def test_rows_of_json_lines_are_fixed_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    good = json.dumps({"x": 1, "text": WRAPPED}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(f"{good}\nbroken\n".encode())
    assert main(["fix", str(tmp_path / "a.jsonl")]) == 2
    after = (tmp_path / "a.jsonl").read_bytes().decode()
    assert after == f"{json.dumps({'x': 1, 'text': REPAIRED}, ensure_ascii=False)}\nbroken\n"
    assert "a.jsonl:2: not JSON" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_file_whose_name_is_not_utf_8_is_fixed_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"a\xff.txt")
    path.write_text(WRAPPED, encoding="utf-8")
    assert main(["fix", str(tmp_path)]) == 0
    assert [*tmp_path.iterdir()] == [path]
    assert path.read_text(encoding="utf-8") == REPAIRED


@pytest.mark.parametrize(
    ("name", "before", "meanwhile"),
    [
        ("a.txt", WRAPPED, "另一篇。\n" + WRAPPED),
        ("a.txt", WRAPPED, None),
        ("a.jsonl", ROWS, '{"text": "另一篇。"}\n' + ROWS),
        ("a.jsonl", ROWS, ""),
    ],
)
def test_what_another_program_has_written_meanwhile_stays(
    tmp_path: Path,
    name: str,
    before: str,
    meanwhile: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_text(before, encoding="utf-8")

    def change(outcomes: Iterable[Outcome], *_: object, **__: object) -> Iterator[Outcome]:
        yield from outcomes
        path.unlink() if meanwhile is None else path.write_text(meanwhile, encoding="utf-8")

    monkeypatch.setattr(common, "progress", change)
    assert main(["fix", str(path)]) == 2
    assert path.exists() is (meanwhile is not None)
    assert meanwhile is None or path.read_text("utf-8") == meanwhile
    told = capsys.readouterr()
    assert "fixed 0 findings in 0 of" in told.out
    assert (
        "no such file" if meanwhile is None else "changed since it was read; nothing was written"
    ) in told.err
