from msgspec.structs import replace

from corpuskit.model import Block, Checked, Diagnostic, Fix, Severity
from corpuskit.statistics import RuleCount, statistics
from tests.documents import CAR, RULES, document


def found(code: str, fixed: bool = True) -> Diagnostic:
    return Diagnostic(code, Severity.WARNING, Fix.SAFE, 0, 1, {}, (), fixed)


def checked(*codes: str, width: int = 0, breaks: int = 0, joined: int = 0) -> Checked:
    diagnostics = tuple(found(code, code == code.upper()) for code in codes)
    diagnostics = tuple(one._replace(code=one.code.upper()) for one in diagnostics)
    one = document("他/来").checked
    return replace(
        one, diagnostics=diagnostics, wrapped=joined > 0, width=width, breaks=breaks, joined=joined
    )


def test_rules_are_sorted_by_count_then_code() -> None:
    counts = statistics([checked("PU001", "pu001"), checked("LB002", "lb002"), checked("lb002")], RULES)
    assert counts.rules == (RuleCount("LB002", "cut-block", 3, 1), RuleCount("PU001", "half-width", 2, 1))
    level = statistics([checked("PU001", "LB002")], RULES)
    assert [one.code for one in level.rules] == ["LB002", "PU001"]


def test_only_wrapped_documents_have_a_column_that_counts() -> None:
    counts = statistics([checked(width=20, breaks=4), checked(width=35, breaks=8, joined=2)], RULES)
    assert (counts.documents, counts.widths, counts.breaks, counts.joined) == (2, (35,), 12, 2)


def test_the_share_is_rounded_and_0_of_nothing() -> None:
    shares = [statistics([checked(breaks=b, joined=j)], RULES).percent for b, j in ((8, 1), (3, 1), (3, 3))]
    assert shares == [13, 33, 100]
    assert statistics([], RULES).percent == 0


def test_blocks_are_counted_by_type_the_most_frequent_first() -> None:
    one = replace(
        CAR.checked, blocks=(Block(0, 1, "verse", 9), Block(2, 3, "table", 9), Block(4, 5, "verse", 9))
    )
    assert list(statistics([one], RULES).blocks.items()) == [("verse", 2), ("table", 1)]
