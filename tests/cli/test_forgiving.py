"""Baselines and suppressions, as a project uses them."""

import json
from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import REPAIRED, WRAPPED, write

COMMA = "他在去年的会上也说科创板很好,新质生产力也很好，今后还要更好。\n"
SUPPRESS = '[[suppress]]\npath = "{}"\ncode = "{}"\ntext = "{}"\nreason = "a quotation"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "texts", wrapped=WRAPPED, comma=COMMA)


def codes(out: str) -> list[str]:
    return [line.split(": ")[1].split()[0] for line in out.splitlines()]


def test_old_findings_are_forgiven_wherever_they_move_and_new_ones_fail(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "texts"]) == 1
    assert main(["check", "--write-baseline", "base.jsonl", "texts"]) == 0
    assert main(["check", "--baseline", "base.jsonl", "texts"]) == 0
    (folder / "comma.txt").write_text("新的一段。\n\n" + COMMA, encoding="utf-8")
    assert main(["check", "--baseline", "base.jsonl", "texts"]) == 0
    (folder / "comma.txt").write_text(COMMA + "\n又有一个,新的。\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--format", "concise", "--baseline", "base.jsonl", "texts"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("texts/comma.txt:3:5: PU001 ")
    assert len(out.splitlines()) == 1


def test_how_many_are_forgiven_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--write-baseline", "base.jsonl", "texts"])
    capsys.readouterr()
    main(["check", "--baseline", "base.jsonl", "texts"])
    assert capsys.readouterr().out == "No findings in 2 documents; 2 forgiven.\n"
    (folder / "comma.txt").write_text(COMMA + "\n又有一个,新的。\n", encoding="utf-8")
    main(["check", "--baseline", "base.jsonl", "texts"])
    told = "in 1 of 2 documents; 1 fixable with `corpuskit fix`; 2 forgiven.\n"
    assert capsys.readouterr().out.endswith(told)


def test_the_same_place_twice_is_one_more(folder: Path) -> None:
    twice = "好,好好好好好好好好好好好好好。\n\n"
    (folder / "comma.txt").write_text(twice * 2, encoding="utf-8")
    main(["check", "--write-baseline", "base.jsonl", "texts"])
    rows = [json.loads(line) for line in Path("base.jsonl").read_text("utf-8").splitlines()[1:]]
    assert sum(row["count"] for row in rows if row["path"] == "texts/comma.txt") == 2
    assert main(["check", "--baseline", "base.jsonl", "texts"]) == 0
    (folder / "comma.txt").write_text(twice * 3, encoding="utf-8")
    assert main(["check", "--baseline", "base.jsonl", "texts"]) == 1


def test_a_baseline_reads_the_same_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["check", "--write-baseline", "base.jsonl", "texts"])
    monkeypatch.chdir(folder)
    assert main(["check", "--baseline", "../base.jsonl", "comma.txt", str(folder / "wrapped.txt")]) == 0


def test_fix_leaves_what_is_forgiven(folder: Path) -> None:
    main(["check", "--write-baseline", "base.jsonl", "texts/comma.txt"])
    assert main(["fix", "--baseline", "base.jsonl", "texts"]) == 0
    assert (folder / "comma.txt").read_text(encoding="utf-8") == COMMA
    assert (folder / "wrapped.txt").read_text(encoding="utf-8") == REPAIRED


def test_an_update_takes_out_files_that_are_gone_from_a_folder_that_is_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "news", one="甲,乙", two="丙,丁")
    rows = folder / "rows.jsonl"
    rows.write_text('{"id": "7", "text": "戊,己"}\n', encoding="utf-8")
    main(["check", "--write-baseline", "base.jsonl", "--take", "*.txt", "--take", "*.jsonl", "texts"])
    before = Path("base.jsonl").read_text(encoding="utf-8")
    (folder / "news" / "one.txt").unlink()
    rows.unlink()
    update = ["check", "--exit-zero", "--baseline", "base.jsonl", "--update-baseline"]
    assert main([*update, "texts/news/two.txt"]) == 0
    assert Path("base.jsonl").read_text(encoding="utf-8") == before
    assert main([*update, "texts"]) == 0
    assert "2 findings taken out" in capsys.readouterr().err
    after = Path("base.jsonl").read_text(encoding="utf-8")
    assert "two.txt" in after and "one.txt" not in after and "rows" not in after


