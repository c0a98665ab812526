import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.checker import check
from corpuskit.counts import Counts, count_checked
from corpuskit.model import Document
from corpuskit.rules import load_rules
from tests.samples import WRAPPED
from tests.test_checker import pages

RULES = load_rules()


def test_the_counts_of_a_wrapped_paragraph() -> None:
    counts = count_checked(check(Document("x", WRAPPED), RULES))
    assert (counts.documents, counts.wrapped, counts.lines_in, counts.breaks_joined) == (1, 1, 5, 4)
    assert counts.blocks == {"paragraph": 1}
    assert counts.findings == counts.fixed == {"LB001": 1}


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
