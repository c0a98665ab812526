"""How much text in the wrong encoding is found, and how much right text is taken for it, beside ftfy.

    python -m tests.bench.mojibake

Each Chinese paragraph of the development documents is encoded by one encoding and decoded by another, or left
as it is, or set in traditional characters. Found is a paragraph with a finding of CH014; ftfy's is that of
`ftfy.badness.is_bad`.
"""

import argparse
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

from corpuskit.kinds import mojibake
from corpuskit.kinds.mojibake import MojibakeRule
from corpuskit.model import Options, View
from corpuskit.rules import load_rules, shipped_root
from corpuskit.unicode import code_points
from tests.kinds.test_mojibake import latin
from tests.layout.texts import read
from tests.shared import SHARED

SHORTEST = 20


def damages() -> Mapping[str, Callable[[str], str]]:
    """By name, what becomes of a paragraph."""
    rows = (shipped_root() / "zh" / "traditional.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in rows if not line.startswith("#")]
    traditional = {new: old for old, new in reversed(pairs)}

    def in_traditional(text: str) -> str:
        return "".join(traditional.get(one, one) for one in text)

    return {
        "UTF-8 as GB 18030": lambda text: text.encode().decode("gb18030", "replace"),
        "UTF-8 as windows-1252": lambda text: latin(text.encode()),
        "GB 18030 as windows-1252": lambda text: latin(text.encode("gb18030")),
        "Big5 as GB 18030": lambda text: (
            in_traditional(text).encode("big5", "ignore").decode("gb18030", "replace")
        ),
        "GB 18030 as Big5": lambda text: text.encode("gb18030").decode("big5", "replace"),
        "right": lambda text: text,
        "right, traditional": in_traditional,
    }


def finder() -> Callable[[str], bool]:
    """Whether our rule finds something in a text."""
    rule = load_rules()["CH014"]
    assert isinstance(rule, MojibakeRule)
    find = mojibake.compile([rule], Options())
    return lambda text: bool(len(find([View(text, code_points(text), "zh")])[0].rules))


def main() -> None:
    """Print a line for each damage."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mojibake", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED and SHARED / "bench" / "linebreak")
    options = parser.parse_args()
    if options.data is None:
        raise SystemExit("the cases are not beside the checkout: say --data FOLDER")
    ours: Callable[[str], bool] = finder()
    theirs: Callable[[str], bool] = importlib.import_module("ftfy.badness").is_bad
    golds = {case["doc"]: case["gold"] for case in read(options.data / "dev.jsonl") if case["lang"] == "zh"}
    blocks = [block for gold in golds.values() for block in gold if len(block) >= SHORTEST]
    print(f"{len(blocks)} paragraphs: found by corpuskit, by ftfy")
    for name, damage in damages().items():
        texts = list(map(damage, blocks))
        shares = [100 * sum(map(is_bad, texts)) / len(texts) for is_bad in (ours, theirs)]
        print(f"{name:26}" + "".join(f"{share:8.1f} %" for share in shares))


if __name__ == "__main__":
    main()
