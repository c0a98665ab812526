from corpuskit import Document, annotate, load_rules
from corpuskit.explain import beaten, explanation, losses, priorities_of

RULES = load_rules()


def test_a_label_that_lost_names_the_one_that_beat_it_and_why() -> None:
    annotated = annotate("作者在重庆大学读书。")
    (university,) = annotated.labels
    reasons = {(one.lost.code, one.winner): one.reason for one in beaten(annotated, priorities_of(RULES))}
    assert reasons["EN103", university] == "priority 50 over 40"
    assert len(reasons) == len(set(annotated.lost))


def test_every_label_that_lost_has_a_winner() -> None:
    annotated = annotate("湖南省长沙市岳麓区，习近平总书记在重庆大学说，中国科学技术大学。" * 3)
    assert {one.lost for one in beaten(annotated, priorities_of(RULES))} == set(annotated.lost)


def test_an_explanation_stands_at_the_place_in_the_source() -> None:
    text = explanation(annotate("第一行。\n\n作者在重庆大学读书。"), RULES)
    first, *others = text.splitlines()
    assert first.endswith(":3:4: ORG 重庆大学 by EN210 institution-of-a-place")
    assert "    beat LOC 重庆 by EN103 region-of-china: priority 50 over 40" in others


def test_a_row_is_told_from_others_of_its_file_and_a_name_keeps_to_its_line() -> None:
    row = Document("x", "作者在重庆大学读书。", "a\nb.jsonl", row=7)
    assert explanation(annotate(row), RULES).startswith("a\\nb.jsonl:7:1:4: ORG 重庆大学")


def test_losses_are_counted_by_rule() -> None:
    assert losses([annotate("在重庆大学。")], RULES)["EN103"] == {"EN210": 1}


def test_without_labels_there_is_nothing_to_explain() -> None:
    assert explanation(annotate("今天下雨。"), RULES) == ""
