"""How long `corpuskit check` of a small file takes, process included, beside importing numpy.

    python -m tests.bench.startup                     this environment
    python -m tests.bench.startup VENV/bin/python     that of the wheel, whose rules are parsed already

Both are started in turns, twenty times; the least of each counts, and the middle one is told. A small file is
the first 1,400 characters of the seed, about 4 kB.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
_TURNS = 20
_CHARACTERS = 1400


def _seconds(command: list[str], folder: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - began


def main() -> None:
    """Time both, and print them."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    (seed,) = (ROOT / "seeds").glob("*.txt")
    with tempfile.TemporaryDirectory() as folder:
        text = seed.read_text(encoding="utf-8")[:_CHARACTERS]
        Path(folder, "small.txt").write_text(text, encoding="utf-8")
        commands = {
            "import numpy": [python, "-c", "import numpy"],
            "corpuskit check": [python, "-m", "corpuskit", "check", "small.txt"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(_TURNS):
            for name, command in commands.items():
                times[name].append(_seconds(command, folder))
    for name, own in times.items():
        print(f"{name:16} {1000 * min(own):5.0f} ms at least, {1000 * median(own):5.0f} ms in the middle")
    numpy, check = times.values()
    print(
        f"ratio            {min(check) / min(numpy):5.2f}, {median(check) / median(numpy):.2f} of the middle ones"
    )


if __name__ == "__main__":
    main()
