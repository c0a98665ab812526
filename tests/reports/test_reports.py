import json
import re
import sys
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.display import cells, is_printable
from corpuskit.findings import Failure, Tally
from corpuskit.model import Checked, Diagnostic, Edit, Fix, Severity
from corpuskit.reports import REPORTS, render
from tests import golden
from tests.documents import CAR, RULES, document
from tests.growth import grows_linearly
from tests.strategies import texts


def found(source: str, start: int, end: int, *edits: Edit, fix: Fix = Fix.SAFE) -> Checked:
    """A document with one finding of PU001."""
    fixed = bool(edits) and fix is Fix.SAFE
    one = Diagnostic("PU001", Severity.WARNING, fix, start, end, {"prefer": "，"}, edits, fixed)
    checked = document("").checked
    return replace(checked, document=replace(checked.document, text=source), diagnostics=(one,))


def report(name: str, *checked: Checked, color: bool = False, failures: Sequence[Failure] = ()) -> str:
    return "".join(render(name, checked, RULES, failures, color=color))


COMMA = found("科创板,新质\n", 3, 4, Edit(3, 4, "，"))
QUOTE = found("一\n他说“好”\n", 4, 7, Edit(4, 5, "‘"), Edit(6, 7, "’"), fix=Fix.UNSAFE)
BLANK = found("5G\u3000\u200b网络\r\n", 2, 4, fix=Fix.NONE)
ALL = (CAR.checked, COMMA, QUOTE, BLANK, document("他/来").checked)


FORMATS = [
    ("text", "txt"), ("concise", "txt"), ("json", "json"), ("jsonl", "jsonl"), ("github", "txt"),
    ("gitlab", "json"), ("sarif", "json"), ("junit", "xml"), ("checkstyle", "xml"), ("rdjson", "json"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "suffix"), FORMATS)
def test_golden(name: str, suffix: str) -> None:
    golden.check(f"report-{name}.{suffix}", report(name, *ALL))


UNREAD = Failure("old/甲.txt:3: not utf-8: byte 5; try --encoding gb18030", "old/甲.txt", 3)
GONE = Failure("gone.txt: no such file or directory", "gone.txt")


@pytest.mark.parametrize(("name", "suffix"), FORMATS)
def test_golden_of_what_could_not_be_checked(name: str, suffix: str) -> None:
    golden.check(f"failures-{name}.{suffix}", report(name, COMMA, failures=(UNREAD, GONE)))


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_passes_over_what_could_not_be_checked(name: str) -> None:
    for failure in (UNREAD, GONE):
        told = report(name, document("他/来").checked, failures=[failure])
        assert failure.message in told
        assert report(name, document("他/来").checked) != told


def test_sarif_says_whether_all_was_done() -> None:
    def invocation(*failures: Failure) -> dict[str, Any]:
        (run,) = json.loads(report("sarif", COMMA, failures=failures))["runs"]
        (one,) = run["invocations"]
        return dict(one)

    assert invocation() == {"executionSuccessful": True}
    failed = invocation(UNREAD, GONE)
    assert not failed["executionSuccessful"]
    places = [one["locations"][0]["physicalLocation"] for one in failed["toolExecutionNotifications"]]
    assert [one.get("region") for one in places] == [{"startLine": 3}, None]


def test_junit_counts_what_could_not_be_checked() -> None:
    from xml.etree import ElementTree

    suite = ElementTree.fromstring(report("junit", COMMA, failures=(UNREAD, GONE)))
    assert [suite.get(key) for key in ("tests", "failures", "errors")] == ["3", "1", "2"]
    assert len(suite.findall("testcase")) == 3
    assert len(suite.findall("testcase/error")) == 2


def test_a_failure_is_a_row_with_the_keys_of_a_finding() -> None:
    finding, failure = json.loads(report("json", COMMA, failures=[UNREAD]))
    assert list(finding) == list(failure)
    assert (failure["code"], failure["severity"], failure["line"]) == (None, "error", 3)


def test_failures_of_one_message_have_prints_of_their_own() -> None:
    prints = [one["fingerprint"] for one in json.loads(report("gitlab", failures=[GONE, GONE, UNREAD]))]
    assert len({*prints}) == 3


def marks(text: str) -> tuple[str, str]:
    """The line of source and the line of marks of the first finding, without their margin."""
    lines = text.split("\n")
    return lines[1].partition(" | ")[2], lines[2].partition(" | ")[2]


