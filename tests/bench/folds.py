"""Models for documents that they never saw: five folds by document, trained or read from a folder.

A model is put to work in one place: `using` hands it to whoever asks `trees.shipped` for the model in use.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

from corpuskit.layout import train, trees
from corpuskit.layout.trees import Trees
from tests.layout.texts import HERE

_LAYOUT = Path(train.__file__).parent
RIGHT = [HERE / f"{name}.jsonl" for name in ("hostile", "hostile_missed", "english_verse")]
"""Texts that models learn to leave alone."""
_IMPORT = re.compile(r"^from corpuskit\.layout\.(\w+) import", re.MULTILINE)


@contextmanager
def using(model: Trees | None) -> Iterator[None]:
    """Meanwhile every analysis asks ``model``; None leaves the one that ships."""
    if model is None:
        yield
        return
    try:
        with patch.object(trees.Trees, "parse", return_value=model):
            trees.shipped.cache_clear()
            if trees.shipped() is not model:
                raise RuntimeError("the model in use is not what trees.shipped reads: mend tests.bench.folds")
            yield
    finally:
        trees.shipped.cache_clear()


def _stamp(lessons: train.Lessons) -> str:
    """A name for what a model depends on: the code that training reaches, and what it learns from."""
    seen, left = {"train"}, ["train"]
    digest = sha256()
    while left:
        source = (_LAYOUT / f"{left.pop()}.py").read_text(encoding="utf-8")
        digest.update(source.encode())
        found = sorted(set(_IMPORT.findall(source)) - seen)
        seen.update(found)
        left += found
    for cases in (lessons.cases, lessons.more):
        digest.update("\0".join(case["id"] + case["raw"] for case in cases).encode())
    digest.update("\0".join(name + raw for name, raw in lessons.right).encode())
    return digest.hexdigest()[:12]


def models(lessons: train.Lessons, folder: Path | None) -> Iterator[tuple[int, Trees]]:
    """For each fold, the model of all lessons but its own; kept in ``folder`` for the next run.

    A kept model is taken up again only while the code that trains it and the lessons are the same.
    """
    stamp = _stamp(lessons)
    for fold in range(train.FOLDS):
        path = folder / f"{stamp}-{fold}.json" if folder else None
        if path and path.exists():
            yield fold, Trees.parse(path.read_text(encoding="utf-8"))
            continue
        model = train.fit(lessons.without(fold))
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(model.dump(), encoding="utf-8", newline="\n")
        yield fold, model
