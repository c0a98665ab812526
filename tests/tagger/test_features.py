import numpy as np

from corpuskit.tagger.features import CLASSES, Names
from corpuskit.unicode import code_points


def test_the_longest_entries_around_each_character() -> None:
    names = Names.of([["重庆", "重庆大学", "庆"], ["大学", "重庆人"]])
    first = names.states(code_points("在重庆大学")) & np.uint64(15)
    second = names.states(code_points("在重庆大学")) >> np.uint64(4)
    begins, through, ends, alone = 1, 2, 4, 8
    assert first.tolist() == [0, begins, through | ends | alone, through, ends]
    assert second.tolist() == [0, 0, 0, begins, ends]


def test_an_empty_class_and_an_empty_text() -> None:
    assert Names.of([]).states(code_points("重庆")).tolist() == [0, 0]
    assert Names.of([["重庆"]]).states(np.zeros(0, np.uint32)).tolist() == []


def test_what_a_name_begins_with_is_no_name_and_other_planes_are_no_fault() -> None:
    names = Names.of([["重庆大学", "𠮷野家"]])
    assert names.states(code_points("重庆𠮷野家")).tolist() == [0, 0, 1, 2, 4]


def test_every_class_has_lists_of_its_own() -> None:
    names = [one for _, files in CLASSES for one in files]
    assert len(names) == len(set(names))
