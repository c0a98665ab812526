"""Speed of a whole build, and of peers, on the same Chinese text in the same shards, in one run.

    python -m tests.bench.build_speed                  58 MB in 100 shards
    python -m tests.bench.build_speed --megabytes 8    less of it

Texts are generated: clauses by chance, half of them cut into lines. Each runs over JSON Lines with one worker,
ours with two as well; the time is that of the whole process, and that of an empty input, its start, is taken
off. A core: bytes by seconds of CPU, of all processes; other work on the machine hardly touches it. Peers: datatrove (its ftfy formatter, local executor), AutoCorrect (a plain loop: it has no runner).
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.shards.corpora import row

SHARDS = 100
_DATATROVE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.formatters import FTFYFormatter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
if __name__ == "__main__":
    source, output, jobs, shards = sys.argv[1:]
    steps = [JsonlReader(source), FTFYFormatter(), JsonlWriter(output, compression=None)]
    LocalPipelineExecutor(steps, tasks=int(shards), workers=int(jobs), logging_dir=output + "/log").run()
"""
_AUTOCORRECT = """
import json, sys
from pathlib import Path
import autocorrect_py
source, output, jobs, shards = sys.argv[1:]
Path(output).mkdir()
for path in sorted(Path(source).glob("*.jsonl")):
    with path.open("rb") as file, (Path(output) / path.name).open("wb") as out:
        for line in file:
            values = json.loads(line)
            values["text"] = autocorrect_py.format(values["text"])
            out.write(json.dumps(values, ensure_ascii=False).encode() + b"\\n")
"""


def corpus(folder: Path, size: int, document: int) -> tuple[int, int]:
    """Write about ``size`` bytes in `SHARDS` files, documents of ``document`` generated ones; their number."""
    folder.mkdir()
    number = written = 0
    for shard in range(SHARDS):
        with (folder / f"s{shard:03}.jsonl").open("wb") as file:
            while written < size * (shard + 1) // SHARDS:
                text = "\n\n".join(str(row(number, part)["text"]) for part in range(document))
                line = json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False).encode() + b"\n"
                file.write(line)
                number, written = number + 1, written + len(line)
    return number, written


def command(name: str, source: Path, output: Path, jobs: int) -> Sequence[str]:
    """What runs ``name`` over the files of ``source``."""
    if name == "corpuskit":
        ours = ["-m", "corpuskit", "build", str(source), "--take", "*.jsonl", "--no-annotate", "--quiet"]
        return [sys.executable, *ours, "--isolated", "--output", str(output), "--jobs", str(jobs)]
    script = {"datatrove": _DATATROVE, "autocorrect": _AUTOCORRECT}[name]
    path = output.parent / f"peer_{name}.py"
    path.write_text(script, encoding="utf-8")
    return [sys.executable, str(path), str(source), str(output), str(jobs), str(SHARDS)]


def seconds(name: str, source: Path, scratch: Path, jobs: int) -> tuple[float, float]:
    """The time that ``name`` takes from start to end, and that of all its processes on a core."""
    output = scratch / "out"
    shutil.rmtree(output, ignore_errors=True)
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command(name, source, output, jobs), check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, cpu


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=58)
    parser.add_argument("--document", type=int, default=10, help="generated pieces in a document")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        documents, size = corpus(scratch / "in", args.megabytes * 1_000_000, args.document)
        corpus(scratch / "few", 100, 1)
        print(f"{documents:,} documents, {size / 1e6:.1f} MB, {SHARDS} shards")
        for tool, jobs in (
            ("corpuskit", 1),
            ("corpuskit", 2),
            ("datatrove", 1),
            ("datatrove", 2),
            ("autocorrect", 1),
        ):
            begin, start = seconds(tool, scratch / "few", scratch, jobs)
            end, used = seconds(tool, scratch / "in", scratch, jobs)
            took, cpu = max(end - begin, 1e-3), max(used - start, 1e-3)
            rates = f"{documents / took:9,.0f} documents/s {size / 1e6 / took:7.2f} MB/s"
            # Workers that are not waited for are not counted: those of datatrove, where there are two.
            counted = tool == "corpuskit" or jobs == 1
            core = f"{size / 1e6 / cpu:7.2f} MB/s a core" if counted else " " * 20
            print(
                f"{tool:<12} {jobs} worker(s) {rates} {core}   {took:6.1f} s + {begin:.1f} s start",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
