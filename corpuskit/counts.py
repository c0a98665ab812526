"""Counts over documents: what went in, what came out, what was found. They add up, and merge in any order."""

from collections.abc import Iterable

import msgspec

from corpuskit.model import Annotated, Checked


class Counts(msgspec.Struct):
    """Totals of a run; ``characters`` are those that are not blank, so that layout does not count.

    ``rejected`` documents are those that could not be taken, and those of ``left_out``, by why it was asked.
    """

    documents: int = 0
    rejected: int = 0
    wrapped: int = 0
    lines_in: int = 0
    breaks_joined: int = 0
    characters_in: int = 0
    characters_removed: int = 0
    characters_added: int = 0
    characters_out: int = 0
    sentences: int = 0
    words: int = 0
    blocks: dict[str, int] = {}
    labels: dict[str, int] = {}
    labels_cut: dict[str, int] = {}
    findings: dict[str, int] = {}
    fixed: dict[str, int] = {}
    left_out: dict[str, int] = {}

    def add(self, other: "Counts") -> None:
        """Add ``other`` to these."""
        for name in self.__struct_fields__:
            more = getattr(other, name)
            if not more:
                continue
            mine = getattr(self, name)
            setattr(self, name, _sum(mine, more) if isinstance(more, dict) else mine + more)


def _sum(mine: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    """The sum of two tallies, by name."""
    total = mine | more
    for name in mine.keys() & more.keys():
        total[name] += mine[name]
    return total if len(total) == len(mine) else dict(sorted(total.items()))


def count_checked(one: Checked) -> Counts:
    """The counts of one checked document.

    A line counts if it is not blank; a break is joined if the two lines around it are now one.
    """
    source, text = one.document.text, one.text
    lines, dark = _lines(source), _dark(source)
    return Counts(
        documents=1,
        wrapped=int(one.wrapped),
        lines_in=lines,
        breaks_joined=0 if text == source else lines - _lines(text),
        characters_in=dark,
        characters_removed=_dark("".join([change.old for change in one.changes])),
        characters_added=_dark("".join([change.new for change in one.changes])),
        characters_out=dark if text == source else _dark(text),
        blocks=_tally(block.type for block in one.blocks),
        findings=_tally(found.code for found in one.diagnostics),
        fixed=_tally(found.code for found in one.diagnostics if found.fixed),
    )


def count_annotated(one: Annotated) -> Counts:
    """The counts of one annotated document; a label is cut if a line break of the source lies in it."""
    counts = count_checked(one.checked)
    counts.sentences, counts.words = len(one.sentences), len(one.tokens)
    if not one.labels:
        return counts
    counts.labels = _tally(label.label for label in one.labels)
    source = one.checked.document.text
    starts, ends = one.checked.alignment.to_source(
        [label.start for label in one.labels], [label.end for label in one.labels]
    )
    rows = zip(one.labels, starts.tolist(), ends.tolist(), strict=True)
    counts.labels_cut = _tally(
        label.label for label, start, end in rows if len(source[start:end].splitlines()) > 1
    )
    return counts


def _lines(text: str) -> int:
    """Lines that are not blank."""
    return sum(map(bool, map(str.strip, text.splitlines())))


def _dark(text: str) -> int:
    """Characters that are not blank."""
    return sum(map(len, text.split()))


def _tally(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items()))
