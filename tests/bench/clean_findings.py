"""What the default rules find in text that is right, each finding with a judgement.

    python -m tests.bench.clean_findings                    the clean development cases
    python -m tests.bench.clean_findings --data FOLDER      where dev.jsonl lies
    python -m tests.bench.clean_findings --select ALL       other rules

Rules on line breaks are left out: what they do to clean text is measured by `tests.bench.linebreak`. Prints the
findings with their surroundings, then counts by rule, by judgement and per 10,000 characters. Exit code 1: a
finding without a judgement, or more of them than `MOST` or `MOST_PER_10000`.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpuskit.checker import check_many
from corpuskit.display import escaped
from corpuskit.findings import findings
from corpuskit.model import Document
from corpuskit.rules import RuleSet, load_rules
from tests.layout.texts import read
from tests.shared import SHARED

MOST, MOST_PER_10000 = 15, 1.0
_AROUND = 24
REAL, TASTE, WRONG = "real", "taste", "wrong"

#: By document and rule, what a person said of the findings: a fault of the text (``real``), something that an
#: editor may leave (``taste``), or an error of the rule (``wrong``).
JUDGED = {
    ("essay-2008-09-22-lu-xun", "PU002"): (REAL, "two quotations open with a closing mark"),
    ("essay-2011-12-18-zen", "PU002"): (REAL, "marks face the wrong way, and one closes as it should open"),
    ("luxun-594", "CH101"): (REAL, "a circle stands for the numeral zero in the year of publication"),
    ("luxun-2534", "PU004"): (REAL, "two stops where an editor's note was run into the text"),
    ("luxun-4550", "PU004"): (REAL, "the same"),
    ("sanguo-103", "PU002"): (REAL, "a speech closes with an opening mark"),
}


class Found(NamedTuple):
    """A finding in a case: its place, what the rule says, the text around it, and the judgement."""

    document: str
    place: str
    code: str
    message: str
    around: str
    verdict: str
    reason: str


def clean(folder: Path) -> list[dict[str, Any]]:
    """The cases that are right as they are."""
    return [case for case in read(folder / "dev.jsonl") if case["style"] == "clean"]


def found(cases: Sequence[dict[str, Any]], rules: RuleSet) -> Iterator[Found]:
    """All findings of ``rules`` in ``cases``, but for those on line breaks."""
    documents = [Document(case["doc"], case["raw"]) for case in cases]
    for checked in check_many(documents, rules):
        text = checked.document.text
        for one in findings(checked, rules):
            code, start, end = one.rule.code, one.diagnostic.start, one.diagnostic.end
            if not code.startswith("LB"):
                before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
                verdict, reason = JUDGED.get((checked.document.id, code), ("", "not judged"))
                around = escaped(f"{before}[{text[start:end]}]{after}")
                place = f"{one.line}:{one.column}"
                yield Found(checked.document.id, place, code, one.message, around, verdict, reason)


def main() -> int:
    """Print the findings and the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.clean_findings", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED and SHARED / "bench" / "linebreak")
    parser.add_argument(
        "--select", default="ALL", help="comma-separated selectors; default: the default rules"
    )
    options = parser.parse_args()
    if options.data is None:
        raise SystemExit("the cases are not beside the checkout: say --data FOLDER")
    cases = clean(options.data)
    rows = list(found(cases, load_rules(select=options.select.split(","))))
    for one in rows:
        print(f"{one.document}:{one.place}: {one.code} {one.message}\n    {one.around}")
        print(f"    {one.verdict or 'NOT JUDGED'}: {one.reason}")
    characters = sum(len(case["raw"]) for case in cases)
    share = 10_000 * len(rows) / max(characters, 1)
    print(f"\n{len(cases)} cases, {characters:,} characters: {len(rows)} findings, {share:.2f} per 10,000")
    for name, counts in (
        ("by rule", Counter(one.code for one in rows)),
        ("by judgement", Counter(one.verdict or "not judged" for one in rows)),
    ):
        print(f"{name:14}" + ", ".join(f"{count} {key}" for key, count in sorted(counts.items())))
    return int(len(rows) > MOST or share > MOST_PER_10000 or any(not one.verdict for one in rows))


if __name__ == "__main__":
    sys.exit(main())
