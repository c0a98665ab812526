import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.errors import InputError
from corpuskit.scoring import (
    GoldSentence,
    Score,
    check_same_text,
    flat,
    lower_bound,
    score_labels,
    score_partial,
    score_rules,
    score_words,
)


def test_an_entity_counts_only_if_all_of_it_agrees() -> None:
    truth = [[(0, 2, "PER"), (4, 6, "LOC")], [(0, 1, "LOC")]]
    found = [[(0, 2, "PER"), (4, 6, "ORG"), (3, 6, "LOC")], [(0, 1, "LOC"), (0, 1, "LOC")]]
    scores = score_labels(truth, found, ["PER", "LOC"])
    assert scores == {"PER": Score(1, 1, 1), "LOC": Score(1, 2, 2), "ALL": Score(2, 3, 3)}
    assert (scores["LOC"].precision, scores["LOC"].recall, scores["LOC"].f1) == (50.0, 50.0, 50.0)


def test_nothing_found_and_nothing_wanted_divide_by_nothing() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_a_rule_is_scored_before_and_after_settling() -> None:
    truth = [[(0, 4, "ORG")]]
    hits = [{"EN1": [(0, 2, "LOC")], "EN2": [(0, 4, "ORG")]}]
    scores = score_rules(truth, hits, [{"EN2": [(0, 4, "ORG")]}])
    assert scores["EN2"].won == Score(1, 1, 1)
    assert scores["EN1"].hits == Score(0, 1, 0)
    assert (scores["EN1"].conflicts, scores["EN2"].conflicts) == (1, 0)


def test_in_part_an_entity_is_right_that_shares_a_character() -> None:
    truth = [[(0, 4, "ORG"), (5, 6, "LOC")], [(0, 2, "PER")]]
    found = [[(0, 2, "ORG"), (2, 4, "ORG"), (5, 6, "PER")], [(1, 3, "PER")]]
    scores = score_partial(truth, found, ["LOC", "ORG", "PER"])
    assert scores == {
        "LOC": Score(0, 0, 1),
        "ORG": Score(1, 2, 1),
        "PER": Score(1, 2, 1),
        "ALL": Score(2, 4, 3),
    }


SPANS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=8)


def spread(lengths: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Spans that do not overlap, from lengths and the gaps before them."""
    found, at = [], 0
    for length, gap in lengths:
        found.append((at + gap, at + gap + length, "LOC"))
        at += gap + length
    return found


@given(SPANS, SPANS)
def test_partial_is_never_below_strict_and_is_the_same_from_both_sides(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    gold, found = [spread(one)], [spread(other)]
    strict = score_labels(gold, found, ["LOC"])["LOC"]
    partial = score_partial(gold, found, ["LOC"])["LOC"]
    assert strict.right <= partial.right <= min(partial.found, partial.gold)
    assert score_partial(found, gold, ["LOC"])["LOC"].right == partial.right


def test_words_are_compared_by_their_places() -> None:
    assert score_words([[(0, 2), (2, 3)]], [[(0, 1), (1, 2), (2, 3)]]) == Score(1, 3, 2)


def test_a_file_is_flat_without_blanks_and_sentences() -> None:
    one = GoldSentence("李白 在", ((0, 2, "PER"),), ((0, 2), (3, 4)))
    two = GoldSentence("长安␣", ((0, 2, "LOC"),), ((0, 2), (2, 3)))
    assert flat([one, two]) == ("李白在长安", [(0, 2, "PER"), (3, 5, "LOC")], [(0, 2), (2, 3), (3, 5)])
    assert flat([one, two._replace(words=None)]).words is None


def test_another_text_is_refused_where_it_differs() -> None:
    gold = [GoldSentence("李白在长安", ())]
    check_same_text(gold, [GoldSentence("李白 ", ()), GoldSentence("在长安", ())], "pred.bio")
    other = [GoldSentence("李白", (), line=1), GoldSentence("在长沙", (), line=4)]
    with pytest.raises(InputError, match=r"pred\.bio:4: .*'李白在长沙' where that has '李白在长安'"):
        check_same_text(gold, other, "pred.bio")
    with pytest.raises(InputError, match=r"pred\.bio: .*'' ?where that has|pred\.bio: .*nothing"):
        check_same_text(gold, [], "pred.bio")


def test_few_hits_prove_little() -> None:
    assert lower_bound(0, 0) == lower_bound(0, 5) == 0.0
    assert lower_bound(1, 1) < lower_bound(5, 5) < lower_bound(50, 50) < 100.0