def test_an_update_only_shrinks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--write-baseline", "base.jsonl", "texts"])
    before = Path("base.jsonl").read_bytes().splitlines()
    (folder / "comma.txt").write_text("又有一个,新的。\n", encoding="utf-8")
    update = ["check", "--baseline", "base.jsonl", "--update-baseline"]
    assert main([*update, "--select", "LB", "texts"]) == 0, "PU is not judged"
    assert Path("base.jsonl").read_bytes().splitlines() == before
    assert main([*update, "texts"]) == 1
    after = Path("base.jsonl").read_bytes().splitlines()
    assert set(after) < set(before)
    assert not [line for line in after if b"comma.txt" in line]
    assert "1 finding taken out of base.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "base.jsonl:1: not a line of a baseline"),
        ('{"corpuskit-baseline":9}\n', "base.jsonl:1: not a baseline of version 1"),
        ('{"corpuskit-baseline":1}\n\n{"path":1}\n', "base.jsonl:3: not a line of a baseline"),
        (
            '{"corpuskit-baseline":1}\n'
            '{"path":"a","code":"LB001","before":"","found":"","after":"","count":0}\n',
            "base.jsonl:2: count: 0; allowed: 1 or more",
        ),
        (
            '{"corpuskit-baseline":1}\n'
            + '{"path":"a","code":"LB001","before":"","found":"","after":""}\n' * 2,
            "base.jsonl:3: the same finding twice",
        ),
    ],
)
def test_a_broken_baseline_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    Path("base.jsonl").write_text(text, encoding="utf-8")
    assert main(["check", "--baseline", "base.jsonl", "texts"]) == 2
    assert problem in capsys.readouterr().err


def test_a_missing_baseline_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--baseline", "none.jsonl", "texts"]) == 2
    assert "none.jsonl: no such baseline" in capsys.readouterr().err
    assert main(["check", "--update-baseline", "texts"]) == 2


@pytest.mark.parametrize("text", ["很好,新质", "很 好,", ",", "上也说科创板很好,新质生产力也很好，今后"])
def test_a_suppressed_finding_is_not_reported_and_not_fixed(folder: Path, text: str) -> None:
    Path("corpuskit-suppress.toml").write_text(SUPPRESS.format("texts/comma.txt", "PU", text), "utf-8")
    assert main(["check", "texts/comma.txt"]) == 0
    assert main(["fix", "texts"]) == 0
    assert (folder / "comma.txt").read_text(encoding="utf-8") == COMMA
    assert (folder / "wrapped.txt").read_text(encoding="utf-8") == REPAIRED
    assert main(["check", "--isolated", "texts"]) == 1


def test_a_family_is_suppressed_as_a_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = """\
[pack]
name = "house"
language = "zh"
[[rule]]
code = "PUB001"
name = "house"
kind = "pattern"
message = "“{found}”"
why = "…"
pattern = "科创板"
examples = [{ bad = "科创板" }, { ok = "科创" }]
"""
    Path("house.toml").write_text(rule, encoding="utf-8")
    Path("corpuskit-suppress.toml").write_text(SUPPRESS.format("texts/*", "PU", "科创板"), "utf-8")
    command = ["check", "--rules", "house.toml", "--format", "concise", "texts/comma.txt"]
    assert main(command) == 1
    assert codes(capsys.readouterr().out) == ["PUB001", "PU001", "SU001"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["texts"], ["PU001", "SU001"]),
        (["--select", "LB", "texts/comma.txt"], []),
        (["--select", "PU", "texts/wrapped.txt"], []),
        (["--ignore", "SU001", "texts/comma.txt"], ["PU001"]),
        (["--config", "ignore=['SU001']", "texts/comma.txt"], ["PU001"]),
    ],
)
def test_an_unused_suppression_is_a_finding_where_it_can_be_judged(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], found: list[str]
) -> None:
    Path("corpuskit-suppress.toml").write_text(
        SUPPRESS.format("texts/comma.txt", "PU001", "别处,"), encoding="utf-8"
    )
    (folder / "wrapped.txt").write_text(REPAIRED, encoding="utf-8")
    assert main(["check", "--format", "concise", *options]) == (1 if found else 0)
    out = capsys.readouterr().out
    assert codes(out) == found
    if "SU001" in found:
        assert "\ncorpuskit-suppress.toml:1:1: SU001 unused suppression of PU001" in out


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[suppress]]\npth = 'a'\n", ":2: [[suppress]] unknown key 'pth'; did you mean 'path'?"),
        ("\n[[suppress]]\npath = 'a'\ncode = 'PU'\ntext = ''\n", ":5: [[suppress]] text: ''"),
        (SUPPRESS.format("a", "pu1", "x"), ":3: [[suppress]] code: 'pu1'"),
        ("[suppress]\npath = 'a'\n", ":1: suppress: not [[suppress]] tables"),
        ("[[supress]]\n", ":1: unknown key 'supress'; did you mean 'suppress'?"),
        ("[[suppress]\n", ": cannot be read"),
    ],
)
def test_a_wrong_file_of_suppressions_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    Path("corpuskit-suppress.toml").write_text(text, encoding="utf-8")
    assert main(["check", "texts"]) == 2
    assert f"corpuskit-suppress.toml{problem}" in capsys.readouterr().err


def test_a_suppression_of_no_rule_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = '[[suppress]]\npath = "*.txt"\ncode = "{}"\ntext = "x"\nreason = "x"\n'
    Path("corpuskit-suppress.toml").write_text("".join(map(entry.format, ("PU999", "PU"))), encoding="utf-8")
    main(["check", "texts"])
    assert capsys.readouterr().err.splitlines() == [
        "corpuskit: warning: corpuskit-suppress.toml:1: no rule 'PU999' in this run"
    ]
