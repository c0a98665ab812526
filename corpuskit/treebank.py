"""Treebanks: entities by rule on the text of CoNLL-U, whose words, trees and comments stay as they stand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

import numpy as np
from msgspec.structs import replace

from corpuskit.annotator import label_words
from corpuskit.batching import batches
from corpuskit.checker import as_it_stands
from corpuskit.errors import InputError
from corpuskit.formats import conllu
from corpuskit.formats.conllu import Sentence, Unit
from corpuskit.model import Annotated, Block, BlockType, Document, Label, Span, Token
from corpuskit.rules import RuleSet, tagging_rules
from corpuskit.schemes import relabelled
from corpuskit.tagging import iob2, owners, place, span_table, tag_name


class Part(NamedTuple):
    """A document of a treebank.

    ``units`` are the words of its text, one list a sentence, and ``annotated`` where they stand in it; its
    text has a line a sentence, and its labels are the entities that the treebank came with (code empty).
    """

    sentences: list[Sentence]
    units: list[list[Unit]]
    annotated: Annotated


class Tagged(NamedTuple):
    """A document with entities: as a value with the rules' own, as a value with all, and as CoNLL-U.

    ``cutting`` counts entities left out because an edge fell inside a word, ``standing`` those left out
    because the treebank says something else there.
    """

    by_rule: Annotated
    annotated: Annotated
    sentences: list[Sentence]
    cutting: int
    standing: int


def read(text: str, id: str, *, file: str = "", language: str | None = None) -> list[Part]:
    """The documents of a treebank, a ``# newdoc`` each; ``id`` names those that have none.

    Raises ``InputError`` with the line for what is no CoNLL-U, and for a ``# text`` that is not the words.
    """
    groups: list[list[Sentence]] = []
    for sentence in conllu.read(text, file=file):
        if not groups or sentence.opens:
            groups.append([])
        groups[-1].append(sentence)
    parts = []
    for number, group in enumerate(groups, 1):
        own = group[0].comment("newdoc id") or (id if len(groups) == 1 else f"{id}-{number}")
        parts.append(_part(group, own, file, language))
    return parts


def _part(sentences: list[Sentence], id: str, file: str, language: str | None) -> Part:
    units = [conllu.units(one) for one in sentences]
    tokens: list[Token] = []
    spans: list[Span] = []
    texts: list[str] = []
    at = 0
    for sentence, own in zip(sentences, units, strict=True):
        text, places = _text(sentence, own, file)
        tokens += [Token(at + start, at + end) for start, end in places]
        spans.append(Span(tokens[-len(places)].start, tokens[-1].end))
        texts.append(text)
        at += len(text) + 1
    checked = as_it_stands(Document(id, "\n".join(texts), ""), language)
    annotated = Annotated(replace(checked, blocks=_blocks(sentences, spans)), tuple(spans), tuple(tokens), ())
    return Part(sentences, units, replace(annotated, labels=tuple(_given(sentences, units, tokens))))


def _text(sentence: Sentence, units: Sequence[Unit], file: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of a sentence, and where its words stand in it."""
    forms = [unit.form for unit in units]
    text = conllu.text_of(sentence)
    places = place(text, forms)
    if len(places) < len(forms):
        start = places[-1][1] if places else 0
        problem = f"{forms[len(places)]!r} is not what # text has there: {text[start : start + 12]!r}"
        raise InputError(problem, file=file, line=sentence.line)
    return text, places


def _blocks(sentences: Sequence[Sentence], spans: Sequence[Span]) -> tuple[Block, ...]:
    """A block for each sentence, of the type that its paragraph says, if it is one that `annotate` wrote."""
    types: dict[str, BlockType] = {name: name for name in get_args(BlockType)}
    current: BlockType = "paragraph"
    blocks = []
    for sentence, span in zip(sentences, spans, strict=True):
        current = types.get(sentence.comment("corpuskit_block") or current, "paragraph")
        blocks.append(Block(*span, current, 100))
    return tuple(blocks)


def _given(
    sentences: Sequence[Sentence], units: Sequence[Sequence[Unit]], tokens: Sequence[Token]
) -> Iterator[Label]:
    """The entities that are there: those of IOB2 or BIOES tags, and any other mark as one word's own."""
    at = 0
    for sentence, own in zip(sentences, units, strict=True):
        open_: Label | None = None
        for unit in own:
            tag = next(
                (tag for word in unit.words if (tag := conllu.entity_tag(sentence.lines[word])) != "O"), "O"
            )
            prefix, _, name = tag.rpartition("-")
            start, end = tokens[at]
            at += 1
            if open_ and prefix in ("I", "E") and name == open_.label:
                open_ = open_._replace(end=end)
                continue
            if open_:
                yield open_
            open_ = None if tag == "O" else Label(start, end, name, "")
        if open_:
            yield open_


def add_entities(parts: Iterable[Part], rules: RuleSet, scheme: str = "") -> Iterator[Tagged]:
    """Each document with the entities that ``rules`` find in its text, under the names of ``scheme``.

    Words are never cut: an entity whose edge falls inside one is left out. Entities that are there stay.
    """
    names = {rule.code: getattr(rule, "schemes", {}) for _, rule in tagging_rules(rules)}
    for batch in batches(parts, lambda one: len(one.annotated.checked.text)):
        words = [span_table(one.annotated.tokens) for one in batch]
        checked = [one.annotated.checked for one in batch]
        labelled = label_words(checked, rules, words)
        for part, (won, cutting) in zip(batch, labelled, strict=True):
            by_rule = replace(part.annotated, labels=won)
            if scheme:
                by_rule = relabelled(by_rule, scheme, names)
            yield _tagged(part, by_rule, len(cutting))


def _tagged(part: Part, by_rule: Annotated, cutting: int) -> Tagged:
    given = part.annotated.labels
    taken = {at for label in given for at in range(label.start, label.end)}
    known = {one[:3] for one in given}
    new, standing = [], 0
    for label in by_rule.labels:
        if taken.isdisjoint(range(label.start, label.end)):
            new.append(label)
        else:
            standing += (label.start, label.end, tag_name(label.label)) not in known
    both = tuple(sorted([*given, *new]))
    own = replace(by_rule, labels=tuple(new))
    return Tagged(own, replace(own, labels=both), _rows(part, new), cutting, standing)


def _rows(part: Part, labels: Sequence[Label]) -> list[Sentence]:
    """The sentences with the tags of ``labels``; a sentence without any is the very one that was read."""
    starts, _ = span_table(part.annotated.tokens)
    firsts = np.cumsum([0, *(len(own) for own in part.units)])
    tags = iob2(owners(starts, labels), labels, firsts)
    rows = []
    for sentence, own, first in zip(part.sentences, part.units, firsts.tolist(), strict=False):
        mine = tags[first : first + len(own)]
        if any(tag != "O" for tag in mine):
            lines = list(sentence.lines)
            for unit, tag in zip(own, mine, strict=True):
                if tag != "O":
                    for index in unit.words:
                        lines[index] = conllu.with_entity(lines[index], tag)
                        tag = f"I{tag[1:]}"
            sentence = sentence._replace(lines=lines)
        rows.append(sentence)
    return rows
