"""The rows of the line-break table: what each is called, which texts it takes, what it measures."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.bench import figures
from tests.bench.figures import Counts, Draws, Floats, figure

GENRES = ("zh-news", "zh-essay", "fiction", "regulation", "mixed", "en", "verse", "ja")
LATIN = ("space", "none", "dehyph", "keephyph")
WHOLE = "whole"
"""The style of texts whose line breaks are right: of them it counts only whether they stay."""


class Part(NamedTuple):
    """What was counted on one text: ``group`` is its genre or set, ``style`` how it was laid out."""

    document: str
    group: str
    style: str
    counts: Counts


class Row(NamedTuple):
    """A line of the table."""

    name: str
    measure: Callable[[Draws], Floats]
    takes: Callable[[Part], bool]


def _genre(name: str) -> Callable[[Part], bool]:
    return lambda part: part.group == name


def _kept(title: str, takes: Callable[[Part], bool]) -> tuple[Row, Row]:
    """Texts whose line breaks are right: of how many all breaks are kept, and no byte changed."""
    return (
        Row(f"{title}: lines kept", figures.share("lines", "texts"), takes),
        Row(f"{title}: same bytes", figures.share("same", "texts"), takes),
    )


def _cases(part: Part) -> bool:
    return part.group in GENRES


def _clean(part: Part) -> bool:
    return part.style == "clean"


ROWS = (
    Row("macro-F1, all", figures.macro_f1, _cases),
    *(Row(f"  {genre}", figures.macro_f1, _genre(genre)) for genre in GENRES),
    Row("broken blocks restored (multi)", figures.share("mm", "mg"), _cases),
    Row("breaks to join joined", figures.side("join"), _cases),
    Row("breaks to keep kept", figures.side("keep"), _cases),
    Row("clean cases: breaks kept", figures.side("keep"), _clean),
    *_kept("clean cases", _clean),
    *_kept("block-a-line documents", _genre("plain")),
    *_kept("hostile, given", _genre("given")),
    *_kept("hostile, ours", _genre("hostile")),
    Row("English verse in prose: macro-F1", figures.macro_f1, _genre("english verse")),
    Row("English verse in prose: lines kept", figures.side("keep"), _genre("english verse")),
    *_kept("English verse alone", _genre("poems")),
    Row("Chinese verse in prose: macro-F1", figures.macro_f1, _genre("chinese verse")),
    Row("Chinese verse in prose: lines kept", figures.side("keep"), _genre("chinese verse")),
    Row("hostile inside wrapped prose: macro-F1", figures.macro_f1, _genre("inside")),
    Row("hostile inside wrapped prose: breaks kept", figures.side("keep"), _genre("inside")),
    Row("hostile inside wrapped prose: prose joined", figures.side("join"), _genre("inside")),
    Row("characters lost per 10k", figures.share("lost", "chars", 1e4), _cases),
    Row("characters invented per 10k", figures.share("inv", "chars", 1e4), _cases),
    Row("glue, CJK-Latin (mix)", figures.glue("mix"), _cases),
    Row("glue, Latin", figures.glue(*LATIN), _cases),
    Row("across furniture", figures.across, _cases),
)


def table(columns: dict[str, list[Part]]) -> Iterator[str]:
    """The lines of the table, a column for each repairer."""
    yield f"{'':44}" + "".join(f"{name:>26}" for name in columns)
    for row in ROWS:
        cells = [
            figure(row.measure, [(part.document, part.counts) for part in parts if row.takes(part)])
            for parts in columns.values()
        ]
        yield f"{row.name:44}" + "".join(f"{cell!s:>26}" for cell in cells)
