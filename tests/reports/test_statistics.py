import json
import re
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from corpuskit.model import Checked, Diagnostic, Fix, Severity
from corpuskit.reports import REPORTS, render
from tests import golden
from tests.documents import CAR, RULES, document


def report(name: str, checked: Sequence[Checked], *, color: bool = False) -> str:
    return "".join(render(name, checked, RULES, color=color, counts=True))


def laid_out(width: int, breaks: int, joined: int) -> Checked:
    one = replace(CAR.checked, wrapped=joined > 0, width=width, breaks=breaks, joined=joined)
    comma = Diagnostic("PU001", Severity.WARNING, Fix.UNSAFE, 3, 4, {}, (), False)
    return replace(one, diagnostics=(*one.diagnostics, comma, comma))


FEW = [laid_out(35, 265, 250), laid_out(44, 1200, 300), laid_out(60, 9, 0)]
MANY = [laid_out(width, 10, 4) for width in (44, 35, 20, 36, 35)]


@pytest.mark.parametrize(("name", "suffix"), [("text", "txt"), ("concise", "txt"), ("json", "json")])
def test_golden(name: str, suffix: str) -> None:
    golden.check(f"statistics-{'text' if suffix == 'txt' else name}.{suffix}", report(name, FEW))


def test_of_many_columns_the_middle_one_and_the_range_are_told() -> None:
    assert "columns    median 35, 20 to 44 cells\n" in report("text", MANY)
    columns = json.loads(report("json", MANY))["columns"]
    assert columns == {"median": 35, "min": 20, "max": 44, "widths": None}


def test_nothing_found_in_nothing() -> None:
    assert report("text", []) == "No findings.\n\ndocuments  0, 0 wrapped\n"
    assert json.loads(report("json", []))["columns"] is None
    assert "columns" not in report("text", [document("他/来").checked])


def test_every_report_has_its_counts_and_colour_only_where_it_is_asked_for() -> None:
    assert not [name for name in REPORTS if "\x1b" in report(name, FEW)]
    assert re.sub(r"\x1b\[\d+m", "", report("text", FEW, color=True)) == report("text", FEW)
    assert "\x1b" not in report("json", FEW, color=True)
