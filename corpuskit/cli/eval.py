"""``corpuskit eval``: words and entities against a gold file, and each rule on its own."""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from corpuskit.cli import common
from corpuskit.cli.annotate import add_labels, add_segmenter
from corpuskit.cli.tables import table
from corpuskit.display import number
from corpuskit.errors import ConfigError, InputError
from corpuskit.scoring import (
    Entity,
    GoldSentence,
    Score,
    Word,
    check_same_text,
    flat,
    read_gold,
    score_labels,
    score_partial,
    score_words,
)
from corpuskit.scoring.rules import RuleRow, rule_rows, run_rules
from corpuskit.segment import load_segmenter

EXAMPLES = """\
  corpuskit eval gold.conllu pred.conllu          two files with the same text
  corpuskit eval gold.bio                         the rules, run on the text of a gold file; each rule's share
  corpuskit eval gold.bio --rules house.toml --format json
"""
#: What is told of a score.
_MEASURES = ("precision", "recall", "f1", "right", "found", "gold")


class Report(msgspec.Struct):
    """What two sides have in common. ``words`` is None where one side has none.

    ``not_in_gold`` counts what was found of labels that the gold file does not have.
    """

    sentences: int
    words: Score | None
    strict: dict[str, Score]
    partial: dict[str, Score]
    not_in_gold: dict[str, int]
    rules: list[RuleRow] | None = None


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command's parser."""
    summary = "compare words and entities with a gold file; score each rule"
    parser = common.command(commands, "eval", summary, EXAMPLES)
    files = ".conllu, .iob2, .conll, .bio or .jsonl"
    parser.add_argument("gold", metavar="GOLD", help=f"what people found: {files}")
    parser.add_argument(
        "pred", metavar="PRED", nargs="?", help="what to judge (default: the rules, run on GOLD)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how (default: text)")
    parser.add_argument("--language", metavar="CODE", help="language of the texts (default: by script)")
    common.add_rules(parser)
    add_labels(parser)
    add_segmenter(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; what cannot be read or compared is an error (2)."""
    gold = gold_of(args.gold)
    report = _compare(gold, args) if args.pred else _run(gold, args)
    print(_json(report) if args.format == "json" else _text(report), end="")
    return 0


def gold_of(name: str) -> list[GoldSentence]:
    """The sentences of a gold file; one without any is an ``InputError``."""
    sentences = read_gold(Path(name))
    if not sentences:
        raise InputError("no sentences", file=name)
    return sentences


def _compare(gold: Sequence[GoldSentence], args: argparse.Namespace) -> Report:
    if args.labels:
        raise ConfigError("--labels is for what the rules find; a PRED file has the labels that it has")
    pred = read_gold(Path(args.pred))
    check_same_text(gold, pred, Path(args.pred).as_posix())
    sides = flat(gold), flat(pred)
    words = [[side.words] for side in sides if side.words is not None]
    return _report(len(gold), words, [sides[0].entities], [sides[1].entities])


def _run(gold: Sequence[GoldSentence], args: argparse.Namespace) -> Report:
    config = common.config_of(args)
    rules = common.rules_of(args, config)
    segmenter, language = load_segmenter(args.segmenter), args.language or config.language
    ran = run_rules(gold, rules, segmenter, language=language, scheme=args.labels)
    words: list[list[Sequence[Word]]] = []
    if ran.gold_words is not None:
        words = [[*ran.gold_words], [one.tokens for one in ran.annotated]]
    report = _report(len(gold), words, ran.gold, ran.found)
    report.rules = rule_rows(ran, rules)
    return report


def _report(
    sentences: int,
    words: Sequence[Sequence[Iterable[Word]]],
    gold: Sequence[Sequence[Entity]],
    found: Sequence[Sequence[Entity]],
) -> Report:
    """The report of two sides; ``words`` are those of both, if both have some."""
    labels = sorted({one[2] for own in gold for one in own})
    others: dict[str, int] = {}
    for label in sorted(one[2] for own in found for one in own if one[2] not in labels):
        others[label] = others.get(label, 0) + 1
    return Report(
        sentences,
        score_words(*words) if len(words) == 2 else None,
        score_labels(gold, found, labels),
        score_partial(gold, found, labels),
        others,
    )


def _json(report: Report) -> str:
    values: dict[str, Any] = {
        "sentences": report.sentences,
        "words": report.words and _measures(report.words),
        "strict": _all_measures(report.strict),
        "partial": _all_measures(report.partial),
        "not_in_gold": report.not_in_gold,
    }
    if report.rules is not None:
        values["rules"] = [
            {
                "code": row.code,
                "name": row.name,
                "label": row.score.label,
                "won": _measures(row.score.won),
                "hits": _measures(row.score.hits),
                "conflicts": row.score.conflicts,
                "lost_to": row.lost_to,
            }
            for row in report.rules
        ]
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _measures(score: Score) -> dict[str, float]:
    return {name: round(getattr(score, name), 2) for name in _MEASURES}


def _all_measures(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    return {label: _measures(score) for label, score in scores.items()}


def _text(report: Report) -> str:
    rows: list[tuple[str, ...]] = [("", *_MEASURES)]
    if report.words:
        rows.append(("words", *_cells(report.words)))
    for name, scores in (("strict", report.strict), ("partial", report.partial)):
        rows += [(f"{name} {label}", *_cells(score)) for label, score in scores.items()]
    parts = [number(report.sentences, "sentence") + "\n\n", table(rows, right=True)]
    if report.not_in_gold:
        others = ", ".join(f"{label} {count}" for label, count in report.not_in_gold.items())
        parts.append(f"found, but labels that the gold file does not have: {others}\n")
    if report.rules:
        parts.append("\n" + _rules(report.rules))
    return "".join(parts)


def _cells(score: Score) -> tuple[str, ...]:
    shares = (score.precision, score.recall, score.f1)
    return (*(f"{one:.1f}" for one in shares), *(str(one) for one in (score.right, score.found, score.gold)))


def _rules(rows: Sequence[RuleRow]) -> str:
    """Each rule's precision of what won and of all its hits, what it covers of the gold, whom it lost to."""
    head = ("rule", "label", "precision", "won", "coverage", "of all hits", "hits", "lost", "mostly to")
    cells: list[tuple[str, ...]] = [head]
    for row in rows:
        won, hits = row.score.won, row.score.hits
        winner = next(iter(row.lost_to), "")
        shares = f"{won.precision:.1f}", str(won.found), f"{won.recall:.1f}"
        every = f"{hits.precision:.1f}", str(hits.found), str(row.score.conflicts)
        cells.append((row.code, row.score.label, *shares, *every, winner))
    return table(cells, right=True)
