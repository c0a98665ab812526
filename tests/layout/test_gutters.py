from corpuskit.layout import analyse
from corpuskit.layout.gutters import far_in
from corpuskit.layout.lines import Batch
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, rewrap
from tests.layout.sample import ESSAY

PROSE = ["paragraph"] * len(ESSAY)
MIXED = [part.replace("，", "（see page 12），").replace("的", " of ") for part in ESSAY]


def test_columns_whose_gutter_is_counted_in_characters_stay_as_they_are() -> None:
    left, right = (rewrap(MIXED, PROSE, Setting(32, shown=True), seed).splitlines() for seed in (1, 2))
    rows = [f"{a.ljust(34)}{b}" for a, b in zip(left, right[7:], strict=False)]
    [layout] = analyse(["\n".join(rows + left[len(rows) :])])
    assert not layout.joins[: len(rows) - 1].any()


def test_columns_whose_lines_lie_at_different_heights_are_not_joined_to_one_another() -> None:
    left, right = (rewrap(ESSAY, PROSE, Setting(32, shown=True), seed).splitlines() for seed in (1, 2))
    rows = [row for a, b in zip(left, right[7:], strict=False) for row in (a, " " * 20 + b)]
    [layout] = analyse(["\n".join(rows)])
    assert not layout.joins.any()


def test_one_line_far_in_is_no_column() -> None:
    rows = rewrap(ESSAY, PROSE, Setting(44), 1).splitlines()[:9]
    text = "\n".join([*rows, " " * 30 + "某县人民政府"])
    assert not far_in(Page.of(Batch.of([text]), [text])).any()


def test_lines_far_in_another_document_say_nothing() -> None:
    rows = rewrap(ESSAY, PROSE, Setting(44), 1).splitlines()[:9]
    rows[3] = rows[5] = " " * 30 + "某县人民政府"
    text = "\n".join(rows)
    batch = [text, rows[3]]
    assert not far_in(Page.of(Batch.of([text]), [text])).any()
    assert not far_in(Page.of(Batch.of(batch), batch)).any()
