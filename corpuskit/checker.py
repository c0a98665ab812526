"""The core: documents and rules in, findings and cleaned text out. Pure: no I/O, clock or global state."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import compress

import msgspec
import numpy as np
from msgspec.structs import replace

from corpuskit import alignments
from corpuskit import edits as editing
from corpuskit.alignments import Alignments
from corpuskit.layout import THRESHOLD, analyse
from corpuskit.model import (
    Block,
    Census,
    Change,
    Checked,
    CodeArray,
    Diagnostic,
    Document,
    Fix,
    Forgive,
    Hits,
    Layout,
    Stage,
    View,
)
from corpuskit.names import language_tag
from corpuskit.offsets import Alignment
from corpuskit.rounds import Hit, Round, Written, diagnostics, places, runs_away, settled, write
from corpuskit.rules import Finder, RuleSet
from corpuskit.simplified import script
from corpuskit.unicode import code_points
from corpuskit.unicode import language as guess_language

#: Times that the stages ``characters`` and ``text`` may edit before they must have settled.
ROUNDS = 4

#: What may stand between two halves of one block.
_JOINTS = ("", " ")

#: A line without the blanks at its two ends (``str.splitlines`` knows the same line ends).
_LINE = re.compile(r"[^\s](?:[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*[^\s])?")

_SUBTAG = re.compile("[-_]")
#: The scripts of Chinese, by subtags of scripts and regions.
_SCRIPTS = {
    **dict.fromkeys(("hans", "cn", "sg", "my"), "Hans"),
    **dict.fromkeys(("hant", "tw", "hk", "mo"), "Hant"),
}
#: Codes of three letters, and of Chinese languages that are written as Chinese is, by those that packs name.
_SHORT = {"zho": "zh", "chi": "zh", "cmn": "zh", "eng": "en", "jpn": "ja"}


class _Work(msgspec.Struct):
    """A document on its way through the stages; ``alignment`` maps ``text`` to the source.

    ``codes`` are the code points of ``text``; ``tag`` is the language, with its script where rules ask;
    ``repaired`` is the number of rounds on characters.
    """

    document: Document
    language: str
    tag: str
    text: str
    codes: CodeArray
    alignment: Alignment
    blocks: tuple[Block, ...] = ()
    layout: Layout | None = None
    rounds: list[Round] = msgspec.field(default_factory=list)
    repaired: int = 0
    errors: list[str] = msgspec.field(default_factory=list)


def check(
    document: Document, rules: RuleSet, census: Census | None = None, *, level: Fix = Fix.SAFE
) -> Checked:
    """``check_many`` for one document."""
    return check_many([document], rules, census, level=level)[0]


def check_many(
    documents: Sequence[Document],
    rules: RuleSet,
    census: Census | None = None,
    *,
    level: Fix = Fix.SAFE,
    language: str | None = None,
    line_break_threshold: int = THRESHOLD,
    forgive: Forgive | None = None,
) -> list[Checked]:
    """Find what is wrong in each document, and what it reads once the edits up to ``level`` are made.

    A batch gives what its documents give one by one. ``language`` is that of documents whose metadata name
    none (``lang``); without it the script decides. ``census`` is for corpus-wide rules; without one they
    find nothing.
    ``line_break_threshold`` is the probability, in percent, from which on a line break is taken for a wrap.
    ``forgive`` says which findings of a document are neither reported nor written; what stages see does not
    depend on it.
    """
    works = _laid_out(documents, rules, language, line_break_threshold)
    before = [work.text for work in works]
    _repeat(works, rules, Stage.TEXT, census)
    edited = [work for work, text in zip(works, before, strict=True) if work.text is not text]
    if again := _laid_out_again(edited, rules, line_break_threshold):
        _repeat(again, rules, Stage.TEXT, census)
    return _finish(works, rules, level, forgive)


def text_views(
    documents: Sequence[Document],
    rules: RuleSet,
    *,
    language: str | None = None,
    line_break_threshold: int = THRESHOLD,
) -> list[View]:
    """Each document as the stage ``text`` first sees it: characters and line breaks repaired."""
    works = _laid_out(documents, rules, language, line_break_threshold)
    return [_view(work, None) for work in works]


def _laid_out(
    documents: Sequence[Document], rules: RuleSet, language: str | None, threshold: int
) -> list[_Work]:
    works = [_begin(document, language, rules) for document in documents]
    _repeat(works, rules, Stage.CHARACTERS)
    _lay_out(works, rules, threshold)
    return works


def as_it_stands(document: Document, language: str | None = None) -> Checked:
    """The document untouched, nothing found, each line a block."""
    text = document.text
    blocks = tuple(Block(line.start(), line.end(), "other", 100) for line in re.finditer(_LINE, text))
    return Checked(
        document=document,
        text=text,
        alignment=Alignment.identity(len(text)),
        changes=(),
        diagnostics=(),
        blocks=blocks,
        language=language_of(document, language),
        wrapped=False,
    )


def language_of(document: Document, default: str | None = None, codes: CodeArray | None = None) -> str:
    """The document's language: its metadata's ``lang``, else ``default``, else by script.

    Both may be tags of BCP 47, of which the language counts: ``zh-CN`` and ``cmn`` are ``zh``. What is none,
    such as ``Chinese`` in the metadata of others, says nothing. ``codes`` are the code points of its text,
    where they are known.
    """
    if named := language_tag(document.meta.get("lang"), default):
        language = _SUBTAG.split(named, maxsplit=1)[0]
        return _SHORT.get(language, language)
    return guess_language(code_points(document.text) if codes is None else codes)


def _tag_of(document: Document, default: str | None, language: str, codes: CodeArray) -> str:
    """``language``, of Chinese with its script: that which its metadata's ``lang`` or ``default`` name, else
    that of most characters."""
    if language != "zh":
        return language
    subtags = _SUBTAG.split(language_tag(document.meta.get("lang"), default))[1:]
    named = next((_SCRIPTS[one] for one in subtags if one in _SCRIPTS), None)
    return f"zh-{named or script(codes)}"


def _begin(document: Document, default: str | None, rules: RuleSet) -> _Work:
    text = document.text
    codes = code_points(text)
    language = language_of(document, default, codes)
    tag = _tag_of(document, default, language, codes) if rules.asks_for_script else language
    return _Work(document, language, tag, text, codes, Alignment.identity(len(text)))


def _repeat(works: Sequence[_Work], rules: RuleSet, stage: Stage, census: Census | None = None) -> None:
    """Look, edit and look again until nothing changes; a document that never settles keeps its text."""
    before = [(work.text, work.codes, work.alignment, work.blocks, len(work.rounds)) for work in works]
    firsts = {id(work): len(work.rounds) for work in works}
    active, restless = list(works), set[int]()
    for turn in range(ROUNDS + 1):
        _look(active, rules, stage, census)
        active = [work for work in active if work.rounds[-1].made]
        over = turn == ROUNDS
        restless |= {id(work) for work in active if over or runs_away(work.rounds[firsts[id(work)] :])}
        active = [work for work in active if id(work) not in restless]
        _advance(active)
    for work, (text, codes, alignment, blocks, rounds) in zip(works, before, strict=True):
        if id(work) in restless:
            _give_up(work, rounds)
            work.text, work.codes, work.alignment, work.blocks = text, codes, alignment, blocks
        else:  # what is only reported was looked for again in the last round
            work.rounds[rounds:-1] = [replace(one, reported=()) for one in work.rounds[rounds:-1]]


def _give_up(work: _Work, rounds: int) -> None:
    """Go back to the rounds from before the stage, and say which rules edited what edits had made."""
    codes = ", ".join(sorted({hit.rule.code for one in work.rounds[rounds + 1 :] for hit in one.made}))
    over = len(work.rounds) - rounds > ROUNDS
    how = f"still changes after {ROUNDS} rounds of" if over else "grows without end by"
    work.errors.append(f"the text {how} {codes}: their edits were not made")
    first = work.rounds[rounds]
    work.rounds[rounds:] = [
        Round(first.text, first.alignment, reported=(*first.made, *first.offered, *first.reported))
    ]


def _lay_out(works: Sequence[_Work], rules: RuleSet, threshold: int) -> None:
    """Find the blocks, and join what belongs together."""
    layouts = analyse([work.text for work in works], threshold=threshold, kept=rules.asks_why_kept)
    for work in works:
        work.repaired = len(work.rounds)
    _join(works, layouts, rules)


def _join(works: Sequence[_Work], layouts: Sequence[Layout], rules: RuleSet) -> None:
    for work, layout in zip(works, layouts, strict=True):
        work.layout, work.blocks = layout, layout.blocks
    _look(works, rules, Stage.LAYOUT)
    _advance([work for work in works if work.rounds[-1].made])


def _laid_out_again(works: Sequence[_Work], rules: RuleSet, threshold: int) -> list[_Work]:
    """Those of ``works`` that did not show wrapping and do so now: marks that became wide fill their lines.

    Left for the next run, it would make of what was fixed something to fix. What was found in them so far
    and not written is forgotten: it is looked for again.
    """
    doubtful = [work for work in works if work.layout is not None and not work.layout.wrapped]
    layouts = analyse([work.text for work in doubtful], threshold=threshold, kept=rules.asks_why_kept)
    shows = [layout.wrapped for layout in layouts]
    again = [*compress(doubtful, shows)]
    for work in again:
        later = [replace(one, offered=(), reported=()) for one in work.rounds[work.repaired :]]
        work.rounds[work.repaired :] = later
    _join(again, [*compress(layouts, shows)], rules)
    return again


def _view(work: _Work, census: Census | None) -> View:
    counts = census.counts if census else None
    return View(work.text, work.codes, work.language, work.layout, work.blocks, counts)


def _look(works: Sequence[_Work], rules: RuleSet, stage: Stage, census: Census | None = None) -> None:
    """Add a round to each document: what the stage's rules find in it now."""
    found: dict[int, list[Hit]] = {id(work): [] for work in works}
    for language in sorted({work.tag for work in works}):
        members = [work for work in works if work.tag == language]
        views = [_view(work, census) for work in members]
        for finder in rules.finders(stage, language):
            for work, hits in zip(members, finder.find(views), strict=True):
                if hits.details:
                    found[id(work)] += _hits(finder, hits)
    for work in works:
        once = stage is Stage.LAYOUT
        work.rounds.append(settled(work.text, work.alignment, found[id(work)], once=once))


