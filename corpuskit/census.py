"""A census: what corpus-wide rules need counted over all documents before the first can be judged.

Counts add up, so that any order of the documents and any number of workers give the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from corpuskit.checker import text_views
from corpuskit.errors import ConfigError
from corpuskit.layout import THRESHOLD
from corpuskit.model import Census, Document
from corpuskit.nesting import json_of
from corpuskit.rules import RuleSet

GENERATOR = "corpuskit census"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A census as it lies in a file."""

    generator: str
    census: Census


def take_census(
    documents: Sequence[Document],
    rules: RuleSet,
    *,
    language: str | None = None,
    line_break_threshold: int = THRESHOLD,
) -> Census:
    """What the corpus-wide ones of ``rules`` need counted, in ``documents`` with line breaks repaired.

    The options are those of `corpuskit.checker.check_many`.
    """
    views = text_views(documents, rules, language=language, line_break_threshold=line_break_threshold)
    tallies = (
        count([view for view in views if view.language == one])
        for one in {view.language for view in views}
        for count in rules.counters(one)
    )
    return Census(rules.corpus_fingerprint, len(documents), _sum(tallies))


def merged(parts: Iterable[Census], rules: RuleSet) -> Census:
    """One census of all ``parts``, which were taken with ``rules``."""
    found = list(parts)
    documents = sum(part.documents for part in found)
    return Census(rules.corpus_fingerprint, documents, _sum(part.counts for part in found))


def _sum(tallies: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    total: dict[str, Counter[str]] = {}
    for tally in tallies:
        for group, counts in tally.items():
            total.setdefault(group, Counter()).update(counts)
    return {group: dict(sorted(counts.items())) for group, counts in sorted(total.items())}


def render_census(census: Census) -> bytes:
    """A census as JSON; equal ones give the same bytes."""
    data = msgspec.json.encode(_File(GENERATOR, census))
    return msgspec.json.format(data, indent=2) + b"\n"


def census_sha256(census: Census) -> str:
    """The fingerprint of a census."""
    import hashlib  # only a build asks

    return hashlib.sha256(render_census(census)).hexdigest()


def read_census(path: Path, rules: RuleSet) -> Census:
    """The census in a file. ``ConfigError`` where there is none, or one that other rules asked for."""
    file = path.as_posix()
    try:
        read = json_of(path.read_bytes(), _File)
    except (OSError, UnicodeError, msgspec.DecodeError) as error:
        raise ConfigError(f"no census: {error}", file=file) from None
    if read.generator != GENERATOR:
        raise ConfigError(f"no census: generator: {read.generator!r}; allowed: {GENERATOR!r}", file=file)
    if read.census.rules != rules.corpus_fingerprint:
        problem = "the census was taken for other rules"
        raise ConfigError(f"{problem}; take it again: corpuskit census PATHS --output {file}", file=file)
    return read.census
