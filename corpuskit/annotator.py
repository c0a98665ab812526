"""Sentences, tokens and labels on the cleaned text of checked documents. Pure, like the checker."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, cast

import numpy as np

from corpuskit.labels import settle_labels
from corpuskit.model import Annotated, Block, Checked, Hits, IntArray, Label, Span, Stage, Tokens, View
from corpuskit.rules import Finder, RuleSet, Tagging, tagging_rules
from corpuskit.schemes import relabelled
from corpuskit.segment import Segmenter, sentences
from corpuskit.unicode import code_points


class _Candidate(NamedTuple):
    label: Label
    priority: int
    rank: int


def annotate_many(
    checked: Sequence[Checked], rules: RuleSet, segmenter: Segmenter, scheme: str = ""
) -> list[Annotated]:
    """Annotate each document; a batch gives what its documents give one by one.

    Labels match characters, apart from the words; a label's edges cut the token they fall into, and no
    sentence ends inside a label. Labels that no rule's priority saved are kept as ``lost``. With a
    ``scheme`` the labels are those of it.
    """
    labelled = _label(checked, rules)
    spans = [
        _whole(sentences(one.text, one.blocks), labels)
        for one, (labels, _) in zip(checked, labelled, strict=True)
    ]
    pieces = [
        one.text[span.start : span.end] for one, own in zip(checked, spans, strict=True) for span in own
    ]
    words = iter(segmenter.words(pieces))
    found = []
    for one, own, (labels, lost) in zip(checked, spans, labelled, strict=True):
        tokens = _tokens(own, list(islice(words, len(own))), labels)
        found.append(Annotated(one, own, tokens, labels, lost))
    if scheme:
        names = {rule.code: getattr(rule, "schemes", {}) for _, rule in tagging_rules(rules)}
        return [relabelled(one, scheme, names) for one in found]
    return found


def label_words(
    checked: Sequence[Checked], rules: RuleSet, words: Sequence[tuple[IntArray, IntArray]]
) -> list[tuple[tuple[Label, ...], tuple[Label, ...]]]:
    """For each document the labels on whole words, and those that won but cut a word, which are left out.

    ``words`` are the starts and the ends of each document's words, in order. What cuts a word is set
    aside before the rest is settled, so that a shorter label that fits may stand in its place.
    """
    found = []
    for own, one, (starts, ends) in zip(_candidates_of(checked, rules), checked, words, strict=True):
        first, last = set(starts.tolist()), set(ends.tolist())
        won, _ = _settle(own, one.blocks)
        cutting = tuple(label for label in won if label.start not in first or label.end not in last)
        if cutting:
            fitting = [each for each in own if each.label.start in first and each.label.end in last]
            won, _ = _settle(fitting, one.blocks)
        found.append((won, cutting))
    return found


def _label(checked: Sequence[Checked], rules: RuleSet) -> list[tuple[tuple[Label, ...], tuple[Label, ...]]]:
    """For each document the labels that won and those that lost."""
    return [
        _settle(own, one.blocks) for own, one in zip(_candidates_of(checked, rules), checked, strict=True)
    ]


def _candidates_of(checked: Sequence[Checked], rules: RuleSet) -> list[list[_Candidate]]:
    """For each document all that rules found in it."""
    candidates: list[list[_Candidate]] = [[] for _ in checked]
    for language in sorted({one.language for one in checked}):
        members = [index for index, one in enumerate(checked) if one.language == language]
        views = [_view(checked[index]) for index in members]
        for finder in rules.finders(Stage.TAG, language):
            for index, hits in zip(members, finder.find(views), strict=True):
                candidates[index] += _candidates(finder, hits)
    return candidates


def _view(one: Checked) -> View:
    return View(one.text, code_points(one.text), one.language, None, one.blocks)


def _candidates(finder: Finder, hits: Hits) -> list[_Candidate]:
    found = []
    for rule, start, end in zip(hits.rules.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True):
        tagging = cast(Tagging, finder.rules[rule])
        label = Label(start, end, tagging.label, tagging.code)
        found.append(_Candidate(label, tagging.priority, int(finder.ranks[rule])))
    return found


def _settle(
    candidates: Sequence[_Candidate], blocks: Sequence[Block]
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Winners and losers among the candidates that lie within one block."""
    if not candidates or not blocks:
        return (), ()
    spans = np.array([one.label[:2] for one in candidates], np.int64)
    block = np.searchsorted([one.start for one in blocks], spans[:, 0], side="right") - 1
    inside = (block >= 0) & (spans[:, 1] <= np.array([one.end for one in blocks])[block])
    kept = [one for one, stays in zip(candidates, inside.tolist(), strict=True) if stays]
    won, lost = settle_labels(
        spans[inside, 0],
        spans[inside, 1],
        np.array([one.priority for one in kept], np.int64),
        np.array([one.rank for one in kept], np.int64),
    )
    return tuple(kept[i].label for i in won.tolist()), tuple(kept[i].label for i in lost.tolist())


def _whole(spans: Sequence[Span], labels: Sequence[Label]) -> tuple[Span, ...]:
    """Sentences, those made one that a label runs across."""
    if not spans or not labels:
        return tuple(spans)
    starts = np.array([span.start for span in spans], np.int64)
    first = np.searchsorted(starts, [label.start for label in labels], side="right")
    last = np.searchsorted(starts, [label.end for label in labels], side="left")
    opens = np.ones(len(spans), np.bool_)
    for begin, end in zip(first.tolist(), last.tolist(), strict=True):
        opens[begin:end] = False
    heads = np.flatnonzero(opens)
    tails = [*(heads[1:] - 1).tolist(), len(spans) - 1]
    return tuple(Span(spans[h].start, spans[t].end) for h, t in zip(heads.tolist(), tails, strict=True))


def _tokens(own: Sequence[Span], words: Sequence[IntArray], labels: Sequence[Label]) -> Tokens:
    """The words of each sentence, cut at the edges of labels that fall into them."""
    counts = np.array([len(spans) for spans in words], np.int64)
    begins = np.repeat(np.array([span.start for span in own], np.int64), counts)
    starts, ends = (np.concatenate([np.zeros((0, 2), np.int64), *words]) + begins[:, None]).T
    edges = np.array(sorted({edge for label in labels for edge in label[:2]}), np.int64)
    if len(edges) and len(starts):
        at = np.searchsorted(starts, edges, side="right") - 1
        inside = (at >= 0) & (edges > starts[at]) & (edges < ends[at])
        cuts, at = edges[inside], at[inside]
        starts, ends = np.insert(starts, at + 1, cuts), np.insert(ends, at, cuts)
    return Tokens(np.stack([starts, ends], axis=1))
