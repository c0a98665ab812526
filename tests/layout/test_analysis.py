import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.layout import REASONS, Reason, analyse, analysis
from corpuskit.layout.decide import DOUBT, Decisions, How, decide
from corpuskit.layout.lines import Batch
from corpuskit.layout.normal import repaired
from corpuskit.layout.page import Page
from corpuskit.layout.rewrap import Setting, fill, rewrap
from corpuskit.model import Layout
from corpuskit.unicode import CLASSES, CharClass, code_points
from tests.layout.sample import ESSAY, SEED, fix, ink
from tests.layout.texts import HERE, read
from tests.shared import SHARED
from tests.strategies import texts

HOSTILE = [
    json.loads(line) for line in Path(__file__).with_name("hostile.jsonl").read_text("utf-8").splitlines()
]
PROSE = ["paragraph"] * len(ESSAY)
broken = st.builds(
    Setting,
    width=st.integers(12, 60).map(lambda half: 2 * half),
    indent=st.sampled_from([0, 4]),
    shown=st.booleans(),
    blank_lines=st.sampled_from([0, 50, 95, 100]),
    stray=st.sampled_from([0, 20]),
    newline=st.sampled_from(["\n", "\r\n", "\r", "\u2028"]),
).map(lambda setting: rewrap(ESSAY, PROSE, setting, 7))


def lines(*rows: str, end: str = "\n") -> str:
    return "".join(row + end for row in rows)


def edits(layout: Layout) -> list[tuple[int, int, str]]:
    return sorted((*layout.glues, *layout.separators, *layout.leading))


def alike(one: Layout, other: Layout) -> bool:
    arrays = ("starts", "ends", "joins", "reasons", "confidences")
    same = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    return same and edits(one) == edits(other) and one.blocks == other.blocks and one.width == other.width


def test_the_seed_comes_back() -> None:
    [layout] = analyse([SEED])
    blocks = fix(SEED).split("\n\n")
    assert [block.type for block in layout.blocks] == [
        *("paragraph", "paragraph", "paragraph", "paragraph", "note", "source"),
        *("heading", "paragraph", "paragraph", "paragraph", "paragraph", "paragraph", "note", "source"),
        *("heading", "byline"),
    ]
    assert len(blocks) == 16
    assert int(layout.joins.sum()) == 250
    assert len(layout.leading) == 2
    assert blocks[-1] == "蒲清平 衡渝茜\n"
    assert "第二次科技革命，计算机的应用催生以信息化为标志的第三次" in blocks[1]
    assert blocks[9].startswith("把先进制造业作为重庆建设现代化产业体系的工业母机。先进制造业既是")
    assert ink(fix(SEED)) == ink(SEED)


@pytest.mark.parametrize(
    ("width", "blank_lines"),
    [
        *((width, 92) for width in (14, 15, 18, 20, 22, 24, 26, 32, 34, 36, 38, 40)),
        *((width, 0) for width in (14, 15, 18, 20, 22, 24, 26, 32, 34, 36, 38, 40)),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_seed_comes_back_from_other_widths(width: int, blank_lines: int, newline: str) -> None:
    gold = fix(SEED).strip().split("\n\n")
    types = [block.type for block in analyse([SEED])[0].blocks]
    text = rewrap(gold, types, Setting(2 * width, blank_lines=blank_lines, newline=newline, stray=10), width)
    assert [ink(row) for row in fix(text).split(newline) if row] == [ink(block) for block in gold]


@pytest.mark.parametrize("case", HOSTILE, ids=[case["id"] for case in HOSTILE])
def test_a_text_whose_lines_are_right_is_left_alone(case: dict[str, str]) -> None:
    [layout] = analyse([case["raw"]])
    assert not layout.wrapped
    assert not edits(layout)


@pytest.mark.skipif(SHARED is None, reason="measured data is not beside the checkout")
def test_the_given_hostile_texts_are_left_alone() -> None:
    assert SHARED is not None
    rows = (SHARED / "bench/linebreak/hostile.jsonl").read_text("utf-8").splitlines()
    raws = [json.loads(row)["raw"] for row in rows]
    assert [repaired(raw, layout) for raw, layout in zip(raws, analyse(raws), strict=True)] == raws


def test_the_files_of_installed_packages_are_left_alone() -> None:
    folder = Path(np.__file__).parents[1]
    files = [path for path in folder.glob("*.dist-info/**/*") if path.is_file()]
    found = [path for path in files if path.stat().st_size < 100_000]
    raws = [path.read_bytes().decode("utf-8", "replace") for path in found]
    assert len(raws) > 20
    layouts = analyse(raws)
    assert [path for path, layout in zip(found, layouts, strict=True) if edits(layout)] == []


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        # Four lines with one right margin, two of which end without a mark.
        (
            lines(
                "今天我们在这里召开会议，讨论下",
                "一步的工作安排，请大家畅所欲言提",
                "出宝贵意见，会后认真研究，把好的",
                "建议写进方案。",
            ),
            lines(
                "今天我们在这里召开会议，讨论下一步的工作安排，请大家畅所欲言提出宝贵意见，会后认真研究，"
                "把好的建议写进方案。"
            ),
        ),
        # Cuts that nothing but a line break explains need no further lines.
        (
            lines("研发经费投入强度在2023", "", "年提高到2.45%。"),
            lines("研发经费投入强度在2023年提高到2.45%。"),
        ),
        (lines("研发经费投入强度提高了12", "%，创新高。"), lines("研发经费投入强度提高了12%，创新高。")),
        (
            lines("研发经费投入强度预计提高到新的水平", "，实现了新发展。"),
            lines("研发经费投入强度预计提高到新的水平，实现了新发展。"),
        ),
        # Japanese, and English with a word cut in two.
        (
            lines(
                "吾輩は猫である。名前はまだ無い。どこ",
                "で生れたかとんと見当がつかぬ。何でも",
                "薄暗い所で泣いていた。",
            ),
            lines(
                "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗い所で泣いていた。"
            ),
        ),
        (
            lines(
                "It was a bright cold day in April, and",
                "the clocks were striking thirteen. He",
                "slipped quickly through the glass doors",
                "of the building, though not quickly",
                "enough to keep out the dust.",
            ),
            lines(
                "It was a bright cold day in April, and the clocks were striking thirteen. He slipped "
                "quickly through the glass doors of the building, though not quickly "
                "enough to keep out the dust."
            ),
        ),
        (
            lines("The committee discussed the devel-", "opment of the new regional plan."),
            lines("The committee discussed the development of the new regional plan."),
        ),
    ],
)
def test_a_wrapped_text_is_joined(bad: str, good: str) -> None:
    assert fix(bad) == good


