import pytest

from corpuskit.layout.lines import Batch
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, rewrap
from tests.layout.sample import ESSAY, fix, ink
from tests.layout.texts import HERE, read

PROSE = ["paragraph"] * len(ESSAY)
CELLS = ["土层", "样本", "最小", "最大", "平均", *(f"{n}.{n % 7}" for n in range(8, 40))]


@pytest.mark.parametrize("width", [30, 44, 60])
@pytest.mark.parametrize("blank_lines", [0, 100])
def test_the_cells_of_a_table_do_not_hide_the_column_of_the_prose(width: int, blank_lines: int) -> None:
    setting = Setting(width, shown=True, blank_lines=blank_lines)
    before, after = (rewrap(part, PROSE[:2], setting, 1) for part in (ESSAY[:2], ESSAY[2:]))
    gap = "\n\n" if blank_lines else "\n"
    text = f"{before.rstrip()}{gap}{gap.join(CELLS)}{gap}{after}"
    page = Page.of(Batch.of([text]), [text])
    assert abs(int(page.columns.width[0]) - 10 * width) <= 20
    rows = [ink(row) for row in fix(text).splitlines() if row.strip()]
    assert rows == [ink(block) for block in (*ESSAY[:2], *CELLS, *ESSAY[2:])]


@pytest.mark.parametrize(
    ("width", "between"), [(28, "\n\n"), (40, "\n\n"), (40, "\n"), (50, "\n\n"), (50, "\n")]
)
def test_lines_that_are_filled_by_the_number_of_characters_come_back(width: int, between: str) -> None:
    [blocks] = [row["gold"] for row in read(HERE / "genres.jsonl") if row["id"] == "mixed-tech"]
    rows = [[block[n : n + width] for n in range(0, len(block), width)] for block in blocks]
    text = between.join("\n".join(part) for part in rows) + "\n"
    assert Page.of(Batch.of([text]), [text]).counted[0]
    assert fix(text).rstrip("\n").split("\n\n") == blocks


def test_lines_of_a_column_are_not_filled_by_the_number_of_characters() -> None:
    [blocks] = [row["gold"] for row in read(HERE / "genres.jsonl") if row["id"] == "mixed-tech"]
    text = rewrap(blocks, ["paragraph"] * len(blocks), Setting(50, shown=True), 1)
    assert not Page.of(Batch.of([text]), [text]).counted[0]
