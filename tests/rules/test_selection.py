import pytest

from corpuskit.errors import ConfigError
from corpuskit.model import Rule, Status
from corpuskit.rules import outdated, selected_codes

CODES = ("LB001", "LB002", "LB101", "TM001", "TMX001")


def rule(code: str, status: Status = Status.STABLE) -> Rule:
    return Rule(code=code, name=code.lower(), status=status, message="", why="")


RULES = (*map(rule, CODES), rule("LB009", Status.PREVIEW), rule("LB008", Status.DEPRECATED))


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), "LB001 LB002 LB008 LB101 TM001 TMX001"),
        (("ALL",), ("LB",), "TM001 TMX001"),
        (("LB",), (), "LB001 LB002 LB008 LB101"),
        (("LB0",), (), "LB001 LB002 LB008"),
        (("TM",), (), "TM001"),
        (("LB", "TM001"), ("LB0",), "LB101 TM001"),
        (("LB001",), ("LB",), "LB001"),
        (("LB001",), ("LB001",), ""),
        (("LB0", "LB001"), ("LB0",), "LB001"),
        (("ALL",), ("ALL",), ""),
        (("LB009",), (), "LB009"),
        (("LB0", "LB009"), (), "LB001 LB002 LB008 LB009"),
    ],
)
def test_the_longer_selector_wins(select: tuple[str, ...], ignore: tuple[str, ...], expected: str) -> None:
    assert " ".join(sorted(selected_codes(RULES, select, ignore))) == expected


def test_preview_rules_come_with_preview() -> None:
    assert "LB009" in selected_codes(RULES, preview=True)
    assert "LB009" not in selected_codes(RULES, ignore=["LB0"], preview=True)


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("LB110", "did you mean 'LB101'"),
        ("QU", "allowed: ALL, a code, LB, TM, TMX"),
        ("TM999", "allowed: TM001$"),
        ("lb", "no rule 'lb'"),
        ("", "no rule ''"),
        ("LB0011", "did you mean 'LB001'"),
    ],
)
def test_a_selector_that_fits_no_rule_is_an_error(selector: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=hint):
        selected_codes(RULES, ignore=[selector])


def test_a_code_that_a_rule_had_stands_for_the_rule_and_is_told() -> None:
    renamed = Rule(code="TM002", name="renamed", message="", why="", formerly=("TM900", "TM901"))
    rules = (*RULES, renamed)
    assert selected_codes(rules, ["TM900"]) == {"TM002"}
    assert "TM002" not in selected_codes(rules, ["ALL"], ["TM901"])
    assert outdated(rules, ["TM900", "TM", "TM002"]) == ["TM900 is now TM002: write that"]


def test_who_names_a_deprecated_rule_is_warned() -> None:
    (note,) = outdated(RULES, ["LB", "LB008", "LB008"])
    assert note.startswith("LB008 (lb008) is deprecated")
