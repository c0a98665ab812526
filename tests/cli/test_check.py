import io
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from corpuskit.cli import main
from corpuskit.model import Severity, Status
from corpuskit.rules import load_rules
from tests.samples import CLEAN, WRAPPED, write

BROKEN = """
[pack]
name = "house"
language = "zh"

[[rule]]
code = "ABC001"
severity = "warn"
name = "doubled-stop"
kind = "pattern"
pattern = "。。"
message = "doubled"
why = "a test"
examples = [{ bad = "好。。" }, { ok = "好。" }]
"""


def test_findings_exit_1_and_stand_at_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, wrapped=WRAPPED, clean=CLEAN)
    assert main(["check", "--format", "concise", str(folder)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "LB001" in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"{folder.as_posix()}/wrapped.txt:1:")


def test_clean_text_exits_0(tmp_path: Path) -> None:
    assert main(["check", str(write(tmp_path, clean=CLEAN))]) == 0


def test_check_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, wrapped=WRAPPED)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    main(["check", str(folder)])
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_ignored_rules_do_not_fail(tmp_path: Path) -> None:
    assert main(["check", "--ignore", "LB", str(write(tmp_path, wrapped=WRAPPED))]) == 0


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_sets_the_level(tmp_path: Path, fail_on: str, code: int) -> None:
    assert main(["check", "--fail-on", fail_on, str(write(tmp_path, wrapped=WRAPPED))]) == code


def test_an_unknown_selector_names_the_near_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--select", "LB0001", str(write(tmp_path, clean=CLEAN))]) == 2
    assert "LB001" in capsys.readouterr().err


def test_json_is_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "json", str(write(tmp_path, wrapped=WRAPPED))]) == 1
    assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_statistics_are_printed_instead_of_the_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    folder = write(tmp_path, wrapped=WRAPPED, clean=CLEAN)
    assert main(["check", "--statistics", "--select", "LB001", "--jobs", jobs, str(folder)]) == 1
    assert capsys.readouterr().out == (
        "1  LB001  [*]  hard-wrap\n\n"
        "documents  2, 1 wrapped\n"
        "columns    45 cells\n"
        "breaks     4 of 5 between lines are wraps (80 %)\n"
        "blocks     3: 3 paragraph\n"
    )


def test_statistics_of_nothing_exit_0_and_are_json_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, clean=CLEAN)
    assert main(["check", "--statistics", "--format", "json", str(folder)]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert (counts["rules"], counts["documents"], counts["breaks"], counts["joined"]) == ([], 1, 1, 0)


def test_help_shows_statistics(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert "corpuskit check --statistics corpus" in capsys.readouterr().out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_report_does_not_depend_on_the_number_of_workers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    folder = write(tmp_path, a=WRAPPED, b=CLEAN, c=WRAPPED * 2)
    assert main(["check", "--format", "concise", "--jobs", "1", str(folder)]) == 1
    alone = capsys.readouterr().out
    assert main(["check", "--format", "concise", "--jobs", jobs, str(folder)]) == 1
    assert capsys.readouterr().out == alone


def test_a_broken_rule_file_is_an_error_before_any_input_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(BROKEN, encoding="utf-8")
    assert main(["check", "--rules", str(rules), str(tmp_path / "missing.txt")]) == 2
    error = capsys.readouterr().err
    assert "rules.toml:8: ABC001: severity: 'warn'; allowed: error, warning, info" in error
    assert "missing.txt" not in error


def test_configuration_of_the_nearest_project_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, wrapped=WRAPPED)
    (tmp_path / "pyproject.toml").write_text('[tool.corpuskit]\nignore = ["LB"]\n')
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    assert main(["check", "--isolated"]) == 1


def test_an_unknown_key_of_the_configuration_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.corpuskit]\nselct = ["LB"]\n')
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "did you mean 'select'" in capsys.readouterr().err


def test_a_project_may_judge_a_rule_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, wrapped=WRAPPED)
    (tmp_path / "pyproject.toml").write_text('[tool.corpuskit.rules.LB001]\nseverity = "info"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0


SHOWN = [
    (entry.rule.code, entry.rule.severity, example.bad)
    for entry in load_rules().entries
    for example in entry.rule.examples
    if example.bad is not None
    and entry.rule.status is not Status.PREVIEW
    and not example.escapes  # no file holds a lone surrogate
]


def test_every_shipped_rule_finds_its_bad_example_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert SHOWN
    for number, (code, severity, bad) in enumerate(SHOWN):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(bad.encode())
        exits = main(["check", "--language", "zh", "--format", "concise", str(path)])
        assert f": {code} " in capsys.readouterr().out, (code, bad)
        assert exits == 1 or severity is Severity.INFO, (code, bad)


def test_several_reports_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "texts", wrapped=WRAPPED)
    out = [tmp_path / "out.json", tmp_path / "new" / "out.sarif"]
    options = ["--output", f"json={out[0]}", "--output", f"sarif={out[1]}"]
    assert main(["check", "--format", "concise", *options, str(folder)]) == 1
    assert ": LB001 [*] " in capsys.readouterr().out
    (row,) = json.loads(out[0].read_text(encoding="utf-8"))
    (result,) = json.loads(out[1].read_text(encoding="utf-8"))["runs"][0]["results"]
    assert row["code"] == result["ruleId"] == "LB001"