@pytest.mark.parametrize(
    "text",
    ["今天我们在这里召开会议，讨论\n下一步的工作安排。\n", "人工智能\n机器学习\n", "第一行。\n第二行。\n"],
)
def test_two_lines_without_evidence_are_left_alone(text: str) -> None:
    assert fix(text) == text


def test_reasons_name_what_was_cut() -> None:
    [layout] = analyse([SEED])
    names = [REASONS[reason] for reason in layout.reasons]
    assert names.count("number-cut") == 1
    assert {name for name, join in zip(names, layout.joins, strict=True) if join} == {
        "hard-wrap",
        "number-cut",
    }
    assert len(REASONS) == len(Reason)


def test_an_unsure_break_is_kept_and_says_so() -> None:
    sure = analyse([SEED], threshold=50)[0]
    strict = analyse([SEED], threshold=99)[0]
    lost = sure.joins & ~strict.joins
    assert lost.any()
    assert set(strict.reasons[lost].tolist()) == {Reason.KEPT_UNSURE}
    assert (strict.confidences[strict.joins] >= 99).all()


def test_joins_that_would_not_last_are_kept_as_likely_as_they_were() -> None:
    """Two joins are likely, but what they make would be joined to more in the next run."""
    rows = (
        "个纸包，",
        "里。”老向",
        "捏了捏，",
        "得厚。\fJournal o",
        "你喝。酒雾",
        "大，没有开\fJournal o",
        "。𠮷",
    )
    [layout] = analyse(["\n".join(rows)])
    unsure = layout.reasons == Reason.KEPT_UNSURE
    assert not layout.wrapped
    assert unsure.any()
    assert (100 - layout.confidences[unsure] >= DOUBT).all()


def test_nothing_is_joined_across_a_page_number() -> None:
    rows = SEED.split("\n")[:90]
    text = "\n".join([*rows[:31], "— 1 —", *rows[31:61], "— 2 —", *rows[61:]])
    [layout] = analyse([text])
    assert [text[b.start : b.end] for b in layout.blocks if b.type == "furniture"] == ["— 1 —", "— 2 —"]
    assert "— 1 —" in fix(text).split("\n")


@pytest.mark.parametrize("width", range(56, 72, 4))
def test_minutes_that_name_a_few_officers_are_prose(width: int) -> None:
    [minutes] = [row for row in read(HERE / "genres.jsonl") if row["id"] == "minutes-en"]
    text = rewrap(minutes["gold"], minutes["gold_types"], Setting(width, shown=True), 1)
    assert len(fix(text).split("\n\n")) - len(minutes["gold"]) in (0, 1, 2)


