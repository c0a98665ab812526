import pytest

from corpuskit import annotate, load_rules
from corpuskit.annotator import annotate_many
from corpuskit.schemes import SCHEMES
from corpuskit.segment import load_segmenter

TEXT = (
    "1998年5月11日，李白在重庆大学和西湖读《资本论》，又到法国的珠江、太行山和重庆江北国际机场，读《刑法》。"
)


def labels(scheme: str) -> list[str]:
    annotated = annotate(TEXT)
    (one,) = annotate_many([annotated.checked], load_rules(), load_segmenter("chars"), scheme)
    text = annotated.checked.text
    return [f"{label.label}:{text[label.start : label.end]}" for label in one.labels]


def test_msra_has_three_labels() -> None:
    assert {one.partition(":")[0] for one in labels("msra")} == {"PER", "LOC", "ORG"}
    assert labels("people-daily") == labels("msra")


def test_pku_names_them_otherwise() -> None:
    names = {"PER": "NR", "LOC": "NS", "ORG": "NT"}
    assert labels("pku") == [names[one[:3]] + one[3:] for one in labels("msra")]


def test_ontonotes_parts_places_and_works_by_rule_and_ending() -> None:
    found = labels("ontonotes")
    assert found[0] == "DATE:1998年5月11日"
    for one in (
        "ORG:重庆大学",
        "GPE:法国",
        "LOC:太行山",
        "FAC:重庆江北国际机场",
        "LAW:《刑法》",
        "WORK_OF_ART:《资本论》",
    ):
        assert one in found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_label_is_one_of_the_scheme(scheme: str) -> None:
    assert {one.partition(":")[0] for one in labels(scheme)} <= SCHEMES[scheme].labels
    assert set(SCHEMES[scheme].names.values()) <= SCHEMES[scheme].labels
    assert {theirs for _, _, theirs in SCHEMES[scheme].endings} <= SCHEMES[scheme].labels
