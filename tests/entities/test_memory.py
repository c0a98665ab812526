"""By what a document calls a name again."""

from typing import Any

import numpy as np
import pytest

from corpuskit.entities.batch import Batch
from corpuskit.entities.limits import Shelf
from corpuskit.entities.memory import Forms, Memory
from corpuskit.entities.neighbours import Scan
from corpuskit.entities.rule import EntityRule, Form, WordList
from corpuskit.model import Options
from tests.kinds.views import view_of

LISTS: dict[str, WordList] = {
    "surname": ("李", "欧阳", "欧"),
    "suffix": ("公司", "有限公司", "大学"),
    "prefix": ("重庆", "重庆市"),
}


def recalling(
    *forms: Form, label: str = "PER", recalls: tuple[str, ...] = ("PER",), priority: int = 0
) -> EntityRule:
    return EntityRule(
        code="EN2", name="again", why="", message="", label=label, recalls=recalls, forms=forms,
        lists=LISTS, priority=priority,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "name", "again"),
    [
        ("whole", "李白", ["李白"]),
        ("whole", "凯文·帕迪恩", ["凯文·帕迪恩"]),
        ("whole", "时", []),
        ("family", "凯文·帕迪恩", ["帕迪恩"]),
        ("family", "凯文·约翰・帕迪恩", ["帕迪恩"]),
        ("family", "凯文·帕", []),
        ("family", "帕迪恩", []),
        ("surname", "李白", ["李"]),
        ("surname", "李太白", ["李"]),
        ("surname", "欧阳修", ["欧阳"]),
        ("surname", "欧修", ["欧"]),
        ("surname", "李", []),
        ("surname", "李太白金", []),
        ("surname", "杜甫", []),
        ("given", "李太白", ["太白"]),
        ("given", "欧阳永叔", ["永叔"]),
        ("given", "李白", []),
        ("given", "欧阳修", []),
        ("stem", "长江电力公司", ["长江电力"]),
        ("stem", "长江电力有限公司", ["长江电力"]),
        ("stem", "重庆市长江电力公司", ["重庆市长江电力", "长江电力"]),
        ("stem", "重庆医科大学", ["重庆医科"]),
        ("stem", "长江电公司", ["长江电"]),
        ("stem", "长江公司", []),
        ("stem", "重庆市长江电力", []),
        ("stem", "公司", []),
    ],
)
def test_forms_of_names(form: Form, name: str, again: list[str]) -> None:
    assert list(Forms(recalling(form), Shelf(Options())).of(name)) == again


def again(rules: list[EntityRule], texts: list[str], rows: list[tuple[int, int, int]]) -> Any:
    """What ``rules`` recall in ``texts``, joined with a character between, where ``rows`` are labelled."""
    batch = Batch([view_of(text) for text in texts], Scan([]))
    found = Memory(rules, Shelf(Options())).again(batch, np.array(rows, np.int64).reshape(-1, 3))
    return found[np.lexsort((found[:, 1], found[:, 0]))].tolist()


def named(label: str, priority: int = 0) -> EntityRule:
    return EntityRule(code="EN1", name="n", why="", message="", label=label, names=("x",), priority=priority)


def test_a_document_knows_its_own_names_again_and_no_other_document_does() -> None:
    rules = [named("PER"), recalling("whole")]
    texts = ["诗人李白，李白。", "李白和杜甫，杜甫。", "李白、杜甫。"]
    assert again(rules, texts, [(0, 2, 4), (0, 12, 14)]) == [[1, 5, 7], [1, 15, 17]]


def test_a_shorter_form_is_known_inside_of_the_name_too() -> None:
    assert again([named("PER"), recalling("surname")], ["李太白，李。"], [(0, 0, 3)]) == [
        [1, 0, 1],
        [1, 4, 5],
    ]
    assert again([named("PER"), recalling("given")], ["李太白，太白。"], [(0, 0, 3)]) == [
        [1, 1, 3],
        [1, 4, 6],
    ]


def test_only_labels_that_a_rule_recalls_are_known_again() -> None:
    rules = [
        named("PER"),
        named("LOC"),
        recalling("whole", recalls=("LOC",)),
        recalling("whole", recalls=("PER",)),
    ]
    assert again(rules, ["李白到长安，李白、长安。"], [(0, 0, 2), (1, 3, 5)]) == [[2, 9, 11], [3, 6, 8]]


def test_a_label_that_another_beat_is_not_known_again() -> None:
    rules = [named("PER"), named("LOC", priority=1), recalling("whole", recalls=("PER",))]
    assert again(rules, ["李白到长安，李白。"], [(0, 0, 2), (1, 0, 3)]) == []


def test_nothing_is_known_again_where_nothing_was_named() -> None:
    assert again([named("PER"), recalling("whole")], ["李白。"], []) == []


def test_no_name_is_known_again_inside_of_a_latin_word() -> None:
    rules = [named("PER"), recalling("whole")]
    assert again(rules, ["Ann, Anna, Ann"], [(0, 0, 3)]) == [[1, 11, 14]]
