"""The examples in rule files, run as the tests they are: for this project and for its users.

A test suite that keeps its rules honest is three lines::

    from corpuskit import load_rules
    from corpuskit.testing import run_examples

    def test_rules() -> None:
        assert [result for result in run_examples(load_rules(["rules"])) if not result.passed] == []
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from corpuskit.annotator import annotate_many
from corpuskit.census import take_census
from corpuskit.checker import check_many
from corpuskit.model import Annotated, Checked, Document, Example, Fix, Stage
from corpuskit.rules import Entry, Pack, RuleSet
from corpuskit.segment import load_segmenter

#: What a statement expects, or gets, where there are no hits and no labels.
NOTHING = "nothing"
#: What the texts of a rule that gives labels must hold between them.
OWN = "a label of the rule itself"


class Result(NamedTuple):
    """One statement of one example: ``example`` is its key, ``text`` what was looked at.

    ``place`` is the file and, for a rule, the line of its table; ``code`` is empty for the examples of a
    label guideline.
    """

    code: str
    place: str
    example: str
    text: str
    expected: str
    got: str

    @property
    def passed(self) -> bool:
        """Whether the statement holds."""
        return self.expected == self.got


def run_examples(rules: RuleSet, codes: Collection[str] | None = None) -> Iterator[Result]:
    """Run the examples of the rules ``codes`` (or of all), and the label guidelines of their packs.

    ``bad`` must be found ``hits`` times and ``ok`` not at all, by the rule alone beside the safe repairs of
    characters and line breaks; ``good`` is what ``fix`` then makes of ``bad`` (unsafe fixes included if the
    rule's is), and all of ``rules`` that are selected must leave it as it is. ``text`` gets just ``tags``
    from it and all of ``rules`` that are selected; one label in one of its texts must be its own.
    """
    chosen = [entry for entry in rules.entries if codes is None or entry.rule.code in codes]
    for entry in chosen:
        yield from _run_rule(entry, rules)
    paths = {entry.pack.path for entry in chosen}
    for pack in rules.packs:
        if pack.path in paths:
            yield from _run_guideline(pack, rules)


def _run_rule(entry: Entry, rules: RuleSet) -> Iterator[Result]:
    code = entry.rule.code
    place = f"{entry.pack.path}:{entry.line}"
    everyone = rules if rules.is_selected(code) else replace(rules, selected=rules.selected | {code})
    if entry.stage is Stage.TAG:
        own = 0
        for index, (example, one) in enumerate(_annotate(entry.rule.examples, entry.pack, everyone)):
            own += sum(label.code == code for label in (*one.labels, *one.lost))
            yield _tagged(code, place, f"examples[{index}]", example, one)
        yield Result(code, place, "examples", "", OWN, OWN if own else NOTHING)
        return
    alone = replace(rules, selected=_repairs(rules) | {code})
    for index, key, text, expected, got in _run_bad_and_ok(entry, alone, everyone):
        yield Result(code, place, f"examples[{index}].{key}", text, expected, got)


def found_in_examples(entry: Entry, rules: RuleSet) -> list[Checked]:
    """What the rule alone finds in each of its ``bad`` examples, whose ids are their places."""
    code = entry.rule.code
    documents = [
        replace(_document(example.source, entry.pack), id=f"examples[{index}]")
        for index, example in enumerate(entry.rule.examples)
        if example.bad is not None
    ]
    alone = replace(rules, selected=_repairs(rules) | {code})
    return [
        replace(one, diagnostics=tuple(found for found in one.diagnostics if found.code == code))
        for one in _check(documents, alone, Fix.UNSAFE)
    ]


def _repairs(rules: RuleSet) -> frozenset[str]:
    """The codes whose safe edits are made before the text stage looks."""
    early = (Stage.CHARACTERS, Stage.LAYOUT)
    found = (entry.rule for entry in rules.entries if entry.stage in early)
    return frozenset(rule.code for rule in found if rule.fix is Fix.SAFE and rule.code in rules.selected)


def _run_bad_and_ok(
    entry: Entry, alone: RuleSet, everyone: RuleSet
) -> Iterator[tuple[int, str, str, str, str]]:
    """Place, key, text, what is expected and what came, for each statement of the examples."""
    examples, code = entry.rule.examples, entry.rule.code
    level = Fix.UNSAFE if entry.rule.fix is Fix.UNSAFE else Fix.SAFE
    texts = [example.source for example in examples]
    goods = [example.good or "" for example in examples]
    found = _check([_document(text, entry.pack) for text in texts], alone, level)
    kept = _check([_document(text, entry.pack) for text in goods], everyone, Fix.UNSAFE)
    for index, example in enumerate(examples):
        hits = _hits(sum(one.code == code for one in found[index].diagnostics))
        if example.bad is None:
            yield index, "ok", texts[index], NOTHING, hits
            continue
        yield index, "bad", texts[index], _hits(example.hits), hits
        if example.good is not None:
            yield index, "good", texts[index], example.good, _text(found[index])
            yield index, "good under all rules", example.good, example.good, _text(kept[index])


def _check(documents: Sequence[Document], rules: RuleSet, level: Fix) -> list[Checked]:
    """Each document checked; for corpus-wide rules it is a corpus of its own."""
    if not rules.corpus_wide:
        return check_many(documents, rules, level=level)
    return [
        one
        for document in documents
        for one in check_many([document], rules, take_census([document], rules), level=level)
    ]


def _text(checked: Checked) -> str:
    """What came of a document, and why not more."""
    return "; ".join((checked.text, *checked.errors))


def _document(text: str, pack: Pack) -> Document:
    return Document(pack.path, text, meta={} if pack.language == "any" else {"lang": pack.language})


def _hits(count: int) -> str:
    return f"{count} hit{'' if count == 1 else 's'}" if count else NOTHING


def _run_guideline(pack: Pack, rules: RuleSet) -> Iterator[Result]:
    for index, (example, one) in enumerate(_annotate(pack.examples, pack, rules)):
        yield _tagged("", pack.path, f"example[{index}]", example, one)


def _annotate(examples: Sequence[Example], pack: Pack, rules: RuleSet) -> Iterator[tuple[Example, Annotated]]:
    documents = [_document(example.text or "", pack) for example in examples]
    annotated = annotate_many(check_many(documents, rules), rules, load_segmenter("chars"))
    return zip(examples, annotated, strict=True)


def _tagged(code: str, place: str, key: str, example: Example, annotated: Annotated) -> Result:
    text = annotated.checked.text
    tags = [f"{label.label}:{text[label.start : label.end]}" for label in annotated.labels]
    expected = ", ".join(example.tags or ()) or NOTHING
    return Result(code, place, key, example.text or "", expected, ", ".join(tags) or NOTHING)
