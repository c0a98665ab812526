from pathlib import Path

import pytest

from corpuskit.errors import InputError
from corpuskit.scoring import GoldSentence, Score, read_gold, score_labels, score_rules

IOB2 = """\
# newdoc id = one
# sent_id = 1
# text = 李白 在长安
1\t李白\tB-PER\t-\t-
2\t在\tO\t-\t-
3\t长\tB-LOC\t-\t-
4\t安\tI-LOC\t-\t-

# sent_id = 2
# text = 无
1\t无\tO\t-\t-

"""
BIO = "李 B-PER\n白 I-PER\n在 O\n长 I-LOC\n安 I-LOC\n\n"
CONLLU = """\
# text = 李白在长安
1\t李白\t_\tX\t_\t_\t0\troot\t_\tNE=B-PER|SpaceAfter=No
1-2\t李白在\t_\t_\t_\t_\t_\t_\t_\t_
2\t在\t_\tX\t_\t_\t1\tdep\t_\tSpaceAfter=No
3\t长安\t_\tX\t_\t_\t2\tdep\t_\tNE=B-LOC

"""


def gold(tmp_path: Path, name: str, text: str) -> list[GoldSentence]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return read_gold(path)


def test_iob2_places_its_words_in_the_text_with_its_blanks(tmp_path: Path) -> None:
    first, second = gold(tmp_path, "gold.iob2", IOB2)
    assert first == ("李白 在长安", ((0, 2, "PER"), (4, 6, "LOC")))
    assert second == ("无", ())


@pytest.mark.parametrize(("name", "text"), [("gold.char.bio", BIO), ("gold.conllu", CONLLU)])
def test_other_gold_files_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert gold(tmp_path, name, text) == [("李白在长安", ((0, 2, "PER"), (3, 5, "LOC")))]


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"allowed: \.iob2, \.char\.bio, \.conllu"):
        read_gold(tmp_path / "gold.txt")


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
