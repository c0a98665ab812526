"""Proposals as a rule file to review: each with its counts and contexts above it."""

import json
from collections.abc import Sequence

from corpuskit.display import escaped, number
from corpuskit.mining.proposals import Proposal

#: Letters of the codes.
PREFIX = "TERM"
#: Most rules of one file: codes have three digits.
MOST = 999
_HEAD = """\
# Proposals out of a corpus, the surest first: look at each, and delete what is none. What holds for a whole
# corpus may say policy = "majority" and scope = "corpus" instead of a form that is right whatever is counted.
[pack]
name = "proposed-terms"
language = "zh"
"""


def rule_file(proposals: Sequence[Proposal], first: int = 1) -> str:
    """A rule file with a rule for each of ``proposals``, their codes from ``first`` on."""
    return "".join([_HEAD, *(_rule(one, first + at) for at, one in enumerate(proposals))])


def _rule(one: Proposal, at: int) -> str:
    counts = ", ".join(f"{escaped(spelling)} {seen.count}" for spelling, seen in one.spellings.items())
    lines = ["", f"# {one.kind}: {counts}"]
    for spelling, seen in one.spellings.items():
        lines += [f"#   {escaped(spelling)}: …{escaped(context)}…" for context in seen.contexts]
    fixes = not one.is_abbreviation
    good = f", good = {_text(one.prefer)}" if fixes else ""
    bad = ", ".join(f"{{ bad = {_text(variant)}{good} }}" for variant in one.variants)
    lines += [
        "[[rule]]",
        f'code = "{PREFIX}{at:03}"',
        f'name = "proposed-term-{at}"',
        'kind = "term"',
        f'severity = "{"warning" if fixes else "info"}"',
        f'fix = "{"unsafe" if fixes else "none"}"',
        f'message = "“{{found}}”{"应为" if fixes else "的全称是"}“{{prefer}}”"',
        f"why = {_text(f'{one.kind[0].upper()}{one.kind[1:]}; {_counted(one)}.')}",
        f"prefer = {_text(one.prefer)}",
        f"variants = [{', '.join(map(_text, one.variants))}]",
        f"examples = [{bad}, {{ ok = {_text(one.prefer)} }}]",
    ]
    return "\n".join(lines) + "\n"


def _counted(one: Proposal) -> str:
    found = one.spellings.values()
    times = number(sum(seen.count for seen in found), "time")
    return f"seen {times} in {number(len({each for seen in found for each in seen.documents}), 'document')}"


def _text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False)
