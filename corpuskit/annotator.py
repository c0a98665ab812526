"""Sentences, tokens and labels on the cleaned text of checked documents. Pure, like the checker."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from operator import itemgetter
from typing import TypeAlias

import numpy as np

from corpuskit.kinds.model import ModelRule
from corpuskit.labels import settle_labels
from corpuskit.model import Annotated, Checked, IntArray, Label, Span, Stage, Tokens, View, new_label
from corpuskit.rules import RuleSet, tagging_rules
from corpuskit.schemes import relabelled
from corpuskit.segment import Segmenter, sentences
from corpuskit.simplified import simplified
from corpuskit.unicode import code_points

#: The labels of a document that won, and those that lost.
_Labels: TypeAlias = tuple[tuple[Label, ...], tuple[Label, ...]]
NONE: IntArray = np.zeros(0, np.int64)


def annotate_many(
    checked: Sequence[Checked], rules: RuleSet, segmenter: Segmenter, scheme: str = ""
) -> list[Annotated]:
    """Annotate each document; a batch gives what its documents give one by one.

    Labels match characters, apart from the words; a label's edges cut the token they fall into, and no
    sentence ends inside a label. Labels that no rule's priority saved are kept as ``lost``. With a
    ``scheme`` the labels are those of it. What knows simplified characters only also finds its words and
    names in traditional ones.
    """
    plain = [simplified(one.text) for one in checked]
    labelled = _settled(_found(checked, rules, plain), checked, rules)
    spans = [
        _whole(sentences(one.text, one.blocks), labels)
        for one, (labels, _) in zip(checked, labelled, strict=True)
    ]
    pieces = [text[span.start : span.end] for text, own in zip(plain, spans, strict=True) for span in own]
    tokens = _tokens(checked, spans, segmenter.words(pieces), [labels for labels, _ in labelled])
    found = [
        Annotated(one, own, words, labels, lost)
        for one, own, words, (labels, lost) in zip(checked, spans, tokens, labelled, strict=True)
    ]
    if scheme:
        names = {rule.code: getattr(rule, "schemes", {}) for _, rule in tagging_rules(rules)}
        return [relabelled(one, scheme, names) for one in found]
    return found


def label_words(
    checked: Sequence[Checked], rules: RuleSet, words: Sequence[tuple[IntArray, IntArray]]
) -> list[_Labels]:
    """For each document the labels on whole words, and those that won but cut a word, which are left out.

    ``words`` are the starts and the ends of each document's words, in order. What cuts a word is set
    aside before the rest is settled, so that a shorter label that fits may stand in its place.
    """
    rows = _found(checked, rules, [simplified(one.text) for one in checked])
    labelled = _settled(rows, checked, rules)
    begins = _begins(checked)
    firsts, lasts = (
        np.concatenate([NONE, *(own[side] + begin for own, begin in zip(words, begins, strict=True))])
        for side in (0, 1)
    )
    whole = np.isin(rows[:, 2], firsts) & np.isin(rows[:, 3], lasts)
    cutting = []
    for (won, _), (starts, ends) in zip(labelled, words, strict=True):
        first, last = set(starts.tolist()), set(ends.tolist())
        cutting.append(tuple(one for one in won if one.start not in first or one.end not in last))
    again = np.array([bool(own) for own in cutting], np.bool_)
    fitting = _settled(rows[whole | ~again[rows[:, 0]]], checked, rules)
    return [(won, own) for (won, _), own in zip(fitting, cutting, strict=True)]


def _begins(checked: Sequence[Checked]) -> list[int]:
    """Where each document begins, were they one text with a character between two."""
    return list(accumulate((len(one.text) + 1 for one in checked), initial=0))[:-1]


def _found(checked: Sequence[Checked], rules: RuleSet, plain: Sequence[str]) -> IntArray:
    """All that rules found within a block: rows ``(document, rank of the rule, start, end)``, those of a
    document together; offsets are those of `_begins`. ``plain`` are the texts as `simplified` gives them.

    Rules look at those, since the words that they know around a name are simplified ones. What stands in
    other characters is looked for as it is, too: a rule may name it so.
    """
    rows = _hits(checked, rules, plain)
    others = ["" if text is one.text else one.text for text, one in zip(plain, checked, strict=True)]
    if any(others):
        known = set(map(tuple, rows.tolist()))
        more = _hits(checked, rules, others, named=True)
        new = [row for row in _differing(more, checked, plain).tolist() if tuple(row) not in known]
        rows = np.concatenate([rows, np.array(new, np.int64).reshape(-1, 4)])
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    begins = _begins(checked)
    blocks = np.array(
        [
            (block.start + begin, block.end + begin)
            for one, begin in zip(checked, begins, strict=True)
            for block in one.blocks
        ],
        np.int64,
    ).reshape(-1, 2)
    block = np.searchsorted(blocks[:, 0], rows[:, 2], side="right") - 1
    rows, block = rows[block >= 0], block[block >= 0]
    inside: IntArray = rows[rows[:, 3] <= blocks[block, 1]]
    return inside


def _differing(rows: IntArray, checked: Sequence[Checked], plain: Sequence[str]) -> IntArray:
    """Those of the rows that `_hits` gives whose characters are others in the texts of ``plain``."""
    codes, others = (code_points("\n".join(texts)) for texts in ([one.text for one in checked], plain))
    changed = np.append(0, np.cumsum(codes != others))
    return rows[changed[rows[:, 3]] > changed[rows[:, 2]]]


def _hits(
    checked: Sequence[Checked], rules: RuleSet, texts: Sequence[str], *, named: bool = False
) -> IntArray:
    """What rules find in ``texts``, which stand for those of the documents; an empty one is passed over.
    ``named``: only rules that name what they find, not those that ask a model of simplified characters."""
    parts = [np.zeros((0, 4), np.int64)]
    begins = np.array(_begins(checked), np.int64)
    for language in sorted({one.language for one in checked}):
        members = np.array(
            [index for index, one in enumerate(checked) if one.language == language and texts[index]],
            np.int64,
        )
        views = [_view(checked[index], texts[index]) for index in members.tolist()]
        for finder in rules.finders(Stage.TAG, language) if views else ():
            if named and isinstance(finder.rules[0], ModelRule):
                continue
            hits = finder.find(views)
            which, starts, ends = (
                np.concatenate([NONE, *own])
                for own in zip(*((one.rules, one.starts, one.ends) for one in hits), strict=True)
            )
            owners = np.repeat(members, [len(one.rules) for one in hits])
            begin = begins[owners]
            parts.append(np.column_stack([owners, finder.ranks[which], starts + begin, ends + begin]))
    return np.concatenate(parts)


def _view(one: Checked, text: str) -> View:
    return View(text, code_points(text), one.language, None, one.blocks)


def _settled(rows: IntArray, checked: Sequence[Checked], rules: RuleSet) -> list[_Labels]:
    """Winners and losers among the rows of each document."""
    taggings = dict(tagging_rules(rules))
    of_rule = np.zeros((len(rules.entries), 3), np.object_)
    for rank, rule in taggings.items():
        of_rule[rank] = rule.priority, rule.label, rule.code
    priorities = of_rule[:, 0].astype(np.int64)
    begins = np.array(_begins(checked), np.int64)
    sides = []
    for order in settle_labels(rows[:, 2], rows[:, 3], priorities[rows[:, 1]], rows[:, 1]):
        documents, ranks, starts, ends = rows[order].T
        begin = begins[documents]
        columns = starts - begin, ends - begin, *of_rule[ranks, 1:].T
        made = map(new_label, zip(*(column.tolist() for column in columns), strict=True))
        counts = np.bincount(documents, minlength=len(checked)).tolist()
        sides.append([tuple(islice(made, count)) for count in counts])
    return list(zip(*sides, strict=True))


def _whole(spans: Sequence[Span], labels: Sequence[Label]) -> tuple[Span, ...]:
    """Sentences, those made one that a label runs across."""
    starts = [span.start for span in spans]
    across: set[int] = set()
    for label in labels:
        following = max(1, bisect_right(starts, label.start))
        if following < len(starts) and starts[following] < label.end:
            across.update(range(following, bisect_left(starts, label.end)))
    if not across:
        return tuple(spans)
    whole: list[Span] = []
    for index, span in enumerate(spans):
        if index in across:
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return tuple(whole)


def _tokens(
    checked: Sequence[Checked],
    spans: Sequence[Sequence[Span]],
    words: Sequence[IntArray],
    labels: Sequence[Sequence[Label]],
) -> Iterator[Tokens]:
    """The words of each document, cut at the edges of labels that fall into them; ``words`` are those of its
    sentences, whose ``spans`` these are, one after the other."""
    bases = _begins(checked)
    placed = zip(spans, bases, strict=True)
    begins = np.array([span.start + base for own, base in placed for span in own], np.int64)
    counts = np.array([len(own) for own in words], np.int64)
    starts, ends = (
        np.concatenate([np.zeros((0, 2), np.int64), *words]) + np.repeat(begins, counts)[:, None]
    ).T
    known = zip(labels, bases, strict=True)
    edges = np.unique(np.concatenate([NONE, *(_edges(own) + base for own, base in known)]))
    if len(edges) and len(starts):
        at = np.searchsorted(starts, edges, side="right") - 1
        inside = (at >= 0) & (edges > starts[at]) & (edges < ends[at])
        cuts, at = edges[inside], at[inside]
        starts, ends = np.insert(starts, at + 1, cuts), np.insert(ends, at, cuts)
    table = np.stack([starts, ends], axis=1)
    bounds = [*np.searchsorted(starts, bases).tolist(), len(starts)]
    for (first, last), base in zip(pairwise(bounds), bases, strict=True):
        yield Tokens(table[first:last] - base)


def _edges(labels: Sequence[Label]) -> IntArray:
    """Where labels start, and where they end."""
    both = chain(map(itemgetter(0), labels), map(itemgetter(1), labels))
    return np.fromiter(both, np.int64, 2 * len(labels))