@pytest.mark.parametrize("option", ["json", "json=", "toml=x", "=x"])
def test_a_wrong_output_is_an_error(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main(["check", "--output", option])
    assert exit.value.code == 2
    assert "allowed: NAME=FILE with one of text, concise, json" in capsys.readouterr().err


def test_exit_zero_hides_findings_only(tmp_path: Path) -> None:
    folder = write(tmp_path, wrapped=WRAPPED)
    assert main(["check", "--exit-zero", str(folder)]) == 0
    assert main(["check", "--exit-zero", str(folder), str(tmp_path / "missing.txt")]) == 2


def test_standard_input_is_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRAPPED.encode()), encoding="utf-8"))
    assert main(["check", "--format", "concise", "-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:1:")
    assert main(["check", "-", "a.txt"]) == 2
    assert "- (stdin) stands alone" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "fix"])
def test_standard_input_is_one_document(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRAPPED.encode()), encoding="utf-8"))
    assert main([command, "-", "--separator", "==="]) == 2
    out, err = capsys.readouterr()
    assert "--separator: - (stdin) is one document; allowed: with files" in err and not out


def peak_of_a_check(path: Path, count: int) -> int:
    """Bytes that a check of ``count`` rows of 3 kB holds at most; one of them has a finding."""
    row = json.dumps({"text": "没有什么可说的。" * 125}, ensure_ascii=False) + "\n"
    path.write_text(row * count + '{"text": "错,了。"}\n', "utf-8")
    tracemalloc.start()
    assert main(["check", "--isolated", "--format", "concise", "--jobs", "1", str(path)]) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_rows_in_which_nothing_is_found_are_not_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.jsonl"
    peak_of_a_check(path, 10)  # what is loaded once
    few, many = (peak_of_a_check(path, count) for count in (1_000, 5_000))
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{path.as_posix()}:5001:1:2: PU001")
    assert many - few < 4_000 * 2_000 / 2  # of 4,000 texts of 1,000 characters, two bytes each


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a text on standard input."""

    def put(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return put


def test_standard_input_is_the_file_that_an_editor_says_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    stdin: Callable[[str], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "docs", unsaved="")
    (tmp_path / "docs" / "corpuskit.toml").write_text(
        'exclude = ["old/*"]\n[per-file-ignores]\n"notes.md" = ["TM"]\n', encoding="utf-8"
    )
    text = "大部份企业,好"
    found = {}
    for name in ("docs/a.md", "docs/notes.md", "elsewhere/b.md"):
        stdin(text)
        assert main(["check", "--format", "concise", "--stdin-filename", name, "-"]) == 1
        found[name] = [line.split()[:2] for line in capfd.readouterr().out.splitlines()]
        assert all(place.startswith(f"{name}:1:") for place, _ in found[name])
    assert [[code for _, code in one] for one in found.values()] == [
        ["TM004", "PU001"],
        ["PU001"],
        ["TM004", "PU001"],
    ]
    stdin(text)
    assert main(["fix", "-q", "--stdin-filename", "docs/notes.md", "-"]) == 0
    sys.stdout.flush()
    assert capfd.readouterr().out == "大部份企业，好"
    stdin(text)
    assert main(["fix", "--diff", "-q", "--stdin-filename", "docs/a.md", "-"]) == 0
    assert capfd.readouterr().out.startswith("--- a/docs/a.md\n+++ b/docs/a.md\n")
    for options, expected in ((["--force-exclude"], text), ([], "大部分企业，好")):
        stdin(text)
        assert main(["fix", "-q", *options, "--stdin-filename", "docs/old/c.md", "-"]) == 0
        sys.stdout.flush()
        assert capfd.readouterr().out == expected


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (
            ["--stdin-filename", "rows.jsonl", "-"],
            "--stdin-filename: 'rows.jsonl' has rows; allowed: the name of a text",
        ),
        (["--stdin-filename", "a.md", "a.md"], "--stdin-filename without - (stdin); allowed: both"),
    ],
)
def test_a_name_of_standard_input_that_cannot_be(
    command: str,
    options: list[str],
    fault: str,
    capsys: pytest.CaptureFixture[str],
    stdin: Callable[[str], None],
) -> None:
    stdin("好")
    assert main([command, *options]) == 2
    assert fault in capsys.readouterr().err


def test_documents_may_be_parted_by_a_line_of_hyphens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(
        "他来了,然后走了。\n----\n好。\n----\n他说好,然后走了。\n", encoding="utf-8"
    )
    options = ["--format", "concise", "--separator", "----"]
    assert main(["check", *options, str(tmp_path / "a.txt")]) == 1
    places = [line.split(": ")[0].partition("a.txt:")[2] for line in capsys.readouterr().out.splitlines()]
    assert places == ["1:1:4", "3:1:4"]