@pytest.mark.parametrize(
    ("source", "start", "end", "cell", "width"),
    [
        ("科创板,新质", 3, 4, 6, 1),
        ("5G,新质", 2, 3, 2, 1),
        ("５Ｇ新质", 2, 4, 4, 4),
        ("e\u0301科创", 2, 3, 1, 2),
        ("𠮷野家", 1, 2, 2, 2),
        ("科\u200b创", 1, 2, 2, 6),
        ("科创\n新质", 2, 3, 4, 1),
        ("一\r\n二三\r\n四", 4, 7, 2, 2),
        ("", 0, 0, 0, 1),
    ],
)
def test_marks_stand_under_the_cells_of_the_finding(
    source: str, start: int, end: int, cell: int, width: int
) -> None:
    _, marked = marks(report("text", found(source, start, end)))
    assert (len(marked) - len(marked.lstrip(" ")), marked.count("^")) == (cell, width)


@given(texts(60), st.data())
def test_any_finding_fits_the_terminal(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    shown, marked = marks(report("text", found(source, start, end)))
    assert cells(shown) <= 80
    assert is_printable(shown)
    assert set(marked) <= {" ", "^"}
    assert cells(marked) <= max(cells(shown), 80) + 1


def test_a_long_line_is_cut_around_the_finding() -> None:
    shown, marked = marks(report("text", found("前" * 5000 + "," + "后" * 5000, 5000, 5001)))
    assert shown.startswith("…前")
    assert shown.endswith("后…")
    assert shown[: marked.index("^") // 2 + 1].endswith("前")
    assert "前,后" in shown


def test_invisible_characters_of_a_message_are_escaped() -> None:
    assert "“\\u3000\\u200b”应为“，”" in report("concise", BLANK)


def test_the_text_report_says_why_and_json_holds_it() -> None:
    (one,) = COMMA.diagnostics
    why = {"because": "the line ends inside the word “devel\xadopment”"}
    told = replace(COMMA, diagnostics=(one._replace(details=why),))
    shown = "  = because: the line ends inside the word “devel\\xadopment”\n  = fix: "
    assert shown in report("text", told)
    assert "because" not in report("concise", told)
    assert json.loads(report("json", told))[0]["details"] == why


def test_a_long_finding_is_shortened() -> None:
    assert re.search(r"“新{17}…新{6}”应为", report("concise", found("新" * 1000, 0, 1000)))


def test_colour_is_only_where_it_is_asked_for() -> None:
    for name in REPORTS:
        assert "\x1b" not in report(name, *ALL)
    assert "\x1b[33mwarning\x1b[0m" in report("text", COMMA, color=True)
    assert re.sub(r"\x1b\[\d+m", "", report("text", *ALL, color=True)) == report("text", *ALL)


@pytest.mark.parametrize(
    ("checked", "line"),
    [
        ([], "No findings in 0 documents."),
        ([document("他/来").checked], "No findings in 1 document."),
        ([BLANK], "Found 1 finding (0 errors, 1 warning, 0 info) in 1 of 1 document."),
        (
            [QUOTE],
            "Found 1 finding (0 errors, 1 warning, 0 info) in 1 of 1 document; 1 with `--unsafe-fixes`.",
        ),
        (
            ALL,
            "Found 4 findings (0 errors, 4 warnings, 0 info) in 4 of 5 documents; "
            "2 fixable with `corpuskit fix`, 1 more with `--unsafe-fixes`.",
        ),
    ],
)
def test_the_last_line_says_what_to_run_next(checked: Sequence[Checked], line: str) -> None:
    assert report("text", *checked).splitlines()[-1] == line


def test_concise_has_a_line_for_each_finding() -> None:
    lines = report("concise", *ALL).splitlines()
    assert lines[1] == "paper/2024/a.txt:1:4: PU001 [*] “,”应为“，”"
    assert len(lines) == 4


def test_json_is_one_array() -> None:
    rows = json.loads(report("json", *ALL))
    assert [row["code"] for row in rows] == ["LB002", "PU001", "PU001", "PU001"]
    assert (rows[2]["line"], rows[2]["column"], rows[2]["end_line"], rows[2]["end_column"]) == (2, 3, 2, 6)
    assert json.loads(report("json")) == []


def test_names_in_braces_that_nobody_knows_stay() -> None:
    rules = {"PU001": msgspec.structs.replace(RULES["PU001"], message="{found} {0} {nobody} {}")}
    assert "".join(render("concise", [COMMA], rules)).endswith(": PU001 [*] , {0} {nobody} {}\n")


ASTRAL = found("𠮷野家,好\n", 3, 4, Edit(3, 4, "，"))


def test_each_format_counts_columns_as_its_readers_do() -> None:
    (line,) = report("github", ASTRAL).splitlines()
    assert ",col=4,endColumn=4," in line
    (result,) = json.loads(report("sarif", ASTRAL))["runs"][0]["results"]
    region = {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6}
    assert result["locations"][0]["physicalLocation"]["region"] == region
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "，"}}]
    (row,) = json.loads(report("rdjson", ASTRAL))["diagnostics"]
    assert row["location"]["range"]["start"] == {"line": 1, "column": 4 + 3 + 3 + 1}


