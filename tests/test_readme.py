"""What the README shows is what the commands print; ``python -m tests.test_readme`` writes it anew."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import golden
from tests.samples import ROOT, SEED

README = ROOT / "README.md"
#: A marker, and the fenced block that is generated below it.
GENERATED = re.compile(r"<!-- (output|excerpt): (.+?) -->\n(?:```text\n.*?```\n)?", re.DOTALL)
LINES = slice(134, 142)


def test_every_output_in_the_readme_is_what_is_printed() -> None:
    text = README.read_text(encoding="utf-8")
    assert generated(text) == text, "python -m tests.test_readme writes it anew"


def test_the_first_two_shell_lines_are_the_two_commands() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    first, second = "".join(blocks).splitlines()[:2]
    assert first.endswith("corpuskit build seeds --output build")
    assert second.endswith("-m pytest")


def generated(text: str) -> str:
    return GENERATED.sub(_filled, text)


def _filled(match: re.Match[str]) -> str:
    kind, what = match.groups()
    body = _excerpt(what) if kind == "excerpt" else _output(what)
    return f"<!-- {kind}: {what} -->\n```text\n{body.rstrip()}\n```\n"


def _excerpt(which: str) -> str:
    lines = SEED.read_text(encoding="utf-8").split("\n")[LINES]
    if which == "before":
        return "\n".join(lines)
    cleaned = golden.read("seed.txt")
    first, last = lines[0], [line for line in lines if line][-1]
    return cleaned[cleaned.index(first) : cleaned.index(last) + len(last)]


def _output(command: str) -> str:
    """What ``command`` prints in a folder that holds only ``seeds``."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SEED.parent, Path(folder) / "seeds")
        words = shlex.split(command)
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert not done.stderr, done.stderr
        return done.stdout


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
