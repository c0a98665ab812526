"""Configuration, as it holds for files of several folders in one run."""

import argparse
import io
import os
from pathlib import Path
from typing import Any

import pytest

from corpuskit.cli import COMMANDS, check, common, main, projects
from corpuskit.model import Document
from corpuskit.readers import read_document
from tests.samples import REPAIRED, WRAPPED, write

COMMA = "他在去年的会上也说科创板很好,新质生产力也很好。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a", comma=COMMA)
    write(tmp_path / "b", comma=COMMA)
    return tmp_path


def places(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    capsys.readouterr()
    code = main(["check", "--format", "concise", *options])
    out = capsys.readouterr()
    assert code != 2, out.err
    return [line.split(":")[0] for line in out.out.splitlines()]


def test_each_file_is_checked_under_the_nearest_configuration(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "c", comma=COMMA)
    (folder / "b" / "corpuskit.toml").write_text('ignore = ["PU"]\n', encoding="utf-8")
    assert places(capsys) == ["a/comma.txt", "c/comma.txt"]
    assert places(capsys, "c", "b", "a") == ["c/comma.txt", "a/comma.txt"]
    assert places(capsys, "--isolated") == ["a/comma.txt", "b/comma.txt", "c/comma.txt"]
    assert main(["fix", "--quiet", "."]) == 0
    assert (folder / "b" / "comma.txt").read_text(encoding="utf-8") == COMMA
    assert "，" in (folder / "a" / "comma.txt").read_text(encoding="utf-8")


def test_each_file_is_told_in_order_and_read_when_its_turn_comes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "c", comma=COMMA)
    (folder / "b" / "corpuskit.toml").write_text('select = ["LB"]\n', encoding="utf-8")
    (folder / "d.txt").write_text(COMMA, encoding="utf-8")
    read = list[str]()

    def reading(path: Path, id: str, **options: Any) -> Document:
        read.append(id)
        return read_document(path, id, **options)

    monkeypatch.setattr("corpuskit.run.read_document", reading)
    args = argparse.ArgumentParser()
    check.add_parser(args.add_subparsers())
    given = args.parse_args(["check", "."])
    inputs, _ = common.inputs_of(given)
    outcomes = projects.process(given, projects.groups_of(given, inputs, None), inputs)
    assert next(outcomes).id == "a/comma"
    assert read == ["a/comma"]
    assert [one.id for one in outcomes] == read[1:] == ["b/comma", "c/comma", "d"]


def test_workers_do_the_files_of_all_configurations(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b" / "corpuskit.toml").write_text('ignore = ["PU"]\n', encoding="utf-8")
    write(folder / "c", comma=COMMA)
    assert places(capsys, "--jobs=2") == ["a/comma.txt", "c/comma.txt"]


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_patterns_hold_in_a_folder_that_is_reached_by_a_link(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'exclude = ["a/*.txt"]\n[per-file-ignores]\n"b/*.txt" = ["PU001"]\n'
    (folder / "corpuskit.toml").write_text(text, encoding="utf-8")
    write(folder / "c", comma=COMMA)
    link = folder.parent / f"{folder.name}-link"
    link.symlink_to(folder)
    assert places(capsys, str(link)) == [f"{link.as_posix()}/c/comma.txt"]


def test_ignores_of_some_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "corpuskit.toml").write_text('[per-file-ignores]\n"a/*.txt" = ["PU001"]\n', encoding="utf-8")
    assert places(capsys) == ["b/comma.txt"]
    main(["fix", "--quiet", "."])
    assert (folder / "a" / "comma.txt").read_text(encoding="utf-8") == COMMA


def test_what_is_excluded_is_left_out_unless_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "corpuskit.toml").write_text('exclude = ["b"]\n', encoding="utf-8")
    assert places(capsys) == ["a/comma.txt"]
    assert places(capsys, "b/comma.txt") == ["b/comma.txt"]
    assert places(capsys, "--force-exclude", "b/comma.txt") == []


def test_hooks_name_files_that_are_no_text_and_these_are_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("requirements-dev.txt", "LICENSE.txt"):
        (folder / "a" / name).write_text(COMMA, encoding="utf-8")
    named = ["a/comma.txt", "a/requirements-dev.txt", "a/LICENSE.txt"]
    assert places(capsys, *named) == named
    assert places(capsys, "--force-exclude", *named) == ["a/comma.txt"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(COMMA.encode()), encoding="utf-8"))
    assert places(capsys, "--force-exclude", "--stdin-filename", named[1], "-") == []


