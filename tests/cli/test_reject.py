"""``build --reject``: documents that rules find something in are left out, and said."""

import json
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import SEED, write

MENU = "首页\n新闻\n体育\n财经\n娱乐\n首页\n新闻\n"


def build(tmp_path: Path, *options: str) -> int:
    source = write(tmp_path / "in", menu=MENU, seed=SEED.read_text(encoding="utf-8"))
    command = ["build", str(source), "--output", str(tmp_path / "out"), "--no-annotate", "--isolated"]
    return main([*command, *options])


def test_what_filters_find_after_repair_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path, "--reject", "QU2") == 0
    shown = capsys.readouterr()
    assert "documents   1 built, 1 rejected, 1 wrapped" in shown.out
    assert "left out    1: 1 QU201" in shown.out
    assert shown.err == ""
    (row,) = map(json.loads, (tmp_path / "out/rejected.jsonl").read_bytes().splitlines())
    assert row["left_out"] == "QU201"
    assert row["reason"] == f"{(tmp_path / 'in/menu.txt').as_posix()}: QU201 只有 7 个词（不足 50）"
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    assert manifest["totals"] == {"in": 2, "out": 1, "rejected": 1}
    assert len(manifest["options"]["reject"]) == 21


def test_another_choice_of_rules_makes_it_again(tmp_path: Path) -> None:
    assert build(tmp_path, "-q", "--reject", "QU2", "--strict") == 0
    assert build(tmp_path, "-q", "--reject", "QU219,QU208") == 0
    (row,) = map(json.loads, (tmp_path / "out/rejected.jsonl").read_bytes().splitlines())
    assert row["left_out"] == "QU208"
    assert build(tmp_path, "-q") == 0
    assert (tmp_path / "out/rejected.jsonl").read_bytes() == b""


def test_what_was_fixed_is_no_reason(tmp_path: Path) -> None:
    assert build(tmp_path, "-q", "--reject", "LB001,SP001") == 0
    assert (tmp_path / "out/rejected.jsonl").read_bytes() == b""


def test_an_unknown_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path, "--reject", "QX1") == 2
    assert "no rule 'QX1'" in capsys.readouterr().err
