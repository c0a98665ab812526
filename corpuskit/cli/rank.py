"""``corpuskit rule rank``: priorities of the rules on labels, from their precision on a gold file."""

import json
from collections.abc import Iterator, Sequence

from corpuskit.cli.eval import gold_of
from corpuskit.cli.tables import table
from corpuskit.errors import ConfigError
from corpuskit.rules import RuleSet
from corpuskit.scoring.ranking import Ranking, rank_rules
from corpuskit.scoring.rules import run_rules
from corpuskit.segment import load_segmenter


def run(words: Sequence[str], rules: RuleSet, form: str) -> None:
    """Print what the gold file in ``words`` proposes; nothing is written."""
    if len(words) != 1:
        raise ConfigError("rule rank takes one gold file")
    ranking = rank_rules(run_rules(gold_of(words[0]), rules, load_segmenter("chars")), rules)
    print(_json(ranking) if form == "json" else _text(ranking), end="")


def _json(ranking: Ranking) -> str:
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "label": one.label,
            "hits": one.hits.found,
            "right": one.hits.right,
            "precision": round(one.hits.precision, 2),
            "lower_bound": round(one.bound, 2),
            "met": one.met,
            "right_where_met": one.right,
            "priority": one.priority,
            "proposed": one.proposed,
        }
        for one in ranking.ranks
    ]
    scores = {"f1_now": round(ranking.now.f1, 2), "f1_then": round(ranking.then.f1, 2)}
    return json.dumps({"rules": rows, **scores}, ensure_ascii=False, indent=2) + "\n"


def _text(ranking: Ranking) -> str:
    rows = [
        (
            one.code,
            one.label,
            str(one.hits.found),
            f"{one.hits.precision:.1f}",
            f"{one.bound:.1f}",
            str(one.met),
            str(one.right),
            str(one.priority),
            str(one.proposed),
            one.name,
        )
        for one in ranking.ranks
    ]
    head = ("rule", "label", "hits", "precision", "at least", "met", "right", "priority", "proposed", "name")
    scores = f"strict F1 {ranking.now.f1:.1f} now, {ranking.then.f1:.1f} with these, on this same file"
    return f"{table([head, *rows], right=True)}\n{scores}\n\n" + "".join(_toml(ranking))


def _toml(ranking: Ranking) -> Iterator[str]:
    """What to paste into ``pyproject.toml``, the rules that would change only."""
    for one in ranking.ranks:
        if one.proposed != one.priority:
            reason = f"was {one.priority}; right in {one.right} of {one.met} meetings"
            yield f"[tool.corpuskit.rules.{one.code}]\npriority = {one.proposed}  # {reason}\n"
