"""Fixed text to CoNLL-U on disk: ours beside a spaCy pipeline with pkuseg, in one run.

    python -m tests.bench.annotate_speed --data DIR --pkuseg DIR [--rounds 5] [--megabytes 1]

Texts are those of ``--data`` (see `tests.bench.texts`), fixed first. Ours is what ``build`` runs: sentences,
words, entities by the shipped rules and the tagger. spaCy has the pkuseg tokenizer (with the model in
``--pkuseg``, and with pkuseg's dictionary, which is spaCy's default, or without), a sentencizer and an
EntityRuler with a few patterns, and writes the same columns. Each is a process of its own that has loaded all
it needs and collects garbage as seldom as a worker of a build does; they take turns, each round over all texts; the figure is CPU time, and the median of the rounds'
ratios.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from corpuskit.annotator import annotate_many
from corpuskit.checker import as_it_stands, check_many
from corpuskit.engines.processes import collect_seldom
from corpuskit.formats import conllu
from corpuskit.model import Document
from corpuskit.rules import RuleSet, load_rules
from corpuskit.run import TASK_BYTES
from corpuskit.segment import Segmenter, load_segmenter
from tests.bench.gazetteer import tokenizer
from tests.bench.texts import documents

PATTERNS = {"LOC": ("中国", "北京", "上海", "重庆", "美国"), "ORG": ("新华社", "国务院"), "PER": ("李白",)}


@cache
def loaded() -> tuple[RuleSet, Segmenter]:
    """What ours needs."""
    return load_rules(), load_segmenter("default")


def ours(texts: Sequence[str], out: Path, _: str) -> None:
    """Batches of about `TASK_BYTES`, as in a build."""
    rules, segmenter = loaded()
    with out.open("wb") as file:
        for batch in batches(texts):
            checked = [as_it_stands(Document(f"d{number}", text)) for number, text in batch]
            for one in annotate_many(checked, rules, segmenter):
                file.write(conllu.encoded(one))


def batches(texts: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Numbered texts, about `TASK_BYTES` at a time."""
    batch, size = list[tuple[int, str]](), 0
    for number, text in enumerate(texts):
        batch.append((number, text))
        size += len(text.encode())
        if size >= TASK_BYTES:
            yield batch
            batch, size = [], 0
    yield batch


@cache
def pipeline(pkuseg: str, dictionary: str | None) -> Any:
    """The spaCy pipeline."""
    nlp = tokenizer(pkuseg, dictionary)
    nlp.add_pipe("sentencizer", config={"punct_chars": ["。", "！", "？"]})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": label, "pattern": name} for label, names in PATTERNS.items() for name in names]
    )
    return nlp


def spacys(texts: Sequence[str], out: Path, pkuseg: str, *, dictionary: str | None = "default") -> None:
    """spaCy's documents, written with the columns that ours have."""
    with out.open("wb") as file:
        for number, doc in enumerate(pipeline(pkuseg, dictionary).pipe(texts)):
            lines = [f"# newdoc id = d{number}"]
            for at, sentence in enumerate(doc.sents, 1):
                words = [token for token in sentence if not token.is_space]
                if words:
                    lines += [f"# sent_id = d{number}-s{at}", f"# text = {sentence.text.strip()}"]
                    lines += [line(index, token) for index, token in enumerate(words)]
                    lines.append("")
            file.write(("\n".join(lines) + "\n").encode())


def line(index: int, token: Any) -> str:
    """A token as a line of CoNLL-U."""
    entity = f"NE={token.ent_iob_}-{token.ent_type_}|" if token.ent_type_ else ""
    space = "" if token.whitespace_ else "SpaceAfter=No|"
    place = f"TokenRange={token.idx}:{token.idx + len(token)}"
    relation = "dep" if index else "root"
    return f"{index + 1}\t{token.text}\t_\tX\t_\t_\t{index}\t{relation}\t_\t{entity}{space}{place}"


def timed(run: Callable[[Sequence[str], Path, str], None], source: Path, out: Path, pkuseg: str) -> float:
    """Seconds of CPU time that one round takes; the first one loads, too."""
    texts = msgspec.json.decode(source.read_bytes(), type=list[str])
    collect_seldom()
    began = time.process_time()
    run(texts, out, pkuseg)
    return time.process_time() - began


def fixed(folder: Path, size: float) -> list[str]:
    """Texts of ``folder`` with safe fixes made, about ``size`` bytes of them."""
    rules, texts, left = load_rules(), [], size
    found = documents(folder)
    while left > 0 and (batch := list(islice(found, 50))):
        for one in check_many(batch, rules):
            if left > 0:
                texts.append(one.text)
                left -= len(one.text.encode())
    return texts


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each, and the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--pkuseg", required=True, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=1)
    args = parser.parse_args(arguments)
    texts = fixed(args.data, args.megabytes * 1e6)
    size = sum(len(text.encode()) for text in texts) / 1e6
    peers: dict[str, Callable[[Sequence[str], Path, str], None]] = {
        "corpuskit": ours,
        "spaCy, pkuseg": spacys,
        "the same, no dictionary": partial(spacys, dictionary=None),
    }
    spent: dict[str, list[float]] = {name: [] for name in peers}
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "texts.json"
        source.write_bytes(msgspec.json.encode(texts))
        workers = {name: ProcessPoolExecutor(1, get_context("spawn")) for name in peers}
        for turn in range(args.rounds + 1):
            for name, run in peers.items():
                out = Path(scratch) / "out.conllu"
                seconds = workers[name].submit(timed, run, source, out, args.pkuseg).result()
                if turn:
                    spent[name].append(seconds)
        for worker in workers.values():
            worker.shutdown()
    print(f"{len(texts)} texts, {size:.2f} MB, {args.rounds} rounds")
    mine = spent["corpuskit"]
    for name, times in spent.items():
        rates = [size / each for each in times]
        ratios = [each / own for each, own in zip(times, mine, strict=True)]
        print(
            f"{name:24} {median(rates):6.2f} MB/s (from {min(rates):.2f} to {max(rates):.2f}); ours is "
            f"{median(ratios):4.1f} x (from {min(ratios):.1f} to {max(ratios):.1f})"
        )


if __name__ == "__main__":
    main()
