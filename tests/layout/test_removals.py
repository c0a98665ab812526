"""Page furniture: kept by a safe fix, removed by an unsafe one, and nothing else is lost."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpuskit
from corpuskit.edits import apply
from corpuskit.layout import analyse
from corpuskit.layout.blocks import Typed
from corpuskit.layout.hyphens import Hyphens
from corpuskit.layout.normal import repaired
from corpuskit.layout.removals import removals
from corpuskit.layout.rewrap import Setting, rewrap
from corpuskit.model import Block, Edit, Fix, Layout
from corpuskit.rules import load_rules
from tests.layout.sample import ESSAY, ink

HEAD = "大运河研究 第三辑"
FIRST = "大运河北起北京，南至杭州，沟\n通五大水系。两千多年来，它把\n沿线的城镇连成一体，粮食和丝\n绸顺流而下，书信与消息逆水而"
SECOND = "上。今天的运河仍在通航。船队\n日夜往来，码头灯火通明，沿岸\n的居民推开窗就能看见水。"
THIRD = (
    "两岸的船工说，从前走完全程要\n三个月，如今一个星期就够了，\n夜里有灯，水上有标，船在雾中\n也不会迷路。"
)
WHOLE = (FIRST + SECOND).replace("\n", "")
LINES = load_rules(select=["LB"])
ALL, NO_JOINS, FEW = load_rules(), load_rules(ignore=["LB001", "LB002"]), load_rules(select=["PU", "LB009"])


def pages(
    paragraphs: list[str], depth: int, number: str, *, head: str = "", feed: bool = False, newline: str = "\n"
) -> tuple[str, list[str]]:
    """A column of ``paragraphs``, cut into pages of ``depth`` lines; and its lines of furniture.

    ``number`` has a place for the page's number, or is empty.
    """
    body = rewrap(paragraphs, ["paragraph"] * len(paragraphs), Setting(40, newline=newline), 3)
    rows = body.removesuffix(newline).split(newline)
    text, running = "", []
    for page, start in enumerate(range(0, len(rows), depth), 1):
        foot = number.format(page) if number else ""
        own = [one for one in (head, foot) if one]
        running += own
        lines = [*([head] if head else []), *rows[start : start + depth], *([foot] if foot else [])]
        text += ("\f" if feed and page > 1 else "") + newline.join(lines) + newline
    return text, running


paged = st.builds(
    pages,
    st.permutations(ESSAY).flatmap(lambda rows: st.integers(2, 4).map(lambda many: rows[:many])),
    st.integers(5, 12),
    st.sampled_from(["— {} —", "{}", "第{}页", ""]),
    head=st.sampled_from(["", HEAD]),
    feed=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n"]),
)


def furniture(text: str) -> list[str]:
    [layout] = analyse([text])
    return [text[edit.start : edit.end] for edit in layout.furniture]


def places(layout: Layout) -> list[Edit]:
    return sorted((*layout.glues, *layout.separators, *layout.leading, *layout.furniture))


def test_a_safe_fix_keeps_furniture_and_does_not_join_across_it() -> None:
    text = f"{FIRST}\n— 1 —\n{SECOND}\n— 2 —\n"
    first, second = FIRST.replace("\n", ""), SECOND.replace("\n", "")
    checked = corpuskit.check(text, rules=LINES)
    assert checked.text == f"{first}\n— 1 —\n{second}\n— 2 —\n"
    found = [one for one in checked.diagnostics if one.code == "LB009"]
    assert [(text[one.start : one.end], one.fix, one.fixed) for one in found] == [
        ("— 1 —", Fix.UNSAFE, False),
        ("— 2 —", Fix.UNSAFE, False),
    ]
    assert [one.details for one in found] == [{"found": "— 1 —"}, {"found": "— 2 —"}]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (f"{FIRST}\n— 1 —\n{SECOND}\n— 2 —\n", f"{WHOLE}\n"),
        (f"{FIRST}\n\n\n  — 1 —  \n\n\n{SECOND}\n\n\n— 2 —", f"{WHOLE}\n"),
        (f"{HEAD}\n{FIRST}\n1\n\f{HEAD}\n{SECOND}\n2\n", f"{WHOLE}\n"),
        (f"{HEAD}\n{FIRST}\f{HEAD}\n{SECOND}", f"{WHOLE}\n"),
        (
            f"{FIRST}\n{SECOND}\n— 1 —\n{THIRD}\n— 2 —\n",
            f"{WHOLE}\n\n{THIRD}".replace("\n", "").replace("两岸", "\n\n两岸") + "\n",
        ),
    ],
    ids=["number", "blank lines", "head and number", "head", "between paragraphs"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_unsafe_fix_removes_it_and_joins_what_goes_on(text: str, result: str, newline: str) -> None:
    checked = corpuskit.check(text.replace("\n", newline), unsafe_fixes=True, rules=LINES)
    assert checked.text == result.replace("\n", newline)
    assert all(one.fixed for one in checked.diagnostics)
    assert [block.type for block in checked.blocks] == ["paragraph"] * (result.count("\n\n") + 1)
    assert [checked.text[b.start : b.end] for b in checked.blocks] == result.rstrip("\n").split("\n\n")


def test_a_hyphen_that_the_page_made_goes_with_it() -> None:
    text = "It is a sim-\n— 1 —\nple method, a well-\n— 2 —\nknown one; well-known and\n— 3 —\ntried."
    spans = [(text.index(part), text.index(part) + len(part)) for part in text.split("\n")]
    flags = np.array([False, True] * 3 + [False])
    blocks = tuple(Block(*span, "paragraph", 90) for span in spans)
    heads = np.array([start for start, _ in spans])
    typed = Typed(blocks, heads, np.zeros(len(spans), np.bool_), flags, [])
    hyphens, onward = Hyphens(text), {}
    for before, after, glue in ((0, 2, ""), (2, 4, ""), (4, 6, " ")):
        end, start = spans[before][1], spans[after][0]
        onward[end] = Edit(end - hyphens.made_by_break(end, start), start, glue)
    found = removals(text, typed, onward, "\n")
    assert apply(text, found)[0] == "It is a simple method, a well-known one; well-known and tried."


def test_a_table_behind_furniture_keeps_its_indent() -> None:
    text = f"{FIRST}\n— 1 —\n  | 甲 | 乙 |\n  | 丙 | 丁 |\n{FIRST}\n{SECOND}\n— 2 —\n"
    result = corpuskit.fix(text, unsafe_fixes=True, rules=LINES)
    assert "\n\n  | 甲 | 乙 |\n  | 丙 | 丁 |\n\n" in result


@pytest.mark.parametrize(
    "text",
    [
        "大运河北起北京。\n— 1 —\n\f今天的运河仍在通航。\n— 2 —\n",
        f"{FIRST}\n{SECOND}\n",
        "1\n\f2\n",
    ],
    ids=["not wrapped", "no furniture", "nothing else"],
)
def test_other_documents_have_nothing_to_remove(text: str) -> None:
    assert furniture(text) == []
    assert corpuskit.fix(text, rules=LINES) == corpuskit.fix(text, unsafe_fixes=True, rules=LINES)


def test_a_line_of_the_text_that_a_page_happens_to_begin_with_is_no_head() -> None:
    refrain = "船工的号子一声接一声，"
    text = f"大运河\n{THIRD}\n{refrain}\n{FIRST}\n— 1 —\n{refrain}\n{SECOND}\n— 2 —\n{THIRD}\n"
    fixed = corpuskit.fix(text, select=["LB"], unsafe_fixes=True)
    assert "— 1 —" not in fixed
    assert fixed.count(refrain) == 2


def test_a_batch_has_the_furniture_that_its_texts_have_alone() -> None:
    batch = ["1\n\f2\n", f"{FIRST}\n— 1 —\n{SECOND}\n— 2 —\n", "", f"{FIRST}\n{SECOND}\n"]
    for one, text in zip(analyse(batch), batch, strict=True):
        [alone] = analyse([text])
        assert (one.furniture, one.blocks) == (alone.furniture, alone.blocks)


@given(paged)
@settings(max_examples=25, deadline=None)
def test_nothing_but_furniture_is_lost_and_twice_is_once(made: tuple[str, list[str]]) -> None:
    text, running = made
    [layout] = analyse([text])
    assert all(one.end <= other.start for one, other in pairwise(places(layout)))
    gone = [line for edit in layout.furniture for line in text[edit.start : edit.end].split()]
    assert set(gone) <= {word for line in running for word in line.split()}
    rest = apply(text, [Edit(edit.start, edit.end, "") for edit in layout.furniture])[0]
    for unsafe in (False, True):
        checked = corpuskit.check(text, unsafe_fixes=unsafe, rules=LINES)
        assert checked.text == repaired(text, layout, furniture=unsafe)
        assert corpuskit.fix(checked.text, unsafe_fixes=unsafe, rules=LINES) == checked.text
        assert corpuskit.restore(checked.text, checked.changes) == text
        removed = "".join(change.old for change in checked.changes if "LB009" in change.codes)
        assert bool(removed) is (unsafe and bool(layout.furniture))
        assert ink(checked.text) == ink(rest if unsafe else text)


@given(paged)
@settings(max_examples=10, deadline=None)
def test_with_all_rules_the_source_comes_back_and_twice_is_once(made: tuple[str, list[str]]) -> None:
    text, _ = made
    once = corpuskit.fix(text, unsafe_fixes=True)
    assert corpuskit.fix(once, unsafe_fixes=True) == once
    for rules in (ALL, NO_JOINS, FEW):
        checked = corpuskit.check(text, rules=rules, unsafe_fixes=True)
        assert corpuskit.restore(checked.text, checked.changes) == text


@pytest.mark.xfail(strict=True, reason="the text stage looks at the text as safe edits leave it")
def test_a_term_that_a_page_cut_is_found_once_the_furniture_is_gone() -> None:
    first = FIRST.replace("书信与消息逆水而", "他们发展着新型质")
    second = SECOND.replace("上。今天的运河仍在", "生产力。今天的运河")
    once = corpuskit.fix(f"{first}\n— 1 —\n{second}\n— 2 —\n", unsafe_fixes=True)
    assert "— 1 —" not in once and "生产力。今天的运河通航。船队日夜往来" in once, "the furniture must go"
    assert "发展着新质生产力" in once
