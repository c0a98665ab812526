"""Tables for a terminal, of text in cells of one and two columns."""

from collections.abc import Sequence

from corpuskit.unicode import display_width


def table(rows: Sequence[Sequence[str]], *, right: bool = False) -> str:
    """``rows`` in columns, the first to the left; the others, set ``right``, to the right.

    >>> print(table([("PER", "李白"), ("LOC", "京")], right=True), end="")
    PER  李白
    LOC    京
    """
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return "".join(f"{_line(row, widths, right)}\n" for row in rows)


def _line(row: Sequence[str], widths: Sequence[int], right: bool) -> str:
    cells = []
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        gap = " " * (width - display_width(cell))
        cells.append(gap + cell if right and index else cell + gap)
    return "  ".join(cells).rstrip()