def _hits(finder: Finder, hits: Hits) -> list[Hit]:
    """The arrays of one kind as one value a hit."""
    edits = hits.edits or ((),) * len(hits.details)
    ranks = finder.ranks[hits.rules].tolist()
    columns = hits.rules.tolist(), ranks, hits.starts.tolist(), hits.ends.tolist(), hits.details, edits
    return [
        Hit(finder.rules[rule], rank, start, end, details, own)
        for rule, rank, start, end, details, own in zip(*columns, strict=True)
    ]


def _advance(works: Sequence[_Work]) -> None:
    """Apply what settled, which is something in each; blocks move along."""
    if not works:
        return
    steps: list[Alignment] = []
    for work in works:
        work.text, step = editing.apply(work.text, work.rounds[-1].edits)
        work.codes = code_points(work.text)
        steps.append(step)
    composed = alignments.compose(steps, [work.alignment for work in works])
    for work, alignment in zip(works, composed, strict=True):
        work.alignment = alignment
    blocks = [block for work in works for block in work.blocks]
    if blocks:
        owners = np.repeat(np.arange(len(works)), [len(work.blocks) for work in works])
        starts, ends = np.array([block[0] for block in blocks]), np.array([block[1] for block in blocks])
        back = Alignments.of([step.turned() for step in steps])
        moved = zip(*(column.tolist() for column in back.to_source(owners, starts, ends)), strict=True)
        for work in works:
            work.blocks = _moved(work.blocks, moved)


