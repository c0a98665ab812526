"""Every report is the same bytes, however often it is made and by however many workers."""

import os
from pathlib import Path

import pytest

from corpuskit.cli import main
from corpuskit.reports import REPORTS
from tests.samples import CLEAN, WRAPPED, write

COMMA = "他在去年的会上也说科创板很好,新质生产力也很好。\n"


def reports(folder: Path, jobs: int) -> dict[str, bytes]:
    out = folder / "out"
    options = [f"--output={name}={out / name}" for name in REPORTS]
    assert main(["check", "--jobs", str(jobs), *options, str(folder / "texts")]) == 1
    return {name: (out / name).read_bytes() for name in REPORTS}


@pytest.mark.skipif(os.name != "posix", reason="no such names elsewhere")
def test_a_name_with_a_line_end_keeps_to_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, **{"a\nb": COMMA})
    for form in ("concise", "text"):
        assert main(["check", "--format", form, str(tmp_path)]) == 1
        assert capsys.readouterr().out.startswith(f"{tmp_path.as_posix()}/a\\nb.txt:1:15: PU001")


def test_workers_and_repetition_do_not_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "texts", a=WRAPPED, b=CLEAN, c=COMMA, d=COMMA + WRAPPED, e=COMMA * 9)
    first = reports(tmp_path, 1)
    shown = capsys.readouterr().out
    assert shown.encode() == first["text"]
    assert all(name in ("text", "junit") or b"PU001" in data for name, data in first.items())
    for jobs in (1, 2, 4, *[1] * 16):
        assert reports(tmp_path, jobs) == first, jobs
        assert capsys.readouterr().out == shown, jobs
