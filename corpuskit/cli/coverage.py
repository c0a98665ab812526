"""``corpuskit rule test --coverage``: how often each rule fires on a corpus, and which rules never do."""

import argparse
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from corpuskit.cli import common
from corpuskit.cli.tables import table
from corpuskit.config import Config
from corpuskit.display import number
from corpuskit.model import Stage
from corpuskit.rules import Entry, RuleSet
from corpuskit.run import Outcome, Settings, census_of_files, process_files


def run(args: argparse.Namespace, rules: RuleSet, codes: Collection[str] | None, config: Config) -> int:
    """Run the rules that are on over what ``args.coverage`` names, and tell of ``codes`` (or of all).

    Exit code 2 if something could not be read.
    """
    entries = [entry for entry in rules.entries if rules.is_selected(entry.rule.code)]
    tags = any(entry.stage is Stage.TAG for entry in entries)
    inputs, errors = common.inputs_of(
        argparse.Namespace(**{**vars(args), "paths": args.coverage, "take": None})
    )
    settings = Settings(
        rules,
        config.encoding,
        config.language,
        segmenter="chars" if tags else None,
        line_break_threshold=config.line_break_threshold,
    )
    jobs = common.jobs_of(args, inputs)
    if rules.corpus_wide:
        settings = replace(settings, census=census_of_files(inputs, settings, jobs)[0])
    tally = _Tally()
    for outcome in process_files(inputs, settings, jobs):
        tally.add(outcome)
        if outcome.error:
            errors.append(common.failure_of(outcome))
    own = [entry for entry in entries if codes is None or entry.rule.code in codes]
    print((_json if args.format == "json" else _text)(own, tally), end="")
    common.complain(errors)
    return 2 if errors else 0


class _Tally:
    """How many hits each rule has, in how many documents, and how many documents there are."""

    def __init__(self) -> None:
        self.hits, self.documents = Counter[str](), Counter[str]()
        self.all = 0

    def add(self, outcome: Outcome) -> None:
        """Count a document."""
        own = Counter(_codes(outcome))
        self.hits.update(own)
        self.documents.update(own.keys())
        self.all += outcome.checked is not None


def _codes(outcome: Outcome) -> Iterator[str]:
    """The code of each finding, and of each label, whether it won or lost."""
    if outcome.checked is not None:
        yield from (one.code for one in outcome.checked.diagnostics)
    if outcome.annotated is not None:
        yield from (label.code for label in (*outcome.annotated.labels, *outcome.annotated.lost))


def _json(entries: Sequence[Entry], tally: _Tally) -> str:
    """For each rule its code and name, and how many hits in how many documents it has."""
    rows = [
        {"code": code, "name": entry.rule.name, "hits": tally.hits[code], "documents": tally.documents[code]}
        for entry in entries
        if (code := entry.rule.code)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _text(entries: Sequence[Entry], tally: _Tally) -> str:
    """The rules that never fired."""
    never = [(entry.rule.code, entry.rule.name) for entry in entries if not tally.hits[entry.rule.code]]
    documents = number(tally.all, "document")
    summary = f"{len(entries) - len(never)} of {number(len(entries), 'rule')} fired in {documents}"
    return f"{summary}; these never did:\n{table([('code', 'name'), *never])}" if never else f"{summary}\n"