@pytest.mark.parametrize(("name", "width"), [("notice-zh", 44), ("notice-zh", 60), ("minutes-en", 72)])
def test_a_full_line_before_an_indented_one_ends_its_block(name: str, width: int) -> None:
    [row] = [row for row in read(HERE / "genres.jsonl") if row["id"] == name]
    text = rewrap(row["gold"], row["gold_types"], Setting(width, shown=True), 1)
    [layout] = analyse([text])
    assert layout.wrapped
    assert not any(text[layout.ends[row] - 1] == "\u3000" for row in layout.joins.nonzero()[0])


@pytest.mark.parametrize(("name", "width"), [("essay-zh", 48), ("law-zh", 42), ("manual-en", 74)])
def test_a_full_line_before_one_that_hangs_ends_its_block(name: str, width: int) -> None:
    [blocks] = [row["gold"] for row in read(HERE / "genres.jsonl") if row["id"] == name]
    rows = [fill(block, [width, width - 4]) for block in blocks]
    text = lines(*("    " * (n > 0) + row for block in rows for n, row in enumerate(block)))
    [layout] = analyse([text])
    assert layout.wrapped
    assert not any(text[layout.ends[row] - 1] == "\n" for row in layout.joins.nonzero()[0])


def test_a_page_that_is_set_further_in_is_joined_too() -> None:
    rows = rewrap(ESSAY * 4, PROSE * 4, Setting(40, shown=True), 1).splitlines()
    text = lines(*rows[:30], *("\u3000" + row for row in rows[30:45]), *rows[45:])
    assert [block.strip() for block in fix(text).split("\n\n")] == [*ESSAY * 4]


def test_rows_cut_off_after_so_many_characters_are_no_lines_of_a_column() -> None:
    [blocks] = [row["gold"] for row in read(HERE / "genres.jsonl") if row["id"] == "mixed-tech"]
    text = lines(*(block[:50] for block in blocks))
    assert fix(text) == text
    column = rewrap(blocks, ["paragraph"] * len(blocks), Setting(100, shown=True), 1)
    assert len(fix(column).split("\n\n")) == len(blocks)


@pytest.mark.parametrize("style", ["{:3}  {}", "{}  {}", "{} {}", "{}\t{}"])
def test_numbered_lines_stay_as_they_are(style: str) -> None:
    rows = rewrap(ESSAY, PROSE, Setting(40), 1).splitlines()
    text = lines(*(style.format(n, row) for n, row in enumerate(rows, 8)), *rows)
    [layout] = analyse([text])
    assert not layout.joins[: len(rows)].any()
    assert layout.joins[len(rows) :].any()


def test_a_quotation_in_a_mail_stays_apart_from_the_answer() -> None:
    rows = rewrap(ESSAY, PROSE, Setting(30), 1).splitlines()
    text = lines(*rows[:11], f"> {rows[4][:-1]}", f"> {rows[5][:-1]}", *rows[11:])
    [layout] = analyse([text])
    assert layout.wrapped
    assert not layout.joins[[10, 12]].any()


def test_a_line_that_stands_there_twice_is_not_joined_to_itself() -> None:
    rows = rewrap(ESSAY, PROSE, Setting(36), 1).splitlines()
    title = "一个老人在桥头卖了三十年豆浆的故事"
    text = lines(title, title, *rows)
    assert fix(text).startswith(f"{title}\n\n{title}\n\n")


@pytest.mark.parametrize(
    "width",
    [
        pytest.param(n, marks=pytest.mark.xfail(n in (35, 36, 42), strict=True, reason="looks like a list"))
        for n in range(26, 43)
    ],
)
def test_the_pages_of_a_reference_go_on_behind_its_colon(width: int) -> None:
    references = [
        "[1] 林一舟, 向远才. 山区小流域水文观测方法的比较与应用[J]. 江河水文, 2011, 28(4): 35-41.",
        "[2] 郑晓, 何文. 河床泥沙粒径的野外测定[J]. 江河水文, 2009, 26(1): 102-109.",
    ]
    blocks = [*ESSAY, *references]
    text = rewrap(blocks, ["paragraph"] * len(blocks), Setting(width, indent=0), 1)
    [layout] = analyse([text])
    kept = [text[end:][:3] for end in layout.ends[~layout.joins].tolist()]
    assert "35-" not in kept
    assert "102" not in kept


def test_columns_side_by_side_stay_as_they_are() -> None:
    left, right = (rewrap(ESSAY, PROSE, Setting(32, shown=True), seed).splitlines() for seed in (1, 2))
    rows = [f"{a}{'　' * (16 - len(a))}    {b}" for a, b in zip(left, right[7:], strict=False)]
    text = lines(*rows, *left[len(rows) :])
    [layout] = analyse([text])
    assert not layout.joins[: len(rows)].any()


