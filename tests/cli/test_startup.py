"""What a check of a plain text starts without: `tests.bench.startup` says what that takes."""

import subprocess
import sys
from pathlib import Path

from tests.samples import WRAPPED, write

#: Slow to load, and for what a check of one text does not do.
SELDOM = {
    "asyncio", "concurrent", "csv", "difflib", "glob", "gzip", "hashlib", "importlib.metadata", "json", "logging",
    "multiprocessing", "packaging", "pathspec", "rich", "spacy", "subprocess", "tempfile", "traceback",
    "urllib.request", "xml", "zoneinfo",
}  # fmt: skip
OURS = {
    "annotator", "api", "baseline", "build", "cli.fix", "conllu", "duplicates", "forgive", "formats", "mining",
    "readers.conllu", "readers.delimited", "readers.jsonl", "readers.parquet", "readers.sections", "reports.sarif",
    "segment", "shards", "suppress", "tagger", "testing",
}  # fmt: skip
#: What the libraries, and the pathlib of each Python, load by themselves differs from version to version.
LOADED = """
import sys, pathlib, ahocorasick_rs, msgspec, numpy, re2
before = set(sys.modules)
from corpuskit.cli import main
main(["check", "--isolated", "--format", "concise", "a.txt"])
print(*(set(sys.modules) - before), sep="\\n", file=sys.stderr)
"""


def test_a_check_of_a_text_loads_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    folder = write(tmp_path, a=WRAPPED)
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stderr.split())
    assert "LB001" in done.stdout
    assert "corpuskit.cli.check" in loaded
    assert not loaded & (SELDOM | {f"corpuskit.{name}" for name in OURS})


def test_at_its_end_a_run_looks_for_no_garbage(tmp_path: Path) -> None:
    folder = write(tmp_path, a=WRAPPED)
    code = f"import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0)); {LOADED}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "True"
