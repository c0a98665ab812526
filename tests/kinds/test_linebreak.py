import numpy as np
import pytest

from corpuskit.kinds import linebreak
from corpuskit.kinds.linebreak import ALL_REASONS, LinebreakRule
from corpuskit.layout import REASONS
from corpuskit.model import Block, Edit, Fix, Hits, Layout, Options, View
from corpuskit.unicode import code_points

WRAP, BLANK, NUMBER, UNSURE = (
    REASONS.index(name) for name in ("hard-wrap", "blank-line-inside-block", "number-cut", "kept-unsure")
)
END = REASONS.index("kept-block-end")


def rule(code: str, *reasons: str, fix: Fix = Fix.SAFE) -> LinebreakRule:
    return LinebreakRule(code=code, name=code.lower(), message="", why="", fix=fix, reasons=reasons)


WRAPS, BLANKS, NUMBERS = (
    rule("LB1", "hard-wrap"),
    rule("LB2", "blank-line-inside-block"),
    rule("LB3", "number-cut"),
)
UNSURES = rule("LB7", "kept-unsure", fix=Fix.NONE)


def view_of(
    reasons: list[int],
    *,
    separators: tuple[Edit, ...] = (),
    leading: tuple[Edit, ...] = (),
    newline: str = "\n",
) -> View:
    """Lines ``第0行``, ``第1行`` … one line end apart; breaks with join reasons are joined."""
    text = newline.join(f"第{index}行" for index in range(len(reasons) + 1))
    starts = np.arange(len(reasons), dtype=np.int64) * 4 + 3
    joins = np.array([reason <= NUMBER for reason in reasons], np.bool_)
    glues = tuple(Edit(start, start + 1, "") for start in starts[joins].tolist())
    codes = np.array(reasons, np.int8)
    layout = Layout(True, 6, starts, starts + 1, joins, codes, codes, glues, separators, leading, ())
    return View(text, code_points(text), "zh", layout)


def find(view: View, *rules: LinebreakRule) -> list[tuple[str, int, int, list[Edit]]]:
    (hits,) = linebreak.compile(rules, Options())([view])
    return rows(hits, rules)


def rows(hits: Hits, rules: tuple[LinebreakRule, ...]) -> list[tuple[str, int, int, list[Edit]]]:
    numbers = hits.rules.tolist(), hits.starts.tolist(), hits.ends.tolist()
    return [
        (rules[one].code, start, end, [*edits])
        for one, start, end, edits in zip(*numbers, hits.edits, strict=True)
    ]


def cut(*breaks: int) -> list[Edit]:
    return [Edit(one * 4 + 3, one * 4 + 4, "") for one in breaks]


def test_a_block_cut_into_many_lines_is_one_hit_with_all_its_joins() -> None:
    assert find(view_of([WRAP, WRAP, WRAP]), WRAPS) == [("LB1", 3, 12, cut(0, 1, 2))]


def test_blocks_are_found_one_by_one() -> None:
    found = find(view_of([WRAP, END, END, WRAP, WRAP]), WRAPS)
    assert found == [("LB1", 3, 4, cut(0)), ("LB1", 15, 20, cut(3, 4))]


def test_the_rule_of_most_breaks_speaks_for_the_block_and_of_equals_the_first() -> None:
    assert find(view_of([WRAP, NUMBER, NUMBER]), WRAPS, NUMBERS)[0][0] == "LB3"
    assert find(view_of([NUMBER, WRAP]), WRAPS, NUMBERS) == [("LB1", 3, 8, cut(0, 1))]
    assert find(view_of([WRAP, NUMBER]), NUMBERS, WRAPS)[0][0] == "LB3"


def test_breaks_that_no_rule_asks_for_are_left_out() -> None:
    assert find(view_of([WRAP, BLANK, WRAP]), WRAPS) == [("LB1", 3, 4, cut(0)), ("LB1", 11, 12, cut(2))]
    assert find(view_of([WRAP]), NUMBERS) == []


def test_a_rule_without_fix_has_hits_without_edits() -> None:
    report = rule("LB1", "hard-wrap", fix=Fix.NONE)
    found = find(view_of([WRAP, END, NUMBER]), report, NUMBERS)
    assert found == [("LB1", 3, 4, []), ("LB3", 11, 12, cut(2))]


