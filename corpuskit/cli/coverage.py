"""``corpuskit rule test --coverage``: how often each rule fires on a corpus, and which rules never do."""

import argparse
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

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
    inputs, errors = common.inputs_of(argparse.Namespace(paths=args.coverage))
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
    done = list(process_files(inputs, settings, jobs))
    own = [entry for entry in entries if codes is None or entry.rule.code in codes]
    print((_json if args.format == "json" else _text)(own, done), end="")
    errors += [one.error for one in done if one.error]
    common.complain(errors)
    return 2 if errors else 0


def _codes(outcome: Outcome) -> Iterator[str]:
    """The code of each finding, and of each label, whether it won or lost."""
    if outcome.checked is not None:
        yield from (one.code for one in outcome.checked.diagnostics)
    if outcome.annotated is not None:
        yield from (label.code for label in (*outcome.annotated.labels, *outcome.annotated.lost))


def _json(entries: Sequence[Entry], done: Iterable[Outcome]) -> str:
    """For each rule its code and name, and how many hits in how many documents it has."""
    hits, documents = Counter[str](), Counter[str]()
    for outcome in done:
        own = Counter(_codes(outcome))
        hits.update(own)
        documents.update(own.keys())
    rows = [
        {"code": code, "name": entry.rule.name, "hits": hits[code], "documents": documents[code]}
        for entry in entries
        if (code := entry.rule.code)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _text(entries: Sequence[Entry], done: Sequence[Outcome]) -> str:
    """The rules that never fired."""
    fired = {code for outcome in done for code in _codes(outcome)}
    never = [(entry.rule.code, entry.rule.name) for entry in entries if entry.rule.code not in fired]
    documents = number(sum(one.checked is not None for one in done), "document")
    summary = f"{len(entries) - len(never)} of {number(len(entries), 'rule')} fired in {documents}"
    return f"{summary}; these never did:\n{table([('code', 'name'), *never])}" if never else f"{summary}\n"
