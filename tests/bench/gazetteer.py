"""Names found side by side: our entity rules on characters, spaCy's matchers on the tokens of a segmenter.

    python -m tests.bench.gazetteer GOLD [--pkuseg DIR] [--names 200000] [--megabytes 2]

First every name of GOLD is given to each, and the gold entities that come out exactly are counted: among all
matches, and among those kept (ours settled, spaCy's EntityRuler). Then each loads NAMES names and scans the
text of GOLD, repeated. Tokens are those of pkuseg (with the model in DIR) or of jieba. One process, CPU time.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from corpuskit.kinds import entity
from corpuskit.kinds.entity import EntityRule
from corpuskit.labels import settle_labels
from corpuskit.model import Options, View
from corpuskit.rules import shipped_root
from corpuskit.scoring import Entity, GoldSentence, read_gold
from corpuskit.unicode import code_points

Names: TypeAlias = dict[str, list[str]]
#: All matches in each text, and those that are kept.
Found: TypeAlias = tuple[list[set[Entity]], list[set[Entity]]]
Find: TypeAlias = Callable[[Sequence[str]], Found]


def view_of(text: str) -> View:
    """A text as the tag stage sees it, without blocks."""
    return View(text, code_points(text), "zh")


def ours(names: Names) -> Find:
    """One rule for each label."""
    rules = [
        EntityRule(code=f"XX{at}", name="x", message="", why="", label=label, names=tuple(words))
        for at, (label, words) in enumerate(names.items())
    ]
    find = entity.compile(rules, Options())
    labels = list(names)

    def spans(texts: Sequence[str]) -> Found:
        every, kept = [], []
        for hits in find([view_of(text) for text in texts]):
            rows = list(zip(hits.starts.tolist(), hits.ends.tolist(), hits.rules.tolist(), strict=True))
            found = [(start, end, labels[rule]) for start, end, rule in rows]
            zeros = np.zeros(len(hits.starts), np.int64)
            winners, _ = settle_labels(hits.starts, hits.ends, zeros, hits.rules)
            every.append(set(found))
            kept.append({found[at] for at in winners.tolist()})
        return every, kept

    return spans


def spacys(nlp: Any, names: Names) -> Find:
    """PhraseMatcher for all matches, EntityRuler for those kept."""
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(nlp.vocab)
    for label, words in names.items():
        matcher.add(label, [nlp.make_doc(word) for word in words])
    ruler = nlp.add_pipe("entity_ruler", config={"validate": False})
    ruler.initialize(
        list,
        nlp=nlp,
        patterns=[{"label": label, "pattern": word} for label, words in names.items() for word in words],
    )

    def spans(texts: Sequence[str]) -> Found:
        every, kept = [], []
        for text in texts:
            doc = nlp.make_doc(text)
            every.append({_span(span) for span in matcher(doc, as_spans=True)})
            kept.append({_span(span) for span in ruler(doc).ents})
        return every, kept

    return spans


def _span(span: Any) -> Entity:
    return span.start_char, span.end_char, span.label_


def tokenizer(pkuseg: str, dictionary: str | None = None) -> Any:
    """An empty spaCy pipeline with the segmenter asked for; ``default`` is pkuseg's own ``dictionary``."""
    import spacy

    segmenter = "pkuseg" if pkuseg else "jieba"
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if pkuseg:
        import spacy_pkuseg

        # Not by initialize, which takes no dictionary for the name of the model.
        nlp.tokenizer.pkuseg_seg = spacy_pkuseg.pkuseg(pkuseg, user_dict=dictionary)
    return nlp


def recall(gold: Sequence[GoldSentence], found: Sequence[set[Entity]]) -> float:
    """Per cent of the gold entities that were found exactly."""
    total = sum(len(one.entities) for one in gold)
    return 100 * sum(len({*one.entities} & own) for one, own in zip(gold, found, strict=True)) / total


def invented() -> Iterator[str]:
    """Names of three characters out of our surnames and given names, none of them looked up anywhere."""
    surnames, given = (
        [line for line in (shipped_root() / "zh" / name).read_text("utf-8").split("\n") if len(line) == 1]
        for name in ("surnames.txt", "given-names.txt")
    )
    yield from map("".join, product(surnames, given[:: len(given) // 24], given[:: len(given) // 24]))


def timed(make: Callable[[], Find], texts: Sequence[str]) -> tuple[float, float]:
    """Seconds to load, and MB of UTF-8 a second."""
    began = time.process_time()
    find = make()
    loaded = time.process_time()
    find(texts)
    size = sum(len(text.encode()) for text in texts) / 1e6
    return loaded - began, size / (time.process_time() - loaded)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--pkuseg", default="", metavar="DIR")
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--megabytes", type=float, default=2)
    options = parser.parse_args()
    gold = read_gold(options.gold)
    texts = [one.text for one in gold]
    names: Names = {}
    for text, (start, end, label) in ((one.text, each) for one in gold for each in one.entities):
        names.setdefault(label, []).append(text[start:end])
    names = {label: sorted(set(words)) for label, words in names.items()}
    peer = f"spaCy, {'pkuseg' if options.pkuseg else 'jieba'}"
    for name, find in (("corpuskit", ours(names)), (peer, spacys(tokenizer(options.pkuseg), names))):
        every, kept = find(texts)
        print(f"{name:16} gold entities found {recall(gold, every):5.1f}  kept {recall(gold, kept):5.1f}")
    size = sum(len(text.encode()) for text in texts)
    long = ["\n".join(texts)] * max(1, round(options.megabytes * 1e6 / size))
    many = {"PER": list(islice(invented(), options.names))}
    for name, make in (
        ("corpuskit", lambda: ours(many)),
        (peer, lambda: spacys(tokenizer(options.pkuseg), many)),
    ):
        seconds, speed = timed(make, long)
        print(f"{name:16} {len(many['PER'])} names loaded in {seconds:6.1f} s, scanned at {speed:6.2f} MB/s")


if __name__ == "__main__":
    main()