@given(texts(60), st.data())
def test_columns_of_sarif_are_utf_16_code_units(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    (result,) = json.loads(report("sarif", found(source, start, start)))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    lines = re.split("(?<=\n)|(?<=\r)(?!\n)", source)
    before = "".join(lines[: region["startLine"] - 1])
    assert len(source[len(before) : start].encode("utf-16-le")) == 2 * (region["startColumn"] - 1)


def test_fingerprints_stay_when_lines_move_and_tell_twins_apart() -> None:
    def prints(*checked: Checked) -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(report("gitlab", *checked))]

    moved = found("新的一行\n\n科创板,新质\n", 9, 10)
    assert prints(found("新的一行\n科创板,新质\n", 8, 9)) == prints(moved)
    assert len({*prints(moved, moved, moved)}) == 3
    assert prints(moved, moved)[0] == prints(moved)[0]


def test_workflow_commands_are_escaped() -> None:
    odd = replace(COMMA, document=replace(COMMA.document, path="a,b:c%\n.txt"))
    (line,) = report("github", odd).splitlines()
    assert line.startswith("::warning file=a%2Cb%3Ac%25%0A.txt,")


def test_a_row_is_a_line_of_its_file() -> None:
    row = replace(COMMA, document=replace(COMMA.document, path="a.jsonl", row=7))
    assert report("github", row).startswith("::warning file=a.jsonl,line=7,endLine=7,title=")
    (result,) = json.loads(report("sarif", row))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert "fixes" not in result
    assert json.loads(report("gitlab", row))[0]["location"]["lines"] == {"begin": 7, "end": 7}


@pytest.mark.parametrize("name", REPORTS)
def test_half_a_character_stops_no_report(name: str) -> None:
    odd = found("科\ud800创,新", 3, 4, Edit(3, 4, "\udfff"))
    assert report(name, odd).encode("utf-8", "backslashreplace")
    if name in ("json", "gitlab", "sarif", "rdjson"):
        json.loads(report(name, odd))


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_holds_more_than_one_document(name: str) -> None:
    many = [found(f"科创板{number},新质\n", 4, 5) for number in range(4)]
    (alone,) = {*map(sys.getrefcount, many)}
    for _ in render(name, iter(many), RULES):
        assert sum(count > alone for count in map(sys.getrefcount, many)) <= 1


@pytest.mark.parametrize("name", ["text", "rdjson", "sarif"])
def test_findings_in_one_long_line_take_no_longer_each(name: str) -> None:
    def tell(many: int) -> None:
        one = found("科" * 300 * many + "," * many, 0, 1)
        (finding,) = one.diagnostics
        every = tuple(finding._replace(start=at, end=at + 1) for at in range(300 * many, 301 * many))
        report(name, replace(one, diagnostics=every))

    assert grows_linearly(tell, 1_500)


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_xml_is_well_formed_whatever_the_text(name: str) -> None:
    from xml.etree import ElementTree

    odd = replace(COMMA, document=replace(COMMA.document, text='\x00<&"\x1b', path='<"&\x01>.txt'))
    failure = Failure("\x00<&", '<"&\x01>.txt')
    told = report(name, odd, failures=[failure]).encode()
    assert ElementTree.fromstring(told).tag in ("testsuite", "checkstyle")


def test_absolute_and_odd_paths_are_uris() -> None:
    for path, uri in (("/a b/科.txt", "file:///a%20b/%E7%A7%91.txt"), ("a#b.txt", "a%23b.txt")):
        odd = replace(COMMA, document=replace(COMMA.document, path=path))
        assert f'"uri": "{uri}"' in report("sarif", odd)


def test_sarif_says_only_what_its_object_model_knows() -> None:
    model = pytest.importorskip("sarif_pydantic").Sarif
    log = json.loads(report("sarif", *ALL, ASTRAL, failures=(UNREAD, GONE)))
    known = model.model_validate(log).model_dump_json(by_alias=True, exclude_none=True, exclude_unset=True)
    assert json.loads(known) == log


def test_sarif_has_what_its_schema_demands() -> None:
    log = json.loads(report("sarif", *ALL))
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "utf16CodeUnits")
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            assert change["artifactLocation"]["uri"]
            assert all(one["deletedRegion"]["startLine"] >= 1 for one in change["replacements"])


def test_large_numbers_are_written_alike() -> None:
    tally = Tally(documents=9000, affected=1234, warnings=7000, infos=2000, fixable=1500, unsafe=1200)
    assert str(tally) == (
        "Found 9,000 findings (0 errors, 7,000 warnings, 2,000 info) in 1,234 of 9,000 documents; "
        "1,500 fixable with `corpuskit fix`, 1,200 more with `--unsafe-fixes`."
    )
