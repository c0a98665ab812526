"""Corpora for builds: the seed as a text, and generated rows; and what a build of them left."""

import json
import random
from pathlib import Path

from corpuskit.build import Built, Options, build
from corpuskit.readers import Fields, Found, discover
from corpuskit.rules import load_rules
from corpuskit.run import Settings
from tests.samples import SEED

RULES = load_rules()
#: Small, so that a small corpus has many shards.
SHARD_BYTES = 40_000
_CLAUSES = (
    "要切实掌握未来竞争的制高点、主动权，",
    "必须从实践逻辑出发，突出科技创新和产业创新的融合互动。",
    "企业以劳动者、劳动资料、劳动对象及其优化组合的跃升为基本内涵，",
    "记者李白从重庆报道，",
    "以全要素生产率大幅提升为核心标志。",
    "研发经费投入强度预计提高到2.45%，",
)


def row(seed: int, number: int) -> dict[str, object]:
    """A document: clauses drawn by chance, cut into lines of one width, or not; now and then a stray mark."""
    chance = random.Random(seed * 1_000_003 + number)
    text = "".join(chance.choices(_CLAUSES, k=chance.randint(1, 12)))
    if chance.random() < 0.5:
        width = chance.randint(15, 30)
        text = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    if chance.random() < 0.2:
        text = text.replace("创新", "创\u200b新")
    return {"id": f"d{number}", "text": text + "\n", "metadata": {"n": number}}


def rows(path: Path, count: int, *, seed: int = 1, bad: int = 0) -> Path:
    """A JSON Lines file of ``count`` documents; with ``bad``, every so-many-th is followed by a broken row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(count):
            file.write(json.dumps(row(seed, number), ensure_ascii=False) + "\n")
            if bad and number % bad == 0:
                file.write("{broken\n")
    return path


def inputs(*paths: Path) -> list[Found]:
    """The files at ``paths``, in order."""
    return [one for one in discover(paths) if isinstance(one, Found)]


def made(
    paths: list[Path], output: Path, *, segmenter: str | None = "chars", limit: int = 0, **options: object
) -> Built:
    """A build of ``paths``."""
    settings = Settings(RULES, segmenter=segmenter, fields=Fields(limit=limit))
    chosen = Options(output, shard_bytes=SHARD_BYTES, **options)  # type: ignore[arg-type]
    return build(inputs(*paths), settings, chosen)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a build but its locks and the note of its phase, by path."""
    own = ("lock", "phase")
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(own))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


__all__ = ["RULES", "SEED", "inputs", "made", "row", "rows", "tree"]
