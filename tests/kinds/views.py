"""Views of bare texts, and what a kind finds in them, in a form that reads well in a test."""

from collections.abc import Sequence
from typing import NamedTuple

from corpuskit.kinds import KindModule
from corpuskit.model import Block, Details, Edit, Hits, Options, Rule, View
from corpuskit.unicode import code_points

NOTHING = Options()


class Found(NamedTuple):
    start: int
    end: int
    details: Details
    edits: tuple[Edit, ...]

    def detail(self, name: str) -> str | int:
        return self.details[name]


def view_of(text: str, blocks: tuple[Block, ...] = ()) -> View:
    return View(text, code_points(text), "zh", None, blocks)


def rows(hits: Hits) -> list[Found]:
    edits = hits.edits or ((),) * len(hits.details)
    columns = zip(hits.starts.tolist(), hits.ends.tolist(), hits.details, edits, strict=True)
    return [Found(start, end, details, tuple(own)) for start, end, details, own in columns]


def look(
    kind: KindModule,
    rules: Sequence[Rule],
    text: str,
    blocks: tuple[Block, ...] = (),
    options: Options = NOTHING,
) -> list[Found]:
    (hits,) = kind.compile(rules, options)([view_of(text, blocks)])
    return sorted(rows(hits), key=lambda found: found[:2])


def repaired(kind: KindModule, rules: Sequence[Rule], text: str, options: Options = NOTHING) -> str:
    """``text`` with all edits made, which must not overlap."""
    for edit in sorted(
        (e for found in look(kind, rules, text, (), options) for e in found.edits), reverse=True
    ):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def problems(kind: KindModule, rule: Rule, options: Options = NOTHING) -> str:
    return "\n".join(map(str, kind.faults(rule, options)))
