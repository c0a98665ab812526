import numpy as np
from hypothesis import given
from msgspec.structs import replace

from corpuskit.model import Annotated, Label
from corpuskit.tagging import bioes, iob2, offsets, owners, span_table, worded
from tests.documents import CAR, annotated, document


@given(annotated())
def test_every_word_is_in_one_sentence_and_every_label_begins_once(one: Annotated) -> None:
    sentences = worded(one)
    assert [at for each in sentences for at in range(each.first, each.last)] == list(range(len(one.tokens)))
    of = owners(span_table(one.tokens)[0], one.labels)
    tags = iob2(of, one.labels, offsets(sentences, 0))
    assert sum(tag.startswith("B-") for tag in tags) == len(one.labels)
    assert sum(each.opens is not None for each in sentences) == len(one.checked.blocks)


def test_only_the_first_sentence_opens_a_block() -> None:
    assert [one.opens.type if one.opens else None for one in worded(CAR)] == ["heading", "paragraph", None]


def test_neighbours_with_one_label_are_two_entities() -> None:
    labels = [Label(0, 2, "PER", ""), Label(2, 4, "PER", "")]
    tags = iob2(owners(np.array([0, 2]), labels), labels, np.array([0]))
    assert tags == ["B-PER", "B-PER"]
    assert bioes(tags) == ["S-PER", "S-PER"]


def test_a_sentence_outside_all_blocks_opens_none() -> None:
    one = document("他/来\n走")
    first, second = one.checked.blocks
    assert first.end < second.start
    alone = replace(one, checked=replace(one.checked, blocks=(second,)))
    assert [each.opens for each in worded(alone)] == [None, second]