def test_include_says_what_is_taken_of_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a" / "note.md").write_text(COMMA, encoding="utf-8")
    (folder / "corpuskit.toml").write_text('include = ["*.md"]\n', encoding="utf-8")
    assert places(capsys) == ["a/note.md"]
    (folder / "b" / "corpuskit.toml").write_text('include = ["*.txt"]\n', encoding="utf-8")
    assert places(capsys, "a", "b") == ["a/note.md", "b/comma.txt"]
    assert places(capsys, "a", "b", "--take", "comma.*") == ["a/comma.txt", "b/comma.txt"]


def test_a_file_may_extend_another(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "base.toml").write_text('ignore = ["PU"]\nlanguage = "zh"\n', encoding="utf-8")
    (folder / "a" / "corpuskit.toml").write_text('extend = "../base.toml"\n', encoding="utf-8")
    assert places(capsys) == ["b/comma.txt"]
    assert main(["config", "a/comma.txt"]) == 0
    out = capsys.readouterr().out
    assert f'ignore = ["PU"]  # {folder.resolve().as_posix()}/base.toml\n' in out
    assert 'encoding = "utf-8"  # default\n' in out
    (folder / "base.toml").write_text('extend = "a/corpuskit.toml"\n', encoding="utf-8")
    assert main(["check"]) == 2
    assert "extends itself" in capsys.readouterr().err


def test_a_key_may_be_set_on_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert places(capsys, "--config", "ignore=['PU']") == []
    (folder / "corpuskit.toml").write_text('ignore = ["PU"]\n', encoding="utf-8")
    assert len(places(capsys, "--config", "ignore=[]")) == 2
    assert len(places(capsys, "--config", "extend-select=['PU001']")) == 2


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("ignor=[]", "--config: unknown key 'ignor'; did you mean 'ignore'?"),
        ("ignore=LB", "--config: 'ignore=LB' is neither a file nor KEY=VALUE in TOML"),
        ("none.toml", "none.toml: no such configuration file"),
        ("extend='a.toml'", "--config: extend: allowed in a file"),
        (f"select=['{'X' * 300}']", "select: no rule 'XXX"),
        ("ignore=['pu001']", "ignore: no rule 'pu001'; did you mean 'PU001'?"),
        ("per-file-ignores={a=['PUX']}", "per-file-ignores: no rule 'PUX'"),
        ("language='chinese'", "language: 'chinese'; allowed: a code, such as zh"),
    ],
)
def test_a_wrong_setting_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, problem: str
) -> None:
    assert main(["check", "--config", option]) == 2
    assert problem in capsys.readouterr().err


def test_corpuskit_toml_wins_over_pyproject_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, a=WRAPPED, b=REPAIRED)
    (tmp_path / "pyproject.toml").write_text("[tool.corpuskit]\n", encoding="utf-8")
    (tmp_path / "corpuskit.toml").write_text('ignore = ["LB"]\n', encoding="utf-8")
    assert places(capsys) == []


def test_every_command_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as exit:
            main([name, "--help"])
        assert exit.value.code == 0
        assert f"examples:\n  corpuskit {name}" in capsys.readouterr().out, name


@pytest.mark.parametrize("language", ["zh", "zh-CN", "zh_Hant", "ZH", "cmn-Hans"])
def test_a_language_may_be_told_with_its_script_and_country(
    folder: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(places(capsys, "--language", language)) == 2
    assert places(capsys, "--language", "ko") == []


def test_an_empty_path_is_not_the_working_directory(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", ""]) == 2
    assert (folder / "a" / "comma.txt").read_text("utf-8") == COMMA
    assert "an empty path; allowed: ." in capsys.readouterr().err


def test_rules_that_are_ignored_in_a_file_are_not_on_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "corpuskit.toml").write_text('[per-file-ignores]\n"a/*.txt" = ["PU001"]\n', encoding="utf-8")
    on = []
    for name in ("a/comma.txt", "b/comma.txt"):
        assert main(["config", name]) == 0
        on.append(int(capsys.readouterr().out.split("rules ")[1].split(" of ")[0]))
    assert on[0] == on[1] - 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["check", "--selct", "PU"],
            "corpuskit check: error: unrecognized arguments: --selct; did you mean '--select'?",
        ),
        (
            ["fix", "--unsafe-fix=1"],
            "corpuskit fix: error: unrecognized arguments: --unsafe-fix=1; did you mean",
        ),
        (["check", "-zzz"], "corpuskit check: error: unrecognized arguments: -zzz\n"),
        (["check", "-a.txt"], "unrecognized arguments: -a.txt; a file of this name: ./-a.txt\n"),
        ([], "examples:\n  corpuskit check seeds"),
    ],
)
def test_what_no_command_takes_is_told_with_what_was_meant(
    folder: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "-a.txt").write_text(COMMA, encoding="utf-8")
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2
    found = capsys.readouterr()
    assert told in found.err
    assert not found.out
