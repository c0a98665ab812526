from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.labels import settle_labels

Row = tuple[int, int, int, int]

ROWS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8), st.integers(0, 3), st.integers(0, 4)).map(
        lambda row: (row[0], row[0] + row[1], row[2], row[3])
    ),
    max_size=30,
)


def settled(rows: list[Row]) -> tuple[list[int], list[int]]:
    table = np.array(rows, np.int64).reshape(-1, 4)
    winners, losers = settle_labels(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
    return winners.tolist(), losers.tolist()


def overlap(one: Row, other: Row) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def test_priority_beats_length() -> None:
    assert settled([(0, 9, 1, 0), (4, 6, 2, 1)]) == ([1], [0])


def test_length_beats_place() -> None:
    assert settled([(0, 3, 1, 0), (2, 6, 1, 0)]) == ([1], [0])


def test_place_beats_the_order_of_rules() -> None:
    assert settled([(2, 4, 1, 0), (1, 3, 1, 9)]) == ([1], [0])


def test_the_first_rule_wins_one_and_the_same_span() -> None:
    assert settled([(2, 4, 1, 3), (2, 4, 1, 1)]) == ([1], [0])


def test_spans_that_touch_both_win() -> None:
    assert settled([(3, 5, 1, 0), (0, 3, 1, 0)]) == ([1, 0], [])


@given(ROWS)
def test_every_span_wins_or_loses_and_winners_are_disjoint_and_in_order(rows: list[Row]) -> None:
    winners, losers = settled(rows)
    assert sorted(winners + losers) == list(range(len(rows)))
    assert all(rows[one][1] <= rows[other][0] for one, other in pairwise(winners))
    assert [rows[one][0] for one in losers] == sorted(rows[one][0] for one in losers)


@given(ROWS)
def test_a_loser_lost_to_a_winner_that_is_no_worse(rows: list[Row]) -> None:
    winners, losers = settled(rows)
    for loser in losers:
        start, end, priority, rank = rows[loser]
        mine = (-priority, start - end, start, rank)
        assert any(
            overlap(rows[loser], rows[winner])
            and (-rows[winner][2], rows[winner][0] - rows[winner][1], rows[winner][0], rows[winner][3])
            <= mine
            for winner in winners
        )


def test_a_hundred_thousand_spans_settle() -> None:
    starts = np.arange(100_000, dtype=np.int64) * 3 // 2
    winners, losers = settle_labels(starts, starts + 4, starts % 5, starts % 7)
    assert len(winners) + len(losers) == 100_000
    assert (np.diff(starts[winners]) >= 4).all()


def test_in_a_long_chain_every_second_span_wins() -> None:
    starts = np.arange(1001, dtype=np.int64) * 3
    winners, losers = settle_labels(starts, starts + 4, -starts, starts)
    assert winners.tolist() == list(range(0, 1001, 2))
    assert losers.tolist() == list(range(1, 1001, 2))
