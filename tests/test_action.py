"""The composite action: what GitHub runs is what its steps say, so a test runs the last of them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.samples import REPAIRED, ROOT, WRAPPED, write

ACTION: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github" / "actions" / "corpuskit" / "action.yml").read_text(encoding="utf-8")
)


def test_it_has_what_a_composite_action_must_have() -> None:
    assert ACTION["name"] and ACTION["description"]
    assert ACTION["runs"]["using"] == "composite"
    assert all("uses" in step or ("run" in step and step["shell"]) for step in ACTION["runs"]["steps"])
    assert all(set(one) <= {"description", "default", "required"} for one in ACTION["inputs"].values())


def test_no_input_is_pasted_into_a_script() -> None:
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]
    used = str(ACTION["runs"]["steps"])
    assert all(f"inputs.{name}" in used for name in ACTION["inputs"])


@pytest.mark.skipif(os.name != "posix", reason="bash")
@pytest.mark.parametrize(("text", "code"), [(WRAPPED, 1), (REPAIRED, 0)])
def test_its_last_step_checks(tmp_path: Path, text: str, code: int) -> None:
    write(tmp_path / "texts", a=text)
    (tmp_path / "corpuskit" / "bin").mkdir(parents=True)
    python = tmp_path / "corpuskit" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    given = {"RUNNER_TEMP": str(tmp_path), "PATHS": "texts", "OPTIONS": "--select LB", "SARIF": "out.sarif"}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", ACTION["runs"]["steps"][-1]["run"]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **given},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("::warning file=texts/a.txt,line=1,") is bool(code)
    assert (tmp_path / "out.sarif").is_file()
