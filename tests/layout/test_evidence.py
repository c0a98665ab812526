import pytest

from corpuskit.layout import analyse
from corpuskit.layout.rewrap import Setting, fill, rewrap
from tests.layout.prose import ENGLISH
from tests.layout.sample import ESSAY, fix

MANUAL = """Folding hides a stretch of lines behind one line, so that a long text can be
looked at from above.  What it hides is neither moved nor changed, and a search
that ends in a closed fold opens it.
The level of a fold is given with an option: >
\t:set fdl={n}
"""


def test_short_examples_of_a_manual_in_english_count_as_technical() -> None:
    [layout] = analyse(["\n".join(MANUAL.format(n=n) for n in range(1, 7))])
    assert not layout.wrapped


def test_translations_between_the_paragraphs_do_not_hide_that_a_text_in_english_is_wrapped() -> None:
    blocks = [ESSAY[0], "Part One", *ENGLISH[:2], ESSAY[1], "Part Two", *ENGLISH[2:], ESSAY[2], "The End"]
    text = rewrap(blocks, ["paragraph"] * len(blocks), Setting(60, shown=True), 1)
    assert fix(text).rstrip("\n").split("\n\n") == blocks


FULL_WIDTH = (
    "全县去年种树１２６０亩，修渠３８公里，新建水窖２４５０口，解决了１３６００人的饮水困难。",
    "县里的干部说，三年前这里每年春天都要到二十里外拉水，一个壮劳力一天只能拉回两担。",
    "今年又投入８５０万元，在１９个乡的２３７个村打井，到六月底已经有１８６口井出水，余下的秋后完工。",
    "老人们把第一桶水端回家里，舍不得喝，先给院里的枣树浇了一瓢，说是让它也尝一尝鲜。",
    "按计划，到２００１年全县还要再修梯田５６００公顷，治理水土流失面积１２４平方公里，栽果树７８万株。",
)


@pytest.mark.parametrize("width", [50, 56, 60, 72])
def test_lines_with_digits_as_wide_as_han_are_not_taken_for_rows_that_were_cut_off(width: int) -> None:
    raw = "\n".join(line for block in FULL_WIDTH for line in fill(block, [width]))
    assert fix(raw).split() == [*FULL_WIDTH]


@pytest.mark.parametrize(("stops", "wrapped"), [(0, False), (2, False), (3, True), (9, True)])
def test_a_text_reads_as_prose_only_where_some_lines_hold_a_full_stop(stops: int, wrapped: bool) -> None:
    marks = str.maketrans("。？！", "，，，")
    text = list(("".join(ESSAY) * 3).translate(marks)[:1200])
    for number in range(1, stops + 1):
        text[len(text) // (stops + 1) * number] = "。"
    lines = fill("".join(text), [30])
    assert len(lines) == 57
    [layout] = analyse(["\n".join(lines) + "\n"])
    assert layout.wrapped is wrapped


@pytest.mark.parametrize("width", range(20, 28, 2))
def test_a_column_in_english_may_be_as_narrow_as_two_words(width: int) -> None:
    text = "".join(line + "\n" for block in ENGLISH for line in fill(block, [width]))
    rows = [row for row in fix(text).split("\n") if row]
    assert len(rows) < 2 * len(ENGLISH)


def test_a_list_in_lower_case_without_a_full_stop_is_no_prose() -> None:
    things = (
        "a bird's nest with a blue egg in it", "a button from a soldier's coat", "part of a clock, without hands",
        "a fossil, probably a sea urchin", "three keys that open nothing", "a ship in a bottle, broken",
    )  # fmt: skip
    [layout] = analyse(["\n".join(things) + "\n"])
    assert not layout.wrapped
