"""Small documents built by hand from marked-up text, and the rules their findings name."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from unicodedata import combining, normalize

from hypothesis import strategies as st

from corpuskit.edits import apply, changes
from corpuskit.model import (
    Annotated,
    Block,
    BlockType,
    Checked,
    Diagnostic,
    Document,
    Edit,
    Fix,
    Label,
    Origin,
    Rule,
    Severity,
    Span,
    Token,
)
from corpuskit.unicode import code_points, language
from tests.strategies import edited

#: In markup: between words, between sentences, a line end of the source that is no end of a line.
WORD, SENTENCE, CUT = "/", "‖", "¶"

RULES = {
    "LB002": Rule(code="LB002", name="cut-block", message="段落被切成 {lines} 行", why="…"),
    "PU001": Rule(code="PU001", name="half-width", message="“{found}”应为“{prefer}”", why="…"),
}


def document(
    markup: str,
    *,
    id: str = "paper/2024/a",
    types: Sequence[BlockType] = (),
    labels: Sequence[tuple[str, str]] = (),
    origin: Origin = Origin(),
) -> Annotated:
    """An annotated document whose cleaned text is ``markup`` without its marks.

    Blocks lie between line ends and have ``types``; ``labels`` are ``(label, words)``, in order.
    """
    source = markup.replace(WORD, "").replace(SENTENCE, "").replace(CUT, "\n")
    edits = _cuts(markup)
    text, alignment = apply(source, edits)
    codes = [(edit.start, edit.end, "LB002") for edit in edits]
    checked = Checked(
        Document(id, source, f"{id}.txt", {}, origin),
        text,
        alignment,
        changes([source], [text], [alignment], [codes])[0],
        _findings(edits),
        tuple(_blocks(text, types)),
        language(code_points(text)),
        bool(edits),
    )
    marks = markup.replace(CUT, "")
    tokens, sentences = (
        _units(marks, WORD + SENTENCE + "\n \u3000"),
        _units(marks.replace(WORD, ""), SENTENCE + "\n"),
    )
    return Annotated(
        checked,
        tuple(Span(*one) for one in sentences),
        tuple(Token(*one) for one in tokens),
        tuple(_labels(text, labels)),
    )


def _cuts(markup: str) -> list[Edit]:
    """One edit for each run of cuts, in the source."""
    edits, at = [], 0
    for is_cut, run in groupby(markup.replace(WORD, "").replace(SENTENCE, ""), CUT.__eq__):
        length = len(list(run))
        edits += [Edit(at, at + length, "")] * is_cut
        at += length
    return edits


def _findings(edits: Sequence[Edit]) -> tuple[Diagnostic, ...]:
    if not edits:
        return ()
    details = {"lines": len(edits) + 1}
    start, end = edits[0].start, edits[-1].end
    return (Diagnostic("LB002", Severity.WARNING, Fix.SAFE, start, end, details, tuple(edits), True),)


def _units(marks: str, ends: str) -> list[tuple[int, int]]:
    """Spans between ``ends``, of which blanks and line ends take a place in the text and marks none."""
    units, at, start = [], 0, 0
    for mark in marks + "\n":
        if mark in ends:
            units += [(start, at)] * (start < at)
            at += mark not in (WORD, SENTENCE)
            start = at
        else:
            at += mark not in (WORD, SENTENCE)
    return units


def _blocks(text: str, types: Sequence[BlockType]) -> list[Block]:
    spans = _units(text, "\n")
    return [
        Block(start, end, types[index] if index < len(types) else "paragraph", 90)
        for index, (start, end) in enumerate(spans)
    ]


def _labels(text: str, labels: Sequence[tuple[str, str]]) -> list[Label]:
    found, at = [], 0
    for label, words in labels:
        at = text.index(words, at)
        found.append(Label(at, at + len(words), label, "EN001"))
        at += len(words)
    return found


def _characters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of characters that are not blank, each with what NFC could make one with it."""
    first = start
    for at in range(start + 1, end + 1):
        joins = at < end and not text[at].isspace() and not text[first].isspace()
        if not (joins and (normalize("NFC", text[at]) != text[at] or not is_starter(text[at]))):
            if not text[first].isspace():
                yield first, at
            first = at


def is_starter(character: str) -> bool:
    """Whether no character before it composes with ``character``."""
    return not combining(character) and not "\u1160" <= character <= "\u11ff"


#: A heading and a paragraph; 2023年 and 长安汽车 are cut by line ends of the source.
CAR = document(
    "加快/发展/新质/生产力\n\n李白/ 在/重庆/说/，/2023¶¶年/长¶¶安/汽车/售/ 5G/ 汽车/。‖他/读/《/资本论/》/。\n",
    types=("heading", "paragraph"),
    labels=[
        ("PER", "李白"),
        ("LOC", "重庆"),
        ("DATE", "2023年"),
        ("ORG", "长安汽车"),
        ("WORK", "《资本论》"),
    ],
)


@st.composite
def annotated(draw: st.DrawFn) -> Annotated:
    """Documents of texts of any kind: edited anywhere, each line a sentence and a block.

    Each character is a word, but for those that the one before takes in (UD asks for NFC of a whole line).
    """
    source, edits = draw(edited())
    text, alignment = apply(source, edits)
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        lines += [Span(at, at + len(line.rstrip()))] * bool(line.strip())
        at += len(line)
    tokens = [Token(*one) for start, end in lines for one in _characters(text, start, end)]
    marks = draw(st.lists(st.sampled_from(["", "PER", "ORG"]), min_size=len(tokens), max_size=len(tokens)))
    labels = [Label(*token, mark, "EN001") for token, mark in zip(tokens, marks, strict=True) if mark]
    [done] = changes([source], [text], [alignment], [[(edit.start, edit.end, "LB002") for edit in edits]])
    blocks = tuple(Block(start, end, "paragraph", 90) for start, end in lines)
    checked = Checked(Document("任意", source), text, alignment, done, (), blocks, "zh", False)
    return Annotated(checked, tuple(lines), tuple(tokens), tuple(labels))
