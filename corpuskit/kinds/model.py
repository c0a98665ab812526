"""The kind ``model``: a label where a statistical tagger finds it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpuskit.entities.batch import Batch
from corpuskit.entities.limits import Demands, Shelf
from corpuskit.entities.neighbours import Neighbours
from corpuskit.entities.rule import LabelRule, WordList, filled, limit_faults, pattern_faults
from corpuskit.errors import RuleFault
from corpuskit.matching import Regex, Utf8, regex_of
from corpuskit.model import CodeArray, Find, Hits, IntArray, Options, Stage, View
from corpuskit.unicode import CLASSES, CharClass, class_set

__all__ = ["DETAILS", "STAGE", "ModelRule", "compile", "faults"]

STAGE = Stage.TAG
DETAILS: frozenset[str] = frozenset()
_LABELS = ("PER", "LOC", "ORG")
_FIRST_WIDE = 0x2E80
_OPENS = class_set(CharClass.WIDE_OPEN, CharClass.OPEN_QUOTE, CharClass.OPEN)
_CLOSES = class_set(CharClass.WIDE_CLOSE, CharClass.CLOSE_QUOTE, CharClass.CLOSE)


class ModelRule(LabelRule, tag="model", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that puts a label where ``model`` finds it; it never edits.

    ``entities`` is the model that ships (``corpuskit/tagger``); it is read when a text is first tagged. All
    rules share one pass over a text, and each takes what the model found of its label with at least
    ``confidence``, in per cent, that is not of Latin letters alone (a model over characters sees one word of
    such a name at a time), that has both halves of its brackets and quotes, or none, that ends in one of
    ``endings`` (if there are any) and in none of ``not_endings``. A hit that matches of ``parts`` fill,
    one behind the other, is as many hits (湖南省, 长沙市), each the group 1 of its match where the pattern
    has one: what is outside of it is none.
    """

    model: Literal["entities"] = "entities"
    confidence: int = 50
    endings: WordList = ()
    not_endings: WordList = ()
    parts: str = ""


def faults(rule: ModelRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: a label that its model does not know, lists that are empty."""
    if rule.label not in _LABELS:
        yield RuleFault(rule.code, "label", repr(rule.label), ", ".join(_LABELS))
    if not 0 <= rule.confidence <= 99:
        yield RuleFault(rule.code, "confidence", str(rule.confidence), "0 to 99 (per cent)")
    lists = {"endings": rule.endings, "not_endings": rule.not_endings}
    named = {f"lists.{key}": value for key, value in rule.lists.items()}
    yield from limit_faults(rule, lists | named, options)
    if rule.lists and not rule.parts:
        yield RuleFault(rule.code, "lists", "needs parts")
    if rule.parts:
        yield from pattern_faults(rule, "parts", options)


def compile(rules: Sequence[ModelRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``: the tagger looks once."""
    shelf = Shelf.of(options)
    demands = Demands(rules, shelf)
    owners = np.array([[rule.label == label for rule in rules] for label in _LABELS])
    least = np.array([rule.confidence for rule in rules])
    parts = {
        index: regex_of(rule.code, "parts", f"(?m){filled(rule, rule.parts, options)}")
        for index, rule in enumerate(rules)
        if rule.parts
    }
    endings = [
        [shelf.get(Neighbours, rule, words) for words in (rule.endings, rule.not_endings)] for rule in rules
    ]

    def find(views: Sequence[View]) -> list[Hits]:
        from corpuskit.tagger import shipped  # its tables are large, and only annotation needs them

        text = shelf.batch(views)
        found = shipped().entities([view.text for view in views])
        entities = np.concatenate(found)
        begins = np.repeat(text.begins, [len(rows) for rows in found])
        which, rule = np.nonzero(owners[entities[:, 2]] & (entities[:, 3:] >= least))
        rows = np.column_stack([rule, entities[which, :2] + begins[which, None]]).astype(np.int64)
        rows = _parted(rows[_has_wide(rows, text) & _keeps_pairs(rows, text.codes)], text, parts)
        for one, (wanted, unwanted) in enumerate(endings):
            if wanted is not None:
                rows = rows[(rows[:, 0] != one) | text.beside(wanted, rows[:, 2], before=True)]
            if unwanted is not None:
                rows = rows[(rows[:, 0] != one) | ~text.beside(unwanted, rows[:, 2], before=True)]
        return text.hits(demands.allowed(rows, text))

    return find


def _parted(rows: IntArray, text: Batch, parts: Mapping[int, Regex]) -> IntArray:
    """The rows, those in parts that ``parts`` of their rule fill."""
    found = [rows[~np.isin(rows[:, 0], list(parts))]]
    for rule, regex in parts.items():
        mine = rows[rows[:, 0] == rule]
        lines = Utf8("\n".join(text.text[start:end] for _, start, end in mine.tolist()))
        begins = np.cumsum(np.append(0, mine[:, 2] - mine[:, 1] + 1))[:-1]
        matched = regex.table(lines, [0, min(1, regex.groups)])
        owners = np.searchsorted(begins, matched[:, 0, 0], side="right") - 1
        # Matches fill a hit where as many characters as it has lie in them.
        matched_lengths = np.bincount(owners, matched[:, 0, 1] - matched[:, 0, 0], len(mine))
        whole = matched_lengths == mine[:, 2] - mine[:, 1]
        kept = whole[owners] & (matched[:, 1, 0] < matched[:, 1, 1])
        shift = (mine[:, 1] - begins)[owners[kept], None]
        found += [mine[~whole], np.insert(matched[kept, 1] + shift, 0, rule, axis=1)]
    return np.concatenate(found)


def _has_wide(rows: IntArray, text: Batch) -> npt.NDArray[np.bool_]:
    """Which hits have a character of Chinese or another script without letters."""
    wide = np.concatenate([[0], np.cumsum(text.codes >= _FIRST_WIDE)])
    return np.asarray(wide[rows[:, 2]] > wide[rows[:, 1]], np.bool_)


def _keeps_pairs(rows: IntArray, codes: CodeArray) -> npt.NDArray[np.bool_]:
    """Which hits are closed as often as they are opened, and not before."""
    kinds = CLASSES.take(codes)
    opens, closes = (np.append(0, np.cumsum(sides.take(kinds))) for sides in (_OPENS, _CLOSES))
    starts, ends = rows[:, 1], rows[:, 2]
    even = opens[ends] - opens[starts] == closes[ends] - closes[starts]
    first_open, first_close = (sums.searchsorted(sums[starts], side="right") for sums in (opens, closes))
    return np.asarray(even & ((closes[ends] == closes[starts]) | (first_open < first_close)), np.bool_)
