"""What holds of every rule file that ships, and of every kind, whatever its rules say."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuskit.errors import RuleFileError
from corpuskit.rules import load_rules, rule_file_schema, shipped_root
from corpuskit.rules.files import KeyPath
from corpuskit.rules.toml_lines import locate

FILES = sorted(shipped_root().rglob("*.toml"))
ROWS = [row for path in FILES for row in tomllib.loads(path.read_text("utf-8"))["rule"]]
KEYS = sorted({key for row in ROWS for key in row} - {"code"})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(-2, 2) | st.text(max_size=6)
    | st.sampled_from(["(", "no.txt", "a\tb", "{found}", "safe", "none", "$1", "科创板"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def identify(path: Path) -> str:
    return path.relative_to(shipped_root()).as_posix()


def keys(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in items:
        yield from keys(one, (*path, name))


def toml(value: Any) -> str:
    """``value`` as TOML; JSON strings are TOML strings, and there is no null."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return '""' if value is None else json.dumps(value, ensure_ascii=True)


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_every_key_is_located_where_it_stands(path: Path) -> None:
    text = path.read_text("utf-8")
    places = locate(text)
    assert set(places) | {()} == set(keys(tomllib.loads(text)))
    lines = text.splitlines()
    for key, line in places.items():
        if isinstance(key[-1], str):
            assert key[-1] in lines[line - 1]


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_the_schema_allows_every_shipped_file(path: Path) -> None:
    jsonschema.validate(tomllib.loads(path.read_text("utf-8")), rule_file_schema())


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ROWS), st.sampled_from(KEYS), VALUES)
def test_a_rule_is_loaded_or_its_faults_are_told(tmp_path: Path, row: Any, key: str, value: object) -> None:
    changed = {**row, "code": "TOY001", key: value}
    lines = [f"{json.dumps(name)} = {toml(one)}" for name, one in changed.items()]
    path = tmp_path / "mutant.toml"
    path.write_text('[pack]\nname = "a"\nlanguage = "zh"\n[[rule]]\n' + "\n".join(lines), "utf-8")
    try:
        assert load_rules([path], shipped=False)["TOY001"]
    except RuleFileError as error:
        assert all(fault.startswith(f"{path.as_posix()}:") for fault in error.faults)
