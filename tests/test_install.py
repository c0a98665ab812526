"""The wheel, alone: built, installed into an environment of its own, and run far from the source tree."""

import json
import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuskit.rules import load_rules
from corpuskit.rules.files import COMPILED
from tests.samples import REPAIRED, ROOT, WRAPPED, write

pytestmark = pytest.mark.install


def run(*command: str | Path, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def files(folder: str) -> Iterator[Path]:
    """The files of a folder of the source tree that git would keep."""
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and its base dependencies only."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    path = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(path, "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return path


def test_the_wheel_carries_rules_tables_models_and_notices(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = {
        path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*") if path.is_file()
    }
    assert {f"corpuskit/_rules/{name}" for name in rules} <= set(names)
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "corpuskit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert package <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "seeds/"))]


def test_the_wheel_has_parsed_its_rules(wheel: Path) -> None:
    made = json.loads(zipfile.ZipFile(wheel).read(f"corpuskit/_rules/{COMPILED}"))
    paths = {path.relative_to(ROOT / "rules").as_posix(): path for path in (ROOT / "rules").rglob("*.toml")}
    assert {name: one["values"] for name, one in made.items()} == {
        name: tomllib.loads(path.read_text("utf-8")) for name, path in paths.items()
    }


def test_the_installed_rules_are_those_of_the_source_tree(python: Path, tmp_path: Path) -> None:
    listed = json.loads(run(python, "-m", "corpuskit", "rule", "--format", "json", cwd=tmp_path).stdout)
    assert [one["code"] for one in listed] == [entry.rule.code for entry in load_rules().entries]


def test_check_fix_and_build_run_without_spacy(python: Path, tmp_path: Path) -> None:
    write(tmp_path / "texts", a=WRAPPED)
    run(python, "-c", "import spacy", cwd=tmp_path, code=1)
    run(python, "-m", "corpuskit", "check", "texts", cwd=tmp_path, code=1)
    built = run(python, "-m", "corpuskit", "build", "texts", "--output", "out", cwd=tmp_path)
    assert "corpuskit[annotate]" in built.stderr
    assert (tmp_path / "out" / "corpus.conllu").stat().st_size
    run(python, "-m", "corpuskit", "fix", "texts", cwd=tmp_path)
    assert (tmp_path / "texts" / "a.txt").read_text(encoding="utf-8") == REPAIRED


def test_the_examples_of_the_installed_rules_hold(python: Path, tmp_path: Path) -> None:
    assert "hold" in run(python, "-m", "corpuskit", "rule", "test", cwd=tmp_path).stdout


def test_spacy_finds_the_tokenizer_of_an_installed_corpuskit(wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "env"
    venv.create(folder, system_site_packages=True, with_pip=True)
    path = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    places = json.dumps([place for place in sys.path if place.endswith("site-packages")])
    run(path, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=folder)
    code = f"""
import sys
sys.path += {places}
import spacy
nlp = spacy.blank("zh", config={{"nlp": {{"tokenizer": {{"@tokenizers": "corpuskit.Segmenter.v1"}}}}}})
assert [token.text for token in nlp("发展新质生产力。")][-1] == "。"
nlp.to_disk("saved")
assert spacy.load("saved").tokenizer.segmenter.name == "default"
"""
    run(path, "-c", code, cwd=tmp_path)


def test_a_checker_starts_without_spacy_or_rich(python: Path, tmp_path: Path) -> None:
    code = (
        "import sys, corpuskit.cli.check; "
        "sys.exit(bool({'spacy', 'rich', 'spacy_pkuseg', 'multiprocessing.pool'} & set(sys.modules)))"
    )
    run(python, "-c", code, cwd=tmp_path)