def test_a_head_between_the_lines_of_a_paragraph_is_none_of_them() -> None:
    rows = rewrap(ESSAY, PROSE, Setting(30, shown=True), 1).splitlines()
    text = lines(*rows[:3], "某县人民政府公报", *rows[3:14], "某县人民政府公报", *rows[14:])
    assert fix(text).split("\n").count("某县人民政府公报") == 2
    assert fix(f"{text}{text}").split("\n").count("某县人民政府公报") == 4


@pytest.mark.parametrize("text", ["", " \n\n\u3000", "\0\n\0", "\ud800\n\udfff科", "\r\n" * 9, "科"])
def test_texts_with_next_to_nothing_in_them(text: str) -> None:
    [layout] = analyse([text])
    assert not edits(layout)
    assert len(layout.starts) == len(layout.joins) == max(0, len(layout.blocks) - 1)


@given(st.one_of(texts(60), broken, st.sampled_from(HOSTILE).map(lambda case: case["raw"])))
def test_repair_keeps_every_character_and_is_done_once(text: str) -> None:
    [layout] = analyse([text])
    made = edits(layout)
    assert all(a[1] <= b[0] for a, b in pairwise(made))
    assert layout.wrapped or not made
    once = repaired(text, layout)
    assert ink(once) == ink(text)
    assert fix(once) == once


#: Texts of short lines that come again, page numbers and page ends among them.
paged = st.lists(
    st.sampled_from(["丙\n", "丁丙,\n", "\n", "- 1 -\n", "第 2 页\n", "\f", "1\n"]), max_size=9
).map("".join)


@given(st.lists(st.one_of(texts(30), broken, paged), max_size=5))
@example(["返回首页\n正文正文\n返回首页\n", "第一页\f第二页\n"])
@settings(max_examples=60)
def test_a_batch_is_its_texts_one_by_one(batch: list[str]) -> None:
    together = analyse(batch)
    assert all(alike(layout, analyse([text])[0]) for text, layout in zip(batch, together, strict=True))


@given(
    st.lists(st.one_of(texts(30), broken, st.sampled_from(HOSTILE).map(lambda case: case["raw"])), max_size=4)
)
@settings(max_examples=40)
def test_not_to_ask_why_breaks_are_kept_changes_no_repair(batch: list[str]) -> None:
    for asked, layout in zip(analyse(batch), analyse(batch, kept=False), strict=True):
        assert edits(layout) == edits(asked)
        assert layout.blocks == asked.blocks
        assert alike(layout, asked) or not asked.wrapped


def blank(text: str) -> bool:
    return bool((CLASSES[code_points(text)] <= CharClass.LINE_END).all())


@given(st.one_of(texts(60), broken))
@example("\x1f")
@example("发展新质生产力发展新质生产力\f0\n发展新质生产力")
def test_breaks_and_blocks_cover_the_text(text: str) -> None:
    [layout] = analyse([text])
    edges = [0, *(edge for block in layout.blocks for edge in block[:2]), len(text)]
    assert edges == sorted(edges)
    # Furniture stands inside of breaks; all else in them is blank.
    bare = text
    for block in layout.blocks:
        if block.type == "furniture":
            bare = bare[: block.start] + " " * (block.end - block.start) + bare[block.end :]
    assert all(blank(bare[a:b]) and b > a for a, b in zip(layout.starts, layout.ends, strict=True))
    assert all(blank(text[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert not any(blank(text[b.start]) or blank(text[b.end - 1]) for b in layout.blocks)


@pytest.mark.parametrize(
    ("many", "settles", "joined"),
    [(1, True, True), (1, False, False), (9, True, False)],
    ids=["end", "on", "many"],
)
def test_what_only_a_second_look_would_join_is_joined_at_once(
    monkeypatch: pytest.MonkeyPatch, many: int, settles: bool, joined: bool
) -> None:
    raw = rewrap(ESSAY, PROSE, Setting(34), 7)
    left = analyse([raw])[0].joins.nonzero()[0][:many]

    def late(batch: Batch, page: Page, texts: list[str], how: How) -> Decisions:
        """At the first look ``left`` are not seen, later only these, or others, too, unless it ``settles``."""
        made = decide(batch, page, texts, how)
        joins = made.joins.copy()
        if texts == [raw]:
            joins[left] = False
        else:
            rows = texts[0].strip().split("\n\n")
            cut = [any(one + other in block for block in ESSAY) for one, other in pairwise(rows)]
            joins[: len(cut)] = cut if any(cut) or settles else True
        return replace(made, joins=joins, reasons=np.where(joins, made.reasons, Reason.KEPT_BLOCK_END))

    monkeypatch.setattr(analysis, "decide", late)
    monkeypatch.setattr(analysis, "unsettled", lambda page, *rest: np.ones(len(page.sizes), np.bool_))
    [layout] = analyse([raw])
    assert repaired(raw, layout) == ("\n\n".join(ESSAY) + "\n" if joined else raw)
