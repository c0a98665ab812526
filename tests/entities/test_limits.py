"""What the kinds of rules on labels make once for all of them."""

from typing import Any

import numpy as np
import pytest

from corpuskit.contexts import Context
from corpuskit.entities.limits import Shelf
from corpuskit.entities.neighbours import Neighbours
from corpuskit.kinds import entity
from corpuskit.kinds.entity import EntityRule
from corpuskit.model import Options
from tests.kinds.views import NOTHING, view_of

RULE = EntityRule(code="EN1", name="poets", why="", message="", label="PER", names=("李白",))


def test_a_list_is_compiled_once_for_all_rules_of_the_same_options() -> None:
    options = Options()
    words = Shelf.of(options).get(Neighbours, RULE, ("书记", "主席"))
    assert words is not None
    assert Shelf.of(options).get(Neighbours, RULE, ("书记", "主席")) is words
    assert Shelf.of(Options()).get(Neighbours, RULE, ("书记", "主席")) is not words


def test_the_same_views_are_one_batch_and_others_another() -> None:
    shelf = Shelf(Options())
    views = [view_of("李白"), view_of("杜甫")]
    batch = shelf.batch(views)
    assert shelf.batch(list(views)) is batch
    assert shelf.batch(views[:1]) is not batch
    assert shelf.batch([view_of("李白"), view_of("杜甫")]) is not batch


def test_lists_that_come_after_a_batch_are_looked_for_in_it_as_well() -> None:
    """As those of rules for another language do, which are compiled when a text in it is first seen."""
    shelf = Shelf(Options())
    views = [view_of("李白主席")]
    shelf.batch(views)
    words = shelf.get(Neighbours, RULE, ("主席",))
    assert words is not None
    assert shelf.batch(views).beside(words, np.arange(4), before=False).tolist() == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        ({"only": (Context(followed_by="学"),)}, [1, 0, 1]),
        ({"unless": (Context(followed_by="学"),)}, [1, 1, 0]),
        ({"only": (Context(preceded_by="诗人"),)}, [0, 1, 0]),
    ],
)
def test_contexts_of_a_hit_are_those_of_its_own_view(limit: Any, found: list[int]) -> None:
    rule = EntityRule(code="EN1", name="n", why="", message="", label="PER", names=("李白",), **limit)
    views = [view_of("李白学与李白"), view_of("诗人李白"), view_of("李白学")]
    assert [len(hits.starts) for hits in entity.compile([rule], NOTHING)(views)] == found
