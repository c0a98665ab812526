"""The hooks, as pre-commit runs them: in an environment of their own, made from this repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import REPAIRED, ROOT, WRAPPED

pytestmark = pytest.mark.install


def hook(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHONPATH"))}
    env |= {"PRE_COMMIT_HOME": str(folder.parent / "cache")}
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), name, "--files", "a.txt"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit clones the repository")
def test_a_wrapped_file_fails_is_fixed_and_passes(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.txt").write_text(WRAPPED, encoding="utf-8")
    for arguments in (["init", "--quiet"], ["add", "a.txt"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    found = hook("corpuskit-check", folder)
    assert found.returncode == 1, found.stderr
    assert "LB001" in found.stdout
    fixed = hook("corpuskit-fix", folder)
    assert "files were modified by this hook" in fixed.stdout
    assert (folder / "a.txt").read_text(encoding="utf-8") == REPAIRED
    assert hook("corpuskit-check", folder).returncode == 0
