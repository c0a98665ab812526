"""Resident memory of every process of a build while it runs, over generated JSON Lines.

python -m tests.bench.build_memory --megabytes 200             no annotation
python -m tests.bench.build_memory --megabytes 20 --annotate   with
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.shards.corpora import row


def generate(path: Path, size: int) -> None:
    """About ``size`` bytes of rows, of documents of a page each."""
    block = b""
    for number in range(400):
        text = "\n\n".join(str(row(number, part)["text"]) for part in range(20))
        block += json.dumps({"text": text}, ensure_ascii=False).encode() + b"\n"
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(block)


def resident(root: int) -> dict[str, int]:
    """Megabytes of ``root`` and of the processes below it, by what they are."""
    found: dict[str, int] = {}
    pending = [root]
    while pending:
        pid = pending.pop()
        try:
            pending += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split())
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            continue
        kilobytes = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")]
        name = "parent" if pid == root else f"child {pid}"
        found[name] = kilobytes[0] // 1024 if kilobytes else 0
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line every few seconds, and the peaks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--annotate", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two lines")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        source, output = Path(name) / "in.jsonl", Path(name) / "out"
        generate(source, args.megabytes * 1_000_000)
        options = [
            "--isolated",
            "--quiet",
            "--jobs",
            str(args.jobs),
            *([] if args.annotate else ["--no-annotate"]),
        ]
        command = [sys.executable, "-m", "corpuskit", "build", str(source), "--output", str(output), *options]
        running = subprocess.Popen(command)
        start = told = time.monotonic()
        peaks: dict[str, int] = {}
        while running.poll() is None:
            now = resident(running.pid)
            peaks = {key: max(now.get(key, 0), peaks.get(key, 0)) for key in now.keys() | peaks.keys()}
            if time.monotonic() - told >= args.every:
                told = time.monotonic()
                print(
                    f"{told - start:6.0f} s  {sum(now.values()):5} MB in all, most {max(now.values())} MB",
                    flush=True,
                )
            time.sleep(0.2)
        print(
            f"exit {running.returncode}, {args.megabytes} MB in {time.monotonic() - start:.0f} s; peaks: {peaks}"
        )
    return running.returncode


if __name__ == "__main__":
    sys.exit(main())
