"""What nests without end is refused with its place, wherever it comes from."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpuskit.cli import main
from corpuskit.nesting import MOST_NESTED, is_deep, toml_of
from corpuskit.readers import Fields, Found, Rejected, rows_of

#: Python 3.14 counts no calls but measures its stack, where 100,000 lists that are skipped have room.
DEEP = "[" * 1_000_000 + "]" * 1_000_000
TOML = "[" * 3000 + "]" * 3000


def nested(depth: int) -> Any:
    """A list in a list in a list ..."""
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_so_many_lists_and_tables_may_lie_in_each_other() -> None:
    assert not is_deep(nested(MOST_NESTED))
    assert is_deep(nested(MOST_NESTED + 1))
    assert is_deep({"a": [{"b": nested(MOST_NESTED - 2)}]})
    assert not is_deep({"a": {"b": nested(MOST_NESTED - 2)}})
    assert not is_deep("好")


def test_keys_with_dots_nest_as_well() -> None:
    assert toml_of(".".join("a" * MOST_NESTED) + " = 1")
    with pytest.raises(ValueError, match="nested more than"):
        toml_of(".".join("a" * (MOST_NESTED + 1)) + " = 1")


def refused(capsys: pytest.CaptureFixture[str], *args: str | Path) -> str:
    """The one error of a run."""
    assert main([str(arg) for arg in args]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line.removeprefix("corpuskit: error: ")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("他来了。\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("depth", [MOST_NESTED + 1, 300, 3000])
def test_a_rule_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], depth: int) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text("[pack]\nname = " + "[" * depth + "]" * depth + "\n")
    assert f"{pack.as_posix()}: not TOML: nested more than" in refused(capsys, "rule", "test", pack)


def test_a_configuration_is_named(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = text.with_name("corpuskit.toml")
    config.write_text(f"select = {TOML}\n")
    place = f"{config.as_posix()}: cannot be read"
    assert refused(capsys, "check", text) == f"{place}: nested more than {MOST_NESTED} deep"
    assert "--config: " in refused(capsys, "check", text, "--isolated", "--config", f"select={TOML}")


def test_suppressions_are_named(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = text.with_name("suppressions.toml")
    path.write_text(f"suppress = {TOML}\n")
    told = refused(capsys, "check", text, "--isolated", "--suppressions", path)
    assert told == f"{path.as_posix()}: cannot be read: nested more than {MOST_NESTED} deep"


@pytest.mark.parametrize(
    ("option", "name", "data"),
    [
        ("--rules", "names.jsonl", f'{{"label": "ORG", "pattern": "a", "x": {DEEP}}}'),
        ("--baseline", "baseline.jsonl", f'{{"corpuskit_baseline": 1, "x": {DEEP}}}'),
    ],
)
def test_what_check_is_given_is_named(
    text: Path, capsys: pytest.CaptureFixture[str], option: str, name: str, data: str
) -> None:
    path = text.with_name(name)
    path.write_text(data)
    assert path.as_posix() in refused(capsys, "check", text, "--isolated", option, path)


def test_what_other_commands_are_given_is_named(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = text.with_name("deep.jsonl")
    path.write_text(f'{{"text": "a", "x": {DEEP}}}\n')
    out = text.with_name("out")
    assert f"{path.as_posix()}:1: " in refused(capsys, "eval", path)
    assert f"{path.as_posix()}:1: " in refused(capsys, "restore", text, "--edits", path, "--output", out)
    build = ("build", text, "--isolated", "--no-annotate", "--output", out)
    assert f"{path.as_posix()}: no list" in refused(capsys, *build, "--duplicates", path)
    folder = text.with_name("build")
    folder.mkdir()
    (folder / "manifest.json").write_text(f'{{"generator": "corpuskit build", "x": {DEEP}}}')
    assert "is not a corpuskit build" in refused(capsys, "status", folder)


def read(path: Path, *rows: str) -> list[Any]:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    reader = rows_of(path, Fields())
    assert reader is not None
    return [*reader.read(Found(path, "r", True), Fields(), "utf-8")]


@pytest.mark.parametrize("depth", [MOST_NESTED + 1, 700, 980, 100_000])
def test_a_row_is_rejected_and_the_others_are_read(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "r.jsonl"
    deep = '{"text": "他", "x": ' + "[" * depth + "]" * depth + "}"
    one, two = read(path, deep, '{"text": "她"}')
    assert isinstance(one, Rejected)
    assert f"{path.as_posix()}:1: " in one.reason
    assert f"nested more than {MOST_NESTED} deep" in one.reason
    assert two.text == "她"


def test_whole_numbers_beyond_64_bits_are_kept_as_text(tmp_path: Path) -> None:
    numbers = [2**64 - 1, 2**64, -(2**63), -(2**63) - 1, True, 1.5]
    row = {"text": "他", "n": 2**80, "metadata": {"m": {"k": [numbers]}}}
    (one,) = read(tmp_path / "r.jsonl", json.dumps(row))
    kept = [2**64 - 1, str(2**64), -(2**63), str(-(2**63) - 1), True, 1.5]
    assert one.meta == {"n": str(2**80), "m": {"k": [kept]}}
    assert one.meta["m"]["k"][0][4] is True