def _carried(blocks: Sequence[Block], old: Alignment, new: Alignment) -> tuple[Block, ...]:
    """Blocks of one text on another, by way of the source that both are aligned to."""
    starts, ends = old.to_source([block.start for block in blocks], [block.end for block in blocks])
    places = new.invert().to_source(starts, ends)
    return _moved(blocks, zip(*(column.tolist() for column in places), strict=True))


def _moved(blocks: Sequence[Block], places: Iterator[tuple[int, int]]) -> tuple[Block, ...]:
    """``blocks`` at the next of ``places``; those that are empty there are gone."""
    rows = zip(blocks, places, strict=False)
    return tuple([Block(start, end, of[2], of[3]) for of, (start, end) in rows if start < end])


def _united(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """``blocks`` of ``text``, those made one that stand in one line: what parted them was removed."""
    found: list[Block] = []
    for block in blocks:
        if found and text[found[-1].end : block.start] in _JOINTS:
            last = found[-1]
            of = block if last.type == "heading" else last
            found[-1] = Block(last.start, block.end, of.type, min(last.confidence, block.confidence))
        else:
            found.append(block)
    return tuple(found)


def _finish(works: Sequence[_Work], rules: RuleSet, level: Fix, forgive: Forgive | None) -> list[Checked]:
    spared = _spared(works, rules, forgive) if forgive else frozenset()

    def chosen(hit: Hit) -> bool:
        return rules.is_selected(hit.rule.code) and id(hit) not in spared

    written = [write(work.rounds, Round(work.text, work.alignment), level, chosen) for work in works]
    fixed = frozenset().union(*(one.hits for one in written))
    found = diagnostics([work.rounds for work in works], rules.is_selected, fixed)
    rows = zip(works, written, found, _changes(works, written), strict=True)
    return [_checked(work, done, _told(*both, spared), changes) for work, done, both, changes in rows]


def _changes(works: Sequence[_Work], written: Sequence[Written]) -> list[editing.Changes]:
    """The changes of all documents, made when those of one are first looked at."""
    sources = [work.document.text for work in works]

    @cache
    def made() -> list[tuple[Change, ...]]:
        texts, aligned = [one.text for one in written], [one.alignment for one in written]
        return editing.changes(sources, texts, aligned, places(written))

    def of(number: int) -> Callable[[], tuple[Change, ...]]:
        return lambda: made()[number]

    return [editing.Changes(of(number)) for number in range(len(works))]


def _told(
    hits: Sequence[int], found: tuple[Diagnostic, ...], spared: frozenset[int]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The findings that are reported, and those of the ``spared`` hits, which are forgiven."""
    if not spared:
        return found, ()
    reported = tuple(compress(found, [hit not in spared for hit in hits]))
    return reported, tuple(compress(found, [hit in spared for hit in hits]))


def _checked(
    work: _Work,
    written: Written,
    told: tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]],
    changes: editing.Changes,
) -> Checked:
    layout, blocks = work.layout, work.blocks
    reported, forgiven = told
    if written.text != work.text:
        blocks = _united(written.text, _carried(blocks, work.alignment, written.alignment))
    return Checked(
        document=work.document,
        text=written.text,
        alignment=written.alignment,
        changes=changes,
        diagnostics=reported,
        blocks=blocks,
        language=work.language,
        wrapped=layout is not None and layout.wrapped,
        errors=tuple(work.errors),
        width=layout.width if layout else 0,
        breaks=len(layout.joins) if layout else 0,
        joined=int(layout.joins.sum()) if layout else 0,
        forgiven=forgiven,
    )


def _spared(works: Sequence[_Work], rules: RuleSet, forgive: Forgive) -> frozenset[int]:
    """The hits (``id``) whose findings are forgiven."""
    seen = diagnostics([work.rounds for work in works], rules.is_selected)
    return frozenset(
        hits[index]
        for work, (hits, found) in zip(works, seen, strict=True)
        if found
        for index in forgive(work.document, found)
    )
