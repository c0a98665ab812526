import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.checker import as_it_stands, check
from corpuskit.counts import Counts, count_annotated, count_checked
from corpuskit.model import Annotated, Document, Label, Span, Token
from corpuskit.rules import load_rules
from tests.samples import WRAPPED
from tests.test_checker import pages

RULES = load_rules()


def test_the_counts_of_a_wrapped_paragraph() -> None:
    counts = count_checked(check(Document("x", WRAPPED), RULES))
    assert (counts.documents, counts.wrapped, counts.lines_in, counts.breaks_joined) == (1, 1, 5, 4)
    assert counts.blocks == {"paragraph": 1}
    assert counts.findings == counts.fixed == {"LB001": 1}


def test_of_a_text_that_is_right_nothing_is_counted_but_what_is_there() -> None:
    counts = count_checked(check(Document("x", "科创板。\n\n 重 庆\n"), RULES))
    assert sum(counts.blocks.values()) == 2
    there = {"documents": 1, "lines_in": 2, "characters_in": 6, "characters_out": 6, "blocks": counts.blocks}
    assert msgspec.to_builtins(counts) == {**msgspec.to_builtins(Counts()), **there}
    assert not any(msgspec.to_builtins(Counts()).values())


def test_labels_are_counted_and_those_that_a_line_break_cuts() -> None:
    checked = as_it_stands(Document("x", "重\n庆、北京；腾讯"))
    labels = (Label(0, 3, "LOC", "X1"), Label(4, 6, "LOC", "X1"), Label(7, 9, "ORG", "X2"))
    counts = count_annotated(Annotated(checked, (Span(0, 9),), (Token(0, 3), Token(4, 6)), labels))
    assert (counts.sentences, counts.words) == (1, 2)
    assert (counts.labels, counts.labels_cut) == ({"LOC": 2, "ORG": 1}, {"LOC": 1})


def test_names_are_in_order_whatever_comes_first() -> None:
    total = Counts(findings={"TM001": 1})
    total.add(Counts(findings={"LB001": 1}))
    total.add(Counts(findings={"TM001": 2, "PU001": 1}))
    assert [*total.findings.items()] == [("LB001", 1), ("PU001", 1), ("TM001", 3)]


@settings(max_examples=40, deadline=None)
@given(pages())
def test_characters_add_up(text: str) -> None:
    counts = count_checked(check(Document("x", text), RULES))
    left = counts.characters_in - counts.characters_removed + counts.characters_added
    assert left == counts.characters_out


@given(st.permutations([1, 2, 3]))
def test_counts_merge_in_any_order(order: list[int]) -> None:
    total = Counts()
    for number in order:
        total.add(Counts(documents=number, blocks={f"b{number}": number, "all": 1}))
    assert msgspec.to_builtins(total)["blocks"] == {"all": 3, "b1": 1, "b2": 2, "b3": 3}
    assert total.documents == 6