def test_kept_breaks_in_a_row_are_one_hit_without_edits() -> None:
    assert find(view_of([UNSURE, UNSURE, END, UNSURE]), UNSURES) == [("LB7", 3, 8, []), ("LB7", 15, 16, [])]


def test_leading_blanks_are_a_hit_each_and_separators_one_together() -> None:
    leading, separators = (Edit(0, 1, ""), Edit(4, 5, "")), (Edit(3, 4, "\n\n"), Edit(7, 7, "\n"))
    view = view_of([END], leading=leading, separators=separators)
    blanks, apart = rule("LB5", "stray-leading-blank"), rule("LB6", "block-separator")
    assert find(view, blanks, apart) == [
        ("LB5", 0, 1, [leading[0]]),
        ("LB5", 4, 5, [leading[1]]),
        ("LB6", 3, 7, list(separators)),
    ]
    assert find(view, WRAPS) == []


def test_furniture_is_a_hit_for_those_that_stand_together_and_its_place_is_its_own() -> None:
    text = "首\n甲\n\n— 1 —\n书名\n乙\n2\n"
    spans = [(0, 1), (5, 10), (11, 13), (16, 17)]
    blocks = [Block(*span, "furniture", 90) for span in spans]
    blocks[1:1], blocks[4:4] = [Block(2, 3, "other", 90)], [Block(14, 15, "other", 90)]
    removals = (Edit(0, 2, ""), Edit(3, 14, ""), Edit(15, 18, "\n"))
    none = np.zeros(0, np.int64)
    flags = none.astype(np.bool_), none.astype(np.int8), none.astype(np.int8)
    layout = Layout(True, 6, none, none, *flags, (), (), (), tuple(blocks), removals)
    view = View(text, code_points(text), "zh", layout)
    furniture = rule("LB9", "page-furniture", fix=Fix.UNSAFE)
    places = [("LB9", 0, 1), ("LB9", 5, 13), ("LB9", 16, 17)]
    assert find(view, furniture) == [(*place, [edit]) for place, edit in zip(places, removals, strict=True)]
    (hits,) = linebreak.compile([furniture], Options())([view])
    assert [one["found"] for one in hits.details] == ["首", "— 1 — 书名", "2"]
    assert find(view, WRAPS) == []


@pytest.mark.parametrize("newline", ["\n", "\r", "\u2028"])
def test_the_details_tell_both_sides_of_a_break_of_the_rule(newline: str) -> None:
    view = view_of([NUMBER, WRAP, WRAP], newline=newline)
    (hits,) = linebreak.compile([WRAPS, NUMBERS], Options())([view])
    why = "the line fills 5 of 6 cells; “第” would not have fitted"
    shown = {"before": "第1行", "after": "第2行", "because": why}
    asked = [hits.details[0].get(name, 0) for name in ("before", "because", "nothing")]
    assert asked == ["第1行", why, 0]
    assert hits.details == ({"breaks": 3, "lines": 4, "width": 6, **shown},)
    assert set(hits.details[0]) == linebreak.DETAILS - {"found"}


def test_texts_without_lines_have_no_hits() -> None:
    empty = view_of([])
    bare = View("", code_points(""), "zh", None)
    assert [len(hits.rules) for hits in linebreak.compile([WRAPS], Options())([empty, bare])] == [0, 0]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (rule("LB1", "hard-warp"), "LB1: reasons: 'hard-warp'; allowed: hard-wrap, "),
        (rule("LB1"), "LB1: reasons: empty; allowed: hard-wrap, "),
        (rule("LB1", "kept-unsure"), "LB1: fix: 'safe' for breaks that were kept; allowed: none"),
    ],
)
def test_faults(given: LinebreakRule, fault: str) -> None:
    (found,) = linebreak.faults(given, Options())
    assert str(found).startswith(fault)


def test_good_rules_have_no_faults() -> None:
    assert not list(linebreak.faults(rule("LB1", *ALL_REASONS), Options()))


def test_the_reference_names_every_reason() -> None:
    assert LinebreakRule.__doc__ is not None
    assert [reason for reason in ALL_REASONS if f"``{reason}``" not in LinebreakRule.__doc__] == []
