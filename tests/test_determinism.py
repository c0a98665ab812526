"""The same check twenty times, each in a process of its own, with 1, 2 and 4 workers: the same bytes.

Each run hashes by another seed, so that an order which is a set's would show. Every file of rows is a shard.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpuskit.reports import REPORTS
from tests.samples import SEED, WRAPPED, write

pytestmark = pytest.mark.install

ROUNDS = 20
WORKERS = (1, 2, 4)
FILES = 6
SLIPS = (
    "他在去年的会上也说科创板很好,新质生产力也很好。二○二四年的帐户，第—章",
    "“科技创新，，产业升级。。\u200b科\ufffd技\u202e绉戞妧鍒涙柊鍙戝睍",
    WRAPPED,
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Files of rows and of texts with findings of many rules; the seed among them."""
    folder = write(tmp_path / "texts", seed=SEED.read_text("utf-8"), slips="\n\n".join(SLIPS))
    for number in range(FILES):
        rows = [{"id": f"{number}-{row}", "text": f"{text}{row}\n"} for row, text in enumerate(SLIPS * 5)]
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (folder / f"rows{number}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def check(texts: Path, out: Path, number: int, *options: str) -> dict[str, bytes]:
    """One run with the workers that are next; its reports by name, and what it printed."""
    workers = WORKERS[number % len(WORKERS)]
    inputs = [path.name for path in sorted(texts.iterdir())]
    outputs = [f"--output={name}={out / name}" for name in REPORTS]
    command = [sys.executable, "-m", "corpuskit", "check", "--isolated", "--jobs", str(workers)]
    done = subprocess.run(
        [*command, *options, *outputs, *inputs],
        cwd=texts,
        env=os.environ | {"PYTHONHASHSEED": str(number)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    return {"stdout": done.stdout} | {name: (out / name).read_bytes() for name in REPORTS}


@pytest.mark.parametrize("options", [(), ("--statistics",)], ids=["findings", "statistics"])
def test_runs_differ_in_nothing(texts: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first = check(texts, out, 0, *options)
    assert all(first.values())
    for number in range(1, ROUNDS if not options else len(WORKERS)):
        again = check(texts, out, number, *options)
        assert [name for name in first if again[name] != first[name]] == [], number


def test_the_reports_tell_of_many_rules(texts: Path, tmp_path: Path) -> None:
    lines = check(texts, tmp_path, 0)["jsonl"].splitlines()
    codes = {json.loads(line)["code"] for line in lines}
    assert {"CH001", "CH006", "CH014", "CH101", "LB001", "PU001", "PU002", "PU004", "SP001", "TM003"} <= codes
