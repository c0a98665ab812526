from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.baseline import baseline_of, read_baseline, render, shrunk
from corpuskit.model import Checked, Diagnostic, Fix, Severity
from tests.documents import document


def found(source: str, *places: tuple[int, int]) -> Checked:
    """A document with a finding at each of ``places``."""
    checked = document("").checked
    ones = tuple(Diagnostic("PU001", Severity.WARNING, Fix.NONE, *place, {}, (), False) for place in places)
    return replace(checked, document=replace(checked.document, text=source), diagnostics=ones)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = baseline_of([found('科创板,新质\n\u2028"\\n,', (3, 4), (10, 11), (3, 4))], tmp_path)
    path = tmp_path / "base.jsonl"
    path.write_text(render(made), encoding="utf-8", newline="\n")
    assert read_baseline(path) == made
    assert made.total == 3


def test_rows_of_one_id_are_forgiven_each(tmp_path: Path) -> None:
    rows = [found("甲,乙", (1, 2)), found("丙,丁,丙,丁", (1, 2), (5, 6)), found("甲,乙", (1, 2))]
    made = baseline_of(rows, tmp_path)
    assert [len(made.forgiven(one.document, one.diagnostics)) for one in rows] == [1, 2, 1]
    assert made.total == 3


@given(st.permutations(range(6)))
def test_the_order_of_findings_does_not_show(order: list[int]) -> None:
    places = [(0, 1), (2, 3), (2, 3), (4, 6), (1, 5), (0, 6)]
    one = render(baseline_of([found("一二三四五六", *places)], Path()))
    assert render(baseline_of([found("一二三四五六", *(places[at] for at in order))], Path())) == one


@given(st.lists(st.integers(0, 5), max_size=9), st.lists(st.integers(0, 5), max_size=9))
def test_an_update_is_never_more_than_either(old: list[int], new: list[int]) -> None:
    text = "甲,乙,丙,丁,戊,己," * 3
    before, after = (found(text, *((2 * at + 1, 2 * at + 2) for at in ones)) for ones in (old, new))
    first, second = baseline_of([before], Path()), baseline_of([after], Path())
    left = shrunk(first, second, [after.document], {"PU001"})
    assert left.total == sum(min(old.count(at), new.count(at)) for at in range(6))
    assert shrunk(first, second, [after.document], {"LB001"}) == first
    assert shrunk(first, second, [], {"PU001"}) == first
    assert len(left.forgiven(after.document, after.diagnostics)) == left.total


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        ("科技创新是关键,产业升级要加快", 1),
        ("前言两句话。科技创新是关键,产业升级要加快", 1),
        ("科技创新是关键,产业升级要加快。还有别的", 1),
        ("全新的第一段是这样的,产业升级要加快", 1),
        ("科技创新是关键,这里换了一种说法", 1),
        ("全新的第一段是这样的,这里换了一种说法", 0),
        ("科技创新是关键,产业升级要加快。科技创新是关键,而且不能等", 1),
    ],
)
def test_a_finding_is_known_where_one_side_of_it_was_edited(edited: str, expected: int) -> None:
    old = "科技创新是关键,产业升级要加快"
    base = baseline_of([found(old, (old.index(","), old.index(",") + 1))], Path())
    places = [(at, at + 1) for at, mark in enumerate(edited) if mark == ","]
    now = found(edited, *places)
    assert len(base.forgiven(now.document, now.diagnostics)) == expected
    left = shrunk(base, baseline_of([now], Path()), [now.document], {"PU001"})
    assert left.total == expected
    assert shrunk(left, baseline_of([now], Path()), [now.document], {"PU001"}) == left


def test_a_little_on_one_side_tells_nothing() -> None:
    base = baseline_of([found("甲,乙", (1, 2))], Path())
    now = found("甲,丙", (1, 2))
    assert not base.forgiven(now.document, now.diagnostics)
